"""What can't be told, because a rule asks for something that nobody had looked at when the record was written."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from router.rulebook.conditions import Check, Condition, checks_of, holds
from router.rulebook.facts import BY_NAME
from router.rulebook.known import Known
from router.rulebook.rule_list import A, Rule


@dataclass(frozen=True, slots=True)
class Unsure:
    """A rule that would go one way or the other by facts that aren't in the record.

    ``when`` is the part of its condition that hangs on them, ``then`` is what it would do.
    """

    rule: str
    facts: tuple[str, ...]
    when: Hashable = field(repr=False)
    then: str
    decides: bool = True

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


def unsure_of(rule: Rule[A], known: Known) -> Unsure:
    """What is unsure of a rule whose condition has no verdict."""
    asked = dict.fromkeys(check.fact.name for check in checks_of(rule.when))
    facts = tuple(name for name in asked if not known.knows(name))
    return Unsure(rule.id, facts, open_part(rule.when, known), repr(rule.then), rule.then.decides)


def open_part(condition: Condition, known: Known) -> Hashable:
    """What is left of a condition without a verdict when all that is known is put in; alike wherever it stands."""
    if isinstance(condition, Check):
        return condition.fact.name, condition.operator, condition.wanted, condition.exact, condition.negative
    parts = frozenset(open_part(part, known) for part in condition.parts if verdict(part, known) is None)
    if condition.join == "not":
        return "not", parts
    return next(iter(parts)) if len(parts) == 1 else (condition.join, parts)
