"""Two days without a bell, swept over HTTP into both databases."""

from __future__ import annotations

from typing import Any

import pytest

from tests import outage
from tests.contract.sweep.conftest import House

TICKETS = 306  # eighteen of each kind: four pages of the list


@pytest.fixture
def seed() -> dict[str, Any]:
    return outage.seed_of(TICKETS)


def test_after_two_days_every_waiting_ticket_is_rung_once_and_nothing_else(house: House) -> None:
    house.begin()
    tickets = house.tickets()
    outage.remember(house.engine, house.ledger, tickets)
    waiting = {kind.name for kind in outage.KINDS if kind.waits}
    expected = sorted(ticket["id"] for ticket in tickets if ticket["subject"] in waiting)

    swept = house.sweep().go()

    assert house.bells() == sorted(swept.rung) == expected
    again, once_more = house.sweep().go(), house.sweep().go(since=swept.since)
    assert again.rung == once_more.rung == []
    assert house.bells() == expected
    # What a look has settled is not looked at again: only the tickets in hand could be.
    assert once_more.looked == 0


def test_its_credits_are_those_that_the_account_counted(house: House) -> None:
    house.begin()
    outage.remember(house.engine, house.ledger, house.tickets())
    swept = house.sweep().go()
    assert swept.credits == house.control.credits()["credits"]
    # Three credits a page of the list, one for each thread that had to be read.
    assert swept.credits == 3 * -(-swept.listed // 100) + swept.looked
    each = TICKETS // len(outage.KINDS)
    assert swept.left["closed"] == each
    assert swept.left["read"] == each
