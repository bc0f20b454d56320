"""Replays past decisions: each is decided under the rules in force and under those of a folder, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from router.replay.decide import Decider
from router.replay.moves import move_between
from router.replay.originals import MappingsOf, Originals, has_placeholders
from router.replay.past import Past, Stored, read_past
from router.replay.reasons import why
from router.replay.report import Moved, Report, grouped
from router.replay.seen import Case, see, see_alike
from router.rulebook.ruleset import RuleSet
from router.run import known

SetOf = Callable[[str], RuleSet | None]
"""The set of rules with this hash; None where it isn't kept, or can't be read any more."""

BATCH = 500
SUPERSEDED = "dropped then, because the customer wrote again: a later decision answered everything"
NEVER_DECIDED = "ended by a fault before anything was decided"
ERASED = "{} held personal data that has been erased since: placeholders were compared instead"
PLACES = (
    "{}: who the customer would be can't be told, because customers.yaml asks other places than the rules of that "
    "time did, or because these aren't kept any more. The customer stays as recorded there"
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
        self._alike = see_alike(live, folder)
        self._set_of = set_of
        self._originals = Originals(mappings_of)
        self._left_out: Counter[str] = Counter()
        self._remarks: Counter[str] = Counter()
        self._seen: list[tuple[int, datetime]] = []

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
        )

    def _told(self) -> Iterator[str]:
        """What to keep in mind when reading the report."""
        if self._live.rules.sha256 == self._folder.rules.sha256:
            yield SAME
        yield from (_counted(says, count) for says, count in self._remarks.items() if count)
        if _endings(self._live.rules) != _endings(self._folder.rules):
            yield CLOSINGS
        yield from (BY_HAND, LATER)

    def _batch(self, batch: list[Stored]) -> Iterator[Moved]:
        read = [(read_past(stored.record), stored) for stored in batch]
        pasts = [(past, stored) for past, stored in read if not self._is_left_out(past)]
        masked = {known(past.ticket).requester_id for past, _ in pasts if has_placeholders(_words(past))}
        self._originals.fetch(sorted(masked))
        for past, stored in pasts:
            self._remarks[ERASED] += self._is_erased(past)
            found = self._compared(past, self._case(past, stored))
            if found is not None:
                yield found

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
        self._remarks[PLACES] += not (before.customer_told and after.customer_told)
        move = move_between(before, after)
        if move is None:
            return None
        traced = (self._live.decide(case, seen, traced=True), self._folder.decide(case, also, traced=True))
        because = why(*traced, self._live.rules, self._folder.rules)
        return Moved(past.ticket_id, past.id, past.started_at, move, because)

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
    decided = past.ticket and past.message and past.customer and past.route
    return "" if decided else NEVER_DECIDED


def _counted(says: str, count: int) -> str:
    return says.format(f"{count:,} {'decision' if count == 1 else 'decisions'}")
