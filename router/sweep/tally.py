"""What a sweep found, counted while it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Swept:
    """``rung`` are the tickets it rang for; ``left`` counts the others by why. ``looked`` threads were read for it,
    and all of it cost ``credits`` of the account; for ``held`` seconds it waited for bells to be taken."""

    since: datetime
    listed: int = 0
    looked: int = 0
    credits: int = 0
    seconds: float = 0.0
    held: float = 0.0
    rung: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def told(self) -> Mapping[str, float]:
        """The figures alone, for status and metrics."""
        return {
            "listed": self.listed,
            "looked": self.looked,
            "rung": len(self.rung),
            "credits": self.credits,
            "seconds": round(self.seconds, 1),
        }
