"""What a lane can be lowered for: a rule of sending.yaml, a template, or everything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import click

from router.rulebook import routing
from router.rulebook.complaints import did_you_mean, guessed
from router.rulebook.rule_list import OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import FILE, LaneStep, Sending
from router.store.switches import ALL, of_rule, of_template
from router.types import Lane

TEMPLATE = of_template("")
HOW_TO_RAISE = f"To raise it, change {{where}} in {FILE}, then: {{publish}}"


@dataclass(frozen=True, slots=True)
class Subject:
    """``key`` names it in the list of switches; ``says`` and ``most`` tell how far the rules in force let it go."""

    key: str
    name: str
    says: str
    most: Lane
    where: str
    other_template: str = ""

    @property
    def template(self) -> str:
        """The template's id, empty for a rule or everything."""
        return self.key.removeprefix(TEMPLATE) if self.key.startswith(TEMPLATE) else ""


def subject_named(what: str, rules: RuleSet, templates: Collection[str] | None) -> Subject:
    """The thing that is meant; exit code 1 with the nearest name when there is none. No templates: any id is taken."""
    steps, highest = steps_of(rules.sending), rules.sending.highest_lane
    if what == ALL:
        return Subject(ALL, ALL, f"highest lane {highest}", highest, '"highest lane"')
    if what in steps:
        step = steps[what]
        return Subject(of_rule(what), what, in_words(step), step.lane, f'"lane" of {what}')
    named = what.removeprefix(TEMPLATE)
    if named != what and (templates is None or named in templates):
        return _template(named, templates)
    if templates is not None and named in templates:
        return _template(named, templates)
    if has_none := _without_lane(what, rules):
        raise click.ClickException(f"{has_none}. Nothing was changed")
    raise click.ClickException(_not_known(what, steps, templates))


def _template(named: str, templates: Collection[str] | None) -> Subject:
    key = of_template(named)
    other = next((one for one in sorted(templates or ()) if one != named), "another-template")
    return Subject(key, key, "what its rule says", "reply", '"lane" of the rules that send it', other)


def _without_lane(what: str, rules: RuleSet) -> str:
    """Why a rule that there is can't be lowered."""
    if any(rule.id == what for rule in rules.routing.rules):
        return f"{what}: that rule stands in {routing.FILE} and has no lane; the rules of {FILE} have"
    if any(rule.id == what for rule in rules.sending.rules):
        return f"{what}: that rule only adds tags and has no lane"
    return ""


def _not_known(what: str, steps: Collection[str], templates: Collection[str] | None) -> str:
    if what.startswith(TEMPLATE):
        named = what.removeprefix(TEMPLATE)
        near = did_you_mean(named, templates or ())
        return f'there is no template "{named}"{guessed(near, "nothing was changed")}'
    near = did_you_mean(what, [*steps, *(templates or ()), ALL])
    return (
        f'no rule of {FILE} that decides is called "{what}"{near or "."} See all with: python -m router rules lane. '
        f"For a template write template:ID. Nothing was changed"
    )


def steps_of(sending: Sending) -> dict[str, LaneStep]:
    """The lane of every rule that decides, and of ``otherwise``."""
    listed = [*((rule.id, rule.then.step) for rule in sending.rules), (OTHERWISE, sending.otherwise.step)]
    return {name: step for name, step in listed if step is not None}


def in_words(step: LaneStep) -> str:
    """A lane as the file says it."""
    if step.share == 100:
        return step.lane
    return f"{step.lane} {step.share}%, others {step.others}"
