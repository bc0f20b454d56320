"""What each error of Groq means, as a table over recorded bodies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from router.adapters.groq_client import split_address
from router.adapters.groq_verdicts import Step, retry_after, verdict

FIXTURES = Path(__file__).parents[2] / "fixtures" / "groq"


@pytest.mark.parametrize(
    ("fixture", "headers", "step"),
    [
        ("429_rate_limited", {"retry-after": "2"}, "again"),
        ("429_rate_limited", {"retry-after": "11"}, "next model"),
        ("429_rate_limited", {}, "next model"),
        ("500_internal_error", {}, "again"),
        ("404_model_not_found", {}, "model is gone"),
        ("400_model_decommissioned", {}, "model is gone"),
        ("401_wrong_key", {}, "refuse"),
        ("400_json_validate_failed", {}, "unusable answer"),
    ],
)
def test_a_recorded_error_leads_to_its_step(fixture: str, headers: dict[str, str], step: Step) -> None:
    body = json.loads((FIXTURES / f"{fixture}.json").read_text())
    assert verdict(int(fixture[:3]), headers, body, longest_wait=10).step == step


@pytest.mark.parametrize(
    ("status", "body", "step"),
    [
        (403, {"error": {"message": "blocked", "code": "model_permission_blocked_project"}}, "model is gone"),
        (403, {"error": {"message": "Access denied"}}, "refuse"),
        (413, {"error": {"message": "Request too large"}}, "next model"),
        (400, {"error": {"message": "bad"}}, "next model"),
        (404, "<h1>Not found</h1>", "refuse"),
        (502, "<h1>Bad gateway</h1>", "again"),
        (503, None, "again"),
        (498, {"error": "capacity"}, "again"),
    ],
)
def test_errors_of_any_shape_lead_to_a_step(status: int, body: object, step: Step) -> None:
    assert verdict(status, {}, body, longest_wait=10).step == step


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("", None), ("soon", None), ("-1", None), ("nan", None), ("inf", None)],
)
def test_retry_after_is_read_or_left(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}) == seconds


@pytest.mark.parametrize(
    ("given", "root", "prefix"),
    [
        ("", "https://api.groq.com", "/openai/v1/"),
        ("https://api.groq.com/openai/v1/", "https://api.groq.com", "/openai/v1/"),
        ("http://llm.internal:8000/v1", "http://llm.internal:8000", "/v1/"),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9", "/openai/v1/"),
    ],
)
def test_an_address_is_taken_apart(given: str, root: str, prefix: str) -> None:
    assert split_address(given) == (root, prefix)
