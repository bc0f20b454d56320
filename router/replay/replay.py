"""Replays past decisions: each is decided under the rules in force and under those of a folder, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from router.replay.decide import Case, Decider
from router.replay.moves import move_between
from router.replay.originals import MappingOf, Originals
from router.replay.past import Past, Stored, read_past
from router.replay.reasons import why
from router.replay.report import Moved, Report, grouped
from router.rulebook.ruleset import RuleSet
from router.run import known

SetOf = Callable[[str], RuleSet | None]
"""The set of rules with this hash; None where it isn't kept, or can't be read any more."""

SUPERSEDED = "dropped then, because the customer wrote again: a later decision answered everything"
NEVER_DECIDED = "ended by a fault before anything was decided"
ERASED = "{} held personal data that has been erased since: placeholders were compared instead"
PLACES = (
    "{} can't be told who the customer would be: customers.yaml asks other places than when they were decided. "
    "The customer stays as recorded there"
)
BY_HAND = "Lanes set by hand are left out of both sides"
LATER = "A ticket's first lane, and what was sent before, are taken as they were"


class Replay:
    """Counts while it compares. One use: :meth:`run`."""

    def __init__(
        self, live: RuleSet, folder: RuleSet, set_of: SetOf, mapping_of: MappingOf, languages: tuple[str, ...]
    ) -> None:
        self._live, self._folder = live, folder
        self._deciders = Decider(live, languages), Decider(folder, languages)
        self._set_of = set_of
        self._originals = Originals(mapping_of)
        self._left_out: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()
        self._seen: list[tuple[int, datetime]] = []

    def run(self, records: Iterable[Stored]) -> Report:
        """The report on these records. The same records and rules always give the same."""
        moved = list(self._all(records))
        times = [at for _, at in self._seen]
        return Report(
            live=self._live.sha256,
            folder=self._folder.sha256,
            decisions=len(self._seen),
            tickets=len({ticket for ticket, _ in self._seen}),
            since=min(times, default=None),
            until=max(times, default=None),
            groups=grouped(moved),
            left_out=dict(self._left_out),
            remarks=(*(_counted(says, count) for says, count in self._remarks.items() if count), BY_HAND, LATER),
            untold=self._remarks[PLACES],
        )

    def _all(self, records: Iterable[Stored]) -> Iterator[Moved]:
        for stored in records:
            past = read_past(stored.record)
            if reason := _no_reason_to_replay(past):
                self._left_out[reason] += 1
                continue
            found = self._compared(past, stored)
            if found is not None:
                yield found

    def _compared(self, past: Past, stored: Stored) -> Moved | None:
        case = self._case(past, stored)
        self._seen.append((past.ticket_id, past.started_at))
        before, after = (decider.decide(case) for decider in self._deciders)
        move = move_between(before, after)
        self._remarks[PLACES] += not (before.customer_told and after.customer_told)
        if move is None:
            return None
        return Moved(past.ticket_id, past.id, past.started_at, move, why(before, after, self._live, self._folder))

    def _case(self, past: Past, stored: Stored) -> Case:
        ticket = known(past.ticket)
        if self._originals.erased(ticket.requester_id, f"{ticket.subject} {known(past.message).text}"):
            self._remarks[ERASED] += 1
        restore = self._originals.restore_for(ticket.requester_id)
        seen = {entry.id for entry in ticket.entries}
        ours = tuple(post for post in stored.own_posts if post in seen)
        return Case(past, self._set_of(past.rules), ours, stored.ceiling, stored.sent_before, restore)


def _no_reason_to_replay(past: Past) -> str:
    if past.superseded:
        return SUPERSEDED
    decided = past.ticket and past.message and past.customer and past.route
    return "" if decided else NEVER_DECIDED


def _counted(says: str, count: int) -> str:
    return says.format(f"{count:,} {'decision' if count == 1 else 'decisions'}")
