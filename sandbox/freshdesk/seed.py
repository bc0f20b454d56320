"""The people, groups and agents a desk starts with, from a YAML file a person can read.

A part called ``mails`` is let through unread, so that one file can hold the people and what they will write.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from sandbox.freshdesk import ticketing
from sandbox.freshdesk.desk import Account, Desk
from sandbox.freshdesk.library_seed import EXAMPLE_COMPANY, library_of
from sandbox.freshdesk.past import ENTRY_KEYS, add_past_ticket
from sandbox.freshdesk.records import Agent, Contact, Group

OWN_AGENT = {"name": "Reply Router", "email": "reply-router@example.com"}
OTHER_AGENT = {"name": "Desk Agent", "email": "desk-agent@example.com"}
GROUPS = ("Support", "Risk", "Legal", "Lending Operations")
LIBRARY = ("canned responses", "solutions")
_KEYS = {
    "file": {
        "account",
        "mailbox",
        "people",
        "groups",
        "agents",
        "ticket fields",
        "required to close",
        "contact fields",
        "mails",
        *LIBRARY,
    },
    "person": {
        "name",
        "email",
        "phone",
        "mobile",
        "external id",
        "other emails",
        "custom fields",
        "earlier tickets",
        "blocked",
    },
    "ticket": {
        "subject",
        "text",
        "html",
        "days ago",
        "hours ago",
        "answer",
        "thread",
        "status",
        "source",
        "tags",
        "automatic",
        "state",
        "merged into",
    },
    "entry": ENTRY_KEYS,
    "agent": {"name", "email", "group"},
    "group": {"name", "description"},
}


class SeedError(Exception):
    """A seed or rules file that can't be used; the words say where and what to do."""


def read_yaml(path: Path) -> Any:
    """The file's content. Raises :class:`SeedError`."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise SeedError(f"{path}: can't be read: {fault}") from fault


def sow(desk: Desk, seed: Path | Mapping[str, Any] | None) -> None:
    """Empty the desk and fill it. Raises :class:`SeedError`."""
    where = str(seed) if isinstance(seed, Path) else "seed"
    content = read_yaml(seed) if isinstance(seed, Path) else seed
    plan = _known(content or {}, "file", where)
    desk.forget_everything()
    desk.account = Account(str(plan.get("account", "Help desk")), str(plan.get("mailbox", "support@example.com")))
    desk.ticket_fields = [str(name) for name in plan.get("ticket fields") or ["cf_reference", "cf_area"]]
    desk.required_to_close = [str(name) for name in plan.get("required to close") or []]
    if unknown := [name for name in desk.required_to_close if name not in desk.ticket_fields]:
        raise SeedError(f"{where}: required to close: {', '.join(unknown)} stands not under ticket fields.")
    desk.contact_fields = _contact_fields(plan)
    _add_groups(desk, plan, where)
    _add_agents(desk, plan, where)
    people = plan.get("people") or []
    for number, person in enumerate(people, start=1):
        _add_person(desk, _known(person, "person", f"{where}: person {number}"), f"{where}: person {number}")
    _fill_library(desk, plan, where)
    desk.touch()


def _fill_library(desk: Desk, plan: Mapping[str, Any], where: str) -> None:
    """Those of the seed; without a word about them, those of the example company."""
    own = any(name in plan for name in LIBRARY)
    try:
        desk.library = library_of(plan if own else read_yaml(EXAMPLE_COMPANY), desk.now())
    except (KeyError, TypeError, AttributeError) as fault:
        raise SeedError(f"{where}: canned responses or solutions: {fault} is missing or unknown.") from fault


def _known(part: Any, kind: str, where: str) -> dict[str, Any]:
    if not isinstance(part, Mapping):
        raise SeedError(f"{where}: expected names and values, found {type(part).__name__}.")
    unknown = sorted(str(key) for key in part if key not in _KEYS[kind])
    if unknown:
        raise SeedError(f"{where}: unknown {', '.join(unknown)}. Known: {', '.join(sorted(_KEYS[kind]))}.")
    return dict(part)


def _contact_fields(plan: Mapping[str, Any]) -> list[str]:
    names = [str(name) for name in plan.get("contact fields") or ["cf_products"]]
    for person in plan.get("people") or []:
        if isinstance(person, Mapping):
            names += [str(name) for name in person.get("custom fields") or {}]
    return list(dict.fromkeys(names))


def _add_groups(desk: Desk, plan: Mapping[str, Any], where: str) -> None:
    for one in plan.get("groups") or GROUPS:
        values = _known({"name": one} if isinstance(one, str) else one, "group", f"{where}: groups")
        group = Group(next(desk.next_other_id), str(values["name"]), desk.now(), _text(values.get("description")))
        desk.groups[group.id] = group


def _add_agents(desk: Desk, plan: Mapping[str, Any], where: str) -> None:
    for one in [OWN_AGENT, *(plan.get("agents") or [OTHER_AGENT])]:
        values, now = _known(one, "agent", f"{where}: agents"), desk.now()
        agent = Agent(next(desk.next_person_id), str(values["name"]), str(values["email"]).lower(), now, now)
        group = desk.group_named(str(values.get("group") or ""))
        agent.group_ids = [group.id] if group else []
        desk.agents[agent.id] = agent


def _add_person(desk: Desk, person: dict[str, Any], where: str) -> None:
    if not person.get("name"):
        raise SeedError(f"{where}: a name is missing.")
    email = person.get("email")
    contact = ticketing.add_contact(
        desk,
        name=str(person["name"]),
        email=str(email).lower() if email else None,
        phone=_text(person.get("phone")),
        mobile=_text(person.get("mobile")),
        unique_external_id=_text(person.get("external id")),
        other_emails=[str(one).lower() for one in person.get("other emails") or []],
        custom_fields=dict(person.get("custom fields") or {}),
        blocked=bool(person.get("blocked")),
        verified=True,
    )
    for number, ticket in enumerate(person.get("earlier tickets") or [], start=1):
        _add_earlier(desk, contact, _known(ticket, "ticket", f"{where}: ticket {number}"), f"{where}: ticket {number}")


def _text(value: Any) -> str | None:
    """Blank fields are null, as Freshdesk keeps them."""
    return str(value) if value not in (None, "") else None


def _add_earlier(desk: Desk, contact: Contact, plan: dict[str, Any], where: str) -> None:
    for number, entry in enumerate(plan.get("thread") or [], start=1):
        _known(entry, "entry", f"{where}: entry {number}")
    try:
        add_past_ticket(desk, contact, plan)
    except ValueError as fault:
        raise SeedError(f"{where}: {fault}.") from fault
