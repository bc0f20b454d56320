"""The model that comes with our packages, computed by torch alone.

Its vectors are those of sentence-transformers, which reads any model and for that brings half of the data science of
Python along: 180 MB of memory, four seconds at the start, and a fifth of a question's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

if TYPE_CHECKING:
    from retrieval.embedding import Vectors

PARTS = ("word", "position", "token_type")
HEADS = 12
MOST_TOKENS = 256
AT_ONCE = 16
"""Texts computed together."""
TINY = 1e-12
"""BERT's own, against dividing by zero."""


class MiniLM:
    """A BERT encoder whose token vectors are averaged and made length 1, as all-MiniLM-L6-v2 was trained."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds ``model.safetensors`` and ``tokenizer.json``."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._weights = load_file(folder / "model.safetensors")
        layers = {name.split(".")[2] for name in self._weights if name.startswith("encoder.layer.")}
        self._layers = [_Layer(self._weights, f"encoder.layer.{number}") for number in range(len(layers))]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, each of length 1."""
        rows = [self._rows(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)]
        return np.concatenate(rows) if rows else np.empty((0, 0), dtype=np.float32)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        ids = torch.tensor([one.ids for one in encoded])
        words = torch.tensor([one.attention_mask for one in encoded], dtype=torch.bool)
        with torch.inference_mode():
            hidden = self._embedded(ids)
            seen = None if bool(words.all()) else words[:, None, None, :]
            for layer in self._layers:
                hidden = layer(hidden, seen)
            counted = words[:, :, None].float()
            mean = (hidden * counted).sum(1) / counted.sum(1)
            rows: Vectors = functional.normalize(mean, dim=1).numpy()
        return rows

    def _embedded(self, ids: Any) -> Any:
        word, place, kind = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in PARTS)
        return _normal(word[ids] + place[: ids.shape[1]] + kind[0], _pair(self._weights, "embeddings.LayerNorm"))


class _Layer:
    """Attention and two dense steps, each added to what came in."""

    def __init__(self, weights: dict[str, Any], name: str) -> None:
        asked = [_pair(weights, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
        self.asked = tuple(torch.cat(parts) for parts in zip(*asked, strict=True))
        self.attended = _pair(weights, f"{name}.attention.output.dense")
        self.attended_norm = _pair(weights, f"{name}.attention.output.LayerNorm")
        self.wide = _pair(weights, f"{name}.intermediate.dense")
        self.narrow = _pair(weights, f"{name}.output.dense")
        self.norm = _pair(weights, f"{name}.output.LayerNorm")

    def __call__(self, hidden: Any, seen: Any) -> Any:
        hidden = _normal(hidden + functional.linear(self._attention(hidden, seen), *self.attended), self.attended_norm)
        wide = functional.gelu(functional.linear(hidden, *self.wide))
        return _normal(hidden + functional.linear(wide, *self.narrow), self.norm)

    def _attention(self, hidden: Any, seen: Any) -> Any:
        texts, tokens, size = hidden.shape
        parts = functional.linear(hidden, *self.asked).view(texts, tokens, 3, HEADS, size // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        return found.transpose(1, 2).reshape(texts, tokens, size)


def _pair(weights: dict[str, Any], name: str) -> tuple[Any, Any]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _normal(hidden: Any, pair: tuple[Any, Any]) -> Any:
    return functional.layer_norm(hidden, hidden.shape[-1:], *pair, TINY)
