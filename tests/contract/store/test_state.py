"""What ``status`` tells of the rules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from router.settings import Settings
from router.store.folder_problem import FOLDER
from router.store.publications import Publication
from router.wiring import Store, StoredState, open_store
from tests.unit.rulebook.lendora import lendora


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = open_store(settings, connections=1)
    yield store
    store.engine.dispose()


def publish(store: Store) -> str:
    rules = lendora()
    store.rule_sets.put_in_force(rules, Publication(rules.sha256, store.clock.now(), "anna", "", "publish"))
    return rules.sha256


def alive(store: Store, folder: str = "") -> None:
    store.heartbeats.beat("w1", {"problems": {FOLDER: folder}}, store.clock.now())


def test_with_rules_in_force_and_a_good_folder_there_is_no_problem(store: Store) -> None:
    sha256 = publish(store)
    alive(store)
    status = StoredState(store).status()
    assert (status["problems"], status["rules"]) == ([], {"in_force": sha256, "problem": ""})


def test_a_folder_that_a_worker_cannot_use_is_a_problem_while_the_set_in_force_stays(store: Store) -> None:
    sha256 = publish(store)
    alive(store, "rules: there is no such folder")
    status = StoredState(store).status()
    assert status["problems"] == ["the rules folder is not in force: rules: there is no such folder"]
    assert status["rules"] == {"in_force": sha256, "problem": "rules: there is no such folder"}


def test_without_any_rules_that_is_the_problem(store: Store) -> None:
    alive(store)
    [problem] = StoredState(store).status()["problems"]
    assert "no rules were published yet" in problem


def test_lanes_that_are_lowered_by_hand_are_told(store: Store) -> None:
    publish(store)
    store.switches.set("all", "note", "priya", store.clock.now())
    [told] = StoredState(store).status()["lanes_by_hand"]
    assert (told["what"], told["lane"], told["by"]) == ("all", "note", "priya")


def test_what_the_model_took_is_told_beside_what_it_may(settings: Settings, engine: Engine) -> None:
    budget = settings.model_copy(update={"model_tokens_per_day": 1_000})
    store = open_store(budget, connections=1)
    store.spending.hold(400, 2_000_000_000)
    told = StoredState(store).status()["model_spending"]
    store.engine.dispose()
    assert told["day"] == {"tokens": 400, "money": "2.00 USD", "budget": "1,000 tokens"}
    assert told["month"]["budget"] == "none"


def test_a_worker_whose_model_is_left_alone_is_a_problem(store: Store) -> None:
    publish(store)
    store.heartbeats.beat("w1", {"problems": {"model": "left alone until 12:01:00 UTC: HTTP 500"}}, store.clock.now())
    assert StoredState(store).status()["problems"] == ["model: left alone until 12:01:00 UTC: HTTP 500"]
