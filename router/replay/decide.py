"""Decides one past ticket under one set of rules, from recorded facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from router.guard.plain import plain
from router.reading.reply import without_quoted_lines
from router.replay.customer import customer_under
from router.replay.outcome import Outcome
from router.replay.past import Past, PastRoute
from router.replay.unknown import Unsure, unsure_rules, verdict
from router.rulebook.fact_values import Restore, facts_for_routing, facts_for_sending
from router.rulebook.known import Known
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import Sending
from router.run import known
from router.stages.permit import permit
from router.stages.route import HISTORY, NO_HISTORY, route
from router.stages.wording import forbidden
from router.types import LANES, Customer, Findings, Lane, Message, Permit, Route, lower_lane

WORDING = "wording"
NOTHING_FITS = "nothing fitted the message"


@dataclass(frozen=True, slots=True)
class Case:
    """A past ticket with what the database knew of it, and the set of its time (None: not kept any more)."""

    past: Past
    own: RuleSet | None
    own_posts: tuple[int, ...]
    ceiling: Lane | None
    sent_before: tuple[str, ...]
    restore: Restore


@dataclass(frozen=True, slots=True)
class Decider:
    """One set of rules, ready to decide past tickets. ``languages`` are those that the search understands."""

    rules: RuleSet
    languages: tuple[str, ...]

    def decide(self, case: Case) -> Outcome:
        """Where the ticket would end, and how far its recorded draft may go, if it would still be made."""
        message = self._message(case)
        customer, told = self._customer(case)
        decided = _without_what_was_not_asked(case, self._route(case, message, customer))
        return replace(self._judged(case, message, customer, decided), customer_told=told)

    def _judged(self, case: Case, message: Message, customer: Customer, decided: Route) -> Outcome:
        sending = self.rules.sending
        drafts = decided.decision in ("retrieve", "standard reply")
        same = drafts and same_draft(case.past, decided)
        permitted = self._permit(case, message, customer, decided) if same else None
        at_most = lower_lane(sending.highest_lane, customer.highest_lane, decided.highest_lane, case.ceiling or "reply")
        if drafts and permitted is None:
            at_most = lower_lane(at_most, self._farthest(case, message, customer, decided))
        outcome = Outcome(message, customer, decided, permitted, at_most, sending.highest_lane != "shadow")
        return replace(outcome, unsure=frozenset(self._unsure(case, outcome)))

    def _message(self, case: Case) -> Message:
        """The message, with the products that it names under these rules."""
        message, own = known(case.past.message), case.own
        if own is None or own.segments == self.rules.segments:
            return message
        text = f"{known(case.past.ticket).subject}\n{without_quoted_lines(message.text)}"
        return replace(message, products_named=self.rules.segments.products_named(case.restore(text)))

    def _customer(self, case: Case) -> tuple[Customer, bool]:
        recorded, message = known(case.past.customer), known(case.past.message)
        own = case.own.customers if case.own else None
        rules = self.rules
        return customer_under(recorded, own, rules.customers, rules.segments, message.author_is_requester)

    def _route(self, case: Case, message: Message, customer: Customer) -> Route:
        return route(
            known(case.past.ticket),
            message,
            customer,
            self.rules,
            case.own_posts,
            at=case.past.started_at,
            restore=case.restore,
        )

    def _permit(self, case: Case, message: Message, customer: Customer, decided: Route) -> Permit | None:
        past, findings = case.past, self._findings(case)
        if past.draft is None:
            return Permit("note", BUILT_IN, (NOTHING_FITS,)) if past.found is not None else None
        if past.found is None or findings is None:
            return None
        return permit(
            known(past.ticket),
            message,
            customer,
            decided,
            past.found,
            past.draft,
            findings,
            self.rules,
            embedding_languages=self.languages,
            at=past.started_at,
            counts=past.counts,
            restore=case.restore,
            ceiling=case.ceiling,
            lane_override=None,
            sent_before=case.sent_before,
        )

    def _findings(self, case: Case) -> Findings | None:
        """What the checks found, with the words that these rules forbid in place of those that the old ones did."""
        past, wording = case.past, self.rules.wording
        if past.draft is None or past.findings is None or (case.own is not None and case.own.wording == wording):
            return past.findings
        hits = past.found.templates if past.found else ()
        template = next((hit.template for hit in hits if hit.template.id == past.draft.template), None)
        others = [one for one in past.findings.items if one.kind != WORDING]
        return Findings((*others, *forbidden(plain(past.draft.text), template, wording)))

    def _facts(self, case: Case, message: Message, customer: Customer) -> Known:
        past = case.past
        return facts_for_routing(known(past.ticket), message, customer, self.rules, past.started_at, case.restore)

    def _farthest(self, case: Case, message: Message, customer: Customer, decided: Route) -> Lane:
        """The farthest lane that ``sending.yaml`` could give a draft nobody has seen."""
        facts = self._facts(case, message, customer).also({"route.rule": decided.rule})
        if decided.decision == "standard reply":
            facts = facts.also({"draft.template": decided.template, "draft.writer": "standard"})
        lanes = _possible_lanes(self.rules.sending, facts, known(case.past.ticket).requester_id)
        return max(lanes, key=LANES.index)

    def _unsure(self, case: Case, outcome: Outcome) -> Iterator[Unsure]:
        """Looked for only where a rule asks for what isn't there."""
        past, permitted, findings = case.past, outcome.permit, self._findings(case)
        walks = (*outcome.route.trace, *(permitted.trace if permitted else ()))
        if all(one.known for rule in walks for one in rule.conditions):
            return
        facts = self._facts(case, outcome.message, outcome.customer)
        yield from unsure_rules(self.rules.routing.rules, outcome.route.trace, facts)
        if permitted and past.found and past.draft and findings:
            more = facts_for_sending(facts, outcome.route, past.found, past.draft, findings, past.counts)
            yield from unsure_rules(self.rules.sending.rules, permitted.trace, more)


