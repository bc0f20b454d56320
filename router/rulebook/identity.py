"""From what the places said to who the customer is. Pure: the asking is done by the stage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from retrieval.types import SHARED
from router.rulebook.countries import CountryLine, countries_said
from router.rulebook.customers import CustomerRules, ProductLine
from router.rulebook.segments import Segments
from router.rulebook.words import fold
from router.rulebook.yaml.shape import unique
from router.types import Customer, CustomerKind, Evidence, Lane, ProofStrength, lower_lane

_BETWEEN = re.compile(r"[,;/|\n]+")


def customer_from(
    proofs: Sequence[Evidence], products: Sequence[Evidence], rules: CustomerRules, segments: Segments
) -> Customer:
    """The customer that these answers add up to. What isn't certain gives less: never more, and never *new*."""
    kind = _kind(proofs, rules)
    # Somebody proven by one sign may hold what a row says that only their phone number led to: that is weak again.
    proof: ProofStrength = "weak" if any(line.strength == "weak" for line in products) else _strength(proofs)
    lane = highest_lane(kind, "none", False, rules)
    customer = Customer(kind, (), (SHARED,), False, "none", lane, (*proofs, *products))
    if kind != "existing":
        return customer
    said = [line.products for line in products if line.products is not None]
    conflict = any(set(one) != set(said[0]) for one in said)
    return replace(
        customer,
        products=_common(said),
        may_see=_common([segments.may_see(one) for one in said]) or (SHARED,),
        conflict=conflict,
        proof=proof,
        highest_lane=highest_lane(kind, proof, conflict, rules),
    )


def highest_lane(kind: CustomerKind, proof: ProofStrength, conflict: bool, rules: CustomerRules) -> Lane:
    """How far any draft may go for somebody of this kind."""
    if kind != "existing":
        return rules.unknown_lane if kind == "unknown" else "reply"
    return lower_lane(rules.weak_lane if proof == "weak" else "reply", rules.conflict_lane if conflict else "reply")


def _kind(proofs: Sequence[Evidence], rules: CustomerRules) -> CustomerKind:
    if any(line.answer == "could not be asked" for line in proofs):
        return "unknown"
    return "existing" if any(line.answer == "yes" for line in proofs) else rules.otherwise


def _strength(proofs: Iterable[Evidence]) -> ProofStrength:
    met = {line.strength for line in proofs if line.answer == "yes"}
    return "strong" if "strong" in met else "weak" if "weak" in met else "none"


def _common(said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What stands in all of them, in the order of the first."""
    if not said:
        return ()
    return reduce(lambda left, right: tuple(one for one in left if one in right), said)


def products_said(
    line: ProductLine,
    rows: Sequence[Mapping[str, str]] | None,
    contact_field: str,
    rows_proof: ProofStrength = "strong",
) -> tuple[Evidence, ...]:
    """What one place says about products, for each customer it speaks of. ``rows`` None: it could not be asked.

    ``rows_proof`` is how surely the rows are this customer's.
    """
    if line.place == "contact field":
        return (_said(line, [contact_field], "strong"),)
    if rows is None:
        return (Evidence(f"products in {line.place}", "could not be asked", "the customer list could not be asked"),)
    cells = [[cell(row, line.name) for row in customer] for customer in by_customer(rows)]
    return tuple(_said(line, one, rows_proof) for one in cells) or (_said(line, [], "none"),)


def with_country(
    customer: Customer,
    rules: CustomerRules,
    rows: Sequence[Mapping[str, str]] | None,
    field_of: Callable[[CountryLine], str],
) -> Customer:
    """The customer with their country, for somebody proven beyond doubt. ``field_of`` reads a field of the contact."""
    if customer.kind != "existing" or not rules.countries:
        return customer

    def cells(line: CountryLine) -> Sequence[str]:
        return [cell(row, line.name) for row in rows or ()] if line.place == "customer list" else [field_of(line)]

    country, evidence = countries_said(rules.countries, cells)
    sure = country if customer.proof == "strong" else ""
    return replace(customer, country=sure, evidence=(*customer.evidence, *evidence))


def by_customer(rows: Iterable[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Rows with the same customer id are one customer's, a row a product; rows without an id count as one's too."""
    customers: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        customers.setdefault(fold(cell(row, "customer id")), []).append(row)
    return list(customers.values())


def cell(row: Mapping[str, str], column: str) -> str:
    """A row's value, whatever the case, blanks, hyphens and underlines of the column's name."""
    wanted = column_name(column)
    return next((value.strip() for name, value in row.items() if column_name(name) == wanted), "")


def column_name(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _said(line: ProductLine, cells: Sequence[str], strength: ProofStrength) -> Evidence:
    place = f"products in {line.place} ({line.name})"
    words = [word.strip() for text in cells for word in _BETWEEN.split(text) if word.strip()]
    if not words:
        return Evidence(place, "no", "says nothing about products")
    known = unique(line.values[fold(word)] for word in words if fold(word) in line.values)
    says = f"holds {', '.join(known)}" if known else "names no product we know"
    # The strange word itself is left out: nobody knows what stands in that cell, and evidence is stored.
    also = (
        "; a word there is no product of segments.yaml" if any(fold(word) not in line.values for word in words) else ""
    )
    return Evidence(place, "yes", says + also, strength, known)
