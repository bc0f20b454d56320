"""All templates and passages of one version, in memory: a version never changes once it is live."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from retrieval.errors import IndexDamaged
from retrieval.matching.kept import read_matcher
from retrieval.matching.matcher import Matcher
from retrieval.milvus import Milvus
from retrieval.rows import passage_from, template_from
from retrieval.types import Passage, Template
from retrieval.versions import Record, partitions_of, read_record

KEPT = 3
"""Versions kept in memory: the live one, the one before it that runs may still hold, and one to come."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a version by id, its record, its matcher, and its partitions by kind and audience."""

    collection: str
    record: Record
    partitions: Mapping[str, str]
    templates: Mapping[str, Template]
    passages: Mapping[str, Passage]
    matcher: Matcher

    def outside(self, audiences: Collection[str]) -> list[str]:
        """Texts of all documents that are for none of these audiences."""
        bodies = [template.body for template in self.templates.values() if template.audience not in audiences]
        texts = [passage.text for passage in self.passages.values() if passage.audience not in audiences]
        return bodies + texts


class Shelves:
    """The shelves of the last few versions, each read once. Safe to use from several threads."""

    def __init__(self, milvus: Milvus) -> None:
        self._milvus = milvus
        self._shelves: dict[str, Shelf] = {}
        self._lock = threading.Lock()

    def of(self, collection: str) -> Shelf:
        """The shelf of a version, read from the server when it isn't here."""
        if not collection:
            raise IndexDamaged("there is no index yet; run python -m retrieval rebuild")
        with self._lock:
            if collection not in self._shelves:
                shelf = read_shelf(self._milvus, collection)
                self._shelves[collection] = shelf
                for oldest in list(self._shelves)[:-KEPT]:
                    del self._shelves[oldest]
            return self._shelves[collection]


def read_shelf(milvus: Milvus, collection: str) -> Shelf:
    """Read all documents of a version, and its matcher. Raises ``IndexDamaged`` when that is not whole."""
    record = read_record(milvus, collection)
    present = set(milvus.partitions(collection))
    partitions = {key: name for key, name in partitions_of(record.counts).items() if name in present}
    payloads: dict[str, dict[str, str]] = {"example": {}, "passage": {}}
    for row in milvus.read(collection, list(partitions.values()), ["id", "kind", "document", "payload"]):
        name = row["document"] if row["kind"] == "example" else row["id"]
        payloads[row["kind"]][name] = row["payload"]
    return Shelf(
        collection=collection,
        record=record,
        partitions=partitions,
        templates={name: template_from(payload) for name, payload in payloads["example"].items()},
        passages={name: passage_from(payload) for name, payload in payloads["passage"].items()},
        matcher=read_matcher(milvus, collection, record),
    )
