"""The rows of the step ``judge``: what is wrong with the draft, and how far it may go."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

from router.doors import Doors, originals
from router.meters import HELD, LANES
from router.rulebook.facts import ASKED
from router.rulebook.identity import highest_lane
from router.rulebook.ruleset import RuleSet
from router.run import Run, known
from router.stages.check import check as check_draft
from router.stages.permit import caps_reached
from router.stages.permit import permit as permit_draft
from router.stages.wording import company_texts
from router.types import Counts, Findings, Most, Permit, lower_lane

NO_CAPS = Most(per_ticket=sys.maxsize)


def check(run: Run, doors: Doors) -> Run:
    if run.draft is None:
        return run
    customer, message, found = known(run.customer), known(run.message), known(run.found)
    rules = doors.rule_sets.by_hash(run.rules)
    findings = check_draft(
        run.draft,
        message,
        found,
        customer,
        [str(run.ticket_id), *customer.columns.values()],
        doors.index.outside(customer.may_see, run.collection),
        own_texts=company_texts(run.draft, message, customer, found, rules.wording),
        names_in=rules.segments.products_named,
        wording=rules.wording,
        embed=doors.embed,
    )
    return replace(run, findings=findings)


def permit(run: Run, doors: Doors) -> Run:
    if not known(run.route).drafts:
        return run
    run = replace(run, counts=counted(run, doors, run.started_at))
    rules = doors.rule_sets.by_hash(run.rules)
    given = permitted(run, rules, doors)
    LANES.labels(given.lane).inc()
    count_held(run, given, rules, doors)
    return replace(run, permit=given)


def count_held(run: Run, given: Permit, rules: RuleSet, doors: Doors) -> None:
    """Count what would have been a reply, were it not for the caps on replies."""
    counts = known(run.counts)
    reached = caps_reached(counts, len(doors.history.sent_templates(run.ticket_id)))
    if given.lane == "reply" or not reached:
        return
    uncapped = replace(run, counts=replace(counts, most=NO_CAPS))
    if permitted(uncapped, rules, doors).lane == "reply":
        for cap in reached:
            HELD.labels(cap).inc()


def counted(run: Run, doors: Doors, at: datetime) -> Counts:
    """What went out before ``at``, and how much may."""
    to_requester = doors.history.replies_to(known(run.ticket).requester_id, at)
    everybody = doors.history.replies_in_an_hour(run.ticket_id, at)
    return replace(to_requester, everybody_in_1_hour=everybody, most=doors.most)


def permitted(run: Run, rules: RuleSet, doors: Doors, asked: Collection[str] = ASKED) -> Permit:
    """How far the run may go by these rules, and by what is lowered by hand at this moment.

    ``asked`` are the facts that these rules must have been told before a reply goes out.
    """
    customer, decided = known(run.customer), known(run.route)
    lane = highest_lane(customer.kind, customer.proof, customer.conflict, rules.customers)
    if lower_lane(lane, customer.highest_lane) != customer.highest_lane:
        says = f"customers.yaml says: highest lane {lane} for this customer"
        decided = replace(decided, highest_lane=lane, lane_reasons=(*decided.lane_reasons, says))
    judge = partial(
        permit_draft,
        known(run.ticket),
        known(run.message),
        customer,
        decided,
        known(run.found),
        run.draft,
        run.findings or Findings(),
        rules,
        at=run.started_at,
        counts=run.counts,
        restore=originals(doors, known(run.ticket).requester_id),
        embedding_languages=doors.embedding_languages,
        ceiling=doors.history.first_lane(run.ticket_id),
        sent_before=doors.history.sent_templates(run.ticket_id),
        asked=asked,
    )
    by_rules = judge(lane_override=None)
    by_hand = doors.switches.lane_of(by_rules.rule, run.draft.template if run.draft else "")
    return judge(lane_override=by_hand) if by_hand else by_rules
