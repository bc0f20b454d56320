"""Decides one past ticket under one set of rules, from recorded facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from router.replay.drafts import possible_lanes, same_draft
from router.replay.outcome import Outcome, Possible
from router.replay.seen import Case, Seen
from router.replay.ways import routing_ways, sending_ways
from router.rulebook import routing, sending, wording
from router.rulebook.fact_values import facts_for_sending
from router.rulebook.facts import ASKED, BY_NAME, HISTORY, SENDING
from router.rulebook.known import Known
from router.rulebook.rule_list import OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.run import known
from router.stages.permit import permit
from router.stages.route import route
from router.stages.wording import forbidden
from router.types import LANES, Findings, Lane, Permit, Route, lower_lane

WORDING = "wording"
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

        Without ``traced`` the walks through the rules aren't told.
        """
        decided = self._route(case, seen, self.rules, traced)
        return self._with_unknown(case, seen, self._judged(case, seen, decided, traced))

    def decide_beside(self, case: Case, seen: Seen, other: Decider, outcome: Outcome) -> Outcome:
        """The same, where another set saw the same and came to ``outcome``: no rule of both is walked twice."""
        alike = _alike(self.rules, other.rules, routing.FILE)
        decided = outcome.route if alike else self._route(case, seen, self.rules, traced=False)
        if decided == outcome.route and _alike(self.rules, other.rules, sending.FILE, wording.FILE):
            return outcome if alike else self._with_unknown(case, seen, outcome)
        return self._with_unknown(case, seen, self._judged(case, seen, decided, traced=False))

    def _with_unknown(self, case: Case, seen: Seen, outcome: Outcome) -> Outcome:
        """With all that it could be as well, where rules ask for something that nobody had looked at."""
        if not self._misses_facts(case, seen):
            return replace(outcome, lacking=False, unsure=frozenset(), possible=()) if outcome.lacking else outcome
        possible = tuple(self._possible(case, seen))
        unsure = frozenset().union(*(one.unsure for one in possible))
        return replace(outcome, lacking=True, unsure=unsure, possible=possible)

    def _misses_facts(self, case: Case, seen: Seen) -> bool:
        """Whether these rules ask for something that nobody had looked at."""
        if self._counts_asked and case.past.draft is not None and case.past.counts is None:
            return True
        missing = {name for name in self._asked if not seen.facts.knows(name)}
        return bool(missing and missing - _asked(case))

    def _possible(self, case: Case, seen: Seen) -> Iterator[Possible]:
        """What each way through the rules leads to that the facts of the record leave open."""
        requester_id = known(case.past.ticket).requester_id
        for way, rules in routing_ways(self.rules, _told(case, seen.facts)):
            decided = self._route(case, seen, rules, traced=False)
            decided = replace(decided, rule=way.rule if decided.rule == OTHERWISE else decided.rule)
            outcome = self._judged(case, seen, decided, traced=False)
            facts = self._facts_for_sending(case, seen, outcome)
            if facts is None:
                yield Possible(way.assumed, outcome, way.unsure)
                continue
            for then, sent in sending_ways(self.rules, facts, requester_id):
                permitted = replace(known(self._permit(case, seen, decided, sent, traced=False)), rule=then.rule)
                assumed, unsure = way.assumed.and_also(then.assumed), way.unsure | then.unsure
                yield Possible(assumed, replace(outcome, permit=permitted), unsure)

    def _facts_for_sending(self, case: Case, seen: Seen, outcome: Outcome) -> Known | None:
        """What the rules of ``sending.yaml`` read; None where they aren't asked."""
        past, findings = case.past, self._findings(case)
        if not (outcome.permit and past.found and past.draft and findings):
            return None
        told = _told(case, seen.facts)
        replies = len(case.sent_before)
        return facts_for_sending(told, outcome.route, past.found, past.draft, findings, past.counts, replies)

    def _judged(self, case: Case, seen: Seen, decided: Route, traced: bool) -> Outcome:
        drafts = decided.decision in ("retrieve", "standard reply")
        same = drafts and same_draft(case.past, decided)
        permitted = self._permit(case, seen, decided, self.rules, traced) if same else None
        highest = self.rules.sending.highest_lane
        at_most = lower_lane(highest, seen.customer.highest_lane, decided.highest_lane, case.ceiling or "reply")
        if drafts and permitted is None:
            at_most = lower_lane(at_most, self._farthest(case, seen, decided))
        return Outcome(
            seen.message, seen.customer, decided, permitted, at_most, highest != "shadow", customer_told=seen.told
        )

    def _route(self, case: Case, seen: Seen, rules: RuleSet, traced: bool) -> Route:
        return route(
            known(case.past.ticket),
            seen.message,
            seen.customer,
            rules,
            case.own_posts,
            at=case.past.started_at,
            facts=seen.facts,
            traced=traced,
            asked=_asked(case),
        )

    def _permit(self, case: Case, seen: Seen, decided: Route, rules: RuleSet, traced: bool) -> Permit | None:
        past, findings = case.past, self._findings(case)
        if past.found is None or (past.draft and findings is None):
            return None
        return permit(
            known(past.ticket),
            seen.message,
            seen.customer,
            decided,
            past.found,
            past.draft,
            findings or Findings(),
            rules,
            embedding_languages=self._languages,
            at=past.started_at,
            counts=past.counts,
            ceiling=case.ceiling,
            lane_override=None,
            sent_before=case.sent_before,
            facts=seen.facts,
            traced=traced,
            asked=_asked(case),
        )

    def _findings(self, case: Case) -> Findings | None:
        """What the checks found, with the words that these rules forbid in place of those that the old ones did."""
        past, now = case.past, self.rules.wording
        if past.draft is None or past.findings is None or (case.own is not None and case.own.wording == now):
            return past.findings
        hits = past.found.templates if past.found else ()
        template = next((hit.template for hit in hits if hit.template.id == past.draft.template), None)
        others = [one for one in past.findings.items if one.kind != WORDING]
        return Findings((*others, *forbidden(past.draft.text, template, now)))

    def _farthest(self, case: Case, seen: Seen, decided: Route) -> Lane:
        """The farthest lane that ``sending.yaml`` could give a draft nobody has seen."""
        facts = seen.facts.also({"route.rule": decided.rule})
        if decided.decision == "standard reply":
            facts = facts.also({"draft.template": decided.template, "draft.writer": "standard"})
        lanes = possible_lanes(self.rules.sending, facts, known(case.past.ticket).requester_id)
        return max(lanes, key=LANES.index)


def _alike(one: RuleSet, other: RuleSet, *files: str) -> bool:
    return all(one.files.get(file) == other.files.get(file) for file in files)


def _asked(case: Case) -> frozenset[str]:
    """What Freshdesk was asked for then: what no rule of that time needed is no reason for less."""
    needed = ASKED & case.own.facts_asked if case.own is not None else frozenset()
    return needed | HISTORY if needed & HISTORY else needed


def _told(case: Case, facts: Known) -> Known:
    """The facts, those among them that Freshdesk was asked for in vain: every rule would have read nothing there."""
    in_vain = [name for name in _asked(case) if not facts.knows(name)]
    return facts.also(dict.fromkeys(in_vain)) if in_vain else facts
