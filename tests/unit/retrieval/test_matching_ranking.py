"""The order of templates, for one text and for a message of several."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.matching.ranking import combined, leading, ranked, worth
from retrieval.types import Template, TemplateHit, TextHits


def hit(name: str, probability: float, score: float) -> TemplateHit:
    return TemplateHit(Template(name, name, "IM", "en", name, "locked", "Hello"), score, name, probability)


SHARES = st.floats(0, 1)
HITS = st.lists(st.builds(hit, st.sampled_from("abcd"), SHARES, st.floats(-1, 1)), max_size=5)
MESSAGES = st.lists(st.builds(TextHits, st.text(max_size=3), HITS.map(ranked), SHARES), min_size=1, max_size=4)


def test_one_texts_templates_come_by_probability_and_siblings_by_similarity() -> None:
    found = ranked([hit("c", 0.2, 0.9), hit("b", 0.7, 0.4), hit("a", 0.7, 0.5)])
    assert [one.template.id for one in found] == ["a", "b", "c"]


def test_a_greeting_that_is_sure_of_something_far_away_does_not_speak_for_the_message() -> None:
    greeting = TextHits("Dear all", (hit("hours", 0.9, 0.1),), 0.05)
    question = TextHits("What does it cost?", (hit("fees", 0.6, 0.7),), 0.8)
    assert leading([greeting, question]) == question
    assert [one.template.id for one in combined([greeting, question])] == ["fees", "hours"]


def test_a_second_question_is_not_hidden_behind_the_rest_of_the_first() -> None:
    first = TextHits("Fee?", (hit("fees", 0.9, 0.9), hit("tax", 0.04, 0.5)), 0.9)
    second = TextHits("Nominee?", (hit("nominee", 0.8, 0.8), hit("fees", 0.01, 0.1)), 0.9)
    found = combined([first, second])
    assert [one.template.id for one in found] == ["fees", "nominee", "tax"]


def test_the_best_of_many_pieces_is_believed_only_as_far_as_the_whole_message_agrees() -> None:
    whole = TextHits("I cancelled. Where is it?", (hit("refund", 0.4, 0.7), hit("source", 0.1, 0.5)), 0.9)
    piece = TextHits("Where is it?", (hit("source", 0.96, 0.8),), 0.9)
    assert {one.template.id: one.probability for one in combined([whole, piece])} == {"source": 0.53, "refund": 0.4}
    assert [one.template.id for one in combined([whole, piece])] == ["source", "refund"]
    clear = TextHits("I cancelled and wait for my refund. Where is it?", (hit("refund", 0.9, 0.8),), 0.9)
    assert [one.template.id for one in combined([clear, piece])] == ["refund", "source"]
    assert combined([piece])[0].probability == 0.96, "a message of one piece is its own whole"
    apart = combined([TextHits("Dear all", (), 0.1), piece])
    assert apart[0].probability == 0.48, "what isn't among the whole message's templates isn't probable in it"


@given(MESSAGES)
def test_each_template_comes_once_and_in_the_order_of_worth(message: list[TextHits]) -> None:
    found = combined(message)
    assert len({one.template.id for one in found}) == len(found)
    assert {one.template.id for one in found} == {one.template.id for text in message for one in text.templates}
    assert [worth(one) for one in found] == sorted(map(worth, found), reverse=True)


@given(MESSAGES)
def test_no_template_is_more_probable_in_the_message_than_in_one_of_its_texts(message: list[TextHits]) -> None:
    for one in combined(message):
        assert one.probability <= max(x.probability for t in message for x in t.templates if x.template == one.template)
