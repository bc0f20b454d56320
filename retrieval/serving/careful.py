"""Milvus Lite's database and collection with the locks it lacks, and with a failed flush that ends the process.

It touches private names of milvus_lite 3.2.2 and is checked against no other version (:data:`PINNED`).
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import milvus_lite.db
import numpy as np
from milvus_lite.db import MilvusLite
from milvus_lite.engine.collection import Collection
from milvus_lite.exceptions import SchemaValidationError

from retrieval.serving.folder import BEING_DROPPED

PINNED = "3.2.2"
PARTITION = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
"""What a real Milvus takes too. A name becomes a folder, and one that can't be a folder fails every later flush."""
FLUSH_FAILED = 70
"""Exit code. The rows are still in the write-ahead log and come back at the next start; a second flush would say
"done" and delete them."""


class CarefulCollection(Collection):  # type: ignore[misc]
    """One writer at a time, one builder of index files at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._writing = threading.RLock()
        self._building = threading.Lock()
        super().__init__(*args, **kwargs)

    def insert(self, records: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        _only_finite(records, self._vector_name)
        with self._writing:
            return super().insert(records, *args, **kwargs)

    def upsert(self, records: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        _only_finite(records, self._vector_name)
        with self._writing:
            return super().upsert(records, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with self._writing:
            return super().delete(*args, **kwargs)

    def flush(self) -> None:
        with self._writing:
            super().flush()

    def create_partition(self, partition_name: str) -> None:
        if not PARTITION.fullmatch(partition_name):
            raise SchemaValidationError(f"{partition_name!r:.60} is no name for a partition")
        with self._writing:
            super().create_partition(partition_name)

    def drop_partition(self, *args: Any, **kwargs: Any) -> None:
        with self._writing:  # it flushes
            super().drop_partition(*args, **kwargs)

    def close(self) -> None:
        with self._writing:
            super().close()

    def _trigger_flush(self) -> None:
        try:
            super()._trigger_flush()
        except BaseException as error:
            print(
                f"a flush of {self.name} failed: {error!r}. Stopping at once, so that no row is lost:", file=sys.stderr
            )
            print("free the disk or mend the folder, then start the server again", file=sys.stderr, flush=True)
            os._exit(FLUSH_FAILED)

    def _build_or_load_segment_index(self, *args: Any) -> None:
        # The background thread may still be writing the file that a load wants to read.
        with self._building:
            super()._build_or_load_segment_index(*args)


class CarefulDatabase(MilvusLite):  # type: ignore[misc]
    """Opens, creates, renames and drops one collection at a time: two threads that open the same one at once would
    each start the write-ahead log afresh."""

    def __init__(self, folder: str) -> None:
        self._opening = threading.RLock()
        milvus_lite.db.Collection = CarefulCollection
        super().__init__(folder)

    def get_collection(self, *args: Any, **kwargs: Any) -> Any:
        with self._opening:
            return super().get_collection(*args, **kwargs)

    def create_collection(self, *args: Any, **kwargs: Any) -> Any:
        with self._opening:
            return super().create_collection(*args, **kwargs)

    def drop_collection(self, name: str, **kwargs: Any) -> None:
        with self._opening:
            if self.resolve_collection_name(name, **kwargs) != name:
                raise SchemaValidationError(f"{name} is an alias, and what stands behind it is not dropped by that")
            if self.has_collection(name, **kwargs):
                # The rows go before the schema: killed in between, it would stand there with no rows in it.
                Path(self.get_collection(name, **kwargs).data_dir, BEING_DROPPED).touch()
            super().drop_collection(name, **kwargs)

    def rename_collection(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().rename_collection(*args, **kwargs)

    def truncate_collection(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().truncate_collection(*args, **kwargs)

    def create_alias(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().create_alias(*args, **kwargs)

    def alter_alias(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().alter_alias(*args, **kwargs)

    def drop_alias(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().drop_alias(*args, **kwargs)

    def close(self) -> None:
        with self._opening:
            super().close()


def _only_finite(records: Iterable[Mapping[str, Any]], field: str | None) -> None:
    """One NaN among the stored vectors breaks the order of every search that meets it."""
    for record in records:
        if field and record.get(field) is not None and not np.isfinite(record[field]).all():
            raise SchemaValidationError(f"a vector of {field} has numbers that are none (NaN or infinite)")
