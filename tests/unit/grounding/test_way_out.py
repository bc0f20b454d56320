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
    passage = Passage("p1", "article", "shared", "Article", "", quote)
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
def test_a_true_paraphrase_may_go_out(quote: str, sentence: str) -> None:
    found, made = answered(sentence, quote)
    assert made.grounding == "documented"
    assert allowed(found, made).lane == "reply"


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
