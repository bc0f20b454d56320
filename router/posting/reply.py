"""The public reply."""

from __future__ import annotations

from router.posting.html import to_html


def reply_html(text: str, reference: str) -> str:
    """The draft as the customer reads it, with the reference line by which we find our post again."""
    return f"{to_html(text)}\n<p>Ref: {reference}</p>"
