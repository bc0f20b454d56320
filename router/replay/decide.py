"""Decides one past ticket under one set of rules, from recorded facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from router.guard.plain import plain
from router.replay.drafts import possible_lanes, same_draft
from router.replay.outcome import Outcome
from router.replay.seen import Case, Seen
from router.replay.unknown import Unsure, unsure_rules
from router.rulebook import routing, sending, wording
from router.rulebook.fact_values import facts_for_sending
from router.rulebook.facts import BY_NAME, SENDING
from router.rulebook.rule_list import BUILT_IN
from router.rulebook.ruleset import RuleSet
from router.run import known
from router.stages.permit import permit
from router.stages.route import HISTORY, NO_HISTORY, route
from router.stages.wording import forbidden
from router.types import LANES, Findings, Lane, Permit, Route, lower_lane

WORDING = "wording"
NOTHING_FITS = "nothing fitted the message"
_COUNTED = "requester."


class Decider:
    """One set of rules, ready to decide past tickets. ``languages`` are those that the search understands."""

    def __init__(self, rules: RuleSet, languages: tuple[str, ...]) -> None:
        self.rules = rules
        self._languages = languages
        self._asked = [name for name in rules.facts_asked if name not in BY_NAME or BY_NAME[name].files != SENDING]
        self._counts_asked = any(name.startswith(_COUNTED) for name in rules.facts_asked)

    def decide(self, case: Case, seen: Seen, *, traced: bool = False) -> Outcome:
        """Where the ticket would end, and how far its recorded draft may go, if it would still be made.

        Without ``traced`` the walks through the rules aren't told, unless a fact is missing that they ask for.
        """
        missing = self._misses_facts(case, seen)
        decided = self._route(case, seen, traced or missing)
        return self._with_unsure(case, seen, self._judged(case, seen, decided, traced or missing), missing)

    def decide_beside(self, case: Case, seen: Seen, other: Decider, outcome: Outcome) -> Outcome:
        """The same, where another set saw the same and came to ``outcome``: no rule of both is walked twice."""
        missing = self._misses_facts(case, seen)
        alike = _alike(self.rules, other.rules, routing.FILE)
        decided = outcome.route if alike else self._route(case, seen, missing)
        if decided == outcome.route and _alike(self.rules, other.rules, sending.FILE, wording.FILE):
            return outcome if alike else self._with_unsure(case, seen, outcome, missing)
        return self._with_unsure(case, seen, self._judged(case, seen, decided, missing), missing)

    def _with_unsure(self, case: Case, seen: Seen, outcome: Outcome, missing: bool) -> Outcome:
        return replace(outcome, unsure=frozenset(self._unsure(case, seen, outcome))) if missing else outcome

    def _misses_facts(self, case: Case, seen: Seen) -> bool:
        """Whether these rules ask for something that nobody had looked at."""
        uncounted = self._counts_asked and case.past.counts is None
        return uncounted or not all(seen.facts.knows(name) for name in self._asked)

    def _judged(self, case: Case, seen: Seen, decided: Route, traced: bool) -> Outcome:
        drafts = decided.decision in ("retrieve", "standard reply")
        same = drafts and same_draft(case.past, decided)
        permitted = self._permit(case, seen, decided, traced) if same else None
        highest = self.rules.sending.highest_lane
        at_most = lower_lane(highest, seen.customer.highest_lane, decided.highest_lane, case.ceiling or "reply")
        if drafts and permitted is None:
            at_most = lower_lane(at_most, self._farthest(case, seen, decided))
        return Outcome(
            seen.message, seen.customer, decided, permitted, at_most, highest != "shadow", customer_told=seen.told
        )

    def _route(self, case: Case, seen: Seen, traced: bool) -> Route:
        decided = route(
            known(case.past.ticket),
            seen.message,
            seen.customer,
            self.rules,
            case.own_posts,
            at=case.past.started_at,
            facts=seen.facts,
            traced=traced,
        )
        return _without_what_was_not_asked(case, decided)

    def _permit(self, case: Case, seen: Seen, decided: Route, traced: bool) -> Permit | None:
        past, findings = case.past, self._findings(case)
        if past.draft is None:
            return Permit("note", BUILT_IN, (NOTHING_FITS,)) if past.found is not None else None
        if past.found is None or findings is None:
            return None
        return permit(
            known(past.ticket),
            seen.message,
            seen.customer,
            decided,
            past.found,
            past.draft,
            findings,
            self.rules,
            embedding_languages=self._languages,
            at=past.started_at,
            counts=past.counts,
            ceiling=case.ceiling,
            lane_override=None,
            sent_before=case.sent_before,
            facts=seen.facts,
            traced=traced,
        )

    def _findings(self, case: Case) -> Findings | None:
        """What the checks found, with the words that these rules forbid in place of those that the old ones did."""
        past, now = case.past, self.rules.wording
        if past.draft is None or past.findings is None or (case.own is not None and case.own.wording == now):
            return past.findings
        hits = past.found.templates if past.found else ()
        template = next((hit.template for hit in hits if hit.template.id == past.draft.template), None)
        others = [one for one in past.findings.items if one.kind != WORDING]
        return Findings((*others, *forbidden(plain(past.draft.text), template, now)))

    def _farthest(self, case: Case, seen: Seen, decided: Route) -> Lane:
        """The farthest lane that ``sending.yaml`` could give a draft nobody has seen."""
        facts = seen.facts.also({"route.rule": decided.rule})
        if decided.decision == "standard reply":
            facts = facts.also({"draft.template": decided.template, "draft.writer": "standard"})
        lanes = possible_lanes(self.rules.sending, facts, known(case.past.ticket).requester_id)
        return max(lanes, key=LANES.index)

    def _unsure(self, case: Case, seen: Seen, outcome: Outcome) -> Iterator[Unsure]:
        """The rules that might have gone the other way."""
        past, permitted, findings = case.past, outcome.permit, self._findings(case)
        yield from unsure_rules(self.rules.routing.rules, outcome.route.trace, seen.facts)
        if permitted and past.found and past.draft and findings:
            more = facts_for_sending(seen.facts, outcome.route, past.found, past.draft, findings, past.counts)
            yield from unsure_rules(self.rules.sending.rules, permitted.trace, more)


def _alike(one: RuleSet, other: RuleSet, *files: str) -> bool:
    return all(one.files.get(file) == other.files.get(file) for file in files)


def _without_what_was_not_asked(case: Case, decided: Route) -> Route:
    """The customer's other tickets weren't asked for because no rule of that time needed them: no reason for a note."""
    asked = case.own is not None and HISTORY & case.own.facts_asked
    if asked or NO_HISTORY not in decided.lane_reasons:
        return decided
    others = tuple(reason for reason in decided.lane_reasons if reason != NO_HISTORY)
    return replace(decided, lane_reasons=others, highest_lane=decided.highest_lane if others else "reply")
