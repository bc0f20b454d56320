"""Walks a list that changes while it is read.

Every page begins where the one before ended, by time and not by number: a ticket that changes meanwhile moves to the
end, and with numbers all behind it would move up by one and slip past the page's edge. A list that comes in another
order than was asked for is walked by numbers, again and again until nothing new turns up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import structlog

from router.sweep.feed import Page

LAST_PAGE = 300
"""Freshdesk serves no page after this one."""
STEP = timedelta(seconds=1)
"""Tickets of a page's last second may stand on the next one too, so the next begins a second before it."""

log = structlog.get_logger()


def walk(ask: Callable[[datetime, int], Page], since: datetime) -> Iterator[Page]:
    """All pages from ``since`` on, the oldest change first. A ticket may come more than once."""
    number, passed, ordered = 1, _Pass(), True
    while True:
        page = ask(since, number)
        yield page
        passed.add(page)
        ordered = ordered and _is_ordered(page)
        following = page.lines[-1].updated_at - STEP if page.lines else since
        crowded = page.full and (following <= since or not ordered)
        if crowded and number < LAST_PAGE:  # more tickets of one second than a page holds: a bulk update
            number += 1
        elif number > 1 and passed.brought_something_new():
            number = 1  # within one second only numbers lead on; read it again until nothing new turns up
        elif not page.full or not ordered:
            if not ordered:
                log.warning("sweep_out_of_order", since=since.isoformat(), whole=not page.full)
            return
        else:
            if crowded:
                log.error("sweep_skipped", since=since.isoformat(), says="more tickets in one second than are served")
                following = since + STEP
            since, number, passed = following, 1, _Pass()


def _is_ordered(page: Page) -> bool:
    return all(one.updated_at <= following.updated_at for one, following in pairwise(page.lines))


class _Pass:
    """The tickets of one second, over as many readings as it takes."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._before = 0

    def add(self, page: Page) -> None:
        self._ids.update(line.id for line in page.lines)

    def brought_something_new(self) -> bool:
        before, self._before = self._before, len(self._ids)
        return self._before > before
