"""The values of all facts at one moment, folded once however many rules ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from router.rulebook.facts import CUSTOM_FIELD, Value
from router.rulebook.values import in_words
from router.rulebook.words import fold

Made = TypeVar("Made")


class _Forms(dict[tuple[str, Callable[[Value], Any]], Any]):
    """What is made of the original values, by fact and maker: made when it is first asked for."""

    def __init__(self, values: Mapping[str, Value], restore: Callable[[str], str] | None) -> None:
        super().__init__()
        self._values = values
        self._restore = restore

    def __missing__(self, key: tuple[str, Callable[[Value], Any]]) -> Any:
        name, make = key
        made = self[key] = make(self._original(self._values.get(name)))
        return made

    def _original(self, value: Value) -> Value:
        if self._restore is None:
            return value
        if isinstance(value, str):
            return self._restore(value)
        return tuple(self._restore(item) for item in value) if isinstance(value, tuple) else value


class Known:
    """What is known about a ticket. A fact that isn't there reads as None, like an empty one.

    ``values`` are masked, as records show them; ``restore`` puts personal data back for comparing only, in memory.
    """

    def __init__(self, values: Mapping[str, Value], restore: Callable[[str], str] | None = None) -> None:
        self.values = dict(values)
        self._restore = restore
        self._shown: dict[str, str] = {}
        self.forms = _Forms(self.values, restore)

    def knows(self, name: str) -> bool:
        """Whether anybody has looked: a fact may be known to be empty, or not known at all."""
        return name in self.values or name.startswith(CUSTOM_FIELD)

    def read(self, name: str) -> Value:
        return self.values.get(name)

    def shown(self, name: str) -> str:
        """The value in words, as records show it."""
        if name not in self._shown:
            self._shown[name] = in_words(self.values.get(name))
        return self._shown[name]

    def folded(self, name: str) -> Value:
        """The value in the form in which it is compared."""
        return self.made(name, folded)

    def made(self, name: str, make: Callable[[Value], Made]) -> Made:
        """What ``make`` makes of the original value, made once however many rules ask for it."""
        made: Made = self.forms[name, make]
        return made

    def also(self, values: Mapping[str, Value]) -> Known:
        """The same, with more or other values. What was made of the others stays made."""
        more = Known({**self.values, **values}, self._restore)
        more.forms.update((form, made) for form, made in self.forms.items() if form[0] not in values)
        return more


def folded(value: Value) -> Value:
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, tuple):
        return tuple(fold(item) for item in value)
    return value
