"""The list changes while it is walked: nothing may slip past a page's edge."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from router.sweep.feed import Line, Page
from router.sweep.pages import walk

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
SIZE = 10


class MovingList:
    """Tickets by when they changed; ``between`` happens after each page."""

    def __init__(self, seconds: dict[int, float], between: Callable[["MovingList", int], None] | None = None) -> None:
        self.changed = {ticket: START + timedelta(seconds=at) for ticket, at in seconds.items()}
        self.asked = 0
        self._between = between

    def page(self, since: datetime, number: int) -> Page:
        self.asked += 1
        assert self.asked < 200, "it never ends"
        found = self._sorted((at, ticket) for ticket, at in self.changed.items() if at >= since)
        shown = found[(number - 1) * SIZE : number * SIZE]
        page = Page(
            tuple(Line(ticket, 2, False, at, at, None, None) for at, ticket in shown), len(shown) == SIZE, None, 3
        )
        if self._between:
            self._between(self, self.asked)
        return page

    def _sorted(self, found: Iterable[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
        return sorted(found)

    def touch(self, ticket: int) -> None:
        self.changed[ticket] = max(self.changed.values()) + timedelta(seconds=1)

    def walked(self) -> set[int]:
        return {line.id for page in walk(self.page, START) for line in page.lines}


def test_every_ticket_comes_even_if_each_page_moves_one_to_the_end() -> None:
    def move(moving: MovingList, asked: int) -> None:
        if asked <= 5:
            moving.touch(asked)

    moving = MovingList({n: n * 10.0 for n in range(1, 48)}, move)
    assert moving.walked() == set(range(1, 48))


def test_pages_that_end_within_one_second_are_read_again_until_nothing_new_turns_up() -> None:
    def move(moving: MovingList, asked: int) -> None:
        if asked == 2:  # three of the first page move away: those behind move up past the edge
            for ticket in (1, 2, 3):
                moving.touch(ticket)

    crowd = dict.fromkeys(range(1, 36), 5.0)
    moving = MovingList({**crowd, 99: 500.0}, move)
    assert moving.walked() == {*crowd, 99}


def test_a_short_list_is_one_call() -> None:
    moving = MovingList({1: 5.0})
    assert moving.walked() == {1}
    assert moving.asked == 1


def test_an_empty_list_is_one_call() -> None:
    moving = MovingList({})
    assert moving.walked() == set()
    assert moving.asked == 1


class NewestFirst(MovingList):
    """A list that doesn't come in the order that was asked for."""

    def _sorted(self, found: Iterable[tuple[datetime, int]]) -> list[tuple[datetime, int]]:
        return sorted(found, reverse=True)


def test_a_list_in_another_order_is_walked_to_its_end() -> None:
    def move(moving: MovingList, asked: int) -> None:
        if asked == 2:  # it moves to the front, and pushes the last of this page onto the next one
            moving.touch(1)

    listed = NewestFirst({n: n * 10.0 for n in range(1, 48)}, move)
    assert listed.walked() == set(range(1, 48))
