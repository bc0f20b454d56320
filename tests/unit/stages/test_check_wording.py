from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from retrieval.types import Template
from router.doors import Doors
from router.posting.note import draft_note
from router.rows import judge, write
from router.rulebook.wording import AlwaysSay, NeverSay, Wording
from router.run import Run
from router.stages.check import check
from router.stages.wording import company_texts, with_closings
from router.types import Customer, Draft, Findings, Found, Permit, Route
from router.writing.template_writer import quote_passages
from tests.checking import EXIT_IM, EXIT_PLUS, FEE_IM, FEE_PLUS, HOURS, customer, draft, found, message
from tests.unit.tickets import MORNING, TICKET

RISK = "Lending carries risk, and past returns of 9.5% do not promise future ones."
NO_GUARANTEES = NeverSay(
    "no-guarantees", "We never promise", "legal@lendora.example", ("high yield",), ("no high yield",), False, (), 1, 1
)
FOR_PLUS = AlwaysSay("plus-carries-risk", "Risk", "legal@lendora.example", ("IM+",), "en", RISK, False, (), 2, 1)
FOR_ALL = AlwaysSay(
    "who-wrote-it", "Who", "legal@lendora.example", ("everybody",), "", "Reply for a person.", False, (), 3, 1
)
WORDING = Wording((NO_GUARANTEES,), (FOR_PLUS, FOR_ALL))
ASKS = message("What is the exit fee of IM+?", "IM+")
PLUS = customer("IM+", "IM")
FILLED = EXIT_PLUS.body.replace("{{ first_name }}", "[first name]")


def closed(one: Draft, there: Found, who: Customer = PLUS, wording: Wording = WORDING, **asked: Any) -> Draft:
    return with_closings(one, replace(ASKS, **asked), who, there, wording)


def findings(one: Draft, there: Found, who: Customer = PLUS, wording: Wording = WORDING) -> Findings:
    own = company_texts(one, ASKS, who, there, wording)
    return check(one, ASKS, there, who, (), (), own_texts=own, wording=wording)


def test_forbidden_words_make_a_finding_that_names_the_rule_and_its_owner() -> None:
    (finding,) = findings(draft("You get a High Yield."), found(EXIT_PLUS)).items
    assert (finding.kind, finding.word) == ("wording", "High Yield")
    assert "no-guarantees" in finding.says
    assert "legal@lendora.example" in finding.says


def test_an_exception_in_the_same_sentence_lets_them_pass() -> None:
    assert findings(draft("There is no high yield."), found(EXIT_PLUS)).clean


def test_emphasis_and_invisible_letters_hide_no_forbidden_words() -> None:
    assert not findings(draft("a hi\u200bgh **yield**"), found(EXIT_PLUS)).clean


@pytest.mark.parametrize("words", ["a high\\\nyield", "a [high](https://lendora.example/x) yield"])
def test_what_the_mail_shows_is_looked_at_and_not_how_it_was_typed(words: str) -> None:
    there = found(replace(EXIT_PLUS, body="See https://lendora.example/x for it."))
    assert {item.kind for item in findings(draft(words), there).items} == {"wording"}


def test_a_locked_template_is_no_excuse_and_the_finding_says_that_it_is_the_template() -> None:
    template = replace(EXIT_PLUS, body="Enjoy the high yield.")
    (finding,) = findings(draft("Enjoy the high yield."), found(template)).items
    assert "The template exit-fee-im-plus says it in its own words" in finding.says


def test_words_that_only_the_draft_says_are_not_put_on_the_template() -> None:
    (finding,) = findings(draft("You get a high yield."), found(EXIT_PLUS)).items
    assert "The template" not in finding.says


def test_what_is_quoted_for_the_agent_is_looked_at_without_our_own_words_to_the_agent() -> None:
    wording = Wording((replace(NO_GUARANTEES, words=("knowledge base", "10:00")),))
    quotes = draft(quote_passages([HOURS]), "", ("p-hours",), writer="template")
    there = found(passages=((HOURS, 0.8),))
    assert [item.word for item in findings(quotes, there, wording=wording).items] == ["10:00"]


def test_a_rule_on_trial_finds_nothing_and_leaves_a_remark() -> None:
    on_trial = Wording((replace(NO_GUARANTEES, trial=True),), (replace(FOR_ALL, trial=True),))
    made = closed(draft("You get a high yield."), found(EXIT_PLUS), wording=on_trial)
    assert findings(made, found(EXIT_PLUS), wording=on_trial).clean
    assert made.text == "You get a high yield."
    assert made.usage.remarks == (
        "On trial: the wording rule who-wrote-it would have added its text.",
        "On trial: the wording rule no-guarantees would have found “high yield”.",
    )


def test_what_must_be_said_ends_the_draft_and_the_template_stays_as_it_is() -> None:
    made = closed(draft(FILLED), found(EXIT_PLUS))
    assert made.text == f"{FILLED}\n\n{RISK}\n\nReply for a person.\n"


def test_a_template_that_ends_its_line_keeps_the_end_and_gets_one_empty_line() -> None:
    assert closed(draft(f"{FILLED}\n"), found(EXIT_PLUS)).text.startswith(f"{FILLED}\n\n{RISK}\n")


