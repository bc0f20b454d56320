"""One sweep: list what changed, judge each ticket, ring for those that wait, and only then move the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import TypeVar

import structlog

from router.errors import Problem, Refused, Unavailable
from router.ports import Clock
from router.sweep.feed import Feed, Line, Page
from router.sweep.ledger import NOTHING, Known, Ledger, Looked, Window
from router.sweep.pages import walk
from router.sweep.tally import Swept
from router.sweep.verdict import Moment, Verdict, judge

OVERLAP = timedelta(minutes=2)
"""How far each sweep reaches back into the one before: lists may lag behind what was written."""

GRACE = 120.0
"""Seconds that a changed ticket is left to its own bell, quiet time apart."""

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """How politely a sweep goes. Times are in seconds.

    ``grace``: so long a ticket is left to its own bell. While ``most_waiting`` bells wait for a run, the sweep waits
    with the next; between pages it rests for ``rest``. ``patience`` is how long it waits for one answer, and for bells.
    """

    grace: float = GRACE
    most_waiting: int = 50
    rest: float = 5.0
    again: float = 15.0
    patience: float = 900.0


class Sweep:
    """``wait`` rests for so many seconds, or raises when the program stops. With ``dry`` nothing is written."""

    def __init__(
        self,
        feed: Feed,
        ledger: Ledger,
        clock: Clock,
        wait: Callable[[float], None],
        pace: Pace | None = None,
        *,
        dry: bool = False,
    ) -> None:
        self._feed = feed
        self._ledger = ledger
        self._clock = clock
        self._wait = wait
        self._pace = pace or Pace()
        self._dry = dry

    def go(self, since: datetime | None = None) -> Swept:
        """Sweep from where the last one ended; or from ``since``, and then the window stays as it is.

        Raises the ``Problem`` that broke it off: what was rung until then stays rung, and the window doesn't move.
        """
        window, begun = self._ledger.window(), perf_counter()
        swept = Swept(since or window.since)
        moves = since is None and not self._dry
        try:
            began = self._go(swept, window)
        except Problem as problem:
            if moves:
                self._ledger.failed(f"{problem.place}: {problem.says}", self._clock.now())
            raise
        swept.seconds = perf_counter() - begun
        if moves:
            reached = began - timedelta(seconds=self._pace.grace) - OVERLAP
            self._ledger.moved(max(window.since, reached), self._clock.now(), swept.told())
        log.info("swept", since=swept.since.isoformat(), **swept.told())
        return swept

    def _go(self, swept: Swept, window: Window) -> datetime:
        """Everything of the window, and when it began: by Freshdesk's clock or by ours, whichever is behind."""
        moment: Moment | None = None
        done: set[int] = set()
        for page in walk(lambda since, number: self._page(since, number, swept), swept.since):
            moment = moment or self._moment(page, window)
            self._judge([line for line in page.lines if line.id not in done], moment, swept)
            done.update(line.id for line in page.lines)
            if page.full:
                self._wait(self._pace.rest)
        assert moment is not None, "a list has a first page"
        return min(moment.began, moment.began - moment.skew)

    def _moment(self, page: Page, window: Window) -> Moment:
        """The moment of the first page. Both clocks are read when it has come: it may have been waited for."""
        now = self._clock.now()
        began = page.asked_at or now
        return Moment(began, began - now, timedelta(seconds=self._pace.grace), window.installed_at)

    def _judge(self, lines: Iterable[Line], moment: Moment, swept: Swept) -> None:
        lines = tuple(lines)
        known = self._ledger.known([line.id for line in lines])
        swept.listed += len(lines)
        for line in lines:
            about = known.get(line.id, NOTHING)
            verdict = judge(line, about, moment)
            if verdict.step == "look":
                verdict = self._look(line, about, moment, swept)
            if verdict.step == "ring":
                self._ring(line, swept)
            else:
                swept.left[verdict.why] += 1

    def _look(self, line: Line, known: Known, moment: Moment, swept: Swept) -> Verdict:
        """Read the thread for the customer's newest word, and remember what was read."""
        try:
            word, spent = self._patiently(lambda: self._feed.newest_word(line))
        except Refused as refusal:
            return Verdict("leave", f"can't be read ({refusal.status})")
        swept.looked += 1
        swept.credits += spent
        if word is not None and word.message > _newest_known(known) and word.at >= moment.installed_at:
            return Verdict("ring", "waits")
        if not self._dry:
            message = -1 if word is None else word.message
            self._ledger.remember(line.id, Looked(message, line.updated_at, moment.began - moment.skew))
        return Verdict("leave", "looked at")

    def _ring(self, line: Line, swept: Swept) -> None:
        swept.rung.append(line.id)
        if self._dry:
            return
        # Not for ever: they may wait for hours for something that is down for them alone.
        while swept.held < self._pace.patience and self._ledger.waiting() >= self._pace.most_waiting:
            swept.held += self._pace.again
            self._wait(self._pace.again)
        self._ledger.ring(line.id, self._clock.now())

    def _page(self, since: datetime, number: int, swept: Swept) -> Page:
        page = self._patiently(lambda: self._feed.page(since, number))
        swept.credits += page.credits
        return page

    def _patiently(self, ask: Callable[[], T]) -> T:
        """What is asked for, waited for as Freshdesk says, and not for ever."""
        waited = 0.0
        while True:
            try:
                return ask()
            except Unavailable as problem:
                wait = problem.retry_after or self._pace.again
                if waited + wait > self._pace.patience:
                    raise
                log.info("sweep_waits", place=problem.place, says=problem.says, seconds=round(wait, 1))
                self._wait(wait)
                waited += wait


def _newest_known(known: Known) -> int:
    if known.looked is not None:
        return known.looked.message
    return known.reply.message if known.reply is not None else -1
