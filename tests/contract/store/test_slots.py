import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import Settings
from router.store.database import open_engine
from router.store.slots import MOST_WORKERS, NoFreeSlotError, Slot, SlotLostError, slot_of, worker_slot


@pytest.fixture
def other(settings: Settings) -> Iterator[sa.Engine]:
    """The engine of another worker."""
    engine = open_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def many(engine: sa.Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite takes one worker")


def test_a_slot_is_free_again_when_its_worker_has_ended(engine: sa.Engine, tmp_path: Path) -> None:
    lives = []
    for _ in range(2):
        with worker_slot(engine, tmp_path) as slot:
            slot.hold()
            lives.append((slot.number, slot.executor))
    assert [number for number, _ in lives] == [1, 1]
    assert lives[0][1] != lives[1][1]
    assert [slot_of(executor) for _, executor in lives] == [1, 1]


def test_two_workers_never_share_a_slot(engine: sa.Engine, other: sa.Engine, tmp_path: Path) -> None:
    with worker_slot(engine, tmp_path) as first:
        if engine.dialect.name == "postgresql":
            with worker_slot(other, tmp_path) as second:
                assert (first.number, second.number) == (1, 2)
        else:
            with pytest.raises(NoFreeSlotError, match="stop it first"), worker_slot(other, tmp_path):
                pass


def test_a_file_slot_ends_with_its_process_however_that_ends(engine: sa.Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "postgresql":
        pytest.skip("it has no file")
    code = f"""
import os
from pathlib import Path
from router.store.slots import FileSlot
FileSlot(Path({str(tmp_path)!r}))
"""
    for ending in ("", "os.kill(os.getpid(), 9)"):
        subprocess.run([sys.executable, "-c", code + ending], check=False)
        with worker_slot(engine, tmp_path) as slot:
            assert slot.number == 1


def test_a_lock_file_that_somebody_removed_ends_the_worker(engine: sa.Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "postgresql":
        pytest.skip("it has no file")
    with worker_slot(engine, tmp_path) as slot:
        (tmp_path / "worker.lock").unlink()
        with pytest.raises(SlotLostError, match="removed"):
            slot.hold()
        with worker_slot(engine, tmp_path), pytest.raises(SlotLostError):
            slot.hold()


@pytest.mark.usefixtures("many")
def test_a_slot_is_abandoned_when_its_holder_is_gone_and_not_before(
    engine: sa.Engine, other: sa.Engine, tmp_path: Path
) -> None:
    with worker_slot(engine, tmp_path) as first:
        with worker_slot(other, tmp_path) as second, first.abandoned(second.number) as dead:
            assert not dead
        with first.abandoned(2) as dead:
            assert dead
            with worker_slot(other, tmp_path) as late:
                assert late.number == 3


@pytest.mark.usefixtures("many")
def test_a_lock_that_was_lost_with_its_connection_is_taken_again(engine: sa.Engine, tmp_path: Path) -> None:
    with worker_slot(engine, tmp_path) as slot:
        assert slot.break_open(slot.number)
        slot.hold()
        assert [held for held in range(1, 5) if not _is_free(slot, held)] == []
        assert not _is_free_to(engine, slot.number)


@pytest.mark.usefixtures("many")
def test_a_lock_that_another_worker_has_taken_ends_the_worker(
    engine: sa.Engine, other: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("router.store.slots.TRIES", 1)
    with worker_slot(engine, tmp_path) as slot:
        slot.break_open(slot.number)
        with worker_slot(other, tmp_path) as taken:
            assert taken.number == slot.number
            with pytest.raises(SlotLostError, match="another worker has it"):
                slot.hold()


def test_executors_of_others_have_no_slot() -> None:
    assert [slot_of(name) for name in ("local", "", "slot-x", "slot-7:ab12", "slot-7")] == [None, None, None, 7, 7]
    assert MOST_WORKERS > 7


def _is_free(slot: Slot, number: int) -> bool:
    with slot.abandoned(number) as free:
        return free


def _is_free_to(engine: sa.Engine, number: int) -> bool:
    with worker_slot(engine, Path("unused")) as other:
        return _is_free(other, number)
