"""The matcher in its version: rows of a partition that nobody searches, so that it lives and dies with the rest."""

from __future__ import annotations

from retrieval.matching.matcher import NOTHING_TAUGHT, Matcher
from retrieval.matching.stored import from_json, joined, pieces_of
from retrieval.milvus import Milvus
from retrieval.versions import Record, own_row

MATCHER_PARTITION = "matcher"
AT_A_TIME = 50
"""Rows sent at once: each is as long as a row may be."""


def keep_matcher(milvus: Milvus, collection: str, text: str, dimension: int) -> None:
    """Write the matcher's JSON into a version. Its rows need a vector, which only fills the place."""
    rows = [own_row(f"matcher-{at:05}", piece, dimension, ()) for at, piece in enumerate(pieces_of(text))]
    for start in range(0, len(rows), AT_A_TIME):
        milvus.insert(collection, MATCHER_PARTITION, rows[start : start + AT_A_TIME])


def read_matcher(milvus: Milvus, collection: str, record: Record) -> Matcher:
    """The matcher that was built with this version. Raises ``IndexDamaged`` when it isn't whole."""
    if not record.matcher:
        return NOTHING_TAUGHT
    rows = milvus.read(collection, [MATCHER_PARTITION], ["id", "payload"])
    return from_json(joined([(row["id"], row["payload"]) for row in rows], record.matcher))


def matcher_is_whole(milvus: Milvus, collection: str, record: Record) -> bool:
    """Whether all rows of the matcher are there."""
    if not record.matcher_rows:
        return True
    there = MATCHER_PARTITION in milvus.partitions(collection)
    return there and milvus.count(collection, MATCHER_PARTITION) == record.matcher_rows
