"""The vectors of a new version: copied from before where the text is the same, embedded where it isn't."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from retrieval.embedding import Embedder, Vector, Vectors, finite
from retrieval.errors import ModelProblem
from retrieval.rows import Row

BATCH = 16
"""Texts embedded at once. More don't stay in the processor's cache: long ones then take a fifth longer."""
PROBE = "How long does it take until my money is in my bank account?"
"""A known text. Its vector is kept with each version: other weights under the same name give another one."""
SAME = 0.9999
"""Cosine from which two vectors of one text come from the same weights."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def silent(what: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def probe_of(embedder: Embedder) -> Vector:
    """The model's vector of the known text."""
    return np.asarray(finite(embedder.embed([PROBE]))[0], dtype=np.float32)


def same_weights(one: Vector, other: Vector) -> bool:
    """Whether two vectors of the known text come from the same weights."""
    return one.shape == other.shape and bool(one @ other > SAME)


def vectors_for(
    rows: Sequence[Row], known: Mapping[str, Vector], embedder: Embedder, report: Progress = silent
) -> Vectors:
    """One vector a row, in the rows' order."""
    texts = list(dict.fromkeys(row.embedded for row in rows if row.id not in known))
    embedded = dict(zip(texts, embed_all(texts, embedder, report), strict=True))
    return np.asarray([known[row.id] if row.id in known else embedded[row.embedded] for row in rows], dtype=np.float32)


def embed_all(texts: Sequence[str], embedder: Embedder, report: Progress = silent) -> list[Vector]:
    """One vector a text, in the texts' order.

    Texts of like length share a batch, longest first: the short ones don't wait for padding, and a batch that needs
    too much memory fails at once and not at the end. Between two batches others may use the model.
    """
    found: list[Vector] = [np.empty(0, dtype=np.float32)] * len(texts)
    by_length = sorted(range(len(texts)), key=lambda place: (-len(texts[place]), place))
    for start in range(0, len(by_length), BATCH):
        places = by_length[start : start + BATCH]
        for place, vector in zip(places, embedder.embed([texts[place] for place in places]), strict=True):
            found[place] = _finite(vector, texts[place])
        report("embedding", start + len(places), len(texts))
    return found


def _finite(vector: Vector, text: str) -> Vector:
    if not np.isfinite(vector).all():
        says = f'the embedding model gave numbers that are none (NaN) for "{" ".join(text.split())[:80]}"'
        raise ModelProblem(f"{says}; check EMBEDDING_MODEL, or write this text differently")
    return vector


class Remembered:
    """An embedder that knows some texts beforehand: many short questions cost one batch and not a call each."""

    def __init__(self, embedder: Embedder, texts: Sequence[str]) -> None:
        self._embedder = embedder
        self._known = dict(zip(texts, embed_all(texts, embedder), strict=True))

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        if any(text not in self._known for text in texts):
            return self._embedder.embed(texts)
        return np.asarray([self._known[text] for text in texts], dtype=np.float32)


class Lately:
    """An embedder that remembers the texts it was asked for last: sentences of passages come again and again."""

    def __init__(self, embedder: Embedder, most: int = 4096) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text. What is new is embedded once, and not while others wait for what is known."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found.update(zip(new, embed_all(new, self._embedder), strict=True))
        with self._lock:
            for text in found:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.asarray([found[text] for text in texts], dtype=np.float32)
