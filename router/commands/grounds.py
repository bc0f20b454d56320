"""What each sentence of a draft rests on, told in lines."""

from __future__ import annotations

from router.types import Draft, Grounds

LONGEST = 100


def told(draft: Draft) -> list[str]:
    """A line for the sentences that are ours, and one for each other sentence that states something."""
    ours = sum(one.kind == "template" for one in draft.grounds)
    lines = [f"template: {ours} of {len(draft.grounds)} sentences are our own words"] if ours else []
    return lines + [_line(one) for one in draft.grounds if one.kind in ("documented", "inferred")]


def _line(one: Grounds) -> str:
    said = f"{one.kind}: “{one.sentence}”"
    quotes = "; ".join(f"{quote.passage} says “{_short(quote.words)}”" for quote in one.quotes)
    why = quotes if one.kind == "documented" else "; ".join(part for part in (one.says, quotes) if part)
    return f"{said}: {why}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
