from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from router.meters import WEBHOOKS
from router.spending import Spent
from router.store.figures import Figures
from router.web.ops import ops_app

FIGURES = Figures(
    rules_problem=True,
    rules_in_force="feed" * 16,
    lanes_by_hand=2,
    sending_stopped=True,
    bells_waiting=7,
    oldest_bell_seconds=12.5,
    at_work=5,
    oldest_at_work_seconds=3.5,
    workers=2,
    swept_seconds=61.0,
    problems={"index": 1, "customer list": 0},
    outbox={"sent": 43, "unknown": 1},
    runs={"reply": 3, "note": 40, "nothing": 1},
    spent=(Spent("day", 5_000, 2_500_000_000),),
    calls_left=93,
)


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


def test_the_page_tells_the_figures_of_this_moment() -> None:
    answer = client(FIGURES).get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    told = samples(answer.text)
    assert {
        ("router_database_readable", ""): 1,
        ("router_rules_in_force_info", "feed" * 16): 1,
        ("router_rules_problem", ""): 1,
        ("router_lanes_by_hand", ""): 2,
        ("router_sending_stopped", ""): 1,
        ("router_bells_waiting", ""): 7,
        ("router_oldest_waiting_bell_seconds", ""): 12.5,
        ("router_runs_at_work", ""): 5,
        ("router_oldest_run_at_work_seconds", ""): 3.5,
        ("router_workers_alive", ""): 2,
        ("router_last_sweep_seconds", ""): 61,
        ("router_freshdesk_calls_left", ""): 93,
        ("router_problems", "index"): 1,
        ("router_problems", "customer list"): 0,
        ("router_outbox_posts", "sent"): 43,
        ("router_outbox_posts", "unknown"): 1,
        ("router_model_spent", "tokensday"): 5_000,
        ("router_model_spent", "moneyday"): 2.5,
        ("router_records", "note"): 40,
        ("router_records", "nothing"): 1,
        ("router_records", "reply"): 3,
    }.items() <= told.items()


def test_the_page_also_shows_what_this_process_has_counted() -> None:
    page = client(FIGURES)
    before = samples(page.get("/metrics").text).get(("router_webhooks_total", "unknown secret"), 0)
    WEBHOOKS.labels("unknown secret").inc()
    assert samples(page.get("/metrics").text)["router_webhooks_total", "unknown secret"] == before + 1


def test_two_apps_in_one_process_have_figures_of_their_own() -> None:
    first, second = client(FIGURES), client(Figures())
    assert samples(first.get("/metrics").text)["router_lanes_by_hand", ""] == 2
    assert samples(second.get("/metrics").text)["router_lanes_by_hand", ""] == 0
    assert samples(first.get("/metrics").text)["router_lanes_by_hand", ""] == 2


def test_without_the_database_the_page_says_so_and_shows_the_process() -> None:
    answer = client(None).get("/metrics")
    assert answer.status_code == 200
    assert samples(answer.text)["router_database_readable", ""] == 0
    assert "process_start_time_seconds" in answer.text
    assert ("router_workers_alive", "") not in samples(answer.text)


def test_an_account_that_was_never_asked_has_no_calls_left_to_tell_of() -> None:
    assert "router_freshdesk_calls_left" not in client(Figures()).get("/metrics").text
