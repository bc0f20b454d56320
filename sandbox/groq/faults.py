"""Faults on demand: which one is due for a call, and for how many more calls."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

REFUSALS = (
    "rate_limited",
    "server_error",
    "model_not_found",
    "model_decommissioned",
    "wrong_key",
    "json_validate_failed",
    "no_schema",
)
"""Answered with an error in place of a completion; ``no_schema`` only to a request that asks for one."""

BAD_ANSWERS = (
    "cut_off",
    "empty",
    "refuses",
    "obeys_customer",
    "obeys",
    "invents",
    "stammers",
    "invents_amount",
    "leaks_prompt",
    "misquotes",
    "unknown_passage",
)
"""Answered with success, and with words that a careful reader must not use."""

DELAYS = ("slow",)

BODIES = ("no_json", "drips")
"""Answered with success, and with a body that is a page, or that comes in small pieces."""

KINDS = REFUSALS + BAD_ANSWERS + DELAYS + BODIES


@dataclass
class Fault:
    """A fault for the next ``count`` calls, all of them when negative; for one model only when ``model`` is set.

    ``seconds`` is how long ``slow`` waits, what ``drips`` takes as a whole, and the ``Retry-After`` of
    ``rate_limited``.
    """

    kind: str
    count: int = 1
    seconds: float = 1.0
    model: str = ""


class Faults:
    """The faults that are waiting, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise ValueError(f"unknown fault {fault.kind!r}; there are {', '.join(KINDS)}")
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def next_for(self, model: str) -> Fault | None:
        """The first fault for this model, used up by one call."""
        with self._lock:
            fault = next((one for one in self._waiting if one.model in ("", model)), None)
            if fault is not None and fault.count > 0:
                fault.count -= 1
                if fault.count == 0:
                    self._waiting.remove(fault)
            return fault

    def listed(self) -> list[Fault]:
        with self._lock:
            return list(self._waiting)


def read_fault(text: str) -> Fault:
    """A fault from the command line: ``KIND`` for every call, ``KIND:COUNT`` for the first ones."""
    kind, _, count = text.partition(":")
    return Fault(kind.strip(), int(count) if count else -1)


def fault_from(fields: Mapping[str, object]) -> Fault:
    """A fault from the control endpoint's JSON; raises ``ValueError`` with what is wrong."""
    strange = sorted(set(fields) - {"kind", "count", "seconds", "model"})
    if strange or "kind" not in fields:
        raise ValueError(f"give kind, and count, seconds or model if you like; not {', '.join(strange) or 'nothing'}")
    count, seconds = fields.get("count", 1), fields.get("seconds", 1.0)
    return Fault(str(fields["kind"]), int(str(count)), float(str(seconds)), str(fields.get("model", "")))
