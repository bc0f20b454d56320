"""The route stage: what is done with a ticket. What no rule may change comes first, then ``routing.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from retrieval.types import SHARED
from router.rulebook.asked import answers_a_machine, asked_walk
from router.rulebook.fact_values import Restore, facts_for_routing, not_held
from router.rulebook.facts import ASKED, PRIORITIES
from router.rulebook.known import Known
from router.rulebook.routing import RoutingAction
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.rulebook.segments import Search, Segments
from router.rulebook.untold import untold
from router.types import Customer, Entry, HandOver, Lane, Message, Route, Ticket, lower_lane

RESOLVED, CLOSED = 4, 5
PHONE = 3
ROBOT = "the newest message was sent by a machine"
_PRIORITY_NUMBERS = {word: number for number, word in PRIORITIES.items()}


def route(
    ticket: Ticket,
    message: Message,
    customer: Customer,
    ruleset: RuleSet,
    own_posts: Collection[int] = (),
    *,
    at: datetime,
    restore: Restore | None = None,
    facts: Known | None = None,
    traced: bool = True,
    asked: Collection[str] = ASKED,
) -> Route:
    """The decision, by which rule and why, and where retrieval may look. The same values always give the same.

    ``own_posts`` are the ids of entries that we posted ourselves; every other one of ours is an agent's. ``at`` is
    when the run began; ``restore`` puts personal data back where rules compare it. ``facts`` are all these as rules
    read them, where the caller has them already; without ``traced`` the decision comes without its trace. ``asked`` are
    those that Freshdesk was asked for where a rule uses them: what it didn't tell leads to less.
    """
    reason = reason_to_ignore(ticket, message)
    if reason:
        return Route("ignore", BUILT_IN, reason)
    facts = facts or facts_for_routing(ticket, message, customer, ruleset, at, restore)
    walked = asked_walk(ruleset.routing.rules, facts)
    trace, unknown = walked.trace if traced else (), untold(walked, asked)
    action = walked.rule.then if walked.rule else ruleset.routing.otherwise
    if answers_a_machine(action, facts):
        return _less(Route("ignore", BUILT_IN, f"{ROBOT}: {message.robot}", trace=trace), unknown)
    search, search_reason = _search(action, message, customer, ruleset.segments)
    lane, lane_reasons = _lane(ticket, message, customer, own_posts)
    hand_over, kept = without_overruling(action.hand_over, ticket, again=bool(own_posts))
    reason = action.reason or (walked.rule.title if walked.rule else "no rule decided")
    decided = Route(
        decision=action.decision or "retrieve",
        rule=walked.rule.id if walked.rule else OTHERWISE,
        reason="; ".join((reason, *kept)),
        template=action.template,
        hand_over=hand_over,
        search=search,
        search_reason=search_reason,
        only_templates=action.only_templates,
        not_templates=action.not_templates,
        tags=tuple(dict.fromkeys((*walked.added, *action.tags))),
        highest_lane=lane,
        lane_reasons=lane_reasons,
        trace=trace,
    )
    return _less(decided, unknown)


def _less(decided: Route, unknown: str) -> Route:
    """What is left of a decision by something ``unknown``, if that is said: no silence, no new status, no reply."""
    if not unknown:
        return decided
    if decided.drafts:
        lane = lower_lane(decided.highest_lane, "note")
        return replace(decided, highest_lane=lane, lane_reasons=(*decided.lane_reasons, unknown))
    reason, wanted = f"{decided.reason}; {unknown}", decided.hand_over
    if decided.decision == "ignore":
        note = f"The rules would leave this ticket alone, but {unknown}. Please look whether it needs an answer."
        return replace(decided, decision="hand over", reason=reason, hand_over=HandOver(note=note), tags=())
    if wanted.status:
        reason += f", so the ticket keeps its status, where the rule says {wanted.status}"
    return replace(decided, reason=reason, hand_over=replace(wanted, status=""))


def reason_to_ignore(ticket: Ticket, message: Message) -> str:
    """Why this ticket is left alone before any rule is looked at; empty when it isn't."""
    if ticket.deleted:
        return "the ticket is deleted"
    if ticket.spam:
        return "the ticket is marked as spam"
    if not message.waits:
        return "nothing that the customer wrote waits for an answer"
    if ticket.status == CLOSED:
        return "the ticket is closed or was merged into another one"
    return ""


