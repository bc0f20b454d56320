"""Passages that go out whole, by their mark."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from retrieval.types import Passage, PassageHit, Slot, Template, TemplateHit
from router.stages.permit import permit
from router.types import Counts, Draft, Findings, Found, Lane
from router.writing.answer import Answer, AnswerError
from router.writing.choice import SURE_PASSAGE
from router.writing.prompt import Task
from router.writing.reading import read_answer
from router.writing.telling import as_told
from tests.unit.grounding.test_way_out import ALL_MAY_GO
from tests.unit.stages.test_write import MESSAGE, RETRIEVE, TICKET, ListedModel, draft
from tests.unit.tickets import IM_HOLDER, MORNING

TWICE = Passage(
    "pay#2", "payments", "shared", "Payments that failed", "Paid twice",
    "Both amounts are credited to your wallet. No fee is taken for it.", whole=True,
)  # fmt: skip
TIMES = Passage("t#1", "times", "shared", "Times", "", "Transfer | Takes: 2 days\nCheck | Takes: 3 days", whole=True)
ANSWER = Task("answer", "s", "m", None, (TWICE, TIMES))
GUIDED = Template(
    "g", "G", "shared", "en", "x", "guided", "Hello.\n\n{{ more }}\n\nBye.", slots=(Slot("more", "model", False),)
)


def read(task: Task, **fields: object) -> Answer:
    return read_answer(json.dumps(fields), task)


def test_a_mark_becomes_the_passage_below_its_heading_with_a_claim_for_each_sentence() -> None:
    answer = read(ANSWER, text="Hello,\n\n[whole p1]\n[whole p2]\n\nKind regards")
    assert answer.text == f"Hello,\n\n{as_told(TWICE)}\n\n{as_told(TIMES)}\n\nKind regards"
    assert as_told(TWICE) == f"**Payments that failed – Paid twice**\n\n{TWICE.text}"
    assert as_told(TIMES) == "**Times**\n\n- Transfer | Takes: 2 days\n- Check | Takes: 3 days"
    assert [claim.quote for claim in answer.claims][:2] == [
        "Both amounts are credited to your wallet.",
        "No fee is taken for it.",
    ]
    assert answer.used == ("pay#2", "t#1")


def test_a_heading_says_whose_figures_stand_below_it() -> None:
    assert as_told(replace(TIMES, products=("IM+",))).startswith("**Times (IM+)**")
    assert as_told(replace(TIMES, title="Times of IM+", products=("IM+",))).startswith("**Times of IM+**")


def test_a_blank_may_be_given_a_passage_by_its_mark() -> None:
    task = Task("adapt", "s", "m", GUIDED, (TWICE,))
    answer = read(task, text=GUIDED.body, slots=[{"blank": "more", "words": "[whole p1]"}])
    assert answer.text == f"Hello.\n\n{as_told(TWICE)}\n\nBye."
    assert answer.slots == ()


@pytest.mark.parametrize("text", ["[whole p3]", "Hello,\n\n[whole payments]"])
def test_a_mark_of_no_passage_is_refused(text: str) -> None:
    with pytest.raises(AnswerError, match="there is no passage with the id"):
        read(ANSWER, text=text)


def test_a_mark_in_the_blank_of_a_locked_template_is_refused() -> None:
    task = Task("fill", "s", "m", replace(GUIDED, writing="locked"), (TWICE,))
    with pytest.raises(AnswerError, match="marks of the prompt"):
        read(task, slots=[{"blank": "more", "words": "[whole p1]"}])


def lane_of(
    text: str, passage: Passage = TWICE, score: float = 0.9, template: Template | None = None
) -> tuple[Draft, Lane]:
    """How far an answer of this text goes when no other check finds anything."""
    hits = (TemplateHit(template, 0.9, "", 0.99),) if template else ()
    found = Found(hits, (PassageHit(passage, score),), ours=0.9)
    claim = {"sentence": TWICE.text, "passage": "p1", "quote": TWICE.text}
    entry: dict[str, object] = {"text": text, "claims": [claim], "summary": "x"}
    made = draft(found, ListedModel(entry, entry))
    told = permit(
        TICKET, MESSAGE, IM_HOLDER, RETRIEVE, found, made, Findings(), ALL_MAY_GO,
        at=MORNING, counts=Counts(), embedding_languages=("en",), ceiling=None, lane_override=None,
    )  # fmt: skip
    return made, told.lane


def test_a_passage_that_is_told_whole_goes_out_by_itself() -> None:
    made, lane = lane_of("Hello {{ first name }},\n\n[whole p1]\n\nKind regards")
    assert (made.grounding, lane) == ("documented", "reply")
    assert [one.kind for one in made.grounds] == ["courtesy", "courtesy", "documented", "documented", "courtesy"]


def test_a_model_that_copies_it_itself_may_send_it_too() -> None:
    assert lane_of(f"Hello {{{{ first name }}}},\n\n{as_told(TWICE)}")[1] == "reply"


def test_a_passage_that_asks_something_itself_may_be_told_whole() -> None:
    asks = replace(TWICE, text=f"{TWICE.text} Did you pay once only? Then nothing comes back.")
    assert lane_of("[whole p1]", asks)[1] == "reply"
    assert lane_of(f"{as_told(TWICE)} Did you pay once only?", asks)[1] == "note"


def test_a_piece_of_what_stands_below_a_heading_waits_for_a_person() -> None:
    made, lane = lane_of("[whole p1]", replace(TWICE, whole=False))
    assert (made.grounding, lane) == ("documented", "note")


@pytest.mark.parametrize(
    "bent",
    [
        TWICE.text,
        as_told(TWICE).replace("Paid twice", "Paid by card"),
        as_told(TWICE).replace("Paid twice", "Paid twice, or once"),
        as_told(TWICE).replace("**Payments that failed – Paid twice**", "**Payments that failed – Paid twice**: yes"),
        as_told(TWICE).replace("Payments that failed – Paid twice", "All payments: Payments that failed – Paid twice"),
        as_told(TWICE).replace("\n\nBoth", "\n\nYes, both"),
        as_told(TWICE).replace("No fee", "A fee"),
        as_told(TWICE).replace(" No fee is taken for it.", ""),
        as_told(TWICE).replace("No fee", "As for yours: no fee"),
        as_told(TWICE).replace("Both amounts are", "Both amounts are n**o**t"),
        as_told(TWICE) + " That holds for one payment too.",
        "What follows is wrong.\n\n" + as_told(TWICE),
        as_told(TWICE) + "\n\n**Paid once**\n\nBoth amounts are credited to your wallet.",
        "Both amounts are credited to your wallet.\n\n" + as_told(TWICE),
    ],
)
def test_nothing_bent_goes_out_below_a_heading(bent: str) -> None:
    assert bent != as_told(TWICE)
    assert lane_of(f"Hello {{{{ first name }}}},\n\n{bent}\n\nKind regards")[1] == "note"


def test_a_passage_that_lies_far_from_the_question_waits_for_a_person() -> None:
    assert lane_of("[whole p1]", score=SURE_PASSAGE)[1] == "reply"
    assert lane_of("[whole p1]", score=SURE_PASSAGE - 0.01)[1] == "note"


def test_so_does_a_template_with_such_a_passage_in_it_and_the_template_alone_does_not() -> None:
    far, told = SURE_PASSAGE - 0.01, GUIDED.body.replace("{{ more }}", "[whole p1]")
    assert lane_of(told, score=SURE_PASSAGE, template=GUIDED)[1] == "reply"
    assert lane_of(told, score=far, template=GUIDED)[1] == "note"
    assert lane_of(GUIDED.body.replace("{{ more }}\n\n", ""), score=far, template=GUIDED)[1] == "reply"
