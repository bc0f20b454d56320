"""Who the customer is under other rules, from what the places answered back then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from router.rulebook.customers import CustomerRules, ProductLine
from router.rulebook.identity import customer_from
from router.rulebook.segments import Segments
from router.types import Customer, Evidence, lower_lane

_PRODUCTS = "products in "
_PROOFS = ("customer list", "earlier tickets")


def customer_under(
    recorded: Customer, own: CustomerRules | None, rules: CustomerRules, segments: Segments, author_is_requester: bool
) -> tuple[Customer, bool]:
    """The customer that the recorded answers add up to, and whether these answers are enough to tell.

    They aren't when these rules ask other places than ``own``, the rules of that time (None: not kept any more), did.
    Then the customer stays as recorded.
    """
    proofs = [line for line in recorded.evidence if line.place.startswith(_PROOFS)]
    products = [line for line in recorded.evidence if line.place.startswith(_PRODUCTS)]
    if not proofs:
        return recorded, True  # nobody was asked, because nothing waited for an answer
    if own is None or not _still_answered(own, rules, products):
        return recorded, False
    again = customer_from(proofs, products, rules, segments)
    lane = again.highest_lane if author_is_requester else lower_lane(again.highest_lane, "note")
    return replace(
        recorded,
        kind=again.kind,
        products=again.products,
        may_see=again.may_see,
        conflict=again.conflict,
        proof=again.proof,
        highest_lane=lane,
    ), True


def _still_answered(own: CustomerRules, rules: CustomerRules, products: Sequence[Evidence]) -> bool:
    """Whether these rules would have asked the same, and read the answers alike."""
    if own.proofs != rules.proofs or len(own.products) != len(rules.products):
        return False
    return all(_read_alike(old, new, products) for old, new in zip(own.products, rules.products, strict=True))


def _read_alike(old: ProductLine, new: ProductLine, said: Sequence[Evidence]) -> bool:
    """More words for products change nothing for a place that named only words known by then."""
    if (old.place, old.name) != (new.place, new.name):
        return False
    if old.values == new.values:
        return True
    of_line = [one for one in said if one.place.startswith(f"{_PRODUCTS}{old.place}")]
    if all(one.products is None for one in of_line):
        return True
    strange = any("no product" in one.says for one in of_line)
    return not strange and old.values.items() <= new.values.items()
