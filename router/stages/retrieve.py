"""Retrieve: what of ours may answer this message, from what this customer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.types import Hits, TemplateHit, TextHits
from router.ports import Index
from router.reading.leaning import leans
from router.reading.pieces import piece_of, pieces_of, statements_of
from router.reading.questions import questions_of
from router.types import Found, Message, QuestionHit, Route

MOST_QUESTIONS = 6
WANTED = 5
FILTERED_FROM = 50
"""Templates asked for when a rule then leaves some out."""


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
    return Found(
        templates=_allowed(hits.templates, route)[:WANTED],
        passages=hits.passages,
        searched=route.search,
        collection=hits.collection,
        questions=_question_hits(questions_of(message.text), hits, route),
        ours=hits.ours,
        levels=hits.levels,
        besides=_sure_hits(statements_of(message.text), hits, route),
    )


def texts_of(message: Message) -> list[str]:
    """What is searched with: all that waits and its pieces, the newest part of it, and each question.

    Quoted lines are somebody else's words and are not searched for.
    """
    questions = map(piece_of, questions_of(message.text)[:MOST_QUESTIONS])
    return list(dict.fromkeys((*pieces_of(message.text), *pieces_of(message.newest)[:1], *questions)))


def _question_hits(questions: Sequence[str], hits: Hits, route: Route) -> tuple[QuestionHit, ...]:
    """Each question with its own best template.

    Questions beyond the most that are searched for are told by the first of them, which has found nothing.
    """
    searched, beyond = questions[:MOST_QUESTIONS], questions[MOST_QUESTIONS : MOST_QUESTIONS + 1]
    found = (_allowed(_own_hits(piece_of(question), hits.by_text), route) for question in searched)
    told = (_question_hit(question, own) for question, own in zip(searched, found, strict=True))
    return (*told, *(_question_hit(question, ()) for question in beyond))


def _sure_hits(statements: Sequence[str], hits: Hits, route: Route) -> tuple[QuestionHit, ...]:
    """Those of the statements that alone would be answered without a person: a second matter often bears no mark."""
    ours = [one for one in hits.by_text if one.text in statements and one.ours >= hits.levels.ours]
    found = (_question_hit(one.text, _allowed(one.templates, route)) for one in ours)
    return tuple(one for one in found if one.topic and one.probability >= hits.levels.sure)


def _own_hits(piece: str, by_text: Sequence[TextHits]) -> Sequence[TemplateHit]:
    """What was found for the question alone; for one that leans on what stands beside it, with what stands before."""
    alone = [one for one in by_text if one.text == piece]
    before = [one for one in by_text if one.text.endswith(f" {piece}")]
    behind = [one for one in by_text if one.text.startswith(f"{piece} ")]
    own = (before or behind or alone) if leans(piece) else alone
    return min(own, key=lambda one: len(one.text)).templates if own else ()


def _question_hit(question: str, found: Sequence[TemplateHit]) -> QuestionHit:
    if not found:
        return QuestionHit(question, "", 0.0)
    best = found[0]
    return QuestionHit(question, best.template.topic, best.score, best.probability, best.template.id)


def _standard(template_id: str, index: Index, collection: str, may_see: Sequence[str]) -> Found:
    template = index.template(template_id, may_see, collection)
    hits = (TemplateHit(template, 1.0, ""),) if template else ()
    return Found(hits, (), tuple(may_see), collection)


def _wanted(route: Route) -> int:
    return FILTERED_FROM if route.only_templates or route.not_templates else WANTED


def _allowed(hits: Sequence[TemplateHit], route: Route) -> tuple[TemplateHit, ...]:
    return tuple(hit for hit in hits if _may_answer(hit.template.id, route))


def _may_answer(template_id: str, route: Route) -> bool:
    if route.only_templates and template_id not in route.only_templates:
        return False
    return template_id not in route.not_templates
