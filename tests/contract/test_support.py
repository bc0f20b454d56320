"""The second alarm, with the model that the service embeds with."""

from __future__ import annotations

import pytest

from retrieval.embedding import SentenceModel
from retrieval.types import Passage, PassageHit
from retrieval.vectors import Lately
from router.grounding.sentences import sentences
from router.guard.signs import Embed, signs_of
from router.guard.support import read_weights, signs_together, weakly_supported
from router.stages.check import check
from router.types import Draft, Finding, Found, Grounds, Quote
from tests.checking import customer, message
from tests.unit.grounding.pairs import pairs

LEAVING = Passage(
    "p1", "fees", "shared", "Leaving early", "",
    "You can leave before the lock-in has ended. The app shows the fee before you confirm.",
)  # fmt: skip
LOGIN = Passage(
    "p2", "login", "shared", "Login", "", "Your password has at least ten letters. Never tell it to anybody."
)
FOUND = Found((), (PassageHit(LEAVING, 0.9), PassageHit(LOGIN, 0.5)), ours=1.0)
TRUE = "Before the lock-in has ended you can leave, and the app shows the fee before you confirm."


@pytest.fixture(scope="module")
def embed() -> Embed:
    return Lately(SentenceModel()).embed


def documented(text: str, *passages: str) -> Draft:
    """A draft whose quotes were taken for good, sentence by sentence."""
    quotes = tuple(Quote(name, "words") for name in passages)
    grounds = tuple(Grounds(one, "documented", "carried by what it quotes", quotes) for one in sentences(text))
    return Draft(text, "", "shared", "documented", "model", passages, grounds=grounds)


def alarms(text: str, *passages: str, embed: Embed) -> list[Finding]:
    return list(weakly_supported(documented(text, *passages), FOUND, embed))


def test_sentences_that_their_passage_speaks_of_raise_no_alarm(embed: Embed) -> None:
    assert alarms(TRUE, "p1", embed=embed) == []
    assert alarms(LOGIN.text, "p2", embed=embed) == []


def test_a_text_that_its_passage_does_not_speak_of_is_told_with_its_weakest_sentence(embed: Embed) -> None:
    drift = "Gold coins are sent to every lender on Monday."
    (told,) = alarms(f"{TRUE} {drift} Our offices in Pune serve free coffee.", "p1", embed=embed)
    assert told.kind == "support"
    assert told.word != TRUE
    assert "weakly supported" in told.says


def test_only_the_passages_that_are_quoted_count(embed: Embed) -> None:
    assert alarms(LOGIN.text, "p2", embed=embed) == []
    assert alarms(LOGIN.text, "p1", embed=embed) != []


def test_words_of_ours_and_sentences_without_quotes_are_not_its_business(embed: Embed) -> None:
    ours = Draft("x", "t", "shared", "template", "template", grounds=(Grounds("Gold coins.", "template", "ours"),))
    assert list(weakly_supported(ours, FOUND, embed)) == []


def test_no_true_paraphrase_of_ours_is_held_back_by_it(embed: Embed) -> None:
    weights = read_weights()
    weak = [
        sentence
        for quote, sentence in pairs("true", "fresh_true")
        if weights.support(signs_together(signs_of([sentence], [quote], embed))) < weights.threshold
    ]
    assert weak == []


def test_the_check_stage_makes_a_finding_of_it_where_it_can_embed(embed: Embed) -> None:
    drift = documented("Our offices serve free coffee.", "p1")
    asked, who = message("What can I drink?"), customer("IM")
    with_it = check(drift, asked, FOUND, who, (), (), embed=embed)
    without = check(drift, asked, FOUND, who, (), ())
    assert {one.kind for one in with_it.items} - {one.kind for one in without.items} == {"support"}


def test_texts_that_were_embedded_lately_are_not_embedded_again() -> None:
    counted: list[str] = []
    real = SentenceModel()

    class Counting:
        name = real.name

        def embed(self, texts):  # type: ignore[no-untyped-def]
            counted.extend(texts)
            return real.embed(texts)

    lately = Lately(Counting(), most=2)
    first = lately.embed(["one", "two", "one"])
    assert (first[0] == first[2]).all()
    assert sorted(counted) == ["one", "two"]
    lately.embed(["two", "three"])
    assert sorted(counted) == ["one", "three", "two"]
    lately.embed(["one"])
    assert counted.count("one") == 2
