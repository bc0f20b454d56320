"""The examples of ``customers.yaml``: what the places say, and who the customer must turn out to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints
from router.rulebook.countries import CODE
from router.rulebook.yaml.nodes import Node, ScalarNode
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_choice, read_text
from router.types import LANES

Asked = Literal["row", "no row", "not reachable"]
Earlier = Literal["this contact", "another contact", "none", "not reachable"]
PLACES = ("customer list", "contact field", "earlier tickets", "country field")
UNKNOWN = "unknown"
_COUNTRY = "country"
_EARLIER: tuple[Earlier, ...] = ("this contact", "another contact", "none", "not reachable")


@dataclass(frozen=True, slots=True)
class CustomerExample:
    """``expect`` holds only what the example mentions, in the file's own words."""

    asked: Asked
    columns: Mapping[str, str]
    contact_field: str
    earlier: Earlier
    country_field: str = ""
    expect: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 1
    column: int = 1


def read_customer_example(node: Node, products: tuple[str, ...], complaints: Complaints) -> CustomerExample | None:
    fields = Fields(node, complaints, "an example", ("given", "expect"))
    given, expect = fields.get("given"), fields.get("expect")
    if given is None or expect is None:
        return None
    places = Fields(given, complaints, '"given"', (), PLACES)
    return replace(read_places(places, node, complaints), expect=read_expected(expect, products, complaints))


def read_places(places: Fields, node: Node, complaints: Complaints) -> CustomerExample:
    """What the places say, nothing expected of it yet."""
    asked, columns = _customer_list(places.get("customer list"), complaints)
    earlier = places.choice("earlier tickets", _EARLIER, "none")
    return CustomerExample(
        asked=asked,
        columns=columns,
        contact_field=places.text("contact field"),
        earlier=next((word for word in _EARLIER if word == earlier), "none"),
        country_field=places.text("country field"),
        line=node.line,
        column=node.column,
    )


def _customer_list(node: Node | None, complaints: Complaints) -> tuple[Asked, Mapping[str, str]]:
    if node is None:
        return "no row", {}
    if isinstance(node, ScalarNode):
        said = read_choice(node, complaints, "customer list", ("not reachable", "no row"))
        return ("not reachable" if said == "not reachable" else "no row"), {}
    pairs = mapping_pairs(node, complaints, '"customer list"')
    return "row", {key.text: read_text(value, complaints, key.text) for key, value in pairs}


def read_expected(node: Node, products: tuple[str, ...], complaints: Complaints) -> Mapping[str, tuple[str, ...]]:
    """Who the customer must turn out to be: only what is mentioned."""
    choices: Mapping[str, tuple[str, ...]] = {
        "kind": ("new", "existing", "unknown"),
        "products": products,
        "may see": (SHARED, *products),
        "conflict": ("yes", "no"),
        "proof": ("strong", "weak", "none"),
        "highest lane": LANES,
    }
    fields = Fields(node, complaints, '"expect"', (), (*choices, _COUNTRY))
    said = {key: fields.choices(key, words) for key, words in choices.items() if key in fields}
    return {**said, **({_COUNTRY: _country(fields, complaints)} if _COUNTRY in fields else {})}


def _country(fields: Fields, complaints: Complaints) -> tuple[str, ...]:
    """Two letters, or ``unknown``."""
    said, node = fields.text(_COUNTRY), fields.get(_COUNTRY)
    if node is not None and said != UNKNOWN and not CODE.fullmatch(said):
        complaints.at(node, f'"{said}" isn\'t a country; write its two letters in capitals, as in IN or DE, or unknown')
    return (said,)
