"""Who is told what, and how the products are called, as ``segments.yaml`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from retrieval.documents.complaints import Complaints
from retrieval.documents.files import read_text
from retrieval.documents.nodes import Fields, Many, Node, Text, read_nodes
from retrieval.types import SHARED

Audience = str
SHORT = 3
"""Up to so many letters a name counts only as it is written: "im" is an ordinary word."""


@dataclass(frozen=True)
class Audiences:
    """The products, whose texts the holders of each may be told, and what customers call each."""

    may_see: Mapping[str, frozenset[Audience]] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)

    def scopes_with(self, audience: Audience) -> list[frozenset[Audience]]:
        """What is searched together with texts for ``audience``, one set for the holders of each product."""
        scopes = [seen | {SHARED} for seen in self.may_see.values() if audience == SHARED or audience in seen]
        return scopes or [frozenset({SHARED, audience})]

    def seen_by_all(self, audience: Audience) -> frozenset[Audience]:
        """Whose texts everybody may be told who is told those for ``audience``."""
        if audience == SHARED:
            return frozenset({SHARED})
        return frozenset.intersection(*self.scopes_with(audience)) | {audience}

    def named_in(self, text: str) -> list[str]:
        """The products that a text names: the longest name first, never inside a word."""
        return list(dict.fromkeys(self._owner(found) for found in self._names.findall(text))) if self.called else []

    def _owner(self, found: str) -> str:
        return self.called.get(found) or self._by_small_letters[found.casefold()]

    @cached_property
    def _by_small_letters(self) -> dict[str, str]:
        return {name.casefold(): product for name, product in self.called.items()}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted(self.called, key=len, reverse=True)
        spelt = (f"(?i:{re.escape(name)})" if _letters(name) > SHORT else re.escape(name) for name in names)
        return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)")


def _letters(name: str) -> int:
    return sum(character.isalpha() for character in name)


def read_audiences(path: Path) -> Audiences:
    """The audiences of ``segments.yaml``. A product that says nothing of ``may see`` is told only its own."""
    complaints = Complaints()  # the readers have told them
    text = read_text(path, complaints)
    root = read_nodes(text, str(path), complaints) if text is not None else None
    segments = root.entries.get("segments") if isinstance(root, Fields) else None
    if not isinstance(segments, Fields):
        return Audiences()
    may_see = {name: frozenset(_texts(node, "may see")) or {name} for name, node in segments.entries.items()}
    called = {call: name for name, node in segments.entries.items() for call in (name, *_texts(node, "called"))}
    return Audiences({name: frozenset(seen) for name, seen in may_see.items()}, called)


def _texts(node: Node, name: str) -> Iterator[str]:
    value = node.entries.get(name) if isinstance(node, Fields) else None
    items = value.items if isinstance(value, Many) else (value,)
    return (item.value for item in items if isinstance(item, Text) and item.value.strip())
