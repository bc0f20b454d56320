"""Reading canned responses and articles from the stand-in, over HTTP."""

from __future__ import annotations

import pytest

from router.adapters.freshdesk_library import CannedResponses, SolutionArticles
from router.errors import Unavailable
from sandbox.freshdesk.server import RunningDesk, start
from tests.control import Control
from tests.importing import (
    Waits,
    reads_of,
)


def test_a_long_folder_is_read_page_by_page() -> None:
    many = [{"title": f"Answer {number}", "text": "Words."} for number in range(230)]
    with start(plan="unlimited", seed={"canned responses": [{"folder": "General", "responses": many}]}) as desk:
        library = CannedResponses(reads_of(desk))
        [folder] = library.folders()
        assert folder.count == 230
        assert [one.title for one in library.originals(folder)] == [one["title"] for one in many]


def test_folders_inside_folders_are_found_and_are_no_more_open_than_the_one_above() -> None:
    inner = {"folder": "Open", "visible to": "all", "folders": [{"folder": "Deep"}]}
    folders = [{"folder": "Closed", "visible to": "agents", "folders": [inner]}, {"folder": "Help"}]
    with start(plan="unlimited", seed={"solutions": [{"category": "All", "folders": folders}]}) as desk:
        found = SolutionArticles(reads_of(desk), desk.url).folders()
    assert {folder.path: bool(folder.closed) for folder in found} == {
        "All / Closed": True,
        "All / Closed / Open": True,
        "All / Closed / Open / Deep": True,
        "All / Help": False,
    }


@pytest.mark.parametrize("seen_by", ["logged-in", "agents", "companies", "bots", "contact segments"])
def test_a_folder_that_is_not_for_everybody_is_closed(seen_by: str) -> None:
    seed = {"solutions": [{"category": "All", "folders": [{"folder": "Some", "visible to": seen_by}]}]}
    with start(plan="unlimited", seed=seed) as desk:
        [folder] = SolutionArticles(reads_of(desk), desk.url).folders()
    assert folder.closed


def test_a_spent_limit_is_waited_for_as_long_as_freshdesk_says(running: RunningDesk, control: Control) -> None:
    control.fault("429", path="/canned_response_folders", count=2, retry_after=40)
    waits = Waits()
    assert CannedResponses(reads_of(running, waits)).folders()
    assert waits.slept == [40.0, 40.0]
    assert "40 seconds" in waits.told[0]


def test_a_limit_that_stays_spent_ends_the_import(running: RunningDesk, control: Control) -> None:
    control.fault("429", path="/canned_response_folders", count=-1, retry_after=40)
    with pytest.raises(Unavailable, match="429"):
        CannedResponses(reads_of(running)).folders()


def test_a_wait_of_an_hour_is_not_waited_for(running: RunningDesk, control: Control) -> None:
    control.fault("429", path="/canned_response_folders", count=-1, retry_after=3600)
    waits = Waits()
    with pytest.raises(Unavailable):
        CannedResponses(reads_of(running, waits)).folders()
    assert waits.slept == []


def test_the_service_keeps_a_share_of_the_calls() -> None:
    with start(plan="trial") as desk:
        desk.desk.meter.other_apps = 30
        waits = Waits()
        library = CannedResponses(reads_of(desk, waits))
        for _ in range(10):
            library.folders()
    assert waits.slept
    assert "of 50 calls are left" in waits.told[0]


def test_a_wrong_key_is_told_at_once(running: RunningDesk) -> None:
    waits = Waits()
    with pytest.raises(Unavailable, match="FRESHDESK_API_KEY"):
        CannedResponses(reads_of(running, waits, key="wrong")).folders()
    assert waits.slept == []


def test_a_page_instead_of_json_is_told(running: RunningDesk, control: Control) -> None:
    control.fault("5xx", path="/canned_response_folders", count=1, status=200)
    with pytest.raises(Unavailable, match="JSON"):
        CannedResponses(reads_of(running)).folders()
