"""What the language model costs and what may be spent on it: prices, budgets, and the spans they are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Literal

Span = Literal["hour", "day", "month"]
SPANS: tuple[Span, ...] = ("hour", "day", "month")
"""Of the calendar, in UTC."""

NANOS = 1_000_000_000
"""Money is counted in whole billionths, so that no sum depends on the order of its parts."""

_KEYS = {"hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m"}


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, of the prompt and of the answer."""

    prompt: Decimal
    completion: Decimal

    def nanos(self, prompt_tokens: int, completion_tokens: int) -> int:
        """The cost of so many tokens in billionths, never too little."""
        of_millions = prompt_tokens * self.prompt + completion_tokens * self.completion
        return int((of_millions * NANOS / 1_000_000).to_integral_value(ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent within a span. None is no limit, and 0 is nothing at all."""

    span: Span
    tokens: int | None = None
    nanos: int | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent within the span that goes on right now, with what is under way."""

    span: Span
    tokens: int = 0
    nanos: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """Room in the budgets, taken before a call. ``keys`` name the spans in which it was counted."""

    keys: tuple[str, ...]
    tokens: int
    nanos: int


@dataclass(frozen=True, slots=True)
class UsedUp:
    """A budget has no room for the call; ``until`` is when its span ends."""

    says: str
    until: datetime


def price_of(text: str) -> tuple[str, Price]:
    """``MODEL=PROMPT/ANSWER``, each for a million tokens. Raises ``ValueError``."""
    name, equals, prices = text.rpartition("=")
    parts = prices.split("/")
    try:
        prompt, completion = (Decimal(part.strip()) for part in parts)
    except (InvalidOperation, ValueError):
        prompt = completion = Decimal(-1)
    fine = all(one.is_finite() and 0 <= one < NANOS for one in (prompt, completion))
    if not equals or not name.strip() or not fine:
        raise ValueError(f"{text!r} must be MODEL=PROMPT/ANSWER for a million tokens, such as openai/one=0.15/0.60")
    return name.strip(), Price(prompt, completion)


def prices_of(texts: Iterable[str]) -> Mapping[str, Price]:
    """The price of each model. Raises ``ValueError``."""
    return dict(price_of(text) for text in texts)


def key_of(span: Span, at: datetime) -> str:
    """The name of the span in which a moment lies, such as ``day 2026-11-21``."""
    return f"{span} {at:{_KEYS[span]}}"


def end_of(span: Span, at: datetime) -> datetime:
    """When the span of this moment ends."""
    if span == "hour":
        return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if span == "day":
        return midnight + timedelta(days=1)
    return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)


def money(nanos: int, currency: str) -> str:
    """An amount for people: cents, and more digits where it is less than one of them."""
    amount = Decimal(nanos) / NANOS
    digits = 2 if amount == 0 or amount >= 1 else 4 if amount >= Decimal("0.001") else 6
    return f"{amount:,.{digits}f} {currency}".strip()
