"""Which template is taken, and when none is."""

from __future__ import annotations

from dataclasses import replace

from retrieval.types import Levels, Passage, PassageHit, Template, TemplateHit
from router.types import Found
from router.writing.choice import (
    WriteLimits,
    audience_of,
    choose_template,
    mixed_products,
    percent,
    unclear_products,
    usable_passages,
)

LIMITS = WriteLimits()
IM = Template("exit-fee-im", "Exit fee of IM", "IM", "en", "exit-fee", "locked", "1%")
PLUS = replace(IM, id="exit-fee-im-plus", audience="IM+", body="2.5%")
LOGIN = replace(IM, id="login", audience="shared", topic="login", body="Try again.")


def hit(template: Template, probability: float, score: float = 0.7) -> TemplateHit:
    return TemplateHit(template, score, "", probability)


def found(*hits: TemplateHit, ours: float = 0.9) -> Found:
    return Found(hits, ours=ours, levels=Levels(suggest=0.5, sure=0.9, ours=0.6))


def passage(name: str, audience: str, *products: str) -> PassageHit:
    return PassageHit(Passage(name, "a", audience, "T", "", "text", products), 0.6)


def test_the_most_probable_template_is_taken() -> None:
    choice = choose_template(found(hit(LOGIN, 0.2, 0.9), hit(IM, 0.75)))
    assert choice.template == IM
    assert "fits with 75 %" in choice.reason


def test_below_the_level_none_is_taken_and_the_reason_says_so() -> None:
    choice = choose_template(found(hit(IM, 0.49, 0.95)))
    assert choice.template is None
    assert "exit-fee-im, fits with 49 %: too low" in choice.reason


def test_a_message_that_is_hardly_ours_gets_no_template_however_probable() -> None:
    choice = choose_template(found(hit(IM, 0.99), ours=0.59))
    assert choice.template is None
    assert "doubtful that there is a template for it at all: 59 %, needed 60 %" in choice.reason


def test_nothing_found_is_no_template() -> None:
    assert choose_template(Found()).template is None


def test_what_is_all_but_certain_is_never_called_certain() -> None:
    assert [percent(one) for one in (0.5, 0.984, 0.9951, 1.0)] == ["50 %", "98 %", "99.5 %", "99.9 %"]


GERMAN = replace(IM, id="exit-fee-im-de", language="de", body="1 Prozent")


def test_of_a_topic_the_template_in_the_messages_language_is_taken() -> None:
    both = found(hit(GERMAN, 0.9, 0.9), hit(IM, 0.9, 0.6))
    assert choose_template(both, ("en",)).template == IM
    assert choose_template(both, ("de", "en")).template == GERMAN
    assert choose_template(found(hit(IM, 0.9)), ("de", "en")).template == IM


def test_a_template_in_no_language_of_ours_is_not_taken() -> None:
    choice = choose_template(found(hit(GERMAN, 0.9)), ("en",))
    assert choice.template is None
    assert "written in de only" in choice.reason


def test_another_audience_is_no_other_language() -> None:
    german_plus = replace(GERMAN, id="exit-fee-im-plus-de", audience="IM+")
    assert choose_template(found(hit(german_plus, 0.9), hit(IM, 0.9)), ("en",)).template is None


def test_siblings_that_differ_leave_the_product_unclear_when_none_is_named() -> None:
    hits = [hit(IM, 0.7), hit(PLUS, 0.69)]
    assert unclear_products(IM, hits, ()) == ("IM", "IM+")
    assert unclear_products(IM, hits, ("IM",)) == ()
    assert unclear_products(IM, hits[:1], ()) == ()


def test_a_sibling_counts_whatever_its_score() -> None:
    for score in (0.6, 0.0, -1.0):
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


def test_passages_far_below_the_best_are_left_out_when_one_thing_is_asked() -> None:
    hits = [replace(passage(name, "shared"), score=score) for name, score in (("a", 0.8), ("b", 0.73), ("c", 0.71))]
    hits = [replace(one, passage=replace(one.passage, text=one.passage.id)) for one in hits]
    assert [one.id for one in usable_passages(hits, None, (), LIMITS)] == ["a", "b"]
    assert [one.id for one in usable_passages(hits, None, (), LIMITS, several_asked=True)] == ["a", "b", "c"]


def test_what_the_template_or_a_better_passage_says_word_for_word_is_not_given_again() -> None:
    words = "It is taken once.\n\nNobody pays twice."
    hits = [passage("a", "shared"), passage("b", "shared"), passage("c", "IM", "IM")]
    alike = [replace(one, passage=replace(one.passage, text="Nobody pays twice.")) for one in hits]
    assert [one.id for one in usable_passages(alike, None, (), LIMITS)] == ["a", "c"]
    assert usable_passages(alike, replace(LOGIN, body=words), (), LIMITS) == ()
    assert [one.id for one in usable_passages(alike, replace(IM, body=words), (), LIMITS)] == ["a"]
    more = [replace(hits[0], passage=replace(hits[0].passage, text="Nobody pays twice. Some pay."))]
    assert [one.id for one in usable_passages(more, replace(LOGIN, body=words), (), LIMITS)] == ["a"]


def test_figures_of_two_products_side_by_side_are_noticed() -> None:
    passages = [passage("im", "IM", "IM").passage, passage("plus", "IM+", "IM+").passage]
    assert mixed_products(passages, ()) == ("IM", "IM+")
    assert mixed_products(passages, ("IM",)) == ()
    assert audience_of(passages) == "IM, IM+"
    assert audience_of([]) == "shared"


def test_what_the_template_says_inside_a_sentence_need_not_be_said_again() -> None:
    template = replace(LOGIN, body="Sorry.\n\n1. If you forgot it, choose **Forgot password** on the login page.")
    said = replace(passage("a", "shared"), score=0.9)
    said = replace(said, passage=replace(said.passage, text="Choose Forgot password on the login page."))
    other = replace(said, passage=replace(said.passage, text="Choose Forgot PIN on the login page."))
    assert usable_passages([said], template, (), LIMITS) == ()
    assert usable_passages([other], template, (), LIMITS) == (other.passage,)
