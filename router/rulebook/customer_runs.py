"""Runs the examples of ``customers.yaml``: who the customer turns out to be when the places say what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from router.rulebook import customers
from router.rulebook.customer_examples import UNKNOWN, Asked, CustomerExample, Earlier
from router.rulebook.examples.results import ExampleResult, compared, differences
from router.rulebook.identity import customer_from, products_said, with_country
from router.rulebook.ruleset import RuleSet
from router.types import Customer, Evidence


def customer_results(rules: RuleSet) -> Iterator[ExampleResult]:
    """Each example, and what came out otherwise."""
    for example in rules.customers.examples:
        found = differences(example.expect, customer_words(customer_of(example, rules)))
        yield compared(customers.FILE, example, "the customer", "example", found)


def customer_of(example: CustomerExample, rules: RuleSet) -> Customer:
    """Who the customer is when the places say what the example says."""
    asked, earlier = example.asked, example.earlier
    proofs = [_proof("customer list", asked)]
    if asked == "no row":
        proofs.append(_proof("earlier tickets", earlier))
    rows = None if asked == "not reachable" else [example.columns] if asked == "row" else []
    said = [one for line in rules.customers.products for one in products_said(line, rows, example.contact_field)]
    customer = customer_from(proofs, said, rules.customers, rules.segments)
    return with_country(customer, rules.customers, rows, lambda _: example.country_field)


def _proof(place: str, said: Asked | Earlier) -> Evidence:
    says = f"the example says: {said}"
    if said == "not reachable":
        return Evidence(place, "could not be asked", says)
    if said in ("no row", "none"):
        return Evidence(place, "no", says)
    return Evidence(place, "yes", says, "weak" if said == "another contact" else "strong")


def customer_words(customer: Customer) -> Mapping[str, tuple[str, ...]]:
    """Who the customer is, in the words of the file."""
    return {
        "kind": (customer.kind,),
        "products": customer.products,
        "may see": customer.may_see,
        "conflict": ("yes" if customer.conflict else "no",),
        "proof": (customer.proof,),
        "highest lane": (customer.highest_lane,),
        "country": (customer.country or UNKNOWN,),
    }
