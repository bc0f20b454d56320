"""The write stage: from what was found to a draft, by the template alone where that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.types import Passage, Template, TemplateHit
from router.grounding.classes import ours_alone, unjudged, worst
from router.ports import ChatModel
from router.types import Customer, Draft, Found, Message, Route, Ticket, Usage
from router.writing.answer import Answer
from router.writing.choice import (
    WriteLimits,
    audience_of,
    choose_template,
    mixed_products,
    unclear_products,
    usable_passages,
)
from router.writing.fences import seen
from router.writing.model_writer import Outcome, ask, grounds, text_of
from router.writing.prompt import Task, model_blanks
from router.writing.questions import as_open, not_answered
from router.writing.template_writer import FIRST_NAME, Filled, Values, fill_template, quote_passages

DEFAULT_LIMITS = WriteLimits()


def write(
    ticket: Ticket,
    message: Message,
    customer: Customer,
    route: Route,
    found: Found,
    model: ChatModel | None,
    limits: WriteLimits = DEFAULT_LIMITS,
    first_name: str = FIRST_NAME,
    siblings: tuple[TemplateHit, ...] = (),
    languages: tuple[str, ...] = (),
) -> Draft | None:
    """The draft for a ticket; None when the route asks for none or nothing was found to write from.

    A standard reply's template is expected in ``found.templates``. ``model`` None means that no key is set.
    ``first_name`` is a placeholder, empty when the contact has no name. ``siblings`` are templates of the chosen topic
    for other audiences that the customer may see; none of them carries the draft, but an answer that differs by product
    is told by them however far from the message they are. ``languages`` are those that the search understands, the
    agents' own first.
    """
    values = Values(ticket.id, customer.columns, first_name)
    if route.decision == "standard reply":
        return _standard(route, found, values)
    if route.decision != "retrieve":
        return None
    choice = choose_template(found, _languages_for(message, languages))
    several = len(found.questions) > 1
    passages = usable_passages(found.passages, choice.template, message.products_named, limits, several)
    if choice.template is None and not passages:
        return None
    task = _task(ticket, message, choice.template, passages)
    draft = _drafted(task, values, model, Usage(remarks=(f"{choice.reason[:1].upper()}{choice.reason[1:]}.",)))
    draft = _with_questions_left(draft, task, found)
    return _with_product_question(draft, task, message, (*found.templates, *siblings))


def _languages_for(message: Message, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The message's own, where the search understands it, and then the others."""
    own = tuple(language for language in languages if language == message.language)
    return tuple(dict.fromkeys((*own, *languages)))


def _standard(route: Route, found: Found, values: Values) -> Draft | None:
    template = next((hit.template for hit in found.templates if hit.template.id == route.template), None)
    return None if template is None else replace(_from_template(template, values, Usage()), writer="standard")


def _task(ticket: Ticket, message: Message, template: Template | None, passages: tuple[Passage, ...]) -> Task:
    if template is None:
        return Task("answer", ticket.subject, message.text, None, passages)
    return Task("adapt" if template.writing == "guided" else "fill", ticket.subject, message.text, template, passages)


def _drafted(task: Task, values: Values, model: ChatModel | None, usage: Usage) -> Draft:
    if task.template is not None and (why := _why_no_model(task, task.template)):
        return _from_template(task.template, values, replace(usage, remarks=(*usage.remarks, why)))
    if model is None:
        remark = "No model is set up (GROQ_API_KEY): written without one."
        return _without_model(task, values, replace(usage, remarks=(*usage.remarks, remark)))
    outcome = ask(model, task)
    outcome = replace(outcome, usage=replace(outcome.usage, remarks=usage.remarks + outcome.usage.remarks))
    if outcome.answer is None or (task.kind != "fill" and not outcome.answer.text.strip()):
        return _declined(task, values, outcome)
    return _from_answer(outcome.answer, task, values, outcome.usage)


def _why_no_model(task: Task, template: Template) -> str:
    """Why the template alone is enough. Where no passage says more, a model's own words could rest on nothing."""
    if task.kind == "fill" and not model_blanks(template):
        return "The template is locked: no model was asked."
    return "" if task.passages else "No passage says more than the template: no model was asked."


def _from_answer(answer: Answer, task: Task, values: Values, usage: Usage) -> Draft:
    filled = text_of(answer, task, values)
    carried_by = grounds(answer, task, values, filled.text)
    used = [passage for passage in task.passages if passage.id in answer.used]
    return Draft(
        text=filled.text,
        template=task.template.id if task.template else "",
        audience=task.template.audience if task.template else audience_of(used or task.passages),
        grounding=worst(carried_by),
        writer="model",
        passages=answer.used,
        unfilled=filled.unfilled,
        summary=" ".join(seen(answer.summary).split()),
        open_questions=(*answer.asks, *_left_open(filled)),
        usage=usage,
        grounds=carried_by,
    )


def _declined(task: Task, values: Values, outcome: Outcome) -> Draft:
    """The model gave nothing usable, or said that it can't answer: write without it and keep its questions."""
    draft = _without_model(task, values, outcome.usage)
    if outcome.answer is None:
        return draft
    return replace(draft, open_questions=(*outcome.answer.asks, *draft.open_questions))


def _without_model(task: Task, values: Values, usage: Usage) -> Draft:
    if task.template is not None:
        return _from_template(task.template, values, usage)
    return _from_passages(task.passages, usage)


def _from_template(template: Template, values: Values, usage: Usage) -> Draft:
    filled = fill_template(template, values)
    return Draft(
        text=filled.text,
        template=template.id,
        audience=template.audience,
        grounding="template",
        writer="template",
        unfilled=filled.unfilled,
        summary=f"Template: {template.title}",
        open_questions=_left_open(filled),
        usage=usage,
        grounds=ours_alone(filled.text),
    )


def _left_open(filled: Filled) -> tuple[str, ...]:
    """For the agent: the blanks for which there were words that may not stand there."""
    return tuple(
        f"The blank “{name}” is still open: what was to be put in {says}" for name, says in filled.unfit.items()
    )


def _from_passages(passages: Sequence[Passage], usage: Usage) -> Draft:
    """Quotes for the agent. ``inferred``, because nobody has judged whether they answer: it never goes out."""
    text = quote_passages(passages)
    return Draft(
        text=text,
        template="",
        audience=audience_of(passages),
        grounding="inferred",
        writer="template",
        passages=tuple(passage.id for passage in passages[:3]),
        summary="No template fits; the closest pieces of the knowledge base are quoted.",
        usage=usage,
        grounds=unjudged(text),
    )


def _with_questions_left(draft: Draft, task: Task, found: Found) -> Draft:
    """A template answers one question. What else was asked stays open, so that a person answers it."""
    if task.template is None:
        return draft
    left = map(as_open, not_answered(task.template, found))
    return replace(draft, open_questions=(*draft.open_questions, *dict.fromkeys(left)))


def _with_product_question(draft: Draft, task: Task, message: Message, hits: Sequence[TemplateHit]) -> Draft:
    """A draft that had to guess the product says so, and is ``inferred``: a person looks before it goes out."""
    if task.template is not None:
        products = unclear_products(task.template, hits, message.products_named)
    else:
        used = [passage for passage in task.passages if passage.id in draft.passages]
        products = mixed_products(used, message.products_named)
    if not products:
        return draft
    question = f"The customer names no product, and the answer differs: {', '.join(products)}. Which one is meant?"
    return replace(draft, grounding="inferred", open_questions=(*draft.open_questions, question))
