"""The write stage, with a model that answers from a list."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

from retrieval.types import Passage, PassageHit, Slot, Template, TemplateHit
from router.errors import Refused, Unavailable
from router.ports import ModelAnswer
from router.stages.write import write
from router.types import Customer, Draft, Found, Message, QuestionHit, Route, Ticket
from router.writing.prompt import PROMPT_VERSION, SYSTEMS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICKET = Ticket(42, "Fee", 2, 1, 1, "", (), None, None, None, 5, False, False, NOW, NOW, {}, 0, ())
MESSAGE = Message(0, "What is the exit fee?", "What is the exit fee?", "en", ("IM",), True)
CUSTOMER = Customer("existing", ("IM",), ("shared", "IM"), False, "strong", "reply")
RETRIEVE = Route("retrieve", "otherwise", "")
NAME = Slot("first_name", "customer.first name", required=False)
LOCKED = Template(
    "exit-fee-im", "Exit fee", "IM", "en", "exit-fee", "locked", "Hello {{ first_name }},\n\nIt is 1%.\n", slots=(NAME,)
)
SLOTTED = replace(LOCKED, body="Hello {{ first_name }},\n\n{{ why }}\n", slots=(NAME, Slot("why", "model")))
GUIDED = replace(LOCKED, writing="guided", body="Hello {{ first_name }},\n\nIt is 1%. Keep me.\n", exact=("Keep me.",))
WORDS = "The exit fee of IM is 1% of the amount that is withdrawn early."
PASSAGE = Passage("fees#1", "fees", "IM", "Fees", "", f"About fees. {WORDS}", products=("IM",))
SLOT = {"blank": "why", "words": WORDS}
CLAIM = {"sentence": WORDS, "passage": "fees#1", "quote": WORDS}


class ListedModel:
    """Answers with the next entry of a list; an error in the list is raised."""

    def __init__(self, *entries: dict[str, object] | str | Exception | ModelAnswer) -> None:
        self.entries = list(entries)
        self.asked: list[str] = []

    def complete(self, system: str, user: str) -> ModelAnswer:
        self.asked.append(user)
        entry = self.entries.pop(0)
        if isinstance(entry, Exception):
            raise entry
        if isinstance(entry, ModelAnswer):
            return entry
        content = entry if isinstance(entry, str) else json.dumps(entry)
        return ModelAnswer(content, "llama", 100, 20, 0.5)


def found(template: Template | None = None, probability: float = 0.8, passages: bool = True) -> Found:
    templates = (TemplateHit(template, 0.8, "", probability),) if template else ()
    return Found(templates, (PassageHit(PASSAGE, 0.7),) if passages else (), ours=0.9)


def draft(here: Found, model: ListedModel | None, message: Message = MESSAGE) -> Draft:
    made = write(TICKET, message, CUSTOMER, RETRIEVE, here, model)
    assert made is not None
    return made


def test_a_locked_template_goes_as_it_stands_and_no_model_is_asked() -> None:
    model = ListedModel()
    made = draft(found(LOCKED), model)
    assert made.text == "Hello [first name],\n\nIt is 1%.\n"
    assert (made.grounding, made.writer, made.template, made.audience) == ("template", "template", "exit-fee-im", "IM")
    assert model.asked == []


def test_a_guided_template_to_which_no_passage_adds_anything_goes_as_it_stands_and_no_model_is_asked() -> None:
    says_the_same = replace(PASSAGE, audience="IM", text="It is 1%. Keep me.")
    for passages in ((), (PassageHit(says_the_same, 0.7),), (PassageHit(PASSAGE, 0.3),)):
        model = ListedModel()
        made = draft(replace(found(GUIDED), passages=passages), model)
        assert (made.text, made.grounding) == ("Hello [first name],\n\nIt is 1%. Keep me.\n", "template")
        assert model.asked == []
        assert "No passage says more than the template: no model was asked." in made.usage.remarks


def test_a_blank_for_which_there_is_no_passage_is_left_to_a_person_without_asking_a_model() -> None:
    made = draft(found(SLOTTED, passages=False), ListedModel())
    assert (made.writer, made.unfilled) == ("template", ("why",))


def test_a_standard_reply_is_its_template_and_nothing_else() -> None:
    route = Route("standard reply", "r", "", template="exit-fee-im")
    made = write(TICKET, MESSAGE, CUSTOMER, route, found(LOCKED, probability=0.0), ListedModel(), first_name="")
    assert made is not None
    assert (made.writer, made.grounding) == ("standard", "template")
    assert made.text.startswith("Hello,\n")


def test_a_standard_reply_without_its_template_is_no_draft() -> None:
    route = Route("standard reply", "r", "", template="gone")
    assert write(TICKET, MESSAGE, CUSTOMER, route, found(LOCKED), None) is None


def test_nothing_is_written_for_other_decisions_or_when_nothing_was_found() -> None:
    assert write(TICKET, MESSAGE, CUSTOMER, Route("hand over", "r", ""), found(LOCKED), None) is None
    assert write(TICKET, MESSAGE, CUSTOMER, RETRIEVE, found(passages=False), None) is None
    assert write(TICKET, MESSAGE, CUSTOMER, RETRIEVE, found(LOCKED, 0.49, passages=False), None) is None


def test_a_slot_filled_from_a_quote_is_documented() -> None:
    made = draft(found(SLOTTED), ListedModel({"slots": [SLOT], "claims": [CLAIM], "summary": "Fee"}))
    assert made.text == f"Hello [first name],\n\n{WORDS}\n"
    assert (made.grounding, made.writer, made.passages) == ("documented", "model", ("fees#1",))
    assert (made.usage.model, made.usage.prompt_tokens, made.usage.completion_tokens) == ("llama", 100, 20)


def test_a_slot_filled_without_a_quote_stays_open_for_a_person_and_it_is_said_why() -> None:
    made = draft(found(SLOTTED), ListedModel({"slots": [SLOT]}))
    assert made.text == "Hello [first name],\n\n{{ why }}\n"
    assert made.unfilled == ("why",)
    assert made.open_questions == (
        "The blank “why” is still open: what was to be put in rests on no quote from a passage",
    )


def test_the_record_tells_what_the_model_was_asked_and_what_became_of_each_answer() -> None:
    model = ListedModel("", "I'm sorry, but I can't help with that.")
    usage = draft(found(GUIDED), model).usage
    assert (usage.task, usage.given, usage.answers) == ("adapt", ("fees#1",), ("empty", "refusal"))
    assert usage.system == f"{PROMPT_VERSION} {hashlib.sha256(SYSTEMS['adapt'].encode()).hexdigest()[:12]}"
    good = draft(found(GUIDED), ListedModel("{", {"text": GUIDED.body})).usage
    assert good.answers == ("no JSON", "used")


def test_a_cut_off_answer_is_told_from_a_broken_one() -> None:
    model = ListedModel(ModelAnswer('{"text": "Hel', "llama", 100, 2000, 0.5, ended="cut off"), "{")
    made = draft(found(GUIDED), model)
    assert made.usage.answers == ("cut off", "no JSON")
    assert "cut off" in model.asked[1]
    assert any("cut off" in remark for remark in made.usage.remarks)
    assert made.grounding == "template"


def test_a_model_that_stammers_ends_as_the_template() -> None:
    made = draft(found(GUIDED), ListedModel(*[{"text": "Keep me. " + "It is 1%. " * 9}] * 2))
    assert (made.writer, made.usage.answers) == ("template", ("unsound", "unsound"))


def test_a_guided_template_that_the_model_leaves_alone_is_the_templates() -> None:
    made = draft(found(GUIDED), ListedModel({"text": GUIDED.body}))
    assert (made.grounding, made.writer, made.unfilled) == ("template", "model", ())


def test_an_unusable_answer_is_asked_for_once_more_with_the_reason() -> None:
    model = ListedModel("{", {"text": f"{GUIDED.body}\n{WORDS}", "claims": [CLAIM]})
    made = draft(found(GUIDED), model)
    assert made.grounding == "documented"
    assert "could not be used" in model.asked[1]
    assert made.usage.prompt_tokens == 200


def test_after_two_unusable_answers_the_template_writer_takes_over() -> None:
    model = ListedModel({"text": "Keep you."}, {"text": "Keep you."})
    made = draft(found(GUIDED), model)
    assert (made.writer, made.grounding) == ("template", "template")
    assert made.text == "Hello [first name],\n\nIt is 1%. Keep me.\n"
    assert sum("must be kept" in remark for remark in made.usage.remarks) == 2
    assert len(model.asked) == 2


def test_a_model_that_is_down_or_refuses_leaves_the_blank_for_a_person() -> None:
    for fault in (Unavailable("Groq", "down"), Refused("Groq", "wrong key", 401)):
        made = draft(found(SLOTTED), ListedModel(fault))
        assert (made.writer, made.unfilled) == ("template", ("why",))
        assert any(str(fault) in remark for remark in made.usage.remarks)


def test_without_a_key_the_remark_names_the_setting() -> None:
    made = draft(found(SLOTTED), None)
    assert made.unfilled == ("why",)
    assert any("GROQ_API_KEY" in remark for remark in made.usage.remarks)


def test_without_a_template_the_model_writes_from_the_passages() -> None:
    text = f"Hello {{{{ first name }}}},\n\n{WORDS}\n\nKind regards"
    made = draft(found(), ListedModel({"text": text, "claims": [CLAIM]}))
    assert made.text == f"Hello [first name],\n\n{WORDS}\n\nKind regards"
    assert (made.grounding, made.template, made.audience) == ("documented", "", "IM")


def test_an_invented_amount_is_inferred_even_beside_a_true_quote() -> None:
    invented = "The exit fee of IM is 9% of the amount that is withdrawn early."
    made = draft(found(), ListedModel({"text": invented, "claims": [{**CLAIM, "sentence": invented}]}))
    assert made.grounding == "inferred"


def test_a_model_that_turns_the_templates_words_round_is_inferred_even_beside_a_true_quote() -> None:
    template = replace(GUIDED, body="Hello.\n\nDo not pay an exit fee before IM has ended. Keep me.\n")
    lie = "Pay an exit fee before IM has ended."
    words = f"Hello.\n\n{lie} Keep me.\n"
    made = draft(found(template), ListedModel({"text": words, "claims": [{**CLAIM, "sentence": lie}]}))
    assert made.text == words
    assert made.grounding == "inferred"


def test_half_a_sentence_of_a_passage_carries_nothing_that_the_whole_denies() -> None:
    lie = "The exit fee of IM is waived."
    passage = replace(PASSAGE, text="Nobody can promise that the exit fee of IM is waived, and we never do.")
    here = Found((), (PassageHit(passage, 0.7),))
    cut = {"sentence": lie, "passage": "fees#1", "quote": "the exit fee of IM is waived"}
    assert draft(here, ListedModel({"text": lie, "claims": [cut]})).grounding == "inferred"


def test_without_template_and_model_the_passages_are_quoted_for_the_agent_only() -> None:
    made = draft(found(), None)
    assert (made.writer, made.grounding, made.passages) == ("template", "inferred", ("fees#1",))
    assert f"> About fees. {WORDS}" in made.text


def test_a_model_that_cannot_answer_leaves_its_questions_beside_the_quotes() -> None:
    made = draft(found(), ListedModel({"text": "", "open_questions": ["Which month?"]}))
    assert (made.writer, made.grounding, made.open_questions) == ("template", "inferred", ("Which month?",))
    assert made.usage.model == "llama"


def test_a_model_that_declines_to_adapt_is_believed_and_its_question_stays_open() -> None:
    model = ListedModel({"text": "", "open_questions": ["Is a loan against my money possible?", ""]})
    made = draft(found(GUIDED), model)
    assert (made.writer, made.text) == ("template", "Hello [first name],\n\nIt is 1%. Keep me.\n")
    assert made.open_questions == ("Is a loan against my money possible?",)
    assert len(model.asked) == 1


def test_a_second_question_of_another_topic_stays_open_whoever_wrote_the_draft() -> None:
    asked = QuestionHit("What is the exit fee?", "exit-fee", 0.9, 0.9)
    second = QuestionHit("Can I pledge my\nloans?", "nominee", 0.7, 0.9)
    for template, model in ((LOCKED, None), (GUIDED, ListedModel({"text": GUIDED.body, "open_questions": ["Why?"]}))):
        made = draft(replace(found(template), questions=(asked, second)), model)
        assert made.open_questions[-1] == "Not answered: “Can I pledge my loans?”"
        assert made.grounding == "template"
        assert ("Why?" in made.open_questions) == (model is not None)
    assert draft(replace(found(LOCKED), questions=(asked, asked)), None).open_questions == ()


def test_without_a_template_the_questions_are_left_to_the_passages() -> None:
    questions = (QuestionHit("Can I pledge my loans?", "", 0.1), QuestionHit("And what about fees?", "", 0.1))
    assert draft(replace(found(), questions=questions), None).open_questions == ()


def test_siblings_that_differ_and_no_product_named_ask_which_one_is_meant() -> None:
    plus = replace(LOCKED, id="exit-fee-im-plus", audience="IM+", body="It is 2.5%.")
    both = Found((TemplateHit(LOCKED, 0.7, "", 0.9), TemplateHit(plus, 0.69, "", 0.9)), ours=0.9)
    made = draft(both, None, replace(MESSAGE, products_named=()))
    assert made.grounding == "inferred"
    assert any("IM, IM+" in question for question in made.open_questions)
    assert draft(both, None).grounding == "template"


def test_a_sibling_outside_the_found_asks_which_product_is_meant_and_carries_nothing() -> None:
    plus = TemplateHit(replace(LOCKED, id="exit-fee-im-plus", audience="IM+", body="It is 2.5%."), 0.99, "")

    def made(message: Message, *siblings: TemplateHit) -> Draft:
        draft = write(TICKET, message, CUSTOMER, RETRIEVE, found(LOCKED), None, siblings=siblings)
        assert draft is not None
        return draft

    unnamed = replace(MESSAGE, products_named=())
    for score in (-1.0, 0.2, 0.99):
        unsure = made(unnamed, replace(plus, score=score))
        assert (unsure.template, unsure.grounding) == ("exit-fee-im", "inferred")
        assert any("IM, IM+" in question for question in unsure.open_questions)
    assert made(unnamed).grounding == "template"
    assert made(MESSAGE, plus).grounding == "template"
