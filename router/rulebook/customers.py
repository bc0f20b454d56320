"""``customers.yaml``: what proves that somebody is a customer, and where their products are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from router.rulebook.complaints import Complaints, one_of
from router.rulebook.countries import CountryLine, read_country_line
from router.rulebook.customer_examples import CustomerExample, read_customer_example
from router.rulebook.facts import FactType
from router.rulebook.personal import looks_personal
from router.rulebook.sending import as_lane
from router.rulebook.words import fold
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields, mapping_pairs, read_choice, read_texts, single_pair, unique
from router.types import LANES, Lane

FILE = "customers.yaml"
Place = Literal["customer list", "earlier tickets"]
Sign = Literal["e-mail", "other e-mail", "customer id", "phone"]
SIGNS: tuple[Sign, ...] = get_args(Sign)
STRONG_SIGNS: tuple[Sign, ...] = ("e-mail", "customer id")
"""What nobody else can write from. Anybody can type a phone number into a form."""

COLUMN_TYPES: tuple[FactType, ...] = ("text", "number", "yes or no", "date")
_LIST, _TICKETS, _FIELD = "customer list", "earlier tickets", "contact field"
_THIS, _ANOTHER = "this contact", "another contact"
_DISAGREE, _WEAK, _UNKNOWN = "if the places disagree", "if the proof is weak", "if unknown"
_CANT_ASK = "if a place can't be asked"
_ALL_ALLOW = "only what all of them allow"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A place that can prove a customer. ``of_another`` looks for other contacts that carry one of the signs."""

    place: Place
    same: tuple[Sign, ...] = ()
    of_another: bool = False
    weak: bool = False

    @property
    def name(self) -> str:
        of = "" if self.place == _LIST else f" of {_ANOTHER if self.of_another else _THIS}"
        return f"{self.place}{of}"


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A place where products are written. ``values`` leads from the company's folded words to products."""

    place: Literal["customer list", "contact field"]
    name: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CustomerRules:
    """The whole file. Lanes cap what goes out when the proof is weak, a place was silent or two disagree.

    ``columns`` are those of the customer list that rules may ask about and blanks of templates may be filled with.
    """

    proofs: tuple[ProofLine, ...] = ()
    products: tuple[ProductLine, ...] = ()
    otherwise: Literal["new", "unknown"] = "new"
    weak_lane: Lane = "note"
    unknown_lane: Lane = "note"
    conflict_lane: Lane = "reply"
    columns: Mapping[str, FactType] = field(default_factory=dict)
    countries: tuple[CountryLine, ...] = ()
    examples: tuple[CustomerExample, ...] = ()

    @property
    def kept_columns(self) -> tuple[str, ...]:
        """All that is kept of a customer's row: what this file names, and nothing that looks personal."""
        named = (*(line.name for line in self.products if line.place == _LIST), *self.columns)
        return unique(name for name in named if not looks_personal(name))


def read_customers(node: Node, products: tuple[str, ...], complaints: Complaints) -> CustomerRules:
    needed = ("existing if any", "otherwise", _CANT_ASK, "products from", _DISAGREE, _WEAK, _UNKNOWN)
    fields = Fields(node, complaints, FILE, needed, ("columns", "country from", "examples"))
    fields.choice(_CANT_ASK, ("unknown",), "unknown")
    proofs = tuple(_proof(item, complaints) for item in fields.items("existing if any"))
    read = tuple(_product_line(item, products, complaints) for item in fields.items("products from"))
    if any(line.place == _LIST for line in read) and not any(line.place == _LIST for line in proofs):
        where = fields.get("products from") or node
        complaints.at(where, 'products come from the customer list, so it must stand under "existing if any" too')
    examples = (read_customer_example(item, products, complaints) for item in fields.items("examples"))
    return CustomerRules(
        proofs=proofs,
        products=read,
        otherwise="unknown" if fields.choice("otherwise", ("new", "unknown"), "new") == "unknown" else "new",
        weak_lane=_lane(fields, _WEAK, complaints),
        unknown_lane=_lane(fields, _UNKNOWN, complaints, {"may see": "shared"}),
        conflict_lane=_lane(fields, _DISAGREE, complaints, {"conflict": "yes", "may see": _ALL_ALLOW}),
        columns=_columns(fields, complaints),
        countries=_countries(fields, proofs, complaints),
        examples=tuple(example for example in examples if example is not None),
    )


def _countries(fields: Fields, proofs: tuple[ProofLine, ...], complaints: Complaints) -> tuple[CountryLine, ...]:
    lines = tuple(read_country_line(item, complaints) for item in fields.items("country from"))
    node = fields.get("country from")
    if node and any(line.place == _LIST for line in lines) and not any(line.place == _LIST for line in proofs):
        complaints.at(node, 'the customer list is asked only where it stands under "existing if any" too')
    return lines


