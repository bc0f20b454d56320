"""What a replay found: how many past decisions stay, and the moves of the others, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from router.replay.moves import KINDS, Aspect, Kind, Move
from router.replay.walks import Why


@dataclass(frozen=True, slots=True)
class Moved:
    """A decision that would be another one. ``at`` is when it was made.

    ``doubted`` means that it isn't known who the customer would be: it stands among the report's ``doubts`` as well.
    """

    ticket: int
    run: str
    at: datetime
    move: Move
    why: Why
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """What made the difference for some tickets of a group, newest first."""

    says: str
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All moves from one outcome to another."""

    kind: Kind
    before: str
    after: str
    reasons: tuple[Reason, ...]
    aspects: frozenset[Aspect]

    @property
    def count(self) -> int:
        return sum(len(reason.moved) for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole replay. ``left_out`` says why decisions couldn't be compared, ``remarks`` what to keep in mind.

    ``untold`` counts the decisions whose customer couldn't be told under one of the sides, ``doubts`` are the moves
    that can't be ruled out for them.
    """

    live: str
    folder: str
    decisions: int
    tickets: int
    since: datetime | None
    until: datetime | None
    groups: tuple[Group, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    untold: int = 0
    doubts: tuple[Move, ...] = ()

    @property
    def moved(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def unchanged(self) -> int:
        return self.decisions - self.moved


def grouped(moved: list[Moved]) -> tuple[Group, ...]:
    """By kind, from and to; worst kinds first, then the largest groups."""
    by_end: dict[tuple[Kind, str, str], list[Moved]] = {}
    for one in moved:
        by_end.setdefault((one.move.kind, one.move.before, one.move.after), []).append(one)
    groups = [_group(kind, before, after, every) for (kind, before, after), every in by_end.items()]
    return tuple(sorted(groups, key=lambda g: (KINDS.index(g.kind), -g.count, g.before, g.after)))


def _group(kind: Kind, before: str, after: str, moved: list[Moved]) -> Group:
    moves = [one.move for one in moved]
    return Group(
        kind,
        before,
        after,
        _reasons(moved),
        frozenset().union(*(move.aspects for move in moves)),
    )


def _reasons(moved: list[Moved]) -> tuple[Reason, ...]:
    newest = sorted(moved, key=lambda one: (one.at, one.ticket, one.run), reverse=True)
    counts = Counter(one.why.says for one in newest)
    order = sorted(counts, key=lambda says: (-counts[says], says))
    return tuple(Reason(says, tuple(one for one in newest if one.why.says == says)) for says in order)