def without_overruling(wanted: HandOver, ticket: Ticket, *, again: bool) -> tuple[HandOver, tuple[str, ...]]:
    """What of a hand-over doesn't undo somebody's choice, and in words what was left out.

    The first time the rule's group and agent count, whatever an automation had set before. ``again``, on a ticket
    that we have posted on, the group and the agent it has stay: a person chose them. Priority is only ever raised.
    """
    left_out: list[str] = []
    group, agent, priority = wanted.group, wanted.agent, wanted.priority
    if again and group and ticket.group_id is not None:
        left_out.append(f"the ticket keeps the group it has, where the rule says {group}")
        group = ""
    if again and agent and ticket.responder_id is not None:
        left_out.append(f"the ticket keeps the agent it has, where the rule says {agent}")
        agent = ""
    if _PRIORITY_NUMBERS.get(priority, 0) <= ticket.priority:
        priority = ""
    return replace(wanted, group=group, agent=agent, priority=priority), tuple(left_out)


def _lane(
    ticket: Ticket, message: Message, customer: Customer, own_posts: Collection[int]
) -> tuple[Lane, tuple[str, ...]]:
    """How far any draft may go, by who is writing and who else is at work on the ticket."""
    noted = tuple(_reasons_for_a_note(ticket, message, customer, own_posts))
    told = () if customer.highest_lane == "reply" else (_customer_reason(customer),)
    return lower_lane(customer.highest_lane, "note" if noted else "reply"), (*told, *noted)


def _reasons_for_a_note(
    ticket: Ticket, message: Message, customer: Customer, own_posts: Collection[int]
) -> Iterator[str]:
    if not message.author_is_requester:
        yield "not everything that waits is by the ticket's requester"
    if message.doubt:
        yield message.doubt
    if ticket.before_us:
        yield "the ticket was opened before this service was installed"
    if ticket.status == RESOLVED:
        yield "somebody has resolved the ticket already"
    if ticket.source == PHONE:
        yield "the ticket came in by phone, so its text is an agent's"
    yield from _reasons_by_agents([entry for entry in ticket.entries if _by_an_agent(entry, own_posts)])
    doubtful = _seen_but_not_held(message.products_named, customer)
    if doubtful:
        yield f"the message seems to name {_list(doubtful)}, which the customer may read about but doesn't hold"


def _reasons_by_agents(entries: Sequence[Entry]) -> Iterator[str]:
    if any(entry.private for entry in entries):
        yield "an agent has left a private note on the ticket"
    if any(not entry.private for entry in entries):
        yield "an agent has written to the customer on this ticket"


def _seen_but_not_held(named: Sequence[str], customer: Customer) -> tuple[str, ...]:
    """Products of others that are named where no own one is: often the own product's name, misspelt."""
    if any(product in customer.products for product in named):
        return ()
    return tuple(product for product in named if product in customer.may_see)


def _by_an_agent(entry: Entry, own_posts: Collection[int]) -> bool:
    """Whether a person of the company wrote it: neither the customer, nor a machine, nor we."""
    return not entry.incoming and not entry.robot and entry.id not in own_posts


def _customer_reason(customer: Customer) -> str:
    if customer.kind == "unknown":
        return "it isn't known who is writing, because a place could not be asked"
    if customer.proof == "weak":
        return "who is writing rests on a sign that anybody can give, such as a phone number"
    if customer.conflict:
        return "two places disagree about what the customer holds"
    return "the customer's highest lane says so"


def _search(
    action: RoutingAction, message: Message, customer: Customer, segments: Segments
) -> tuple[tuple[str, ...], str]:
    """The audiences to look at, and why: never more than the customer may see."""
    if action.decision == "standard reply":
        return _within(customer.may_see, customer), "a standard reply isn't searched for"
    if action.decision != "retrieve":
        return (SHARED,), "nothing is searched"
    if action.only_shared:
        return (SHARED,), "the rule says: shared only"
    return _narrowed(message.products_named, customer, segments)


def _narrowed(named: Sequence[str], customer: Customer, segments: Segments) -> tuple[tuple[str, ...], str]:
    lines = segments.when_named
    if customer.kind != "existing":
        return (SHARED,), f"a customer who is {customer.kind} sees what is shared only"
    missing = not_held(named, customer.may_see)
    if missing:
        return _wide(lines.not_held, customer), f"the message names {_list(missing)}, which the customer doesn't hold"
    if not named:
        return _wide(lines.none, customer), "the message names no product"
    if lines.held == "search that product":
        return _within((SHARED, *named), customer), f"the message names {_list(named)}"
    return _wide(lines.held, customer), f"the message names {_list(named)}"


def _wide(search: Search, customer: Customer) -> tuple[str, ...]:
    return _within(customer.may_see if search == "search all they may see" else (), customer)


def _within(audiences: Sequence[str], customer: Customer) -> tuple[str, ...]:
    return tuple(dict.fromkeys((SHARED, *(one for one in audiences if one in customer.may_see))))


def _list(products: Sequence[str]) -> str:
    return " and ".join(products)
