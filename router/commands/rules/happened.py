"""What became of a ticket and why, in one line that names the rule by its id."""

from __future__ import annotations

from collections.abc import Iterator

from router.rows.deliver import HANDED_OVER
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.run import Run
from router.silence import Signs, Standing, of_run, standing
from router.types import Permit, Receipt, Route

_NEVER = "its webhook has never called (the next line says where to look)"
_SAYS = {
    "decision": " That is a decision: nothing is broken.",
    "configuration": " That is a configuration: nothing is broken.",
    "fault": " That is a fault.",
}


def happened(signs: Signs) -> Iterator[str]:
    """How the ticket stands: the first line says what was posted, by which rule, or why nothing was."""
    stands, runs = standing(signs), signs.runs
    if not runs:
        yield from _unrecorded(signs, stands)
    elif stands.kind == "answered":
        posted = next(run for run in reversed(runs) if run.receipt and run.receipt.delivered != "nothing")
        since = " Nothing has waited for an answer since." if posted is not runs[-1] else ""
        yield f"{posted_of(posted)}{since}"
    elif runs[-1].receipt and runs[-1].receipt.delivered == "nothing" and stands == of_run(runs[-1]):
        yield _nothing(stands)
        if permit := runs[-1].permit:
            yield f"its lane: {permit.lane}, because: {'; '.join(permit.reasons)}"
    else:
        yield str(stands)


def _unrecorded(signs: Signs, stands: Standing) -> Iterator[str]:
    heard = signs.bells or signs.refused
    never = "" if heard else f" If it is: {_NEVER}."
    yield f"no record of ticket {signs.ticket}.{'' if heard else ' Is the number right?'}{never}"
    yield str(stands)


def _nothing(stands: Standing) -> str:
    says = stands.says.removeprefix("nothing is written to Freshdesk: ")
    todo = f" To do: {stands.todo}." if stands.todo else ""
    return f"nothing was posted: {says}{_SAYS.get(stands.kind, '')}{todo}"


def posted_of(run: Run) -> str:
    """What a run posted, and why."""
    receipt, permit = run.receipt, run.permit
    if receipt is None:
        return str(of_run(run))
    if run.route is not None and receipt.reason.startswith(f"{HANDED_OVER}: "):
        return f"handed over to {_whom(run.route)} {_by(run.route)}: {receipt.reason.removeprefix(f'{HANDED_OVER}: ')}"
    what = "reply sent" if receipt.delivered == "reply" else _kind_of_note(run)
    if permit is None or run.draft is None or not permit.reasons:
        return f"{what}: {receipt.reason}"
    hold = f" To hold such answers back: {hold_back(permit.rule)}" if receipt.delivered == "reply" else ""
    return f"{what}: {_judged(permit)}{_remark(receipt, permit)}.{hold}"


def hold_back(rule: str) -> str:
    return f"python -m router rules lane {rule} note"


def _kind_of_note(run: Run) -> str:
    return f"note for an agent, {'with a draft' if run.draft else 'without an answer'}"


def _whom(route: Route) -> str:
    return ", ".join(one for one in (route.hand_over.group, route.hand_over.agent) if one) or "a person"


def _by(route: Route) -> str:
    if route.rule == OTHERWISE:
        return "because no rule of routing.yaml decides"
    return "by what is built in" if route.rule == BUILT_IN else f"by {route.rule}"


def _judged(permit: Permit) -> str:
    """What the rule says, and everything that kept the draft from going as far."""
    first, *others = permit.reasons
    title = next((one.title for one in permit.trace if one.rule == permit.rule), "")
    own = f'the rule "{title}" says: '
    says = f"{permit.rule} ({title}) says {first.removeprefix(own)}" if title and first.startswith(own) else first
    if not others:
        return says
    return f"{says}, {'but' if 'reply' in first.removeprefix(own) else 'and also'}: {'; '.join(others)}"


def _remark(receipt: Receipt, permit: Permit) -> str:
    """What went wrong beside the post, such as tags that could not be written."""
    before = "; ".join(permit.reasons)
    return receipt.reason.removeprefix(before) if receipt.reason.startswith(before) else f". {receipt.reason}"
