"""Where it is written down in which country a customer lives, and what the places say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from router.rulebook.complaints import Complaints, one_of
from router.rulebook.words import fold
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_texts, single_pair
from router.types import Evidence

CODE = re.compile(r"[A-Z]{2}", re.ASCII)
"""Two capital letters, as in IN, DE or US."""
CountryPlace = Literal["customer list", "contact field"]
_LIST, _FIELD = "customer list", "contact field"


@dataclass(frozen=True, slots=True)
class CountryLine:
    """A place where a country is written. ``values`` leads from the company's folded words to two letters."""

    place: CountryPlace
    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    def country(self, said: str) -> str:
        """The two letters; empty for a word that means no country."""
        code = said.strip().upper()
        return self.values.get(fold(said), code if CODE.fullmatch(code) else "")


def read_country_line(node: Node, complaints: Complaints) -> CountryLine:
    pair = single_pair(node, complaints, "a place")
    if pair is None:
        return CountryLine("contact field", "")
    key, value = pair
    if key.text not in (_LIST, _FIELD):
        complaints.at(key, f'"{key.text}" is no place for countries; it is {one_of((_LIST, _FIELD))}')
        return CountryLine("contact field", "")
    column = "column" if key.text == _LIST else "name"
    line = Fields(value, complaints, f'"{key.text}"', (column,), ("values",))
    place: CountryPlace = "customer list" if key.text == _LIST else "contact field"
    return CountryLine(place, line.text(column), _values(line, complaints))


def _values(line: Fields, complaints: Complaints) -> Mapping[str, str]:
    words: dict[str, str] = {}
    node = line.get("values")
    for key, value in mapping_pairs(node, complaints, '"values"') if node is not None else ():
        if not CODE.fullmatch(key.text):
            complaints.at(key, f'"{key.text}" isn\'t a country; write its two letters in capitals, as in IN or DE')
        for word in read_texts(value, complaints, "values"):
            if words.setdefault(fold(word), key.text) != key.text:
                complaints.at(value, f'"{word}" means {words[fold(word)]} already')
    return words


def countries_said(
    lines: Sequence[CountryLine], cells: Callable[[CountryLine], Sequence[str]]
) -> tuple[str, tuple[Evidence, ...]]:
    """The country, empty where no place says one, one says a strange word, or two differ; and what each place said.

    ``cells`` gives what stands at a place, one text for each customer it speaks of.
    """
    evidence, codes = [], set[str]()
    for line in lines:
        said = [text for text in cells(line) if text.strip()]
        found = {line.country(text) for text in said}
        codes |= found
        evidence.append(_evidence(line, sorted(found)))
    return (codes.pop() if len(codes) == 1 else ""), tuple(evidence)


def _evidence(line: CountryLine, codes: Sequence[str]) -> Evidence:
    place = f"country in {line.place} ({line.name})"
    if not codes:
        return Evidence(place, "no", "says nothing about the country")
    # The strange word itself is left out: nobody knows what stands in that cell, and evidence is stored.
    return Evidence(place, "yes", f"says {', '.join(code or 'a word that means no country' for code in codes)}")
