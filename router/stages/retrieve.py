"""Retrieve: what of ours may answer this message, from what this customer may see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.types import TemplateHit
from router.ports import Index
from router.reading.reply import without_quoted_lines
from router.types import Found, Message, QuestionHit, Route

MOST_QUESTIONS = 6
WANTED = 5
FILTERED_FROM = 50
"""Templates asked for when a rule then leaves some out."""

_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+[\"'”’)\]*_]*(?=\s|$)|\?(?=[A-Z][a-z]*\s)|\n")
"""A mark inside a figure or an address ends nothing. Each run of marks is looked at once, however long it is."""
_BEHIND_A_QUESTION = "\"'”’)]*_.!"


def retrieve(message: Message, route: Route, index: Index, collection: str, may_see: Sequence[str]) -> Found:
    """Templates and passages for the message, of the audiences that the route may search and the customer may see.

    A standard reply is its template and nothing else, if the customer may see it. Every other route finds nothing.
    """
    if route.decision == "standard reply":
        return _standard(route.template, index, collection, may_see)
    if route.decision != "retrieve":
        return Found(collection=collection)
    route = replace(route, search=tuple(audience for audience in route.search if audience in may_see))
    hits = index.search(texts_of(message), route.search, collection, templates=_wanted(route), passages=WANTED)
    allowed = _allowed(hits.templates, route)[:WANTED]
    questions = _question_hits(questions_of(message.text), allowed, route, index, hits.collection)
    return Found(allowed, hits.passages, route.search, hits.collection, questions)


def texts_of(message: Message) -> list[str]:
    """What is searched with: all that waits, the newest part of it, and each question, which long mails would drown.

    Quoted lines are somebody else's words and are not searched for.
    """
    whole, newest = without_quoted_lines(message.text), without_quoted_lines(message.newest)
    texts = [whole, newest, *questions_of(message.text)[:MOST_QUESTIONS]]
    return list(dict.fromkeys(text for text in texts if text))


def questions_of(text: str) -> list[str]:
    """The sentences of the writer's own that end in a question mark, in order, each once."""
    own = without_quoted_lines(text)
    ends = [0, *(found.end() for found in _SENTENCE_END.finditer(own)), len(own)]
    sentences = (" ".join(own[start:end].split()) for start, end in pairwise(ends))
    return list(dict.fromkeys(sentence for sentence in sentences if _asks(sentence)))


def _asks(sentence: str) -> bool:
    return sentence.rstrip(_BEHIND_A_QUESTION).endswith("?") and any(map(str.isalnum, sentence))


def _question_hits(
    questions: Sequence[str], found: Sequence[TemplateHit], route: Route, index: Index, collection: str
) -> tuple[QuestionHit, ...]:
    """Each question with its own best template. A single question's is the message's, and asks the index nothing.

    Questions beyond the most that are searched for are told by the first of them, which has found nothing.
    """
    if len(questions) == 1:
        return (_question_hit(questions[0], found),)
    searched, beyond = questions[:MOST_QUESTIONS], questions[MOST_QUESTIONS : MOST_QUESTIONS + 1]
    hits = [_question_hit(question, _own_hits(question, route, index, collection)) for question in searched]
    return (*hits, *(_question_hit(question, ()) for question in beyond))


def _own_hits(question: str, route: Route, index: Index, collection: str) -> Sequence[TemplateHit]:
    wanted = FILTERED_FROM if _limited(route) else 1
    return _allowed(index.search([question], route.search, collection, templates=wanted, passages=0).templates, route)


def _question_hit(question: str, found: Sequence[TemplateHit]) -> QuestionHit:
    return QuestionHit(question, found[0].template.topic, found[0].score) if found else QuestionHit(question, "", 0.0)


def _standard(template_id: str, index: Index, collection: str, may_see: Sequence[str]) -> Found:
    template = index.template(template_id, may_see, collection)
    hits = (TemplateHit(template, 1.0, ""),) if template else ()
    return Found(hits, (), tuple(may_see), collection)


def _wanted(route: Route) -> int:
    return FILTERED_FROM if _limited(route) else WANTED


def _limited(route: Route) -> bool:
    return bool(route.only_templates or route.not_templates)


def _allowed(hits: Sequence[TemplateHit], route: Route) -> tuple[TemplateHit, ...]:
    return tuple(hit for hit in hits if _may_answer(hit.template.id, route))


def _may_answer(template_id: str, route: Route) -> bool:
    if route.only_templates and template_id not in route.only_templates:
        return False
    return template_id not in route.not_templates
