"""What the doctor says of budgets and prices: from the settings and what was spent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from router.commands.doctor.model import models, spending
from router.doctor.line import Line
from router.settings import Settings, read_settings
from router.spending import Hold
from router.wiring import Store, open_store
from sandbox.groq.server import start
from tests.laid_out import lay_out


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def opened(tmp_path: Path, **given: Any) -> tuple[Settings, Store]:
    settings = read_settings(var=tmp_path, **given)
    lay_out(settings)
    return settings, open_store(settings)


def lines(tmp_path: Path, tokens: int, nanos: int, **given: Any) -> list[Line]:
    settings, store = opened(tmp_path, **given)
    try:
        assert isinstance(store.spending.hold(tokens, nanos), Hold)
        return list(spending(settings, store))
    finally:
        store.engine.dispose()


def test_without_a_budget_it_says_so(tmp_path: Path) -> None:
    [line] = lines(tmp_path, 5, 5)
    assert (line.state, "none is set" in line.says) == ("ok", True)


def test_each_budget_is_told_with_what_is_left_of_it(tmp_path: Path) -> None:
    told = lines(tmp_path, 400, 1_000_000_000, model_tokens_per_day=1_000, model_money_per_month=5.0)
    assert [(one.state, one.says) for one in told] == [
        ("ok", "400 of 1,000 tokens this day (UTC)"),
        ("ok", "1.00 USD of 5.00 USD this month (UTC)"),
    ]


def test_one_that_is_nearly_used_up_names_the_setting(tmp_path: Path) -> None:
    [line] = lines(tmp_path, 950, 0, model_tokens_per_hour=1_000)
    assert line.state == "warning"
    assert "ROUTER_MODEL_TOKENS_PER_HOUR" in line.mend


@pytest.fixture
def groq() -> Iterator[str]:
    with start(api_key="right") as running:
        yield running.url


def test_a_model_without_a_price_is_named(groq: str, tmp_path: Path) -> None:
    given = {"groq_api_key": "right", "groq_base_url": groq, "groq_models": ("llama-3.1-8b-instant",)}
    told = {line.what: line for line in models(read_settings(var=tmp_path, **given))}
    assert told["GROQ_PRICES"].state == "warning"
    assert "llama-3.1-8b-instant" in told["GROQ_PRICES"].says
    usual = read_settings(var=tmp_path, **{**given, "groq_models": ("llama-3.3-70b-versatile",)})
    assert "GROQ_PRICES" not in {line.what for line in models(usual)}


def test_a_wrong_key_says_what_to_do(groq: str, tmp_path: Path) -> None:
    [line] = models(read_settings(var=tmp_path, groq_api_key="wrong", groq_base_url=groq))
    assert line.state == "broken"
    assert "check GROQ_API_KEY, or make a new key" in line.says
