"""The default model computed by ourselves gives what sentence-transformers gives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from retrieval.embedding import BUNDLED, SentenceModel, Vectors, bundled_weights
from retrieval.settings import Settings
from retrieval.wanted import read_wanted

ODD = ["", " ", "?", "😀 ₹5,000", "मेरा पैसा कहाँ है", "a" * 3000, "word " * 700, "\n\tUPPER\x00 lower\n", "naïve Straße"]


@pytest.fixture(scope="module")
def library() -> SentenceModel:
    return SentenceModel(str(bundled_weights()))


@pytest.fixture(scope="module")
def ours() -> SentenceModel:
    return SentenceModel(BUNDLED)


def asked() -> Iterator[str]:
    wanted = read_wanted(Settings(_env_file=None))  # type: ignore[call-arg]  # pydantic's own
    yield from (question.question for question in wanted.questions[::4])
    yield from (row.embedded for row in wanted.rows[::17])


def test_vectors_are_those_of_sentence_transformers(library: SentenceModel, ours: SentenceModel) -> None:
    texts = [*ODD, *asked()]
    assert np.abs(ours.embed(texts) - library.embed(texts)).max() < 1e-5


def test_what_is_found_stands_in_the_same_order(library: SentenceModel, ours: SentenceModel) -> None:
    texts = list(dict.fromkeys(asked()))
    assert order(ours.embed(texts)) == order(library.embed(texts))


def order(vectors: Vectors) -> list[list[int]]:
    """For each text the places of the ten nearest; figures that are equal but for rounding stand by place."""
    return [np.lexsort((np.arange(len(row)), -row.round(5)))[:10].tolist() for row in vectors @ vectors.T]


def test_no_text_has_no_vector(ours: SentenceModel) -> None:
    assert len(ours.embed([])) == 0


def test_the_default_model_needs_nothing_but_torch() -> None:
    code = (
        "import sys; from retrieval.embedding import SentenceModel; SentenceModel().embed(['x'])\n"
        "sys.exit(any(name in sys.modules for name in ('sentence_transformers', 'transformers', 'sklearn', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
