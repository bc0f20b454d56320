"""Why a ticket, or facts that somebody made up, are decided as they are, under any set of rules and with no call."""

from __future__ import annotations

from dataclasses import dataclass

from router.rulebook.asked import rules_asked
from router.rulebook.examples.scenarios import Scenario
from router.rulebook.explained import ExplainedRule, explain
from router.rulebook.fact_values import Restore, facts_for_routing, facts_for_sending
from router.rulebook.known import Known
from router.rulebook.rule_list import OTHERWISE, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import LaneStep, Sending
from router.run import Run
from router.run import known as read
from router.stages.route import reason_to_ignore
from router.stages.route import route as route_ticket
from router.trying.playing import play
from router.types import Findings, Found, Route

DRAFTED = ("retrieve", "standard reply")


@dataclass(frozen=True, slots=True)
class Explained:
    """One file's decision: the rule, what it says, and every rule with its conditions.

    ``passed_over`` are rules that were not asked at all, because a machine's message is only for those about machines.
    """

    file: str
    decided: str
    says: str
    rules: tuple[ExplainedRule, ...]
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """``sending`` is None where no draft was written, or nothing would be."""

    route: Route
    routing: Explained
    sending: Explained | None


def explain_run(run: Run, rules: RuleSet, restore: Restore | None = None, *, everything: bool = False) -> Explanation:
    """The facts of a run that has read its ticket and its customer, under these rules.

    ``restore`` puts personal data back where rules compare it; what is shown stays masked.
    """
    ticket, message, customer = read(run.ticket), read(run.message), read(run.customer)
    known = facts_for_routing(ticket, message, customer, rules, run.started_at, restore)
    decided = route_ticket(ticket, message, customer, rules, at=run.started_at, facts=known, traced=False)
    routing = _routing(decided, known, rules, not reason_to_ignore(ticket, message), everything)
    if run.draft is None or decided.decision not in DRAFTED:
        return Explanation(decided, routing, None)
    found, findings = run.found or Found(), run.findings or Findings()
    drafted = facts_for_sending(known, decided, found, run.draft, findings, run.counts)
    return Explanation(decided, routing, _sending(drafted, rules.sending, everything))


def explain_case(case: Scenario, rules: RuleSet, *, everything: bool = False) -> Explanation:
    """Facts or a mail under these rules."""
    played = play(case, rules)
    routing = _routing(played.route, played.known, rules, played.asked, everything)
    sending = _sending(played.written.known, rules.sending, everything) if played.written else None
    return Explanation(played.route, routing, sending)


def _routing(decided: Route, known: Known, rules: RuleSet, reached: bool, everything: bool) -> Explained:
    asked = rules_asked(rules.routing.rules, known)
    ids = {rule.id for rule in asked}
    explained = explain(asked, known, reached=reached, everything=everything)
    says = f"{decided.decision}: {decided.reason}" if decided.rule != OTHERWISE else decided.decision
    passed_over = tuple(rule.id for rule in rules.routing.rules if rule.id not in ids)
    return Explained("routing.yaml", decided.rule, says, explained, passed_over)


def _sending(known: Known, sending: Sending, everything: bool) -> Explained:
    rule = walk(sending.rules, known).rule
    step = (rule.then if rule else sending.otherwise).step or LaneStep("note")
    says = f"{step.lane} {step.share}%, others {step.others}" if step.share < 100 else step.lane
    highest = f"; highest lane: {sending.highest_lane}" if sending.highest_lane != "reply" else ""
    decided = rule.id if rule else OTHERWISE
    return Explained("sending.yaml", decided, says + highest, explain(sending.rules, known, everything=everything))
