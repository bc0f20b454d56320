from pathlib import Path

import pytest
import sqlalchemy as sa

from router.settings import Settings
from router.store.database import open_engine
from router.store.slots import NoFreeSlotError, worker_slot


def test_a_slot_is_free_again_when_its_worker_has_ended(engine: sa.Engine, tmp_path: Path) -> None:
    for _ in range(2):
        with worker_slot(engine, tmp_path) as slot:
            assert slot == "slot-1"


def test_two_workers_never_share_a_slot(engine: sa.Engine, settings: Settings, tmp_path: Path) -> None:
    other = open_engine(settings)
    with worker_slot(engine, tmp_path) as first:
        if engine.dialect.name == "postgresql":
            with worker_slot(other, tmp_path) as second:
                assert (first, second) == ("slot-1", "slot-2")
        else:
            with pytest.raises(NoFreeSlotError, match="stop it first"), worker_slot(other, tmp_path):
                pass
    other.dispose()
