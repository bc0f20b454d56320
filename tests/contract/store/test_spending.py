"""Budgets of the model over all workers, in both databases, and with the real SDK over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import requests
import sqlalchemy as sa

from router.adapters.groq import GroqChat, GroqLimits
from router.adapters.groq_limits import tokens_of
from router.adapters.groq_till import Till
from router.errors import Unavailable
from router.meters import REGISTRY
from router.settings import Settings
from router.spending import NANOS, Budget, Hold, Price, Spent, UsedUp
from router.store.database import open_engine
from router.store.spending import Spending
from sandbox.groq.server import RunningGroq, start
from tests.clock import SetClock

LLAMA, OSS = "llama-3.3-70b-versatile", "openai/gpt-oss-120b"
SYSTEM, USER, MOST = "Answer as JSON.", "Task: answer", 500
NEED = tokens_of(SYSTEM + USER, MOST)
PRICES = {LLAMA: Price(Decimal(1000), Decimal(2000))}


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def groq() -> Iterator[RunningGroq]:
    with start() as running:
        yield running


def held(purse: Spending, tokens: int, nanos: int = 0) -> Hold:
    hold = purse.hold(tokens, nanos)
    assert isinstance(hold, Hold), hold
    return hold


def asking(groq: RunningGroq, clock: SetClock, purse: Spending, *models: str) -> GroqChat:
    limits = GroqLimits(timeout=5, attempts=1, max_tokens=MOST, breaker_failures=1)
    till = Till(clock, PRICES, "USD", purse)
    return GroqChat("key", models or (LLAMA,), clock, groq.url, limits, sleep=clock.forward, till=till)


def fault(groq: RunningGroq, kind: str, **more: object) -> None:
    requests.post(f"{groq.url}/sandbox/control/fault", json={"kind": kind, **more}, timeout=5).raise_for_status()


def calls(groq: RunningGroq) -> int:
    return int(requests.get(f"{groq.url}/sandbox/control/calls", timeout=5).json()["count"])


def test_what_is_held_counts_until_it_is_settled(engine: sa.Engine, clock: SetClock) -> None:
    purse = Spending(engine, clock, [Budget("day", tokens=100)])
    first = held(purse, 60, 7)
    refused = purse.hold(60, 0)
    assert isinstance(refused, UsedUp)
    assert refused.says == (
        "the budget of this day, 100 tokens, is used up: 60 are spent or under way, and this call may take 60"
    )
    assert refused.until == datetime(2027, 3, 2, tzinfo=UTC)
    purse.settle(first, 30, 5)
    assert purse.spent() == (Spent("hour", 30, 5), Spent("day", 30, 5), Spent("month", 30, 5))
    held(purse, 60)


def test_a_refused_call_counts_nowhere(engine: sa.Engine, clock: SetClock) -> None:
    purse = Spending(engine, clock, [Budget("month", nanos=10)])
    assert isinstance(purse.hold(5, 11), UsedUp)
    assert purse.spent() == (Spent("hour"), Spent("day"), Spent("month"))


def test_each_span_begins_anew_by_the_calendar(engine: sa.Engine, clock: SetClock) -> None:
    purse = Spending(engine, clock, [Budget("hour", tokens=10), Budget("day", tokens=25)])
    held(purse, 10)
    assert isinstance(purse.hold(10, 0), UsedUp)
    clock.forward(3600)
    held(purse, 10)
    clock.forward(3600)
    refused = purse.hold(10, 0)
    assert isinstance(refused, UsedUp)
    assert "of this day" in refused.says
    clock.forward(10 * 3600)
    held(purse, 10)


def test_a_budget_of_nothing_lets_no_call_through_and_none_lets_all(engine: sa.Engine, clock: SetClock) -> None:
    assert isinstance(Spending(engine, clock, [Budget("hour", tokens=0)]).hold(1, 0), UsedUp)
    held(Spending(engine, clock), 10**12, 10**15)


def test_a_call_of_unknown_price_counts_by_its_tokens_alone(engine: sa.Engine, clock: SetClock) -> None:
    purse = Spending(engine, clock, [Budget("day", tokens=100, nanos=1)])
    held(purse, 50, 0)
    assert isinstance(purse.hold(51, 0), UsedUp)


def test_ten_workers_never_spend_more_than_the_budget(settings: Settings, engine: sa.Engine, clock: SetClock) -> None:
    engines = [open_engine(settings, connections=1) for _ in range(10)]
    workers = [Spending(one, clock, [Budget("day", tokens=1_000)]) for one in engines]
    gate = threading.Barrier(len(workers))

    def work(purse: Spending) -> int:
        gate.wait(timeout=30)
        made = 0
        for _ in range(20):
            hold = purse.hold(50, 50)
            if isinstance(hold, Hold):
                made += 1
                purse.settle(hold, 40, 40)
        return made

    try:
        with ThreadPoolExecutor(len(workers)) as threads:
            made = sum(threads.map(work, workers))
        [_, day, _] = workers[0].spent()
    finally:
        for one in engines:
            one.dispose()
    assert day == Spent("day", made * 40, made * 40)
    assert 960 <= day.tokens <= 1_000  # whoever comes last may find no room for a whole call


def test_an_answer_costs_what_it_took(engine: sa.Engine, clock: SetClock, groq: RunningGroq) -> None:
    purse = Spending(engine, clock, [Budget("day", tokens=NEED)], "USD")
    returned = asking(groq, clock, purse).complete(SYSTEM, USER)
    used = returned.prompt_tokens + returned.completion_tokens
    nanos = returned.prompt_tokens * 10**6 + returned.completion_tokens * 2 * 10**6
    assert purse.spent()[1] == Spent("day", used, nanos)
    assert returned.cost == nanos / NANOS
    assert returned.currency == "USD"


def test_a_model_without_a_price_costs_unknown_and_counts_by_its_tokens(
    engine: sa.Engine, clock: SetClock, groq: RunningGroq
) -> None:
    purse = Spending(engine, clock, [Budget("day", nanos=1)], "USD")
    returned = asking(groq, clock, purse, OSS).complete(SYSTEM, USER)
    assert (returned.cost, returned.currency) == (None, "")
    assert purse.spent()[1] == Spent("day", returned.prompt_tokens + returned.completion_tokens, 0)


def test_a_budget_that_is_used_up_makes_no_call_and_says_so(
    engine: sa.Engine, clock: SetClock, groq: RunningGroq
) -> None:
    chat = asking(groq, clock, Spending(engine, clock, [Budget("day", tokens=NEED)]))
    step = {"model": LLAMA, "step": "budget used up"}
    before = REGISTRY.get_sample_value("router_model_steps_total", step) or 0
    chat.complete(SYSTEM, USER)
    with pytest.raises(Unavailable, match=r"the budget of this day, [0-9,]+ tokens, is used up"):
        chat.complete(SYSTEM, USER)
    assert calls(groq) == 1
    assert "is used up" in chat.problem()
    assert REGISTRY.get_sample_value("router_model_steps_total", step) == before + 1
    clock.forward(24 * 3600)
    assert chat.problem() == ""
    assert chat.complete(SYSTEM, USER).model == LLAMA


def test_a_dear_model_gives_way_to_one_that_the_budget_has_room_for(
    engine: sa.Engine, clock: SetClock, groq: RunningGroq
) -> None:
    purse = Spending(engine, clock, [Budget("day", nanos=NANOS // 2)], "USD")
    returned = asking(groq, clock, purse, LLAMA, OSS).complete(SYSTEM, USER)
    assert returned.model == OSS
    assert "the budget of this day, 0.5000 USD, is used up" in returned.remarks[0]


@pytest.mark.parametrize(
    ("kind", "share"),
    [("server_error", 0), ("rate_limited", 0), ("wrong_key", 0), ("model_not_found", 0), ("no_json", 1)],
)
def test_a_call_without_an_answer_counts_only_where_it_may_be_billed(
    kind: str, share: int, engine: sa.Engine, clock: SetClock, groq: RunningGroq
) -> None:
    purse = Spending(engine, clock, [Budget("day", tokens=10 * NEED)])
    fault(groq, kind, seconds=600)
    with pytest.raises(Exception, match="Groq"):
        asking(groq, clock, purse).complete(SYSTEM, USER)
    assert purse.spent()[1].tokens == share * NEED


def test_every_call_on_the_way_to_an_answer_is_paid_for(engine: sa.Engine, clock: SetClock, groq: RunningGroq) -> None:
    fault(groq, "cut_off", model=LLAMA)
    purse = Spending(engine, clock, [Budget("day", tokens=10 * NEED)])
    returned = asking(groq, clock, purse, LLAMA, OSS).complete(SYSTEM, USER)
    assert returned.model == OSS
    assert purse.spent()[1].tokens == returned.prompt_tokens + returned.completion_tokens
    assert calls(groq) == 2
    assert returned.cost is None  # one of the two has no price


def test_a_look_that_the_budget_did_not_allow_is_left_to_the_next_call(
    engine: sa.Engine, clock: SetClock, groq: RunningGroq
) -> None:
    """A trial that ends before its call must not keep the model away for good."""
    purse = Spending(engine, clock, [Budget("day", tokens=NEED)])
    chat = asking(groq, clock, purse)
    fault(groq, "server_error")
    with pytest.raises(Unavailable, match="HTTP 500"):
        chat.complete(SYSTEM, USER)
    clock.forward(61)
    another_worker = held(purse, NEED)
    with pytest.raises(Unavailable, match="is used up"):
        chat.complete(SYSTEM, USER)
    purse.settle(another_worker, 0, 0)
    assert chat.complete(SYSTEM, USER).model == LLAMA


def test_a_database_that_is_gone_after_the_call_loses_no_answer(engine: sa.Engine, clock: SetClock) -> None:
    purse = Spending(engine, clock)
    hold = held(purse, 5)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE spending"))
    purse.settle(hold, 1, 1)
