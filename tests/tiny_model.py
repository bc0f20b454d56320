"""A real sentence-transformers model, tiny and made up: what stands for any model given by its path."""

from __future__ import annotations

import string
from pathlib import Path

WIDTH = 48
"""Numbers a vector: not those of the model that comes with the packages."""
LONGEST = 32
"""Word pieces read of a text."""

_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *string.ascii_lowercase, *string.digits, *"?.,+%"]
_CONTINUED = [f"##{letter}" for letter in (*string.ascii_lowercase, *string.digits)]


def save_tiny_model(folder: Path, *, width: int = WIDTH, seed: int = 1) -> Path:
    """Write a model with weights drawn from ``seed`` into ``folder``, as any published one lies on a disk."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    bare = folder.with_name(f"{folder.name}-bare")
    bare.mkdir(parents=True, exist_ok=True)
    vocabulary = bare / "vocab.txt"
    vocabulary.write_text("\n".join([*_PIECES, *_CONTINUED]) + "\n")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(_PIECES) + len(_CONTINUED),
        hidden_size=width,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=width,
        max_position_embeddings=LONGEST,
        initializer_range=1.0,
    )
    BertModel(config).save_pretrained(bare)
    BertTokenizerFast(vocab_file=str(vocabulary), model_max_length=LONGEST).save_pretrained(bare)
    words = Transformer(str(bare), max_seq_length=LONGEST)
    SentenceTransformer(modules=[words, Pooling(width, "mean")], device="cpu").save(str(folder))
    return folder
