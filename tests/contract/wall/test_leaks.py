"""Everything we have, asked for in its own words by everybody who may not see it; and by those who may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from retrieval.facts.carried import carried
from retrieval.facts.plain import plain, sentences
from retrieval.facts.reading import facts_in
from retrieval.types import SHARED, Hits
from router.types import Customer
from tests.wall import Company, EachOnce, Words, audiences_in, own_words, said_only_to_others

ENOUGH = 0.95


@pytest.fixture(scope="module")
def words(company: Company, model: EachOnce) -> list[Words]:
    """The words of every row, embedded in one go together with all that the pipeline will search with."""
    every = own_words(company.knowledge)
    owned = [one for one in every if one.audience != SHARED]
    examples = [one.text for one in every if one.kind == "example"]
    asked = (text for one in owned for text in (one.text, one.naming.text))
    model.embed(company.searched_with([*examples, *asked]))
    return every


def from_outside(company: Company, words: Sequence[Words]) -> Iterator[tuple[Words, tuple[str, ...]]]:
    """Each row's words, with and without its product's name, beside each set of products that may not see it."""
    for one in words:
        for products in company.strangers_to(one.audience):
            yield one, products
            yield one.naming, products


def holder_of(company: Company, audience: str) -> Customer:
    return company.customer(() if audience == SHARED else (audience,))


def search(company: Company, text: str, customer: Customer) -> Hits:
    return company.index.search([text], customer.may_see, company.collection)


def told(what: str, rights: Counter[bool], show: pytest.CaptureFixture[str]) -> float:
    """The share that was right, printed whether the test passes or not."""
    rate = rights[True] / rights.total()
    with show.disabled():
        print(f"\n{what}: {rights[True]} of {rights.total()} ({rate:.1%})")
    return rate


def test_every_product_has_words_of_its_own_and_somebody_who_may_not_see_them(
    company: Company, words: list[Words]
) -> None:
    for product in company.knowledge.products:
        kinds = Counter(one.kind for one in words if one.audience == product)
        assert kinds["example"] >= 100, f"hardly any examples for {product}"
        assert kinds["passage"] >= 10, f"hardly any passages for {product}"
    assert () in company.strangers_to("IM")
    assert ("IM",) in company.strangers_to("IM+")


def test_a_search_from_outside_finds_nothing_of_theirs(company: Company, words: list[Words]) -> None:
    asked = 0
    for one, products in from_outside(company, words):
        customer = company.customer(products)
        hits = search(company, one.text, customer)
        shown = {hit.template.audience for hit in hits.templates} | {hit.passage.audience for hit in hits.passages}
        names = {hit.template.id for hit in hits.templates} | {hit.passage.id for hit in hits.passages}
        assert shown <= set(customer.may_see), f"{products} is shown {shown}: {one.text}"
        assert one.document not in names, f"{products} is shown {one.document}: {one.text}"
        assert hits.templates, "whoever may see nothing of this still finds what is for everybody"
        assert hits.passages
        asked += 1
    assert asked > 1000


def test_the_same_words_lead_a_holder_to_their_template(
    company: Company, words: list[Words], capsys: pytest.CaptureFixture[str]
) -> None:
    rights: Counter[bool] = Counter()
    for one in words:
        if one.kind == "example":
            found = search(company, one.text, holder_of(company, one.audience)).templates
            rights[[hit.template.id for hit in found[:1]] == [one.document]] += 1
    assert told("own words that lead a holder to their template", rights, capsys) >= ENOUGH


def test_the_same_words_lead_a_holder_to_their_passage(
    company: Company, words: list[Words], capsys: pytest.CaptureFixture[str]
) -> None:
    rights: Counter[bool] = Counter()
    for one in words:
        if one.kind == "passage":
            found = search(company, one.text, holder_of(company, one.audience)).passages
            rights[[hit.passage.id for hit in found[:1]] == [one.document]] += 1
    assert told("own words that lead a holder to their passage", rights, capsys) >= ENOUGH


def test_a_ticket_from_outside_finds_and_drafts_nothing_of_theirs(company: Company, words: list[Words]) -> None:
    hidden = {products: said_only_to_others(company, products) for products in company.sets()}
    drafts = 0
    for one, products in from_outside(company, words):
        customer = company.customer(products)
        run = company.answer(one.text, customer)
        assert run.route is not None
        assert set(run.route.search) <= set(customer.may_see)
        assert audiences_in(run) <= set(customer.may_see), f"{products} is shown {audiences_in(run)}: {one.text}"
        text = " ".join(run.draft.text.split()) if run.draft else ""
        assert not [said for said in hidden[products] if said in text], f"{products} reads {text}"
        drafts += bool(text)
    assert drafts > 200, "hardly anything was drafted, so hardly anything was tried"


def test_a_holders_ticket_finds_their_template_first(
    company: Company, words: list[Words], capsys: pytest.CaptureFixture[str]
) -> None:
    """Those that a rule hands over or answers by a standard reply are not searched for."""
    rights: Counter[bool] = Counter()
    drafted: Counter[bool] = Counter()
    for one in words:
        if one.kind == "example":
            run = company.answer(one.text, holder_of(company, one.audience))
            if run.route is not None and run.route.decision == "retrieve" and run.found is not None:
                rights[[hit.template.id for hit in run.found.templates[:1]] == [one.document]] += 1
                drafted[run.draft is not None and run.draft.template == one.document] += 1
    assert rights.total() > 300
    assert told("own words that lead a holder's ticket to their template", rights, capsys) >= ENOUGH
    told("... and to a draft from it", drafted, capsys)


def test_no_text_gives_a_figure_of_a_product_that_its_readers_may_not_see(company: Company) -> None:
    """The leads' own words: whoever may read a text reads no figure there beside a product that is hidden from them."""
    named = company.rules.segments.products_named
    texts = [(one.id, one.audience, one.body) for one in company.knowledge.templates]
    texts += [(one.id, one.audience, f"{one.heading}\n{one.text}") for one in company.knowledge.passages]
    for products in company.sets():
        may_see = company.rules.segments.may_see(products)
        hidden = [text for _, audience, text in texts if audience not in may_see]
        for name, audience, text in texts:
            for sentence in sentences(plain(text)) if audience in may_see else ():
                theirs = {*named(sentence.text), *named(sentence.heading)} - {*may_see}
                figures = [fact.word for fact in facts_in(sentence.text) if theirs and carried(fact, hidden)]
                assert not figures, f"{name} gives {figures} of {theirs} to {products}: {sentence.text}"
