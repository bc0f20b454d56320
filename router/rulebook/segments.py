"""``segments.yaml``: the products, what their holders may be told, and how customers call them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints, Placed
from router.rulebook.names import is_short, names_found, plain
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_texts, unique

Search = Literal["search that product", "search shared", "search all they may see"]
Differs = Literal["note", "name both"]

_HELD, _NOT_HELD = "a product they hold", "a product they do not hold"
_NONE, _DIFFERS = "no product", "no product, and the answer differs by product"


@dataclass(frozen=True, slots=True)
class Segment:
    """A product. ``may_see`` are the products whose content its holders may be told, beside what is shared."""

    name: str
    title: str
    may_see: tuple[str, ...]
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhenNamed:
    """What is searched, by the product that the message names; and what becomes of an answer that differs by it."""

    held: Search = "search that product"
    not_held: Search = "search shared"
    none: Search = "search all they may see"
    differs: Differs = "note"


@dataclass(frozen=True, slots=True)
class Segments:
    segments: tuple[Segment, ...] = ()
    when_named: WhenNamed = WhenNamed()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(segment.name for segment in self.segments)

    def may_see(self, products: Iterable[str]) -> tuple[str, ...]:
        """The audiences that a holder of these products may be told, ``shared`` first. Unknown products add nothing."""
        held = set(products)
        return unique((SHARED, *(name for s in self.segments if s.name in held for name in s.may_see)))

    def products_named(self, text: str) -> tuple[str, ...]:
        """The products that a text names, in the order of the file."""
        owners = {call: segment.name for segment in self.segments for call in segment.called}
        found = {owners[call] for call in names_found(text, tuple(owners))}
        return tuple(name for name in self.names if name in found)


def read_segments(node: Node, complaints: Complaints) -> Segments:
    fields = Fields(node, complaints, "segments.yaml", ("segments", "when the message names"))
    listed = fields.get("segments")
    pairs = mapping_pairs(listed, complaints, '"segments"') if listed is not None else ()
    names = tuple(key.text for key, _ in pairs)
    segments = tuple(_segment(key.text, value, names, complaints) for key, value in pairs)
    for key, _ in pairs:
        if key.text == SHARED:
            complaints.at(key, f'"{SHARED}" is what everybody sees; give the product another name')
    _refuse_twice_called(segments, [key for key, _ in pairs], complaints)
    return Segments(segments, _when_named(fields, complaints))


def _segment(name: str, node: Node, names: tuple[str, ...], complaints: Complaints) -> Segment:
    fields = Fields(node, complaints, f'the segment "{name}"', ("may see", "called"), ("title",))
    may_see = fields.choices("may see", (*names, SHARED))
    called = fields.get("called")
    calls = read_texts(called, complaints, "called") if called is not None else ()
    for call in calls:
        if called is not None and is_short(call) and not call.isupper():
            complaints.at(called, f'"{call}" is too short to be told from an ordinary word; write it in capitals')
    return Segment(name, fields.text("title") or name, may_see, calls)


def _refuse_twice_called(segments: Sequence[Segment], places: Sequence[Placed], complaints: Complaints) -> None:
    owners: dict[str, str] = {}
    for segment, place in zip(segments, places, strict=True):
        for call in segment.called:
            owner = owners.setdefault(_compared(call), segment.name)
            if owner != segment.name:
                complaints.at(place, f'"{call}" is a name for both {owner} and {segment.name}; keep it in one of them')


def _compared(call: str) -> str:
    written = plain(call)
    return written if is_short(written) else written.casefold()


def _when_named(fields: Fields, complaints: Complaints) -> WhenNamed:
    node = fields.get("when the message names")
    if node is None:
        return WhenNamed()
    lines = Fields(node, complaints, '"when the message names"', (_HELD, _NOT_HELD, _NONE, _DIFFERS))
    return WhenNamed(
        held=_search(lines, _HELD, ("search that product", "search all they may see", "search shared")),
        not_held=_search(lines, _NOT_HELD, ("search shared", "search all they may see")),
        none=_search(lines, _NONE, ("search all they may see", "search shared")),
        differs="name both" if lines.choice(_DIFFERS, ("note", "name both"), "note") == "name both" else "note",
    )


def _search(lines: Fields, key: str, choices: tuple[Search, ...]) -> Search:
    chosen = lines.choice(key, choices, "search shared")
    return next((choice for choice in choices if choice == chosen), "search shared")