def _columns(fields: Fields, complaints: Complaints) -> Mapping[str, FactType]:
    """The columns of the customer list that are kept, with their types."""
    node = fields.get("columns")
    pairs = mapping_pairs(node, complaints, '"columns"') if node is not None else ()
    for key, _ in pairs:
        if looks_personal(key.text):
            message = f'the column "{key.text}" looks as if it held personal data, which no rule and no record may see'
            complaints.at(key, f"{message}; take it out, or give it another name here and in the customer list")
    read = {key.text: read_choice(value, complaints, key.text, COLUMN_TYPES) for key, value in pairs}
    return {name: kind for name, said in read.items() for kind in COLUMN_TYPES if kind == said}


def _lane(fields: Fields, key: str, complaints: Complaints, fixed: Mapping[str, str] | None = None) -> Lane:
    """The ``highest lane`` of a line. ``fixed`` are its other keys, which can only be what they are."""
    node = fields.get(key)
    if node is None:
        return "note"
    fixed = fixed or {}
    free = key == _DISAGREE
    line = Fields(node, complaints, f'"{key}"', (*fixed, *(() if free else ("highest lane",))), ("highest lane",))
    for name, value in fixed.items():
        line.choice(name, (value,), value)
    return as_lane(line.choice("highest lane", LANES, "reply" if free else "note"))


def _proof(node: Node, complaints: Complaints) -> ProofLine:
    pair = single_pair(node, complaints, "a place")
    if pair is None:
        return ProofLine("customer list")
    key, value = pair
    if key.text == _LIST:
        line = Fields(value, complaints, f'"{_LIST}"', ("same",), ("proof",))
        return _weighed(ProofLine("customer list", _signs(line)), line, complaints)
    if key.text != _TICKETS:
        complaints.at(key, f'"{key.text}" is no place that proves a customer; it is {one_of((_LIST, _TICKETS))}')
        return ProofLine("customer list")
    line = Fields(value, complaints, f'"{_TICKETS}"', ("of",), ("same", "proof"))
    another = line.choice("of", (_THIS, _ANOTHER), _THIS) == _ANOTHER
    if another is not ("same" in line):
        words = 'needs "same": what the two contacts share' if another else 'has no "same"'
        complaints.at(value, f'"of: {_ANOTHER if another else _THIS}" {words}')
    return _weighed(ProofLine("earlier tickets", _signs(line), another), line, complaints)


def _signs(line: Fields) -> tuple[Sign, ...]:
    chosen = line.choices("same", SIGNS)
    return tuple(sign for sign in SIGNS if sign in chosen)


def _weighed(proof: ProofLine, line: Fields, complaints: Complaints) -> ProofLine:
    said = line.choice("proof", ("strong", "weak"), "")
    where = line.get("proof")
    if said == "strong" and where is not None and (proof.of_another or not set(proof.same) <= set(STRONG_SIGNS)):
        complaints.at(where, "this can't be strong: anybody can type a phone number or another's address into a form")
    return ProofLine(proof.place, proof.same, proof.of_another, said == "weak" or proof.of_another)


def _product_line(node: Node, products: tuple[str, ...], complaints: Complaints) -> ProductLine:
    pair = single_pair(node, complaints, "a place")
    if pair is None:
        return ProductLine("contact field", "")
    key, value = pair
    if key.text == _LIST:
        line = Fields(value, complaints, f'"{_LIST}"', ("column",), ("values",))
        return ProductLine("customer list", line.text("column"), _values(line, products, complaints))
    if key.text != _FIELD:
        complaints.at(key, f'"{key.text}" is no place for products; it is {one_of((_LIST, _FIELD))}')
        return ProductLine("contact field", "")
    line = Fields(value, complaints, f'"{_FIELD}"', ("name",), ("values",))
    return ProductLine("contact field", line.text("name"), _values(line, products, complaints))


def _values(line: Fields, products: tuple[str, ...], complaints: Complaints) -> Mapping[str, str]:
    """A product's own name always means it; ``values`` adds the company's other words for it."""
    words = {fold(product): product for product in products}
    node = line.get("values")
    for key, value in mapping_pairs(node, complaints, '"values"') if node is not None else ():
        if key.text not in products:
            complaints.at(key, f'segments.yaml has no product "{key.text}"')
        for word in read_texts(value, complaints, "values"):
            if words.setdefault(fold(word), key.text) != key.text:
                complaints.at(value, f'"{word}" means {words[fold(word)]} already')
    return words
