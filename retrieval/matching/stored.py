"""A matcher as JSON, and that JSON as rows of its version: vectors are Base64 inside it, never pickle."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import TypeAdapter, ValidationError

from retrieval.embedding import Vectors
from retrieval.errors import IndexDamaged
from retrieval.matching.matcher import Lesson, Matcher, Sign
from retrieval.matching.scores import Blend, Examples
from retrieval.types import Levels

PIECE = 60_000
"""Characters of a row. Milvus counts bytes, up to 65,535; the JSON is ASCII."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """``size`` is that of a vector, ``counts`` has each topic's examples. Numbers are little-endian: the examples'
    vectors with 2 bytes, coefficients and intercepts with 4.
    """

    topics: tuple[str, ...]
    size: int
    counts: tuple[int, ...]
    vectors: str
    coefficients: str
    intercepts: str
    blend: Blend
    sign: Sign
    levels: Levels
    lesson: Lesson


STORED = TypeAdapter(_Stored)


def to_json(matcher: Matcher) -> str:
    """ASCII, the same for the same matcher."""
    ends = [*matcher.examples.starts[1:], len(matcher.examples.vectors)]
    stored = _Stored(
        topics=matcher.topics,
        size=matcher.examples.vectors.shape[1],
        counts=tuple(int(end - start) for start, end in zip(matcher.examples.starts, ends, strict=False)),
        vectors=_text(matcher.examples.vectors, "<f2"),
        coefficients=_text(matcher.coefficients, "<f4"),
        intercepts=_text(matcher.intercepts, "<f4"),
        blend=matcher.blend,
        sign=matcher.sign,
        levels=matcher.levels,
        lesson=matcher.lesson,
    )
    return STORED.dump_json(stored, ensure_ascii=True).decode("ascii")


def from_json(text: str) -> Matcher:
    """The very matcher that was stored. Raises ``IndexDamaged`` when this isn't one."""
    try:
        stored = STORED.validate_json(text)
        vectors = _numbers(stored.vectors, "<f2").reshape(sum(stored.counts), stored.size)
        coefficients = _numbers(stored.coefficients, "<f4").reshape(len(stored.counts), stored.size)
        intercepts = _numbers(stored.intercepts, "<f4").reshape(len(stored.counts))
    except (ValidationError, ValueError) as error:
        raise IndexDamaged("the matcher can't be read; run python -m retrieval rebuild") from error
    starts = np.cumsum([0, *stored.counts[:-1]], dtype=np.int64)[: len(stored.counts)]
    return Matcher(
        topics=stored.topics,
        examples=Examples(vectors, starts),
        coefficients=coefficients,
        intercepts=intercepts,
        blend=stored.blend,
        sign=stored.sign,
        levels=stored.levels,
        lesson=stored.lesson,
    )


def pieces_of(text: str) -> list[str]:
    """The JSON cut into rows."""
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def joined(pieces: Iterable[tuple[str, str]], digest: str) -> str:
    """The JSON of rows (id, piece), which come in any order. Raises ``IndexDamaged`` when it isn't what was written."""
    text = "".join(piece for _, piece in sorted(pieces))
    if digest_of(text) != digest:
        raise IndexDamaged("the matcher has lost rows; run python -m retrieval rebuild")
    return text


def digest_of(text: str) -> str:
    """What a version's record keeps of its matcher."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _text(numbers: Vectors | Sequence[float], kind: str) -> str:
    return base64.b64encode(np.asarray(numbers).astype(kind).tobytes()).decode("ascii")


def _numbers(text: str, kind: str) -> Vectors:
    return np.frombuffer(base64.b64decode(text, validate=True), dtype=kind).astype(np.float32)
