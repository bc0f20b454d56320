"""How a ticket stands, and where nobody hears from us, whose doing that is.

A *fault*: something broke. A *configuration*: somebody set it up so, or nobody set it up yet. A *decision*: it was
looked at, and leaving it alone is the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from router.ages import spoken
from router.doors import SWITCH
from router.rows.deliver import HANDED_OVER, SHADOW
from router.rulebook.shadow import says_shadow, takes_back_shadow
from router.run import Run, Trouble
from router.stages.moved import DROPPED
from router.types import Receipt, Route

CANCELLED = "cancelled by"
"""How the reason begins of a run that a person ended: python -m router runs cancel."""

Kind = Literal["answered", "in hand", "fault", "configuration", "decision"]

LATE = timedelta(minutes=15)
"""So old may a bell be that nothing has come of yet; a run takes seconds."""

STATUS = "python -m router status says what is wrong right now"
_WHAT_TO_DO = {
    "Freshdesk": "look at FRESHDESK_URL and at the key in FRESHDESK_API_KEY; " + STATUS,
    "index": "see that python -m retrieval serve runs; " + STATUS,
    "customer list": "look at the file of ROUTER_CUSTOMER_LIST; " + STATUS,
}
LOOK_YOURSELF = (
    "see in Freshdesk whether the customer has an answer, then python -m router runs settle --ticket {ticket}"
)
_BY_SIGN = (
    ("please look yourself", LOOK_YOURSELF),
    (
        "(429)",
        "nothing, it passes; where it doesn't, see which app uses up the account's calls: python -m router doctor",
    ),
    ("has a fault (5", "nothing, it passes; https://status.freshworks.com tells whether Freshdesk is down"),
)


@dataclass(frozen=True, slots=True)
class Bell:
    """One call about a ticket. ``run`` is empty while it waits, ``outcome`` while the run is at work."""

    received_at: datetime
    rung_by: str
    run: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Signs:
    """What the database knows of a ticket, oldest first, and of the service right now.

    ``refused`` are the reasons for which calls were refused whose body held this ticket's number.
    """

    ticket: int
    runs: tuple[Run, ...]
    bells: tuple[Bell, ...]
    refused: tuple[str, ...]
    stopped: bool
    has_rules: bool
    workers: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """``says`` in one line, ``todo`` what to do about it, empty where there is nothing to do."""

    kind: Kind
    says: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.says}" + (f" To do: {self.todo}." if self.todo else "")


def standing(signs: Signs) -> Standing:
    """How the ticket stands by its newest sign: a bell that nothing has come of, a run, or nothing at all."""
    run = signs.runs[-1] if signs.runs else None
    bell = next((bell for bell in reversed(signs.bells) if bell.outcome is None), None)
    if bell is not None and not (run and (_comes_back(run) or run.id == bell.run)):
        return _of_bell(bell, signs)
    return (_answered_before(signs.runs) or of_run(run)) if run else _unheard(signs)


def _answered_before(runs: Sequence[Run]) -> Standing | None:
    """Where the newest run found nothing that waits, the one before it that posted something tells more."""
    newest = runs[-1]
    if newest.receipt is None or newest.message is None or newest.message.waits:
        return None
    earlier = (one for one in reversed(runs) if one.receipt and one.receipt.delivered != "nothing")
    posted = next((of_run(one) for one in earlier if one is not newest), None)
    return replace(posted, says=f"{posted.says} Nothing has waited for an answer since.") if posted else None


def _comes_back(run: Run) -> bool:
    """Whether the run's own trouble is why its bell rang again."""
    return run.receipt is None and run.trouble is not None and run.trouble.what in ("later", "again")


def _of_bell(bell: Bell, signs: Signs) -> Standing:
    age = signs.now - bell.received_at
    rang = f"its bell rang {spoken(age)} ago"
    if signs.stopped:
        return _stopped(f"{rang}, and sending is stopped")
    if not signs.has_rules:
        return Standing(
            "configuration", f"{rang}, and no rules were published yet.", "run python -m router rules publish"
        )
    if not signs.workers:
        return Standing("fault", f"{rang}, and no worker is alive to take it.", "start python -m router worker")
    if age > LATE:
        return Standing("fault", f"{rang}, and nothing has come of it.", f"{STATUS}; the log tells more")
    return Standing("in hand", f"{rang}; a run takes it up or is at work.")


