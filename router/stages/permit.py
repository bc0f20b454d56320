"""The permit stage: how far a finished draft may go. ``sending.yaml`` proposes, everything else can only lower it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from retrieval.types import TemplateHit
from router.rulebook.fact_values import Restore, facts_for_routing, facts_for_sending
from router.rulebook.facts import ASKED
from router.rulebook.known import Known
from router.rulebook.rule_list import BUILT_IN, OTHERWISE, Walk, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import LaneStep, SendingAction
from router.rulebook.untold import untold
from router.stages.siblings import siblings
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
    Silencer,
    Ticket,
    lower_lane,
)
from router.writing.choice import SURE_PASSAGE, percent

NOTHING_FOUND = "no template and no article fits the message"


@dataclass(frozen=True, slots=True)
class Cap:
    """Something that keeps a draft from going farther than ``lane``."""

    lane: Lane
    reason: str
    by: Silencer = "rule"


def permit(
    ticket: Ticket,
    message: Message,
    customer: Customer,
    route: Route,
    found: Found,
    draft: Draft | None,
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
    asked: Collection[str] = ASKED,
) -> Permit:
    """The lane, the rule that proposed it, and every reason why it isn't a reply.

    ``at`` is when the run began, ``counts`` what went out to this requester before. ``ceiling`` is the lane of the
    ticket's first draft, ``lane_override`` one set by hand. ``sent_before`` holds the template of each public reply
    that we sent on this ticket, empty for a reply without one. A draft goes as far as the most careful of them all;
    without a ``draft`` there is at most a note that says so. ``facts`` are those that ``routing.yaml`` is read with,
    where the caller has them already; without ``traced`` the permit comes without its trace. ``asked`` are the facts
    that somebody must have told before a draft may go out by a rule that looks at them.
    """
    outside = tuple(_from_outside(customer, route, ruleset.sending.highest_lane, ceiling, lane_override))
    if draft is None:
        return _without_draft(message, embedding_languages, outside)
    routing = facts or facts_for_routing(ticket, message, customer, ruleset, at, restore)
    walked = walk(
        ruleset.sending.rules, facts_for_sending(routing, route, found, draft, findings, counts, len(sent_before))
    )
    proposed = _proposed(walked, ruleset.sending.otherwise, ticket.requester_id)
    caps = [
        *_by_draft(draft, findings),
        *_by_match(found, draft),
        *_by_passages(found, draft),
        *_by_product(message, found, draft, ruleset),
        *_by_language(message, embedding_languages, _used(found, draft)),
        *_by_no_language(message, draft),
        *_by_replies(draft, sent_before, counts or Counts()),
        *_by_unknown(untold(walked, asked)),
        *outside,
    ]
    lane = lower_lane(proposed.lane, *(cap.lane for cap in caps))
    action = walked.rule.then if walked.rule else ruleset.sending.otherwise
    # A rule's tags say what it did; a draft that was kept from going as far must not carry them.
    decided = action.tags if lane == proposed.lane else ()
    return Permit(
        lane=lane,
        rule=walked.rule.id if walked.rule else OTHERWISE,
        reasons=tuple(dict.fromkeys((proposed.reason, *(cap.reason for cap in caps if cap.lane != "reply")))),
        tags=tuple(dict.fromkeys((*walked.added, *decided))),
        trace=walked.trace if traced else (),
        shadow_by=_shadow_by((proposed, *caps)),
    )


def _without_draft(message: Message, languages: tuple[str, ...], outside: Sequence[Cap]) -> Permit:
    """A note that nothing was written, unless not even a note is allowed."""
    why = next((cap.reason for cap in _by_language(message, languages)), NOTHING_FOUND)
    lower = [cap.reason for cap in outside if cap.lane == "shadow"]
    return Permit("shadow" if lower else "note", BUILT_IN, (why, *lower), shadow_by=_shadow_by(outside))


def _shadow_by(caps: Iterable[Cap]) -> tuple[Silencer, ...]:
    return tuple(dict.fromkeys(cap.by for cap in caps if cap.lane == "shadow"))


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
    if own := next((one for one in draft.grounds if one.kind == "documented" and not one.in_place), None):
        yield Cap("note", f"“{own.sentence}” isn't a paragraph of a source word for word: a person compares it first")
    if draft.open_questions:
        yield Cap("note", "the draft leaves a question open")


def _words(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words) if word)


def _by_match(found: Found, draft: Draft) -> Iterator[Cap]:
    """Likely enough to suggest isn't likely enough to send."""
    used = _used(found, draft)
    if used is None or draft.writer == "standard":
        return
    if used.probability < found.levels.sure:
        sure = f"({percent(used.probability)}, needed {percent(found.levels.sure)})"
        yield Cap("note", f"it is not sure enough that the template answers the question {sure}")
    if found.ours < found.levels.ours:
        needed = f"({percent(found.ours)}, needed {percent(found.levels.ours)})"
        yield Cap("note", f"it is not sure enough that there is a template for the question at all {needed}")


