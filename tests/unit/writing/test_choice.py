"""Which template is taken, and when none is."""

from __future__ import annotations

from dataclasses import replace

from retrieval.types import Passage, PassageHit, Template, TemplateHit
from router.writing.choice import (
    WriteLimits,
    audience_of,
    choose_template,
    mixed_products,
    unclear_products,
    usable_passages,
)

LIMITS = WriteLimits()
IM = Template("exit-fee-im", "Exit fee of IM", "IM", "en", "exit-fee", "locked", "1%")
PLUS = replace(IM, id="exit-fee-im-plus", audience="IM+", body="2.5%")
LOGIN = replace(IM, id="login", audience="shared", topic="login", body="Try again.")


def hit(template: Template, score: float) -> TemplateHit:
    return TemplateHit(template, score, "")


def passage(name: str, audience: str, *products: str) -> PassageHit:
    return PassageHit(Passage(name, "a", audience, "T", "", "text", products), 0.6)


def test_the_best_template_above_the_floor_is_taken() -> None:
    choice = choose_template([hit(LOGIN, 0.4), hit(IM, 0.8)], LIMITS)
    assert choice.template == IM
    assert "0.80" in choice.reason


def test_below_the_floor_none_is_taken_and_the_reason_says_so() -> None:
    choice = choose_template([hit(IM, 0.61)], LIMITS)
    assert choice.template is None
    assert "exit-fee-im, scored 0.61" in choice.reason


def test_another_topic_too_close_leaves_none() -> None:
    assert choose_template([hit(IM, 0.70), hit(LOGIN, 0.68)], LIMITS).template is None


def test_a_sibling_may_be_as_close_as_it_likes() -> None:
    assert choose_template([hit(IM, 0.70), hit(PLUS, 0.70)], LIMITS).template == IM


def test_siblings_that_differ_leave_the_product_unclear_when_none_is_named() -> None:
    hits = [hit(IM, 0.7), hit(PLUS, 0.69)]
    assert unclear_products(IM, hits, ()) == ("IM", "IM+")
    assert unclear_products(IM, hits, ("IM",)) == ()
    assert unclear_products(IM, hits[:1], ()) == ()


def test_a_sibling_counts_whatever_its_score() -> None:
    for score in (LIMITS.template_floor - 0.01, 0.0, -1.0):
        assert unclear_products(IM, [hit(IM, 0.7), hit(PLUS, score)], ()) == ("IM", "IM+")
    assert unclear_products(IM, [hit(IM, 0.7), hit(replace(PLUS, body=IM.body), 0.0)], ()) == ()
    assert unclear_products(IM, [hit(IM, 0.7), hit(replace(PLUS, topic="lock-in"), 0.0)], ()) == ()
    assert unclear_products(IM, [hit(IM, 0.7), hit(replace(PLUS, language="hi"), 0.0)], ()) == ()


def test_beside_a_template_only_passages_of_its_product_stand() -> None:
    hits = [passage("shared", "shared"), passage("im", "IM", "IM"), passage("plus", "IM+", "IM+")]
    assert [one.id for one in usable_passages(hits, IM, (), LIMITS)] == ["shared", "im"]
    assert [one.id for one in usable_passages(hits, LOGIN, (), LIMITS)] == ["shared"]
    assert [one.id for one in usable_passages(hits, LOGIN, ("IM+",), LIMITS)] == ["shared", "plus"]
    assert len(usable_passages(hits, None, (), LIMITS)) == 3


def test_passages_below_the_floor_are_left_out() -> None:
    assert usable_passages([replace(passage("x", "shared"), score=0.44)], None, (), LIMITS) == ()


def test_figures_of_two_products_side_by_side_are_noticed() -> None:
    passages = [passage("im", "IM", "IM").passage, passage("plus", "IM+", "IM+").passage]
    assert mixed_products(passages, ()) == ("IM", "IM+")
    assert mixed_products(passages, ("IM",)) == ()
    assert audience_of(passages) == "IM, IM+"
    assert audience_of([]) == "shared"
