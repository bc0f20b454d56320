"""The server's own collections: many at once, calls that would do harm, and a drop that is cut short."""

from __future__ import annotations

import math
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import milvus_lite.db
import pytest
from milvus_lite.exceptions import SchemaValidationError
from milvus_lite.schema.types import CollectionSchema, DataType, FieldSchema

from retrieval.serving import folder as files
from retrieval.serving.careful import CarefulDatabase

THREADS = 16
SCHEMA = CollectionSchema(
    fields=[
        FieldSchema(name="id", dtype=DataType.INT64, is_primary=True),
        FieldSchema(name="vector", dtype=DataType.FLOAT_VECTOR, dim=4),
    ]
)


def row(number: int) -> dict[str, Any]:
    return {"id": number, "vector": [1.0, 0.0, 0.0, float(number)]}


def at_once(work: Callable[[int], object]) -> list[object]:
    """What each of many threads returns that begin together."""
    ready = threading.Barrier(THREADS)
    found: list[object] = [None] * THREADS

    def one(number: int) -> None:
        ready.wait()
        found[number] = work(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Threads take turns as often as can be, so that what isn't locked is caught in the middle."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    database = CarefulDatabase(str(tmp_path))
    database.create_collection("plain", SCHEMA).insert([row(0)])
    database.close()
    return tmp_path


@pytest.fixture
def database(folder: Path) -> Iterator[CarefulDatabase]:
    database = CarefulDatabase(str(folder))
    yield database
    database.close()


@pytest.mark.usefixtures("eager_switching")
def test_a_collection_that_many_open_at_once_is_opened_once(database: CarefulDatabase) -> None:
    assert len({id(one) for one in at_once(lambda _: database.get_collection("plain"))}) == 1


@pytest.mark.usefixtures("eager_switching")
def test_rows_that_many_write_at_once_while_others_flush_are_all_kept(database: CarefulDatabase, folder: Path) -> None:
    collection = database.get_collection("plain")

    def write(number: int) -> None:
        for turn in range(5):
            collection.insert([row(1000 * (number + 1) + turn)])
            if turn % 2:
                collection.flush()

    at_once(write)
    assert collection.num_entities == 1 + 5 * THREADS
    database.close()
    again = CarefulDatabase(str(folder))
    assert again.get_collection("plain").num_entities == 1 + 5 * THREADS
    again.close()


@pytest.mark.parametrize("name", ["x" * 300, "../evil", "a/b", ".", "", "IM+"])
def test_a_partition_that_can_be_no_folder_is_refused_and_later_flushes_work(
    database: CarefulDatabase, name: str
) -> None:
    collection = database.get_collection("plain")
    with pytest.raises(SchemaValidationError, match="no name for a partition"):
        collection.create_partition(name)
    collection.insert([row(1)])
    collection.flush()
    assert (collection.list_partitions(), collection.num_entities) == (["_default"], 2)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_vector_with_numbers_that_are_none_is_not_stored(database: CarefulDatabase, number: float) -> None:
    collection = database.get_collection("plain")
    for write in (collection.insert, collection.upsert):
        with pytest.raises(SchemaValidationError, match="numbers that are none"):
            write([row(1), {"id": 2, "vector": [0.0, 0.0, 1.0, number]}])
    assert collection.num_entities == 1


def test_a_collection_is_not_dropped_by_its_alias(database: CarefulDatabase) -> None:
    database.create_alias("plain", "live")
    with pytest.raises(SchemaValidationError, match="is an alias"):
        database.drop_collection("live")
    assert database.get_collection("live").num_entities == 1
    database.drop_collection("plain")
    assert database.list_collections() == []


@pytest.mark.parametrize("left", ["the schema without rows", "all of it"])
def test_a_drop_that_was_killed_half_way_is_brought_to_its_end_at_the_next_start(
    folder: Path, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: str, **_: object) -> None:
        if left == "the schema without rows":
            shutil_rmtree(Path(path, "partitions"))
        raise KeyboardInterrupt

    shutil_rmtree = shutil.rmtree
    database = CarefulDatabase(str(folder))
    with monkeypatch.context() as patch:
        patch.setattr(milvus_lite.db.shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            database.drop_collection("plain")
    database.close()
    files.mark_clean_stop(folder)
    assert any("plain, the rest of a collection" in says for says in files.clean_up(folder))
    again = CarefulDatabase(str(folder))
    assert again.list_collections() == []
    again.create_collection("plain", SCHEMA)
    again.close()