def _by_passages(found: Found, draft: Draft) -> Iterator[Cap]:
    """Words of ours that answer another question help nobody, however true they are."""
    quoted = {quote.passage for one in draft.grounds if one.kind == "documented" for quote in one.quotes}
    nearest = max((hit.score for hit in found.passages if hit.passage.id in quoted), default=0.0)
    if quoted and nearest < SURE_PASSAGE:
        sure = f"({percent(nearest)} alike, needed {percent(SURE_PASSAGE)})"
        yield Cap("note", f"it is not sure enough that the passages answer the question {sure}")


def _used(found: Found, draft: Draft) -> TemplateHit | None:
    return next((hit for hit in found.templates if hit.template.id == draft.template), None)


def _by_language(message: Message, languages: tuple[str, ...], used: TemplateHit | None = None) -> Iterator[Cap]:
    if message.language and message.language not in languages:
        yield Cap("note", f"the message is in another language ({message.language}) than the search understands")
    if used and message.language and used.template.language not in ("", message.language):
        both = f"the message is in another language ({message.language}) than the template ({used.template.language})"
        yield Cap("note", both)


def _by_no_language(message: Message, draft: Draft) -> Iterator[Cap]:
    """A standard reply says the same to everybody, whatever they wrote."""
    if not message.language and draft.writer != "standard":
        yield Cap("note", "the message is too short to tell its language")


def caps_reached(counts: Counts, on_ticket: int) -> tuple[str, ...]:
    """Of ``ticket``, ``requester`` and ``hour``: those for which as many replies have gone out as may."""
    most = counts.most
    went_out: dict[str, tuple[int, int | None]] = {
        "ticket": (on_ticket, most.per_ticket),
        "requester": (counts.in_24_hours, most.per_requester),
        "hour": (counts.everybody_in_1_hour, most.per_hour),
    }
    return tuple(name for name, (sent, cap) in went_out.items() if cap is not None and sent >= cap)


def _by_replies(draft: Draft, sent_before: Sequence[str], counts: Counts) -> Iterator[Cap]:
    """Whoever writes again after an answer isn't helped by the same one, nor by an endless row of others: two machines
    may be talking, or a person is going in circles."""
    if draft.template and draft.template in sent_before:
        yield Cap("note", f"the template {draft.template} was sent on this ticket before")
    most, reached = counts.most, caps_reached(counts, len(sent_before))
    if "ticket" in reached:
        yield Cap(
            "note", f"{len(sent_before)} replies were sent on this ticket already, and {most.per_ticket} are enough"
        )
    if "requester" in reached:
        says = (
            f"this requester had {counts.in_24_hours} replies within a day already, and {most.per_requester} are enough"
        )
        yield Cap("note", says)
    if "hour" in reached:
        says = f"{counts.everybody_in_1_hour} replies went out within an hour, and {most.per_hour} are the most"
        yield Cap("note", f"{says} (ROUTER_MOST_REPLIES_PER_HOUR)")


def _by_product(message: Message, found: Found, draft: Draft, ruleset: RuleSet) -> Iterator[Cap]:
    """An answer that differs by product, for a message that names none."""
    if message.products_named or ruleset.segments.when_named.differs != "note":
        return
    products = siblings(found, draft)
    if products:
        yield Cap("note", f"no product is named, and the answer differs by product: {' and '.join(products)}")


def _by_unknown(unknown: str) -> Iterator[Cap]:
    if unknown:
        yield Cap("note", unknown)


def _from_outside(
    customer: Customer, route: Route, highest: Lane, ceiling: Lane | None, override: Lane | None
) -> Iterator[Cap]:
    """What holds for any draft on this ticket, and for a note without one."""
    lane = lower_lane(customer.highest_lane, route.highest_lane)
    yield from (
        Cap(lane, reason, "customer") for reason in route.lane_reasons or (f"this customer's highest lane is: {lane}",)
    )
    if override is not None:
        yield Cap(override, f"somebody lowered the lane by hand to: {override}", "hand")
    if ceiling is not None:
        yield Cap(ceiling, f"this ticket's first draft went no farther than: {ceiling}", "first draft")
    yield Cap(highest, f"sending.yaml says: highest lane {highest}", "highest lane")
