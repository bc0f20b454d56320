"""The ordered list of models, and which of them Groq no longer serves."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from router.ports import Clock

TRY_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model of the list. ``retired_at`` is when Groq last said that it isn't to be had, None if it never did."""

    name: str
    retired_at: datetime | None = None
    says: str = ""


class ModelList:
    """The models in the lead's order. A retired one is left alone for an hour; safe to use from many threads."""

    def __init__(self, names: Sequence[str], clock: Clock) -> None:
        self._names = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
        self._clock = clock
        self._retired: dict[str, ModelState] = {}
        self._lock = threading.Lock()

    def to_try(self) -> tuple[str, ...]:
        """The models that may answer, best first; none when all of them are retired."""
        return tuple(name for name in self._names if not self._rests(name))

    def remarks(self) -> list[str]:
        """What to say of the models that are passed over."""
        rest = (self._retired_state(name) for name in self._names if self._rests(name))
        return [f"{state.name}: passed over, retired since {_time(state)}" for state in rest]

    def gone(self, name: str, says: str) -> None:
        """Remember that Groq doesn't serve the model to this key."""
        with self._lock:
            self._retired[name] = ModelState(name, self._clock.now(), says)

    def answered(self, name: str) -> None:
        """The model answered, so it isn't retired."""
        with self._lock:
            self._retired.pop(name, None)

    def state(self) -> tuple[ModelState, ...]:
        return tuple(self._retired_state(name) for name in self._names)

    def _retired_state(self, name: str) -> ModelState:
        with self._lock:
            return self._retired.get(name, ModelState(name))

    def _rests(self, name: str) -> bool:
        since = self._retired_state(name).retired_at
        return since is not None and self._clock.now() - since < TRY_AGAIN_AFTER


def _time(state: ModelState) -> str:
    return f"{state.retired_at:%Y-%m-%d %H:%M} UTC" if state.retired_at else "an unknown time"
