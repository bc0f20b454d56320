"""The index server through pymilvus: a time-out on every call, and our own errors in place of its two kinds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import grpc  # type: ignore[import-untyped]
from pymilvus import DataType, MilvusClient, MilvusException
from tenacity import retry, retry_if_exception_type, stop_after_attempt

from retrieval.embedding import Vectors
from retrieval.errors import IndexDamaged, IndexProblem, IndexUnavailable, VersionGone
from retrieval.settings import Settings

LOG = logging.getLogger(__name__)
T = TypeVar("T")

CHANNEL = {
    # By default an idle client pings every ten seconds, which servers answer by hanging up (too_many_pings).
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_permit_without_calls": False,
    # Without these gRPC waits ever longer between tries: 13 s after an outage of 25 s.
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.min_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1000,
}
NOT_LOADED = 101
GONE = (4, 100, 1600)
"""No such collection (the old word and the new one), no such alias."""
BROKEN = (200, 700, 65535)
"""Partition missing, vector index missing, unexpected: of both servers."""
BROKEN_IN_LITE = (1,)
"""Milvus Lite's word for any exception of its own, such as a file that was written by half. A real Milvus says 1
while it starts."""
LISTINGS = 5
"""Tries of one listing: one fails, and says that something is gone, when a collection is dropped meanwhile."""
STRONG, BOUNDED = "Strong", "Bounded"
"""How a real Milvus searches: all rows ever inserted, or all but those of the last moments, and far sooner."""
PAGE = 1000
MAX_PARTITION_NAME = 200

# It logs every failed call as an error with a trace; ours are raised, and told once.
logging.getLogger("pymilvus").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Match:
    """A row that a search returned, with the fields asked for. ``score`` is the cosine."""

    id: str
    score: float
    fields: Mapping[str, str]


class Milvus:
    """One server. It is connected to on first use; after an outage the same object works again by itself."""

    def __init__(self, uri: str, token: str = "", *, timeout: float = 5.0, patience: float = 120.0) -> None:
        """``timeout`` is for what a ticket waits for, ``patience`` for the long parts of a rebuild; both seconds."""
        self.uri = uri
        self.timeout = timeout
        self.patience = patience
        self._token = token
        self._client: MilvusClient | None = None
        self._lite = False
        self._lock = threading.Lock()
        self._settled: set[str] = set()

    @classmethod
    def of(cls, settings: Settings) -> Milvus:
        """The server of the settings."""
        return cls(settings.milvus_uri, settings.milvus_token.get_secret_value())

    # --- what is there ---

    def version(self) -> str:
        """The server's own name and version."""
        return str(self._call(lambda client: client.get_server_version(timeout=self.timeout)))

    def target(self, alias: str) -> str:
        """The collection behind an alias, empty when there is no such alias. It may name one that is gone."""
        try:
            found = self._call(lambda client: client.describe_alias(alias=alias, timeout=self.timeout))
        except VersionGone:
            return ""
        return str(found["collection_name"])

    @retry(retry=retry_if_exception_type(IndexDamaged), stop=stop_after_attempt(LISTINGS), reraise=True)
    def collections(self) -> list[str]:
        """Names of all collections."""
        return list(self._call(lambda client: client.list_collections(timeout=self.timeout)))

    def partitions(self, collection: str) -> list[str]:
        """Names of a collection's partitions."""
        return list(self._call(lambda client: client.list_partitions(collection, timeout=self.timeout)))

    def count(self, collection: str, partition: str) -> int:
        """Rows of one partition."""
        stats = self._call(lambda client: client.get_partition_stats(collection, partition, timeout=self.timeout))
        return int(stats["row_count"])

    def load(self, collection: str) -> None:
        """Make a collection searchable, as after a restart of the server."""
        self._call(lambda client: client.load_collection(collection, timeout=self.patience))

    # --- reading ---

    def search(
        self, collection: str, vectors: Vectors, partitions: Sequence[str], limit: int, fields: Sequence[str]
    ) -> list[list[Match]]:
        """The nearest rows of these partitions, a list a vector. No partition is an error: Milvus takes it as all.

        The first search of a collection waits until the server has taken in every row; after it all rows are there, and
        later ones need not wait. A row that this client inserts since is waited for again.
        """
        if not partitions:
            raise ValueError("a search needs partitions: without them the server searches everything")
        found = self._loaded(
            collection,
            lambda client: client.search(
                collection,
                data=vectors.tolist(),
                partition_names=list(partitions),
                limit=limit,
                output_fields=list(fields),
                search_params={"metric_type": "COSINE"},
                consistency_level=BOUNDED if collection in self._settled else STRONG,
                timeout=self.timeout,
            ),
        )
        self._settled.add(collection)
        return [[Match(str(hit["id"]), float(hit["distance"]), hit["entity"]) for hit in hits] for hits in found]

    def read(self, collection: str, partitions: Sequence[str], fields: Sequence[str]) -> Iterator[Mapping[str, Any]]:
        """All rows of these partitions with the fields asked for."""
        if not partitions:
            return
        names, wanted, seconds = list(partitions), list(fields), self.patience
        pages = self._loaded(
            collection,
            lambda client: client.query_iterator(
                collection, batch_size=PAGE, partition_names=names, output_fields=wanted, timeout=seconds
            ),
        )
        try:
            while rows := self._call(lambda _: pages.next()):
                yield from rows
        finally:
            pages.close()

    # --- writing ---

    def create(self, collection: str, dimension: int, partitions: Sequence[str], lengths: Mapping[str, int]) -> None:
        """A new collection with these partitions; ``lengths`` are its text fields, the first one being the key."""
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        for place, (name, length) in enumerate(lengths.items()):
            schema.add_field(name, DataType.VARCHAR, max_length=length, is_primary=place == 0)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        self._call(
            lambda client: client.create_collection(
                collection, schema=schema, consistency_level=STRONG, timeout=self.patience
            )
        )
        for partition in partitions:
            self._create_partition(collection, partition)

    def _create_partition(self, collection: str, name: str) -> None:
        # Milvus Lite checks no name, and one that is no file name makes every later flush of the collection fail.
        if not name.isascii() or not name.replace("_", "").isalnum() or len(name) > MAX_PARTITION_NAME:
            raise ValueError(f'"{name}" is no name for a partition')
        self._call(lambda client: client.create_partition(collection, name, timeout=self.patience))

    def insert(self, collection: str, partition: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows to one partition. One writer at a time; the caller checked the vectors."""
        records = [dict(row) for row in rows]
        self._settled.discard(collection)
        self._call(lambda client: client.insert(collection, records, partition_name=partition, timeout=self.patience))

    def finish(self, collection: str) -> None:
        """Flush, build the vector index and load. A failed flush is never repeated: the server drops what it held."""
        self._call(lambda client: client.flush(collection, timeout=self.patience))
        params = MilvusClient.prepare_index_params()
        params.add_index(field_name="vector", index_type="FLAT", metric_type="COSINE")
        self._call(lambda client: client.create_index(collection, params, timeout=self.patience))
        self.load(collection)

    def point(self, alias: str, collection: str) -> None:
        """Let the alias name this collection from now on."""
        if not self.target(alias):
            try:
                self._call(lambda client: client.create_alias(collection, alias, timeout=self.timeout))
                return
            except IndexProblem:
                # A real Milvus keeps the alias of a dropped collection, shows it to nobody, and lets it be moved.
                LOG.info("the alias %s can't be made; it is moved", alias)
        self._call(lambda client: client.alter_alias(collection, alias, timeout=self.timeout))

    def drop(self, collection: str) -> None:
        """Delete a collection by its own name, never by an alias: Milvus Lite would drop what stands behind it."""
        if collection in self.collections():
            self._call(lambda client: client.drop_collection(collection, timeout=self.patience))

    # --- errors ---

    def _loaded(self, collection: str, call: Callable[[MilvusClient], T]) -> T:
        try:
            return self._call(call)
        except _NotLoaded:
            self.load(collection)
            return self._call(call)

    def _call(self, call: Callable[[MilvusClient], T]) -> T:
        client = self._client_now()
        try:
            return call(client)
        except MilvusException as error:
            raise self._translated(error) from error
        except grpc.RpcError as error:
            raise self._silent(error) from error

    def _client_now(self) -> MilvusClient:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> MilvusClient:
        try:
            client = MilvusClient(self.uri, token=self._token, timeout=self.timeout, grpc_options=CHANNEL)
            _describe_in_time(client, self.patience)
            self._lite = str(client.get_server_version(timeout=self.timeout)).startswith("milvus_lite")
        except MilvusException as error:
            raise self._translated(error) from error
        except grpc.RpcError as error:
            raise self._silent(error) from error
        return client

    def _translated(self, error: MilvusException) -> Exception:
        if error.code == NOT_LOADED:
            return _NotLoaded(f"not loaded: {error.message}")
        if error.code in GONE:
            return VersionGone(f"this version of the index is gone: {error.message}")
        if error.code in BROKEN or (self._lite and error.code in BROKEN_IN_LITE):
            return IndexDamaged(f"the index can't be used ({error.message}); run python -m retrieval rebuild")
        return self._silent(error)

    def _silent(self, error: Exception) -> IndexUnavailable:
        first = str(getattr(error, "message", "") or getattr(error, "details", str)()).split("\n")[0][:200]
        return IndexUnavailable(
            f"no answer from the index server at {self.uri} ({first}); start it with python -m retrieval serve"
        )


def _describe_in_time(client: MilvusClient, seconds: float) -> None:
    # Reading all rows asks for the collection's description first, and pymilvus does that without a time-out.
    handler = client._get_connection()
    handler.describe_collection = partial(handler.describe_collection, timeout=seconds)


class _NotLoaded(IndexDamaged):
    """The collection must be loaded first, as after each restart of the server."""
