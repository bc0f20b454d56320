"""What is different between two outcomes of one ticket, and how bad that could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from router.replay.outcome import Outcome, Possible
from router.replay.unknown import Unsure
from router.replay.ways import Assumed
from router.types import LANES

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
CANT_BE_TOLD: Kind = "can't be told"
KINDS: tuple[Kind, ...] = tuple(TITLES)


Ends = frozenset[tuple[frozenset[str], frozenset[str]]]
"""The words for where a ticket ended and for where it would end; several pairs where that can't be told."""
_ASPECTS: frozenset[Aspect] = frozenset(get_args(Aspect))
_ANY_END = frozenset({"anything", "ignore", "hand over", "retrieve", "standard reply", "answer", "not known", *LANES})


@dataclass(frozen=True, slots=True)
class Move:
    """From what to what, in words, and what of it changed."""

    kind: Kind
    before: str
    after: str
    aspects: frozenset[Aspect]
    ends: Ends


def move_between(before: Outcome, after: Outcome) -> Move | None:
    """The move, or None when nothing changed."""
    sure = _sure_move(before, after)
    return _unsure_move(before, after, sure) if before.unsure or after.unsure else sure


def untold_move(before: Outcome, after: Outcome) -> Move:
    """What can't be told, because it isn't known who the customer would be: it could be every move."""
    sides = [side.words if side.customer_told else _ANY_END for side in (before, after)]
    return Move(CANT_BE_TOLD, before.phrase, CANT_BE_TOLD, _ASPECTS, frozenset({(sides[0], sides[1])}))


def _sure_move(before: Outcome, after: Outcome) -> Move | None:
    aspects = frozenset(_aspects(before, after))
    if not aspects:
        return None
    said, then = _words(before, after, aspects)
    return Move(_kind(before, after, aspects), said, then, aspects, frozenset({(before.words, after.words)}))


def _unsure_move(before: Outcome, after: Outcome, sure: Move | None) -> Move | None:
    """The move where some rule can't be told: still a sure one, if it is the same whatever the unknown facts were.

    Where the same rules can't be told on both sides, and change nothing, the move of all others is the one to tell.
    """
    every = [_sure_move(one, other) for one, other in _pairs(before, after)]
    made = [move for move in every if move is not None]
    if not made and _unsure_tags(before) == _unsure_tags(after):
        return None
    alike = before.unsure == after.unsure or len(made) == len(every)
    if alike and sure is not None and all(move == sure for move in made):
        return sure
    aspects = frozenset[Aspect]().union(*(move.aspects for move in made)) or frozenset({"tags"})
    ends: Ends = frozenset().union(*(move.ends for move in made)) or frozenset({(before.words, after.words)})
    return Move(CANT_BE_TOLD, before.phrase, CANT_BE_TOLD, aspects, ends)


def _pairs(before: Outcome, after: Outcome) -> Iterator[tuple[Outcome, Outcome]]:
    """What both sides could be at once: an unknown fact is the same on both."""
    sides = [side.possible or (Possible(Assumed(), side),) for side in (before, after)]
    for one, other in product(*sides):
        if one.assumed.and_also(other.assumed).can_be:
            yield one.outcome, other.outcome


def _unsure_tags(outcome: Outcome) -> frozenset[Unsure]:
    return frozenset(one for one in outcome.unsure if not one.decides)


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
