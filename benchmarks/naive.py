"""The prompt that one writes first: the best template, the best five passages and the whole thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tokenizers import Tokenizer

from retrieval.embedding import bundled_weights
from router.types import Found, Ticket

PASSAGES = 5
TOKENIZER = "all-MiniLM-L6-v2 (WordPiece)"
"""No tokenizer of Groq's models can be had offline. This one counts marks one by one: it makes more of both sides."""


def naive_user(ticket: Ticket, found: Found) -> str:
    """What is sent beside the system text. Headings and nothing else between the parts."""
    return "\n".join([*_template(found), *passages_of(found), f"Subject: {ticket.subject}", *_thread(ticket)])


def passages_of(found: Found) -> list[str]:
    """The best five, each under its headings, good or not."""
    best = sorted(found.passages, key=lambda hit: hit.score, reverse=True)[:PASSAGES]
    return [f"{hit.passage.title} > {hit.passage.heading}\n{hit.passage.text}" for hit in best]


@cache
def counter() -> Callable[[str], int]:
    """Counts tokens of a text."""
    tokenizer = Tokenizer.from_file(str(bundled_weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _template(found: Found) -> list[str]:
    return [found.templates[0].template.body] if found.templates else []


def _thread(ticket: Ticket) -> list[str]:
    return [entry.text for entry in ticket.entries if entry.text]
