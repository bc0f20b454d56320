"""What `tickets show` tells of a run's questions."""

from __future__ import annotations

from dataclasses import replace

import click

from retrieval.types import Template, TemplateHit
from router.commands.telling import tell
from router.run import Run
from router.types import ConditionTrace, Draft, Found, Grounds, QuestionHit, Quote, Route, RuleTrace, Usage
from router.writing.questions import as_open
from tests.unit.tickets import DRAFT, MESSAGE, MORNING, TICKET

LOCK_IN = TemplateHit(Template("lock-in-im", "", "IM", "en", "lock-in", "locked", ""), 0.8, "How long?", 0.93)
TERM = QuestionHit("How long is it locked in?", "lock-in", 0.8, 0.93, "lock-in-im")
PLEDGE = QuestionHit("Can I pledge my loans?", "nominee", 0.4, 0.21, "nominee")
STOLEN = QuestionHit("My phone was stolen.", "stolen", 0.9, 0.96, "stolen")
FOUND = Found((LOCK_IN,), questions=(TERM, PLEDGE, QuestionHit("And why not?", "", 0.0)), besides=(STOLEN,))


def told(draft: Draft | None, found: Found = FOUND) -> list[str]:
    run = Run("run-1", 42, MORNING, MORNING, ticket=TICKET, message=MESSAGE, found=found, draft=draft)
    lines = tell(replace(run, route=Route("retrieve", "rule", "because"))).splitlines()
    return [line.strip() for line in lines if line.strip().startswith(("“", "template "))]


def test_each_question_is_told_with_what_became_of_it_and_its_nearest_template() -> None:
    left = replace(DRAFT, open_questions=(as_open(PLEDGE.text), as_open("And why not?")))
    assert told(left) == [
        "template lock-in-im (IM) 93 %, cosine 0.80",
        "“How long is it locked in?”: answered by lock-in-im; nearest is lock-in-im with 93 %",
        "“Can I pledge my loans?”: not answered; nearest is nominee with 21 %",
        "“And why not?”: not answered; nothing was found for it",
    ]


def test_a_second_matter_is_told_where_it_stays_open() -> None:
    assert not any("stolen" in line for line in told(DRAFT))
    left = replace(DRAFT, open_questions=(as_open(STOLEN.text),))
    assert "“My phone was stolen.”: not answered; nearest is stolen with 96 %" in told(left)


def test_without_a_draft_nothing_is_answered_and_courtesy_is_no_question() -> None:
    polite = replace(
        FOUND, questions=(TERM, QuestionHit("Can you help me please?", "", 0.0), QuestionHit("Fee?", "", 0.0))
    )
    assert told(None, polite)[1:] == ["“How long is it locked in?”: not answered; nearest is lock-in-im with 93 %"]


def test_a_draft_from_articles_is_answered_by_no_template() -> None:
    assert "“How long is it locked in?”: answered by no template, see the draft; " in " ".join(
        told(replace(DRAFT, template=""))
    )


def test_what_the_model_was_asked_is_told() -> None:
    usage = Usage(
        model="llama", prompt_sha256="ab" * 32, prompt_tokens=520, completion_tokens=80, task="adapt",
        given=("kyc-1", "kyc-2"), system="3 0123456789ab", answers=("cut off", "used"),
    )  # fmt: skip
    run = Run("run-1", 42, MORNING, MORNING, draft=replace(DRAFT, usage=usage))
    lines = [line.strip() for line in tell(run).splitlines()]
    assert "the model's task: adapt; passages given: kyc-1, kyc-2" in lines
    assert (
        "prompt abababababab, system text version 3, 0123456789ab; 520 tokens asked, 80 answered; "
        "answers: cut off, then used"
    ) in lines
    assert not any("task" in line for line in tell(replace(run, draft=DRAFT)).splitlines())


def test_a_run_of_an_earlier_version_is_told_too() -> None:
    stored = Run("run-1", 42, MORNING, MORNING, found=FOUND).to_json()
    for question in stored["found"]["questions"]:
        del question["probability"], question["template"]
    for name in ("besides", "ours", "levels"):
        del stored["found"][name]
    found = Run.from_json(stored).found
    assert found is not None
    assert "nearest is lock-in with 0 %" in " ".join(told(None, found))


def test_what_each_sentence_rests_on_is_told_and_what_was_missing() -> None:
    grounds = (
        Grounds("Hello,", "courtesy", "a greeting"),
        Grounds("It is ours.", "template", "our own words"),
        Grounds("The fee is 1%.", "documented", "carried by what it quotes", (Quote("fees#1", "fee: 1%"),)),
        Grounds("It is refunded.", "inferred", "no quote"),
    )
    run = Run("run-1", 42, MORNING, MORNING, draft=replace(DRAFT, grounds=grounds))
    lines = [line.strip() for line in click.unstyle(tell(run)).splitlines()]
    at = lines.index("What each sentence rests on")
    assert lines[at + 1 : at + 4] == [
        "template: 1 of 4 sentences are our own words",
        "documented: “The fee is 1%.”: fees#1 says “fee: 1%”",
        "inferred: “It is refunded.”: no quote",
    ]
    assert "What each sentence rests on" not in tell(Run("run-2", 42, MORNING, MORNING, draft=DRAFT))


def test_rules_that_applied_are_told_with_their_conditions_and_the_others_are_counted() -> None:
    words = ConditionTrace("message", "contains", ", ".join(["fraud"] * 40), "fraud", True)
    missed = ConditionTrace("ticket.tags", "is any of", "fraud", "(empty)", False)
    trace = (
        RuleTrace("closed", "C", "did not apply", (missed,)),
        RuleTrace("fraud", "F", "decided", (words,)),
    )
    run = Run("run-1", 42, MORNING, MORNING, route=replace(Route("hand over", "fraud", "because"), trace=trace))
    lines = [line.strip() for line in click.unstyle(tell(run)).splitlines()]
    at = lines.index("Rules of routing.yaml")
    assert lines[at + 1] == "fraud: decided"
    assert lines[at + 2].startswith("yes  message contains fraud, fraud")
    assert lines[at + 2].endswith("… – it read: fraud")
    assert lines[at + 3] == "1 did not apply; each with what it read: python -m router rules explain 42 --all"
