"""The permit stage: how far a finished draft may go. ``sending.yaml`` proposes, everything else can only lower it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval.types import SHARED, Passage, Template
from router.rulebook.fact_values import Restore, facts_for_routing, facts_for_sending
from router.rulebook.known import Known
from router.rulebook.rule_list import OTHERWISE, Walk, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import LaneStep, SendingAction
from router.types import (
    Counts,
    Customer,
    Draft,
    Findings,
    Found,
    Lane,
    Message,
    Permit,
    Route,
    Ticket,
    lower_lane,
)

SURE_SCORE, SURE_LEAD = 0.70, 0.10
"""Cosine to the best example, and the lead over the next topic, from which a template may go out by itself. Chosen on
the demo's mails and on fifty bank questions of strangers, where everything below was wrong or doubtful."""


MOST_REPLIES = 3
"""So many replies may go out on one ticket; then two machines may be talking, or a person is going in circles."""


@dataclass(frozen=True, slots=True)
class Cap:
    """Something that keeps a draft from going farther than ``lane``."""

    lane: Lane
    reason: str


def permit(
    ticket: Ticket,
    message: Message,
    customer: Customer,
    route: Route,
    found: Found,
    draft: Draft,
    findings: Findings,
    ruleset: RuleSet,
    *,
    at: datetime,
    counts: Counts | None,
    restore: Restore | None = None,
    embedding_languages: tuple[str, ...],
    ceiling: Lane | None,
    lane_override: Lane | None,
    sent_before: tuple[str, ...] = (),
    facts: Known | None = None,
    traced: bool = True,
) -> Permit:
    """The lane, the rule that proposed it, and every reason why it isn't a reply.

    ``at`` is when the run began, ``counts`` what went out to this requester before. ``ceiling`` is the lane of the
    ticket's first draft, ``lane_override`` one set by hand. ``sent_before`` holds the template of each public reply
    that we sent on this ticket, empty for a reply without one. A draft goes as far as the most careful of them all.
    ``facts`` are those that ``routing.yaml`` is read with, where the caller has them already; without ``traced`` the
    permit comes without its trace.
    """
    sending = ruleset.sending
    routing = facts or facts_for_routing(ticket, message, customer, ruleset, at, restore)
    walked = walk(sending.rules, facts_for_sending(routing, route, found, draft, findings, counts))
    proposed = _proposed(walked, sending.otherwise, ticket.requester_id)
    caps = [
        *_by_draft(draft, findings),
        *_by_match(found, draft),
        *_by_product(message, found, draft, ruleset),
        *_by_language(message, embedding_languages),
        *_by_replies(draft, sent_before),
        *(Cap(route.highest_lane, reason) for reason in route.lane_reasons),
        *_from_outside(sending.highest_lane, ceiling, lane_override),
    ]
    lane = lower_lane(proposed.lane, customer.highest_lane, route.highest_lane, *(cap.lane for cap in caps))
    action = walked.rule.then if walked.rule else sending.otherwise
    # A rule's tags say what it did; a draft that was kept from going as far must not carry them.
    decided = action.tags if lane == proposed.lane else ()
    return Permit(
        lane=lane,
        rule=walked.rule.id if walked.rule else OTHERWISE,
        reasons=tuple(dict.fromkeys((proposed.reason, *(cap.reason for cap in caps if cap.lane != "reply")))),
        tags=tuple(dict.fromkeys((*walked.added, *decided))),
        trace=walked.trace if traced else (),
    )


def _proposed(walked: Walk[SendingAction], otherwise: SendingAction, requester_id: int) -> Cap:
    """What ``sending.yaml`` says for this requester."""
    action = walked.rule.then if walked.rule else otherwise
    step = action.step or LaneStep("note")
    rule = walked.rule.id if walked.rule else OTHERWISE
    lane = step.for_requester(rule, requester_id)
    by = f'the rule "{walked.rule.title}" says' if walked.rule else "no rule decided; otherwise it is"
    if step.share == 100:
        return Cap(lane, f"{by}: {lane}")
    part = "this requester is among them" if lane == step.lane else f"this requester isn't among them, so: {lane}"
    return Cap(lane, f"{by}: reply to {step.share}% of the requesters; {part}")


