"""Prices, spans and amounts; and how the settings take them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.settings import SettingsInvalid, read_settings
from router.spending import NANOS, SPANS, Budget, Price, Span, end_of, key_of, money, price_of
from router.wiring import budgets

AT = datetime(2026, 11, 21, 9, 42, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_million_tokens_cost_the_price() -> None:
    price = Price(Decimal("0.59"), Decimal("0.79"))
    assert price.nanos(1_000_000, 0) == 590_000_000
    assert price.nanos(0, 1_000_000) == 790_000_000
    assert price.nanos(1_000, 500) == 590_000 + 395_000


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.decimals(0, 100, places=6))
def test_a_cost_is_never_told_too_low(prompt: int, answer: int, each: Decimal) -> None:
    nanos = Price(each, each).nanos(prompt, answer)
    exact = (prompt + answer) * each * 1000
    assert exact <= nanos < exact + 1


@pytest.mark.parametrize("text", ["one=1/2", " one = 0.5 / 2.25 ", "openai/one=0/0", "a=b=1/2"])
def test_prices_are_written_as_the_readme_says(text: str) -> None:
    assert price_of(text)[0] in ("one", "openai/one", "a=b")


@pytest.mark.parametrize("text", ["one", "one=1", "one=1/2/3", "=1/2", "one=-1/2", "one=a/b", "one=nan/1", "one=1/inf"])
def test_a_price_that_is_none_is_told_by_the_name_of_the_setting(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_PRICES", f"good=1/2,{text}")
    with pytest.raises(SettingsInvalid, match=r"GROQ_PRICES: .* must be MODEL=PROMPT/ANSWER"):
        read_settings()


def test_budgets_are_none_unless_set_and_nothing_is_a_budget_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert budgets(read_settings()) == ()
    monkeypatch.setenv("ROUTER_MODEL_TOKENS_PER_HOUR", "0")
    monkeypatch.setenv("ROUTER_MODEL_TOKENS_PER_DAY", "")
    monkeypatch.setenv("ROUTER_MODEL_MONEY_PER_MONTH", "12.5")
    assert budgets(read_settings()) == (Budget("hour", tokens=0), Budget("month", nanos=12_500_000_000))


@pytest.mark.parametrize("value", ["-1", "inf", "nan", "much"])
def test_a_budget_that_is_no_amount_is_an_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTER_MODEL_MONEY_PER_DAY", value)
    with pytest.raises(SettingsInvalid, match="ROUTER_MODEL_MONEY_PER_DAY"):
        read_settings()


def test_a_budget_with_a_slip_in_its_name_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTER_MODEL_TOKENS_A_DAY", "5")
    with pytest.raises(SettingsInvalid, match="did you mean ROUTER_MODEL_TOKENS_PER_DAY"):
        read_settings()


@pytest.mark.parametrize(("span", "ends"), [("hour", (11, 21, 10)), ("day", (11, 22, 0)), ("month", (12, 1, 0))])
def test_spans_end_by_the_calendar(span: Span, ends: tuple[int, int, int]) -> None:
    month, day, hour = ends
    assert end_of(span, AT) == datetime(2026, month, day, hour, tzinfo=UTC)


@given(st.timedeltas(timedelta(), timedelta(days=7_000)), st.sampled_from(SPANS))
def test_a_moment_lies_in_its_span_and_the_end_in_the_next(later: timedelta, span: Span) -> None:
    at = AT + later
    end = end_of(span, at)
    assert at < end
    assert key_of(span, end - timedelta(microseconds=1)) == key_of(span, at)
    assert key_of(span, end) != key_of(span, at)


@pytest.mark.parametrize(
    ("nanos", "told"),
    [(0, "0.00 USD"), (5_250_000_000, "5.25 USD"), (12_300_000, "0.0123 USD"), (467_000, "0.000467 USD")],
)
def test_small_amounts_show_their_digits(nanos: int, told: str) -> None:
    assert money(nanos, "USD") == told
    assert NANOS == 10**9
