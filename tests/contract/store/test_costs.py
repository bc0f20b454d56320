"""``python -m router costs`` over the records of both databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from router.cli import cli
from router.run import Run
from router.settings import Settings
from router.types import Draft, Permit, Usage
from router.wiring import open_store

NOW = datetime.now(UTC)
LLAMA = Usage("llama", "h", 900, 100, 1.0, (), 0.25, "USD")
DRAFT = Draft("Hello", "exit-fee-im", "IM", "template", "template")
Costs = Callable[..., str]


@pytest.fixture
def costs(settings: Settings, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Costs:
    monkeypatch.setenv("VAR_DIR", str(settings.var))
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())

    def run(*arguments: str) -> str:
        ended = CliRunner().invoke(cli, ["costs", *arguments])
        assert ended.exit_code == 0, ended.output
        return ended.output

    return run


@pytest.fixture
def keep(settings: Settings, engine: sa.Engine) -> Callable[..., None]:
    store = open_store(settings)

    def write(ticket: int, draft: Draft | None, *, days_ago: float = 0, run: str = "", lane: Any = "note") -> None:
        at = NOW - timedelta(days=days_ago)
        permit = Permit(lane, "r") if draft else None
        store.records.keep(Run(run or f"run-{ticket}", ticket, at, at, draft=draft, permit=permit), at)

    return write


def told(text: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(text)
    return read


def test_the_whole_is_told_in_sentences_a_lead_reads(keep: Callable[..., None], costs: Costs) -> None:
    keep(1, DRAFT)
    keep(2, DRAFT)
    keep(3, replace(DRAFT, usage=LLAMA), lane="reply")
    keep(4, replace(DRAFT, usage=Usage(remarks=("No answer from the model: Groq: down",), missed=True)))
    keep(5, None)
    text = costs()
    assert "4 tickets got a draft. 2 (50.0 %) needed no model." in text
    assert "For 1 ticket the model took 1,000 tokens, 0.2500 USD: 0.2500 USD a ticket." in text
    assert "For 1 ticket a model was wanted and gave nothing that could be used" in text


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("template", {"exit-fee-im": 0.25, "lock-in-im": 0.5}),
        ("model", {"llama": 0.25, "other": 0.5, "(none)": None}),
        ("lane", {"note": 0.25, "reply": 0.5}),
    ],
)
def test_each_group_has_its_own_line(
    by: str, names: dict[str, float | None], keep: Callable[..., None], costs: Costs
) -> None:
    keep(1, replace(DRAFT, usage=LLAMA))
    keep(2, replace(DRAFT, template="lock-in-im", usage=replace(LLAMA, model="other", cost=0.5)), lane="reply")
    keep(3, DRAFT)
    rows = {row[by]: row["cost"].get("USD") for row in told(costs("--by", by, "--json"))["rows"]}
    assert rows == names
    assert all(name in costs("--by", by) for name in names)


def test_days_are_told_in_their_order_and_the_old_ones_left_out(keep: Callable[..., None], costs: Costs) -> None:
    for ticket, days in ((1, 2), (2, 0), (3, 1), (4, 9)):
        keep(ticket, replace(DRAFT, usage=LLAMA), days_ago=days)
    days = [row["day"] for row in told(costs("--json"))["rows"]]
    assert days == sorted(days)
    assert len(days) == 3
    assert told(costs("--json", "--since", "30d"))["tickets"] == 4
    assert told(costs("--json", "--since", "1h"))["tickets"] == 1


def test_a_ticket_with_several_drafts_is_one_ticket_that_cost_them_all(keep: Callable[..., None], costs: Costs) -> None:
    keep(1, DRAFT, run="a")
    keep(1, replace(DRAFT, usage=LLAMA), run="b")
    keep(1, replace(DRAFT, usage=LLAMA), run="c")
    read = told(costs("--json"))
    assert (read["tickets"], read["without_model"], read["asked_the_model"]) == (1, 0, 1)
    assert read["cost"] == {"USD": 0.5}
    assert read["tokens"] == 2_000


def test_a_model_without_a_price_is_named(keep: Callable[..., None], costs: Costs) -> None:
    keep(1, replace(DRAFT, usage=replace(LLAMA, model="openai/new", cost=None, currency="")))
    keep(2, replace(DRAFT, usage=LLAMA))
    assert "Unknown is what openai/new costs: GROQ_PRICES has no price for it." in costs()
    assert told(costs("--json"))["models_without_price"] == ["openai/new"]


def test_records_of_before_costs_were_kept_are_read(keep: Callable[..., None], costs: Costs, engine: sa.Engine) -> None:
    keep(1, replace(DRAFT, usage=LLAMA))
    with engine.begin() as connection:
        [record] = connection.execute(sa.text("SELECT record FROM records")).scalars()
        old = json.loads(record) if isinstance(record, str) else record
        for name in ("cost", "currency", "missed"):
            del old["draft"]["usage"][name]
        connection.execute(sa.text("UPDATE records SET record = :old"), {"old": json.dumps(old)})
    assert told(costs("--json"))["models_without_price"] == ["llama"]


def test_no_draft_at_all_is_said(costs: Costs) -> None:
    assert "no draft was written" in costs()