def _unheard(signs: Signs) -> Standing:
    if signs.refused:
        says = f"Freshdesk called with this number, and the call was refused: {signs.refused[-1]}."
        return Standing("configuration", says, "mend the body of the webhook in Freshdesk's automation rule")
    return Standing(
        "configuration",
        "its bell never rang: no automation rule of Freshdesk has called about it, or the call didn't get through.",
        "look in Freshdesk at the conditions of the two automation rules and at what their webhooks were answered",
    )


def of_run(run: Run) -> Standing:
    """How a run ended, or where it stands."""
    if run.receipt is not None and run.erased:
        kind: Kind = "decision" if run.receipt.delivered == "nothing" else "answered"
        return Standing(kind, "its customer's data was erased since, and with it why.")
    if run.receipt is not None:
        return _nothing(run, run.receipt) if run.receipt.delivered == "nothing" else _posted(run, run.receipt)
    if run.trouble is not None:
        return _troubled(run, run.trouble)
    return Standing("in hand", "a run is at work on it.")


def _posted(run: Run, receipt: Receipt) -> Standing:
    what = "a reply was sent" if receipt.delivered == "reply" else "a private note was posted"
    if receipt.delivered == "note" and not _as_decided(run, receipt):
        says = f"a person got a note in place of an answer, because something broke: {receipt.reason}."
        return Standing("fault", says, _what_to_do(receipt.reason, run))
    return Standing("answered", f"{what}.")


def _as_decided(run: Run, receipt: Receipt) -> bool:
    """Whether a note is what the stages decided, and not the one that tells of trouble."""
    if receipt.reason.startswith(f"{HANDED_OVER}: "):
        return True
    return run.permit is not None and receipt.reason.startswith("; ".join(run.permit.reasons))


def _nothing(run: Run, receipt: Receipt) -> Standing:
    reason, route = receipt.reason, run.route
    if reason == SHADOW:
        return _in_shadow(run, receipt)
    if reason.startswith(CANCELLED):
        return Standing("decision", f"its run was {reason}.")
    if reason.startswith(f"{DROPPED}: "):
        return Standing("decision", f"what had been prepared was {reason}.")
    if route is not None and route.decision == "ignore":
        return Standing("decision", f"it was left alone: {route.reason} ({_by(route)}).")
    return Standing("fault", f"something broke: {reason}.", _what_to_do(reason, run))


def _by(route: Route) -> str:
    return "built in, no rule changes that" if route.rule == "built in" else f"the rule {route.rule} of routing.yaml"


def _in_shadow(run: Run, receipt: Receipt) -> Standing:
    by = receipt.shadow_by or (run.permit.shadow_by if run.permit else ())
    rule = run.permit.rule if run.permit else ""
    says = f"nothing is written to Freshdesk: {says_shadow(by, rule)}."
    return Standing("configuration", says, takes_back_shadow(by, rule))


def _troubled(run: Run, trouble: Trouble) -> Standing:
    says = f"{trouble.place}: {trouble.says}"
    if trouble.place == SWITCH:
        return _stopped("sending is stopped")
    if trouble.place == "rules" and trouble.says.startswith("no rules"):
        return Standing("configuration", f"{says}.", "run python -m router rules publish")
    if trouble.what in ("later", "again"):
        return Standing("fault", f"{says}; it is tried again by itself.", _what_to_do(says, run))
    if trouble.what == "final":
        todo = "if it is there in Freshdesk, see whether the key's agent may see it"
        return Standing("decision", f"the ticket can't be read any more, so there is nothing to answer ({says}).", todo)
    return Standing("fault", f"{says}, and no note for a person could be posted.", _what_to_do(says, run))


def _stopped(says: str) -> Standing:
    return Standing("configuration", f"{says}; what waits is answered afterwards.", "run python -m router start")


def _what_to_do(says: str, run: Run) -> str:
    """By a sign of what went wrong, else by the place before the colon."""
    for sign, todo in _BY_SIGN:
        if sign in says:
            return todo.format(ticket=run.ticket_id)
    return _WHAT_TO_DO.get(says.partition(":")[0], f"look in the log for run_id {run.id}; {STATUS}")
