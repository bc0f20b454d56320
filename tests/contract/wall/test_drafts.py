"""The last look: if a text of others did come into a draft, in whatever way, it is found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from retrieval.types import PassageHit, TemplateHit
from router.rulebook.sending import LaneStep, Sending, SendingAction
from router.stages.check import check
from router.stages.permit import permit
from router.types import Counts, Customer, Draft, Findings, Found, Lane, Route
from tests.unit.tickets import MORNING, TICKET
from tests.wall import Company

Leak = tuple[str, Draft, Found]
"""Whose text it is, a draft that holds it, and the find it would have come by."""


def leaks(company: Company) -> Iterator[Leak]:
    """Every template and passage of a product, as a draft."""
    for one in company.knowledge.templates:
        draft = Draft(one.body, one.id, one.audience, "template", "template")
        yield one.audience, draft, Found((TemplateHit(one, 0.99, ""),), (), (one.audience,))
    for passage in company.knowledge.passages:
        draft = Draft(passage.text, "", passage.audience, "documented", "model", (passage.id,))
        yield passage.audience, draft, Found((), (PassageHit(passage, 0.99),), (passage.audience,))


def to_strangers(company: Company) -> Iterator[tuple[Customer, Draft, Found]]:
    for audience, draft, found in leaks(company):
        for products in company.strangers_to(audience):
            yield company.customer(products), draft, found


def checked(company: Company, draft: Draft, found: Found, customer: Customer) -> Findings:
    outside = company.index.outside(customer.may_see, company.collection)
    message = company.message("Tell me about my product")
    named = company.rules.segments.products_named
    return check(draft, message, found, customer, [], outside, names_in=named)


def kinds(findings: Findings) -> set[str]:
    return {finding.kind for finding in findings.items}


def test_a_find_of_others_is_told_from_the_draft_that_rests_on_it(company: Company) -> None:
    tried = 0
    for customer, draft, found in to_strangers(company):
        assert "segment wall" in kinds(checked(company, draft, found, customer)), draft
        tried += 1
    assert tried > 80


def test_words_of_others_are_known_again_without_any_find(company: Company) -> None:
    """As when a model says what it read elsewhere. A few words in a row are a leak; a lone figure has no source."""
    for customer, draft, _ in to_strangers(company):
        unsaid = replace(draft, template="", passages=(), grounding="documented")
        found = kinds(checked(company, unsaid, Found(), customer))
        assert "segment wall" in found, unsaid


def test_the_same_words_are_no_leak_to_a_holder(company: Company) -> None:
    for audience, draft, found in leaks(company):
        holder = company.customer((audience,))
        assert "segment wall" not in kinds(checked(company, draft, found, holder)), draft


def test_a_draft_with_such_a_finding_never_goes_out_and_the_holders_does(company: Company) -> None:
    for customer, draft, found in to_strangers(company):
        assert lane(company, draft, found, customer) == "note"
    sent = [lane(company, draft, found, company.customer((whose,))) for whose, draft, found in leaks(company)]
    assert sent.count("reply") > 20, "were nothing ever sent, the lane would prove nothing"


def lane(company: Company, draft: Draft, found: Found, customer: Customer) -> Lane:
    """How far the draft goes where the leads let everything go out."""
    rules = replace(company.rules, sending=Sending("reply", (), SendingAction(LaneStep("reply"))))
    message = company.message("Tell me about my product")
    findings = checked(company, draft, found, customer)
    return permit(
        TICKET, message, customer, Route("retrieve", "rule", "because"), found, draft, findings, rules,
        at=MORNING, counts=Counts(), embedding_languages=("en",), ceiling=None, lane_override=None,
    ).lane  # fmt: skip
