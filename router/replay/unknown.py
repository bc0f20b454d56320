"""What can't be told, because a rule asks for something that nobody had looked at when the record was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from router.rulebook.conditions import Check, Condition, holds
from router.rulebook.facts import BY_NAME
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule
from router.types import RuleTrace


@dataclass(frozen=True, slots=True)
class Unsure:
    """A rule that would go one way or the other by facts that aren't in the record. ``then`` is what it would do."""

    rule: str
    facts: tuple[str, ...]
    then: str

    def __str__(self) -> str:
        asked = all(BY_NAME[name].asked for name in self.facts if name in BY_NAME)
        why = (
            "Freshdesk wasn't asked for it then"
            if asked
            else "the record is older than this fact, or no rule asked for it then"
        )
        many = "facts" if len(self.facts) > 1 else "fact"
        return f'the rule "{self.rule}" asks for the {many} {", ".join(self.facts)}: {why}'


def verdict(condition: Condition, known: Known) -> bool | None:
    """Whether it holds; None when that hangs on a fact that nobody had looked at."""
    if isinstance(condition, Check):
        return holds(condition, known)[0] if known.knows(condition.fact.name) else None
    parts = [verdict(part, known) for part in condition.parts]
    if condition.join == "any":
        return True if True in parts else None if None in parts else False
    every = False if False in parts else None if None in parts else True
    return every if condition.join == "all" or every is None else not every


def unsure_rules(rules: Sequence[Rule[A]], trace: Sequence[RuleTrace], known: Known) -> Iterator[Unsure]:
    """The rules of a walk that might have gone the other way. One on trial changes nothing either way."""
    by_id = {rule.id: rule for rule in rules if not rule.trial}
    for looked in trace:
        facts = tuple(dict.fromkeys(one.fact for one in looked.conditions if not one.known))
        rule = by_id.get(looked.rule)
        if facts and rule is not None and verdict(rule.when, known) is None:
            yield Unsure(rule.id, facts, repr(rule.then))
