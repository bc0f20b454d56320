"""Replays past decisions: each is decided under the rules in force and under those of a folder, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from pydantic import ValidationError

from router.replay.decide import Decider
from router.replay.moves import CANT_BE_TOLD, Move, move_between, untold_move
from router.replay.originals import MappingsOf, Originals, has_placeholders
from router.replay.outcome import Outcome
from router.replay.past import UNREADABLE, Past, SetOf, Stored, read_past
from router.replay.reasons import WHO, why, why_untold
from router.replay.report import Moved, Report, grouped
from router.replay.seen import Case, see, see_alike
from router.rulebook.ruleset import RuleSet
from router.run import known

BATCH = 500
SUPERSEDED = "dropped then, because the customer wrote again: a later decision answered everything"
NEVER_DECIDED = "ended by a fault before anything was decided"
EMPTIED = "the customer's data was erased since: nothing is left to decide by"
ERASED = "{} held personal data that has been erased since: placeholders were compared instead"
PLACES = f"{{}}: {WHO}. The customer stays as recorded there, and --protect takes every move for possible"
LACKING = (
    "{}: the record holds nothing about a fact that rules of one side ask for. Where that matters, "
    "it is said that it can't be told"
)
SAME = "The folder and the rules in force are the same"
CLOSINGS = "Drafts are compared as they were written: texts that wording.yaml ends an answer with aren't part of it"
BY_HAND = "Lanes set by hand are left out of both sides"
LATER = "A ticket's first lane, and what was sent before, are taken as they were"


class Replay:
    """Counts while it compares. One use: :meth:`run`."""

    def __init__(
        self, live: RuleSet, folder: RuleSet, set_of: SetOf, mappings_of: MappingsOf, languages: tuple[str, ...]
    ) -> None:
        self._live, self._folder = Decider(live, languages), Decider(folder, languages)
        self._alike, self._same = see_alike(live, folder), live.sha256 == folder.sha256
        self._set_of = set_of
        self._originals = Originals(mappings_of)
        self._left_out: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()
        self._seen: list[tuple[int, datetime]] = []
        self._doubts: list[Move] = []

    def run(self, records: Iterable[Stored]) -> Report:
        """The report on these records. The same records and rules always give the same."""
        rows, moved = iter(records), list[Moved]()
        while batch := list(islice(rows, BATCH)):
            moved += self._batch(batch)
        times = [at for _, at in self._seen]
        return Report(
            live=self._live.rules.sha256,
            folder=self._folder.rules.sha256,
            decisions=len(self._seen),
            tickets=len({ticket for ticket, _ in self._seen}),
            since=min(times, default=None),
            until=max(times, default=None),
            groups=grouped(moved),
            left_out=dict(self._left_out),
            remarks=tuple(self._told()),
            untold=self._remarks[PLACES],
            doubts=() if self._same else tuple(self._doubts),
        )

    def _told(self) -> Iterator[str]:
        """What to keep in mind when reading the report."""
        if self._same:
            yield SAME
        yield from (_counted(says, count) for says, count in self._remarks.items() if count)
        if _endings(self._live.rules) != _endings(self._folder.rules):
            yield CLOSINGS
        yield from (BY_HAND, LATER)

    def _batch(self, batch: list[Stored]) -> Iterator[Moved]:
        read = [(past, stored) for stored in batch if (past := self._read(stored)) is not None]
        pasts = [(past, stored) for past, stored in read if not self._is_left_out(past)]
        masked = {known(past.ticket).requester_id for past, _ in pasts if has_placeholders(_words(past))}
        self._originals.fetch(sorted(masked))
        for past, stored in pasts:
            self._remarks[ERASED] += self._is_erased(past)
            found = self._compared(past, self._case(past, stored))
            if found is not None:
                yield found

    def _read(self, stored: Stored) -> Past | None:
        try:
            return read_past(stored.record)
        except ValidationError:
            self._left_out[UNREADABLE] += 1
            return None

    def _is_left_out(self, past: Past) -> bool:
        reason = _no_reason_to_replay(past)
        if reason:
            self._left_out[reason] += 1
        return bool(reason)

    def _is_erased(self, past: Past) -> bool:
        return has_placeholders(_words(past)) and self._originals.erased(known(past.ticket).requester_id)

    def _compared(self, past: Past, case: Case) -> Moved | None:
        self._seen.append((past.ticket_id, past.started_at))
        seen = see(case, self._live.rules)
        before = self._live.decide(case, seen)
        if self._alike:
            also, after = seen, self._folder.decide_beside(case, seen, self._live, before)
        else:
            also = see(case, self._folder.rules)
            after = self._folder.decide(case, also)
        self._remarks[LACKING] += before.lacking or after.lacking
        move, doubted = self._move(before, after)
        if move is None:
            return None
        if move.kind == CANT_BE_TOLD:
            because = why_untold(before, after)
        else:
            traced = (self._live.decide(case, seen, traced=True), self._folder.decide(case, also, traced=True))
            because = why(*traced, self._live.rules, self._folder.rules)
        return Moved(past.ticket_id, past.id, past.started_at, move, because, doubted)

    def _move(self, before: Outcome, after: Outcome) -> tuple[Move | None, bool]:
        """The move, and whether it is in doubt who the customer would be.

        Sides that see every ticket alike would at least take them for the same: then the recorded customer tells which
        moves there are, and nothing tells which others there aren't.
        """
        if before.customer_told and after.customer_told:
            return move_between(before, after), False
        self._remarks[PLACES] += 1
        doubt = untold_move(before, after)
        self._doubts.append(doubt)
        return move_between(before, after) if self._alike else doubt, True

    def _case(self, past: Past, stored: Stored) -> Case:
        ticket = known(past.ticket)
        restore = self._originals.restore_for(ticket.requester_id)
        written = {entry.id for entry in ticket.entries}
        ours = tuple(post for post in stored.own_posts if post in written)
        return Case(past, self._set_of(past.rules), ours, stored.ceiling, stored.sent_before, restore)


def _endings(rules: RuleSet) -> list[tuple[object, ...]]:
    """The texts that end an answer, and when."""
    return [(one.audiences, one.language, one.text, one.trial) for one in rules.wording.always_say]


def _words(past: Past) -> str:
    return f"{known(past.ticket).subject} {known(past.message).text}"


def _no_reason_to_replay(past: Past) -> str:
    if past.superseded:
        return SUPERSEDED
    if past.erased:
        return EMPTIED
    decided = past.ticket and past.message and past.customer and past.route
    return "" if decided else NEVER_DECIDED


def _counted(says: str, count: int) -> str:
    return says.format(f"{count:,} {'decision' if count == 1 else 'decisions'}")
