"""Whatever the products, their graph of what may be seen and the rules: nobody is searched for beyond their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.types import SHARED, Hits, IndexState, Template
from router.rulebook.routing import DECISIONS, RoutingAction
from router.rulebook.ruleset import RuleSet
from router.rulebook.segments import Search, Segment, Segments, WhenNamed
from router.stages.retrieve import retrieve
from router.stages.route import route
from router.types import LANES, Customer, CustomerKind, Message, ProofStrength, Route
from tests.unit.rulebook.lendora import lendora
from tests.unit.tickets import MESSAGE, MORNING, TICKET

NAMES = st.sampled_from(["IM", "IM+", "IM-", "IX", "Gold", "प्लस", " ", "*", "all", "a,b"]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4
).filter(lambda name: name != SHARED)
SEARCHES = st.sampled_from(get_args(Search))
TEXTS = st.lists(
    st.sampled_from(["fraud", "lawyer", "my fee?", "get started", "you promised", "callback", "?"]), max_size=4
).map(" ".join)


def subset_of(names: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), unique=True).map(tuple) if names else st.just(())


@st.composite
def graphs(draw: st.DrawFn) -> Segments:
    """Any products, each of which may see any of them, itself or not."""
    names = draw(st.lists(NAMES, max_size=5, unique=True))
    seen = [draw(subset_of([*names, SHARED])) for _ in names]
    segments = tuple(Segment(name, name, may_see, (name,)) for name, may_see in zip(names, seen, strict=True))
    return Segments(segments, WhenNamed(draw(SEARCHES), draw(SEARCHES), draw(SEARCHES)))


@st.composite
def actions(draw: st.DrawFn) -> RoutingAction:
    decision = draw(st.sampled_from([*DECISIONS, None]))
    template = draw(st.sampled_from(["of-shared", "of-others", "nowhere"])) if decision == "standard reply" else ""
    return RoutingAction(decision, template=template, only_shared=draw(st.booleans()))


@st.composite
def rule_sets(draw: st.DrawFn) -> RuleSet:
    """Any graph, and the example company's conditions with any decisions behind them."""
    rules = lendora()
    changed = [
        replace(rule, then=draw(actions()), trial=draw(st.booleans()))
        for rule in draw(st.permutations(rules.routing.rules))[:4]
    ]
    routing = replace(rules.routing, rules=tuple(changed), otherwise=draw(actions()))
    return replace(rules, segments=draw(graphs()), routing=routing)


@st.composite
def customers(draw: st.DrawFn, segments: Segments) -> Customer:
    """Whoever it is: by what they hold, or with what was left to them after places had disagreed."""
    held = draw(subset_of([*segments.names, "gone"]))
    all_of_it = segments.may_see(held)
    kept = all_of_it if draw(st.booleans()) else (SHARED, *draw(subset_of(all_of_it[1:])))
    kind, proof = draw(st.sampled_from(get_args(CustomerKind))), draw(st.sampled_from(get_args(ProofStrength)))
    return Customer(kind, held, tuple(dict.fromkeys(kept)), draw(st.booleans()), proof, draw(st.sampled_from(LANES)))


@st.composite
def tickets(draw: st.DrawFn) -> tuple[RuleSet, Customer, Message]:
    rules = draw(rule_sets())
    text = draw(TEXTS)
    named = draw(subset_of([*rules.segments.names, "gone"]))
    return rules, draw(customers(rules.segments)), replace(MESSAGE, text=text, newest=text, products_named=named)


class AskedIndex:
    """Has a template for everybody and one for others, and remembers whose content it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def state(self) -> IndexState:
        return IndexState("version", "model", "", {})

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        self.asked.update(audiences)
        return Hits((), (), collection)

    def template(self, template_id: str, audiences: Sequence[str], collection: str) -> Template | None:
        self.asked.update(audiences)
        owner = {"of-shared": SHARED, "of-others": "others"}.get(template_id)
        if owner not in audiences:
            return None
        return Template(template_id, template_id, owner, "en", "topic", "locked", "Hello")

    def siblings(self, template_id: str, audiences: Sequence[str], collection: str) -> Sequence[Template]:
        self.asked.update(audiences)
        return ()

    def outside(self, audiences: Sequence[str], collection: str) -> Sequence[str]:
        return ()


def decided(ticket: tuple[RuleSet, Customer, Message]) -> Route:
    rules, customer, message = ticket
    return route(TICKET, message, customer, rules, at=MORNING)


@settings(deadline=None, max_examples=300)
@given(tickets())
def test_no_rule_searches_beyond_what_the_customer_may_see(ticket: tuple[RuleSet, Customer, Message]) -> None:
    search = decided(ticket).search
    assert search[0] == SHARED
    assert set(search) <= set(ticket[1].may_see)


@settings(deadline=None, max_examples=300)
@given(tickets(), st.sampled_from(["new", "unknown"]))
def test_whoever_is_no_existing_customer_is_searched_for_in_shared_alone(
    ticket: tuple[RuleSet, Customer, Message], kind: CustomerKind
) -> None:
    """Even if somebody had told what they may see."""
    rules, customer, message = ticket
    found = decided((rules, replace(customer, kind=kind), message))
    assert found.decision != "retrieve" or found.search == (SHARED,)


@settings(deadline=None, max_examples=300)
@given(tickets())
def test_the_index_is_asked_for_nothing_else_whatever_was_decided(ticket: tuple[RuleSet, Customer, Message]) -> None:
    _, customer, message = ticket
    index = AskedIndex()
    found = retrieve(message, decided(ticket), index, "version", customer.may_see)
    assert index.asked <= set(customer.may_see)
    assert {hit.template.audience for hit in found.templates} <= set(customer.may_see)


def test_a_route_that_says_more_than_the_customer_may_see_is_cut_before_the_index_is_asked() -> None:
    index = AskedIndex()
    too_wide = Route("retrieve", "rule", "because", search=(SHARED, "IM", "IM+"))
    found = retrieve(MESSAGE, too_wide, index, "version", (SHARED, "IM"))
    assert index.asked == {SHARED, "IM"}
    assert found.searched == (SHARED, "IM")


@given(graphs(), st.data())
def test_what_may_be_seen_is_what_the_graph_says_and_never_more(segments: Segments, data: st.DataObject) -> None:
    held = data.draw(subset_of([*segments.names, "gone"]))
    allowed = {SHARED, *(name for one in segments.segments if one.name in held for name in one.may_see)}
    assert set(segments.may_see(held)) == allowed
    assert segments.may_see(()) == (SHARED,)
    assert segments.may_see(("gone",)) == (SHARED,)
