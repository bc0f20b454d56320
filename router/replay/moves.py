"""What is different between two outcomes of one ticket, and how bad that could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from router.replay.outcome import Outcome

Aspect = Literal["segments", "route", "lane", "template", "group", "tags", "rule"]
Kind = Literal["reply", "maybe reply", "segments", "up", "silent", "can't be told", "other", "down", "small"]

TITLES: dict[Kind, str] = {
    "reply": "would now get a public reply",
    "maybe reply": "might now get a public reply",
    "segments": "would see, or be searched in, other content",
    "up": "would go farther than before",
    "silent": "would be left silent",
    "can't be told": "can't be told",
    "other": "would get another answer or go to another place",
    "down": "would go less far than before",
    "small": "would be the same for the customer, by another rule or with other tags",
}
"""Worst first."""
CANT_BE_TOLD = "can't be told"
KINDS: tuple[Kind, ...] = tuple(TITLES)


@dataclass(frozen=True, slots=True)
class Move:
    """From what to what, in words, and what of it changed."""

    kind: Kind
    before: str
    after: str
    aspects: frozenset[Aspect]
    words_before: frozenset[str]
    words_after: frozenset[str]


def move_between(before: Outcome, after: Outcome) -> Move | None:
    """The move, or None when nothing changed."""
    aspects = frozenset(_aspects(before, after))
    unsure = before.unsure != after.unsure
    if not aspects and not unsure:
        return None
    kind: Kind = "can't be told" if unsure else _kind(before, after, aspects)
    said, then = _words(before, after, aspects)
    return Move(kind, said, CANT_BE_TOLD if unsure else then, aspects, before.words, after.words)


def _aspects(before: Outcome, after: Outcome) -> Iterator[Aspect]:
    one, other = before.route, after.route
    if sees(before) != sees(after) or searches(before, after):
        yield "segments"
    if one.decision != other.decision:
        yield "route"
    if before.end != after.end or before.posts != after.posts or _differs_unseen(before, after):
        yield "lane"
    if one.template != other.template:
        yield "template"
    if one.hand_over != other.hand_over:
        yield "group"
    if tags(before) != tags(after):
        yield "tags"
    if rules(before) != rules(after):
        yield "rule"


def _differs_unseen(before: Outcome, after: Outcome) -> bool:
    """Two drafts that nobody has seen, of which one could go farther."""
    return before.end == after.end == "not known" and before.at_most != after.at_most


def _kind(before: Outcome, after: Outcome, aspects: frozenset[Aspect]) -> Kind:
    if after.end == "reply" and before.end != "reply":
        return "reply"
    if after.may_reply and not before.may_reply:
        return "maybe reply"
    if "segments" in aspects:
        return "segments"
    if after.reach == 0 and before.reach > 0:
        return "silent"
    if after.reach != before.reach:
        return "up" if after.reach > before.reach else "down"
    return "other" if aspects - {"tags", "rule"} else "small"


def sees(outcome: Outcome) -> frozenset[str]:
    """What the customer may see."""
    return frozenset(outcome.customer.may_see)


def searches(before: Outcome, after: Outcome) -> bool:
    """Whether both search, and not in the same audiences."""
    both = before.route.decision == after.route.decision == "retrieve"
    return both and set(before.route.search) != set(after.route.search)


def tags(outcome: Outcome) -> frozenset[str]:
    return frozenset((*outcome.route.tags, *(outcome.permit.tags if outcome.permit else ())))


def rules(outcome: Outcome) -> tuple[str, str]:
    """The rule that routed, and the one that let the draft go as far as it may."""
    return outcome.route.rule, outcome.permit.rule if outcome.permit else ""


def _words(before: Outcome, after: Outcome, aspects: frozenset[Aspect]) -> tuple[str, str]:
    """Both sides in words: where the ticket ends, and only what changed beside it."""
    sides = ([before.phrase], [after.phrase])
    for said, outcome in zip(sides, (before, after), strict=True):
        if sees(before) != sees(after):
            said.append(f"may see {', '.join(outcome.customer.may_see)}")
        if searches(before, after):
            said.append(f"searched in {', '.join(outcome.route.search)}")
        if aspects <= {"tags", "rule"} and "tags" in aspects:
            said.append(f"tags {', '.join(sorted(tags(outcome))) or 'none'}")
        elif aspects <= {"rule"}:
            said.append(f"by {' and '.join(rule for rule in rules(outcome) if rule)}")
    same = sides[0] == sides[1] and "group" in aspects
    return "; ".join(sides[0]), "; ".join(sides[1]) + (", with another note for the agent" if same else "")
