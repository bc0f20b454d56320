"""The values of all facts at one moment, folded once however many rules ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from router.rulebook.facts import Value
from router.rulebook.words import fold


class Known:
    """What is known about a ticket. A fact that isn't there reads as None."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = dict(values)
        self._folded: dict[str, Value] = {}

    def read(self, name: str) -> Value:
        return self.values.get(name)

    def folded(self, name: str) -> Value:
        """The value in the form in which it is compared."""
        if name not in self._folded:
            self._folded[name] = folded(self.values.get(name))
        return self._folded[name]

    def also(self, values: Mapping[str, Value]) -> Known:
        """The same, with more or other values."""
        return Known({**self.values, **values})


def folded(value: Value) -> Value:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, tuple):
        return tuple(fold(item) for item in value)
    return value
