"""Vectors are the same whatever batch a text shares, with the model that comes with the packages."""

from __future__ import annotations

import numpy as np

from retrieval.embedding import SentenceModel
from retrieval.vectors import BATCH, embed_all

WORDS = ("how", "long", "does", "it", "take", "until", "the", "money", "that", "I", "asked", "for", "is", "there")


def test_vectors_made_in_batches_by_length_are_those_of_each_text_alone_in_the_texts_own_order() -> None:
    model = SentenceModel()
    texts = [" ".join(WORDS[start % 7 :] * (1 + start % 5)) + f" {start}" for start in range(BATCH + 9)]
    told: list[tuple[str, int, int]] = []
    found = np.asarray(embed_all(texts, model, lambda *step: told.append(step)))
    for place in (0, 1, 7, BATCH, len(texts) - 1):
        alone = model.embed([texts[place]])[0]
        assert float(alone @ found[place]) > 0.9999
        others = np.delete(found, place, axis=0)
        assert float(alone @ found[place]) > float((others @ alone).max())
    assert told == [("embedding", BATCH, len(texts)), ("embedding", len(texts), len(texts))]