def _by_draft(draft: Draft, findings: Findings) -> Iterator[Cap]:
    if not findings.clean:
        yield Cap("note", f"the checks found something in the text: {_words(item.word for item in findings.items)}")
    if draft.unfilled:
        yield Cap("note", f"blanks could not be filled: {', '.join(draft.unfilled)}")
    if draft.grounding == "inferred":
        yield Cap("note", "the draft isn't carried by a template or by passages that were found")
    if draft.open_questions:
        yield Cap("note", "the draft leaves a question open")


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words) if word)


def _by_match(found: Found, draft: Draft) -> Iterator[Cap]:
    """A question that is only somewhat like the template's examples: good enough to suggest, not to send."""
    used = next((hit for hit in found.templates if hit.template.id == draft.template), None)
    if used is None or draft.writer == "standard":
        return
    if used.score < SURE_SCORE:
        yield Cap(
            "note",
            f"the question is not close enough to the template's examples ({used.score:.2f}, needed {SURE_SCORE:.2f})",
        )
    rivals = [hit for hit in found.templates if hit.template.topic != used.template.topic]
    if rivals and used.score - rivals[0].score < SURE_LEAD:
        yield Cap("note", f"the template {rivals[0].template.id} fits almost as well ({rivals[0].score:.2f})")


def _by_language(message: Message, languages: tuple[str, ...]) -> Iterator[Cap]:
    if message.language and message.language not in languages:
        yield Cap("note", f"the message is in another language ({message.language}) than the search understands")


def _by_replies(draft: Draft, sent_before: Sequence[str]) -> Iterator[Cap]:
    """Whoever writes again after an answer isn't helped by the same one, nor by an endless row of others."""
    if draft.template and draft.template in sent_before:
        yield Cap("note", f"the template {draft.template} was sent on this ticket before")
    if len(sent_before) >= MOST_REPLIES:
        yield Cap("note", f"{len(sent_before)} replies were sent on this ticket already, and {MOST_REPLIES} are enough")


def _by_product(message: Message, found: Found, draft: Draft, ruleset: RuleSet) -> Iterator[Cap]:
    """An answer that differs by product, for a message that names none."""
    if message.products_named or ruleset.segments.when_named.differs != "note":
        return
    products = _sibling_templates(found, draft) or _sibling_passages(found, draft)
    if products:
        yield Cap("note", f"no product is named, and the answer differs by product: {' and '.join(products)}")


def _sibling_templates(found: Found, draft: Draft) -> tuple[str, ...]:
    """The products whose template says something else about the same topic."""
    templates = [hit.template for hit in found.templates]
    used = next((one for one in templates if one.id == draft.template), None)
    if used is None or used.audience == SHARED:
        return ()
    others = [one.audience for one in templates if _same_topic(one, used) and one.body != used.body]
    return _two_or_more([used.audience, *others])


def _same_topic(one: Template, other: Template) -> bool:
    return (one.topic, one.language) == (other.topic, other.language) and one.audience != SHARED


def _sibling_passages(found: Found, draft: Draft) -> tuple[str, ...]:
    """The products whose passage under the same heading says something else and isn't used."""
    passages = [hit.passage for hit in found.passages]
    for used in (one for one in passages if one.id in draft.passages and one.products):
        others = [one for one in passages if _same_heading(one, used) and one.id not in draft.passages]
        products = _two_or_more([product for one in (used, *others) for product in one.products])
        if products:
            return products
    return ()


def _same_heading(one: Passage, other: Passage) -> bool:
    same_place = (one.article, one.heading) == (other.article, other.heading)
    return same_place and one.products != other.products and one.text != other.text


def _two_or_more(products: Sequence[str]) -> tuple[str, ...]:
    different = tuple(dict.fromkeys(products))
    return different if len(different) > 1 else ()


def _from_outside(highest: Lane, ceiling: Lane | None, override: Lane | None) -> Iterator[Cap]:
    if override is not None:
        yield Cap(override, f"somebody lowered the lane by hand to: {override}")
    if ceiling is not None:
        yield Cap(ceiling, f"this ticket's first draft went no farther than: {ceiling}")
    yield Cap(highest, f"sending.yaml says: highest lane {highest}")
