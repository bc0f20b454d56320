from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from router.store.figures import Figures
from router.web.ops import ops_app

FIGURES = Figures(True, "feed" * 16, 2, True, 12.5, {"reply": 3, "note": 40, "nothing": 1}, 5)


class Desk:
    """An ops desk with these figures, or with a database that is down."""

    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def check_write(self) -> None:
        return None

    def status(self) -> Mapping[str, Any]:
        return {}

    def figures(self) -> Figures:
        if self._figures is None:
            raise OperationalError("SELECT 1", {}, Exception("down"))
        return self._figures


def client(figures: Figures | None) -> FlaskClient:
    return ops_app(lambda: Desk(figures)).test_client()


def samples(page: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def test_the_page_tells_the_figures_of_this_moment_and_nothing_of_the_process() -> None:
    answer = client(FIGURES).get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    assert samples(answer.text) == {
        ("router_rules_in_force_info", "feed" * 16): 1,
        ("router_rules_problem", ""): 1,
        ("router_lanes_by_hand", ""): 2,
        ("router_sending_stopped", ""): 1,
        ("router_oldest_waiting_bell_seconds", ""): 12.5,
        ("router_runs_unfinished", ""): 5,
        ("router_runs_total", "note"): 40,
        ("router_runs_total", "nothing"): 1,
        ("router_runs_total", "reply"): 3,
    }


def test_two_apps_in_one_process_share_nothing() -> None:
    first, second = client(FIGURES), client(Figures(False, "", 0, False, 0.0, {}, 0))
    assert samples(first.get("/metrics").text)["router_lanes_by_hand", ""] == 2
    assert samples(second.get("/metrics").text)["router_lanes_by_hand", ""] == 0
    assert samples(first.get("/metrics").text)["router_lanes_by_hand", ""] == 2


def test_without_the_database_the_page_says_so() -> None:
    answer = client(None).get("/metrics")
    assert answer.status_code == 503
    assert "the database can't be read" in answer.text
