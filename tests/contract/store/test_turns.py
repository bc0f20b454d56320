"""Of the threads of one process one at a time waits for SQLite's writer; PostgreSQL takes them all at once."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from router.store.turns import Turns


def test_who_has_no_turn_in_time_is_told_so(engine: sa.Engine) -> None:
    turns = Turns(engine, patience=0.01)
    told: list[str] = []

    def another() -> None:
        try:
            with turns.turn():
                told.append("went ahead")
        except TimeoutError as error:
            told.append(str(error))

    with turns.turn():
        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
    wanted = "went ahead" if engine.dialect.name == "postgresql" else "those before have waited"
    assert told[0].startswith(wanted)


def fail(turns: Turns) -> None:
    with turns.turn():
        raise ZeroDivisionError


def test_a_turn_ends_also_when_its_work_fails(engine: sa.Engine) -> None:
    turns = Turns(engine, patience=0.01)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fail(turns)