def _without_what_was_not_asked(case: Case, decided: Route) -> Route:
    """The customer's other tickets weren't asked for because no rule of that time needed them: no reason for a note."""
    asked = case.own is not None and HISTORY & case.own.facts_asked
    if asked or NO_HISTORY not in decided.lane_reasons:
        return decided
    others = tuple(reason for reason in decided.lane_reasons if reason != NO_HISTORY)
    return replace(decided, lane_reasons=others, highest_lane=decided.highest_lane if others else "reply")


def same_draft(past: Past, decided: Route) -> bool:
    """Whether the recorded draft, or that there was none, is what this route would lead to again."""
    before = past.route
    if before is None or before.decision != decided.decision:
        return False
    if decided.decision == "standard reply":
        return before.template == decided.template
    if set(before.search) != set(decided.search):
        return False
    unchanged = (before.only_templates, before.not_templates) == (decided.only_templates, decided.not_templates)
    return unchanged or _nothing_else_would_be_found(past, before, decided)


def _nothing_else_would_be_found(past: Past, before: PastRoute, decided: Route) -> bool:
    """Fewer templates are allowed than were, and all that were found are still among them."""
    found = [hit.template.id for hit in past.found.templates] if past.found else []
    stricter = set(before.not_templates) <= set(decided.not_templates)
    within = not before.only_templates or bool(
        decided.only_templates and set(decided.only_templates) <= set(before.only_templates)
    )
    return stricter and within and all(_allowed(one, decided) for one in found)


def _allowed(template: str, decided: Route) -> bool:
    only = decided.only_templates
    return template not in decided.not_templates and (not only or template in only)


def _possible_lanes(sending: Sending, facts: Known, requester_id: int) -> Iterator[Lane]:
    """The lane of each rule that might decide, down to the first that surely does."""
    for rule in sending.rules:
        step = rule.then.step
        held = None if step is None or rule.trial else verdict(rule.when, facts)
        if step is None or rule.trial or held is False:
            continue
        yield step.for_requester(rule.id, requester_id)
        if held:
            return
    otherwise = sending.otherwise.step
    yield otherwise.for_requester(OTHERWISE, requester_id) if otherwise else "note"
