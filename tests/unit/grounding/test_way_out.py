"""From a model's answer to the permit: what quotes don't carry never goes out, whatever the rules allow."""

from __future__ import annotations

import pytest

from retrieval.types import Passage, PassageHit
from router.rulebook.ruleset import RuleSet, from_files
from router.run import Run
from router.stages.permit import permit
from router.types import Counts, Draft, Findings, Found, Grounds, Permit, Quote
from tests.unit.grounding.pairs import pairs
from tests.unit.rulebook.lendora import changed
from tests.unit.stages.test_write import MESSAGE, RETRIEVE, TICKET, ListedModel, draft
from tests.unit.tickets import IM_HOLDER, MORNING


def generous() -> RuleSet:
    """Rules that let everything go out."""
    files = changed("sending.yaml", "highest lane: note", "highest lane: reply")
    return from_files(files | {"sending.yaml": files["sending.yaml"].replace("  lane: note\n", "  lane: reply\n")})


ALL_MAY_GO = generous()


def answered(sentence: str, quote: str) -> tuple[Found, Draft]:
    """A model answers with one sentence and names the quote for it."""
    passage = Passage("p1", "article", "shared", "Withdrawals", "", quote)
    found = Found((), (PassageHit(passage, 0.9),), ours=0.9)
    claim = {"sentence": sentence, "passage": "p1", "quote": quote}
    entry: dict[str, object] = {"text": f"Hello {{{{ first name }}}},\n\n{sentence}", "claims": [claim], "summary": "x"}
    return found, draft(found, ListedModel(entry, entry))


def allowed(found: Found, made: Draft) -> Permit:
    """As if no other check had found anything."""
    return permit(
        TICKET, MESSAGE, IM_HOLDER, RETRIEVE, found, made, Findings(), ALL_MAY_GO,
        at=MORNING, counts=Counts(), embedding_languages=("en",), ceiling=None, lane_override=None,
    )  # fmt: skip


@pytest.mark.parametrize(("quote", "sentence"), pairs("bent", "fresh_bent"))
def test_a_sentence_that_bends_its_quote_never_goes_out_by_itself(quote: str, sentence: str) -> None:
    found, made = answered(sentence, quote)
    assert made.grounding == "inferred"
    assert allowed(found, made).lane == "note"


@pytest.mark.parametrize(("quote", "sentence"), [pair for pair in pairs("true", "fresh_true") if pair[0].isascii()])
def test_a_paraphrase_that_seems_true_waits_for_a_person(quote: str, sentence: str) -> None:
    found, made = answered(sentence, quote)
    assert made.grounding == "documented"
    told = allowed(found, made)
    assert told.lane == "note"
    assert any("word for word" in reason for reason in told.reasons)


def test_a_paragraph_of_a_source_goes_out_as_it_stands_and_no_part_of_it_alone() -> None:
    paragraph = "You can withdraw at any time. Money that is lent out comes back at the end of its loan."
    found, whole = answered(paragraph, paragraph)
    assert (whole.grounding, allowed(found, whole).lane) == ("documented", "reply")
    found, part = answered("You can withdraw at any time.", paragraph)
    assert (part.grounding, allowed(found, part).lane) == ("documented", "note")


def test_marks_that_hide_a_denial_hide_it_from_no_check() -> None:
    for denial in ("n*o*t", "n**o**t", "n&#111;t", "no&#116;"):
        _, made = answered(
            f"Both amounts are {denial} credited to your wallet.", "Both amounts are credited to your wallet."
        )
        assert made.grounding == "inferred", denial


def test_each_sentence_is_kept_in_the_record_with_its_class_and_why() -> None:
    quote = "The fee is 10 %."
    _, made = answered("The fee is 12 %.", quote)
    assert made.grounds == (
        Grounds("Hello [first name],", "courtesy", "a greeting, thanks or a closing that states nothing"),
        Grounds("The fee is 12 %.", "inferred", "percentage 12 % isn't in the quote", (Quote("p1", quote),)),
    )
    run = Run("run", TICKET.id, MORNING, MORNING, draft=made)
    assert Run.from_json(run.to_json()) == run


def test_a_draft_of_older_code_is_read_without_its_sentences() -> None:
    _, made = answered("The fee is 10 %.", "The fee is 10 %.")
    written = Run("run", TICKET.id, MORNING, MORNING, draft=made).to_json()
    del written["draft"]["grounds"]
    read = Run.from_json(written)
    assert read.draft is not None
    assert (read.fits, read.draft.grounds, read.draft.grounding) == (True, (), "documented")
