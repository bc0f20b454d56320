"""Milvus Lite's database and collection with the locks it lacks, and with a failed flush that ends the process.

It touches private names of milvus_lite 3.2.2 and is checked against no other version (:data:`PINNED`).
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

import milvus_lite.db
from milvus_lite.db import MilvusLite
from milvus_lite.engine.collection import Collection

PINNED = "3.2.2"
FLUSH_FAILED = 70
"""Exit code. The rows are still in the write-ahead log and come back at the next start; a second flush would say
"done" and delete them."""


class CarefulCollection(Collection):  # type: ignore[misc]
    """One writer at a time, one builder of index files at a time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._writing = threading.RLock()
        self._building = threading.Lock()
        super().__init__(*args, **kwargs)

    def insert(self, *args: Any, **kwargs: Any) -> Any:
        with self._writing:
            return super().insert(*args, **kwargs)

    def upsert(self, *args: Any, **kwargs: Any) -> Any:
        with self._writing:
            return super().upsert(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with self._writing:
            return super().delete(*args, **kwargs)

    def flush(self) -> None:
        with self._writing:
            super().flush()

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

    def drop_collection(self, *args: Any, **kwargs: Any) -> None:
        with self._opening:
            super().drop_collection(*args, **kwargs)

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
