"""The rule and the condition that made the difference, found by comparing the walks of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from router.replay.moves import sees
from router.replay.outcome import Outcome
from router.replay.walks import Walks, Why, says_else
from router.rulebook import routing, sending
from router.rulebook.ruleset import SEGMENTS, RuleSet
from router.rulebook.sending import Sending
from router.types import Customer

WHO = (
    "who the customer would be can't be told, because customers.yaml asks other places than the rules of that time "
    "did, or because these aren't kept any more"
)


def why(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Why:
    """Both sides' walks compared: what no longer decides and why, and what decides now and why."""
    parts = [*_who(before, after, old, new), *_routed(before, after, old, new)]
    if before.route.decision == after.route.decision:
        parts += _searched(before, after)
        parts += _sent(before, after, old, new)
    says = "; ".join(dict.fromkeys(part.says for part in parts))
    read = "; ".join(dict.fromkeys(part.read for part in parts if part.read))
    return Why(says or "only tags or the words around it changed", read)


def why_untold(before: Outcome, after: Outcome) -> Why:
    """What nobody knows, and who asks for it."""
    if not (before.customer_told and after.customer_told):
        return Why(WHO)
    differ = before.unsure ^ after.unsure or before.unsure | after.unsure
    return Why("; ".join(sorted({str(one) for one in differ})))


def _who(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.customer, after.customer
    if one.kind != other.kind:
        yield Why(f"customers.yaml makes them {other.kind}, not {one.kind}")
    elif sees(before) != sees(after):
        holders = "where the places disagree about the products, the customer" if other.conflict else _holder(other)
        yield Why(f"{SEGMENTS}: {holders} may see {', '.join(other.may_see)}")
    if before.message.products_named != after.message.products_named:
        names = [" and ".join(side.message.products_named) or "no product" for side in (before, after)]
        yield Why(f"{SEGMENTS}: the message names {names[1]} now, and named {names[0]}")
    if one.highest_lane != other.highest_lane and one.kind == other.kind:
        yield Why(f"customers.yaml lets this customer have {other.highest_lane} at most, not {one.highest_lane}")


def _holder(customer: Customer) -> str:
    return f"who holds {' and '.join(customer.products) or 'no product'}"


def _routed(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.route, after.route
    if one.rule != other.rule:
        walks = Walks(routing.FILE, old.routing.rules, new.routing.rules, one.trace, other.trace)
        yield from walks.differ(one.rule, other.rule)
    elif (one.decision, one.template, one.hand_over) != (other.decision, other.template, other.hand_over):
        yield says_else("something else now", other.rule, routing.FILE, new.routing.rules, other.trace)


def _searched(before: Outcome, after: Outcome) -> Iterator[Why]:
    one, other = before.route, after.route
    if other.decision == "retrieve" and one.search_reason != other.search_reason:
        yield Why(f"searched differently, because {other.search_reason}")
    allowed = [(side.only_templates, side.not_templates) for side in (one, other)]
    if one.rule == other.rule and allowed[0] != allowed[1]:
        yield Why(f'the rule "{other.rule}" allows other templates now')


def _sent(before: Outcome, after: Outcome, old: RuleSet, new: RuleSet) -> Iterator[Why]:
    one, other = before.permit, after.permit
    if one is None or other is None or (one.lane, one.rule) == (other.lane, other.rule):
        return
    if old.sending.highest_lane != new.sending.highest_lane:
        yield Why(f"{sending.FILE}: the highest lane is {new.sending.highest_lane}, not {old.sending.highest_lane}")
    if one.rule != other.rule:
        walks = Walks(sending.FILE, old.sending.rules, new.sending.rules, one.trace, other.trace)
        yield from walks.differ(one.rule, other.rule)
        return
    steps = [_step(one.rule, side.sending) for side in (old, new)]
    if steps[0] != steps[1]:
        yield says_else(f"{steps[1]} now, not {steps[0]}", other.rule, sending.FILE, new.sending.rules, other.trace)
    else:
        yield from _told_otherwise(one.reasons, other.reasons)


def _step(rule: str, rules: Sending) -> str:
    """What a rule of sending.yaml says, as it stands there."""
    found = next((one.then for one in rules.rules if one.id == rule), rules.otherwise).step
    if found is None or found.share == 100:
        return found.lane if found else "nothing"
    return f"{found.lane} {found.share}%, others {found.others}"


def _told_otherwise(before: Sequence[str], after: Sequence[str]) -> Iterator[Why]:
    """Reasons that one side has and the other hasn't; the highest lane is told apart."""
    now = [said for said in after if said not in before and not said.startswith(sending.FILE)]
    gone = [said for said in before if said not in after and not said.startswith(sending.FILE)]
    yield from (Why(said) for said in now)
    yield from (Why(f"no longer: {said}") for said in gone if not now)
