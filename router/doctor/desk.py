"""Freshdesk as the key sees it: rights, limits, groups, and who else writes as its agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from router.doctor.line import Line, broken, ok, warning
from router.doctor.machine import clock

WHAT = "Freshdesk"
ROLE = "give the key's agent a role that may, in Freshdesk: Admin → Team → Agents"
LITTLE_LEFT = 0.2
EVERYTHING = 1
"""``ticket_scope`` of an agent who may see all tickets; 2 is those of its groups, 3 only its own."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An automation rule's action that calls our path. ``type`` is Freshdesk's: 1 ticket creation, 4 ticket updates.

    ``secret`` is what it sends as ours; None when Freshdesk doesn't show it.
    """

    rule: str
    type: int
    active: bool
    performer: int | None
    url: str
    method: str
    body: str
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What Freshdesk answered. ``problem`` tells why nothing else could be asked; a right is empty words or a refusal.

    ``groups`` and ``agents`` are None where the key may not read them; ``webhooks`` is None where it may not read
    rules; ``by_hand`` are tickets where the key's agent wrote and our outbox didn't.
    """

    asked_at: datetime
    problem: str = ""
    mend: str = ""
    agent: str = ""
    scope: int = EVERYTHING
    occasional: bool = False
    date: datetime | None = None
    calls_left: int | None = None
    calls_total: int | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    may_reply: Literal["yes", "no", "not told"] = "not told"
    groups: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None
    webhooks: tuple[Webhook, ...] | None = None
    by_hand: tuple[int, ...] = ()
    looked_at: int = 0


def desk(survey: Survey) -> Iterator[Line]:
    """Everything but the automation rules and the names in ours."""
    if survey.problem:
        yield broken(WHAT, survey.problem, survey.mend)
        return
    yield ok(WHAT, f"answers, and takes the key as that of {survey.agent}")
    yield clock(WHAT, survey.date, survey.asked_at)
    yield from _rights(survey)
    yield _limit(survey.calls_left, survey.calls_total)
    yield _by_hand(survey.by_hand, survey.looked_at)


def _rights(survey: Survey) -> Iterator[Line]:
    for right, says in survey.rights.items():
        what = f"right to read {right}"
        if not says:
            yield ok(what, "the key has it")
        elif right == "tickets":
            yield broken(what, says, ROLE)
        else:
            yield warning(what, says, ROLE)
    if survey.scope != EVERYTHING:
        seen = "those of its groups" if survey.scope == 2 else "its own"
        yield broken("tickets the key sees", f"only {seen}", f"set its ticket scope to Global. {ROLE}")
    if survey.may_reply == "no":
        yield broken("right to reply", "Freshdesk refuses a reply of the key's agent", ROLE)
    else:
        told = survey.may_reply == "yes"
        yield ok("right to reply", "not refused" if told else "can't be told without posting")
    if survey.occasional:
        says = "the key's agent is an occasional agent, whose rights end with the day passes"
        yield warning("key's agent", says, "make it a full-time agent")


def _limit(left: int | None, total: int | None) -> Line:
    what = "call limit"
    if left is None or total is None:
        return warning(what, "Freshdesk told none", "see that your plan has the API")
    says = f"{left} of the account's {total} calls are left right now, all its apps together"
    if total == 0:
        return broken(what, "this plan has no API", "take a plan with API access")
    if left < total * LITTLE_LEFT:
        return warning(what, says, "see which other apps call Freshdesk: Admin → Account → API usage")
    return ok(what, says)


def _by_hand(tickets: Sequence[int], looked_at: int) -> Line:
    what = "key's agent"
    if not tickets:
        return ok(what, f"wrote nothing by hand on the {looked_at} tickets that changed last")
    shown = ", ".join(map(str, tickets[:5]))
    says = f"wrote what this database doesn't know of, on tickets {shown}"
    mend = "after a restore that passes; else give the reply router an agent whose key nobody and no other app uses"
    return warning(what, says, mend)


def names_in_rules(survey: Survey, named: Mapping[str, Sequence[str]], asks_group: bool) -> Iterator[Line]:
    """``named`` are the groups and agents of the rules in force, by ``group`` and ``agent``."""
    if survey.problem:
        return
    for kind, known in (("group", survey.groups), ("agent", survey.agents)):
        names = named.get(kind, ())
        what = f"{kind}s named in rules"
        if known is None and (names or (kind == "group" and asks_group)):
            asked = "; rules ask for `ticket.group`, which stays unknown" if kind == "group" and asks_group else ""
            says = f"can't be compared: the key may not read {kind}s{asked}"
            yield (broken if asked else warning)(what, says, ROLE)
        elif known is not None and names:
            have = {name.casefold() for name in known}
            strange = [name for name in names if name.casefold() not in have]
            mend = (
                f"write them as Freshdesk does, then: python -m router rules publish. It has: {', '.join(known[:30])}"
            )
            missing = broken(what, f"Freshdesk has none called {', '.join(strange)}", mend)
            yield missing if strange else ok(what, f"Freshdesk has all {len(names)}")
