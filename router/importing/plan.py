"""The map that a lead writes: which folder of Freshdesk is for whom, and what its placeholders mean here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints, RulesInvalid, did_you_mean
from router.rulebook.words import fold
from router.rulebook.yaml.nodes import MappingNode, Node, ScalarNode
from router.rulebook.yaml.reader import decode, read_yaml
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_choice, read_text

Kind = Literal["canned responses", "articles"]
KINDS: tuple[Kind, ...] = ("canned responses", "articles")

LEAVE_OUT = "leave out"

_SOURCE = re.compile(r"ticket\.id|customer\.\s*\w.*")


@dataclass(frozen=True, slots=True)
class Placed:
    """What the map says of one folder. No audience: leave it out."""

    path: str
    audience: str
    language: str
    owner: str


@dataclass(frozen=True, slots=True)
class Plan:
    """``placeholders`` leads from Freshdesk's names to the sources of our blanks, ``texts`` to fixed words."""

    folders: Mapping[Kind, Mapping[str, Placed]]
    products: tuple[str, ...] = ()
    placeholders: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"

    def placed(self, kind: Kind, path: str) -> Placed | None:
        """What the map says of a folder, None when it says nothing."""
        return self.folders.get(kind, {}).get(fold(path))

    def not_found(self, kind: Kind, paths: Sequence[str]) -> list[str]:
        """What the map names and Freshdesk doesn't have, each with the name that was probably meant."""
        known = {fold(path) for path in paths}
        placed = self.folders.get(kind, {})
        return [f'"{one.path}"{did_you_mean(one.path, paths)}' for name, one in placed.items() if name not in known]


def read_plan(file: str, raw: bytes, products: Sequence[str]) -> Plan:
    """The map in a file. Raises ``RulesInvalid`` with everything that is wrong with it."""
    complaints = Complaints(file)
    text = decode(raw, complaints)
    node = read_yaml(text, complaints) if text is not None else None
    plan = _Reader(complaints, tuple(products)).plan(node) if node is not None else None
    if plan is None or complaints.errors:
        raise RulesInvalid(tuple(sorted(complaints.errors)))
    return plan


class _Reader:
    def __init__(self, complaints: Complaints, products: tuple[str, ...]) -> None:
        self.complaints = complaints
        self.products = products
        self.language = "en"
        self.owner = ""

    def plan(self, node: Node) -> Plan:
        fields = Fields(node, self.complaints, "the map", (), ("owner", "language", "placeholders", "texts", *KINDS))
        self.owner = fields.text("owner")
        self.language = self._language(fields) or self.language
        return Plan(
            folders={kind: self._folders(fields.get(kind), kind) for kind in KINDS},
            products=self.products,
            placeholders=self._placeholders(fields.get("placeholders")),
            texts={name: text for name, _, text in self._named_texts(fields.get("texts"), "texts")},
            language=self.language,
        )

    def _folders(self, node: Node | None, kind: Kind) -> dict[str, Placed]:
        found: dict[str, Placed] = {}
        for key, value in mapping_pairs(node, self.complaints, f'"{kind}"') if node is not None else ():
            name = fold(key.text)
            if name in found:
                self.complaints.at(key, f'"{key.text}" stands here twice, in other letters or blanks')
            found[name] = self._placed(key, value)
        return found

    def _placed(self, key: ScalarNode, value: Node) -> Placed:
        if not isinstance(value, MappingNode):
            return Placed(key.text, self._audience(value), self.language, self.owner)
        fields = Fields(value, self.complaints, f'"{key.text}"', ("audience",), ("language", "owner"))
        audience = fields.get("audience")
        return Placed(
            path=key.text,
            audience=self._audience(audience) if audience is not None else "",
            language=self._language(fields) or self.language,
            owner=fields.text("owner") or self.owner,
        )

    def _audience(self, node: Node) -> str:
        chosen = read_choice(node, self.complaints, "audience", (SHARED, *self.products, LEAVE_OUT))
        return "" if chosen == LEAVE_OUT else chosen

    def _language(self, fields: Fields) -> str:
        text, node = fields.text("language"), fields.get("language")
        if node is not None and text and not (len(text) == 2 and text.isascii() and text.islower()):
            self.complaints.at(node, f'the language "{text}" must be two small letters, such as en or de')
        return text

    def _placeholders(self, node: Node | None) -> dict[str, str]:
        found = {}
        for name, place, source in self._named_texts(node, "placeholders"):
            found[name] = source
            if source and not _SOURCE.fullmatch(source):
                says = f'"{source}" is nothing that a blank can be filled from; write ticket.id or customer.COLUMN'
                self.complaints.at(place, says)
        return found

    def _named_texts(self, node: Node | None, what: str) -> list[tuple[str, Node, str]]:
        pairs = mapping_pairs(node, self.complaints, f'"{what}"') if node is not None else ()
        return [(key.text.strip("{} "), value, read_text(value, self.complaints, key.text)) for key, value in pairs]