def test_what_must_be_said_is_the_companys_own_and_no_finding() -> None:
    made = closed(draft(FILLED), found(EXIT_PLUS))
    assert findings(made, found(EXIT_PLUS)).items == ()


def test_a_figure_of_a_text_that_was_not_due_carries_nothing() -> None:
    told = draft("It paid 9.5%.", "", ("p-hours",), audience="shared")
    assert "percentage" in {item.kind for item in findings(told, found(passages=((HOURS, 0.8),))).items}


def test_a_text_that_stands_there_already_is_not_said_twice() -> None:
    once = closed(
        draft(f"{FILLED}\n\n**Lending** carries risk, and past returns of 9.5% do not promise future ones.\n"),
        found(EXIT_PLUS),
    )
    assert once.text.count("future ones") == 1
    assert closed(once, found(EXIT_PLUS)) == once


def test_a_text_that_stands_only_where_no_reader_sees_it_is_said() -> None:
    hidden = draft(f'The fee.\n\n[1]: https://lendora.example "{RISK}"')
    assert closed(hidden, found(EXIT_PLUS)).text.count(RISK) == 2


@pytest.mark.parametrize(
    ("template", "audience", "who", "said"),
    [
        (EXIT_PLUS, "IM+", PLUS, True),
        (EXIT_IM, "IM", PLUS, False),
        (replace(EXIT_IM, audience="shared"), "shared", PLUS, False),
        (EXIT_PLUS, "IM+", customer("IM"), False),
    ],
)
def test_a_products_text_comes_only_to_its_answers_and_to_those_who_may_see_it(
    template: Template, audience: str, who: Customer, said: bool
) -> None:
    made = closed(draft("The fee.", template.id, audience=audience), found(template), who)
    assert (RISK in made.text) is said
    assert (RISK in company_texts(made, ASKS, who, found(template), WORDING)) is said


@pytest.mark.parametrize(("used", "said"), [("p-plus", True), ("p-im", False)])
def test_the_passages_an_answer_uses_say_for_whom_it_is(used: str, said: bool) -> None:
    there = found(replace(EXIT_IM, audience="shared"), passages=((FEE_PLUS, 0.8), (FEE_IM, 0.8)))
    made = closed(draft("The fee.", "exit-fee-im", (used,), audience="shared"), there)
    assert (RISK in made.text) is said


@pytest.mark.parametrize(
    ("asked", "written", "said"), [("en", "en", True), ("hi", "hi", False), ("hi", "en", True), ("", "hi", False)]
)
def test_a_text_comes_in_the_language_of_the_ticket_or_of_its_answer(asked: str, written: str, said: bool) -> None:
    made = closed(draft("The fee."), found(replace(EXIT_PLUS, language=written)), language=asked)
    assert (RISK in made.text) is said


def test_a_standard_reply_gets_only_what_is_for_everybody() -> None:
    made = closed(draft("Welcome.", writer="standard"), found(EXIT_PLUS))
    assert made.text == "Welcome.\n\nReply for a person.\n"


@pytest.mark.parametrize("nothing", [draft("Quotes.", "", ("p-plus",), writer="template"), draft("  ")])
def test_what_answers_nothing_gets_no_text(nothing: Draft) -> None:
    assert closed(nothing, found(EXIT_PLUS, passages=((FEE_PLUS, 0.8),))) == nothing


def test_the_note_shows_what_was_added() -> None:
    made = closed(draft(FILLED), found(EXIT_PLUS))
    shown = draft_note(made, Findings(), Permit("note", "otherwise"), PLUS, found(EXIT_PLUS), "R-1")
    assert "past returns of 9.5% do not promise" in shown


class OneSet:
    """The rules that hold whatever is asked."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.segments = self

    def by_hash(self, _sha256: str) -> OneSet:
        return self

    def products_named(self, _text: str) -> tuple[str, ...]:
        return ()


class EmptyRoom:
    """A vault without originals, and an index without other audiences' texts."""

    def mapping(self, _requester: int) -> dict[str, str]:
        return {}

    def outside(self, _audiences: tuple[str, ...], _collection: str) -> tuple[str, ...]:
        return ()


def test_the_service_says_and_checks_what_its_rules_tell() -> None:
    fields = dict.fromkeys(Doors.__dataclass_fields__, None) | {"rule_sets": OneSet(WORDING)}
    doors = Doors(**cast(Any, fields | {"embedding_languages": ("en",), "vault": EmptyRoom(), "index": EmptyRoom()}))
    template = replace(EXIT_PLUS, body="A high yield.\n")
    run = Run("run-1", 42, MORNING, MORNING, ticket=TICKET, message=ASKS, customer=PLUS, found=found(template))
    routed = replace(run, route=Route("retrieve", "otherwise", ""))
    judged = judge.check(write.write(routed, doors), doors)
    assert judged.draft is not None
    assert judged.findings is not None
    assert judged.draft.text == f"A high yield.\n\n{RISK}\n\nReply for a person.\n"
    assert [item.kind for item in judged.findings.items] == ["wording"]
