"""The list of everything that is looked at. A check that breaks is a line of its own and stops none of the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
from sqlalchemy.exc import SQLAlchemyError

from router.commands.doctor.knowledge import index
from router.commands.doctor.model import models, spending
from router.commands.doctor.stored import database, is_there, rules, vault
from router.commands.doctor.traffic import outbox, rejected_calls, sending, sweep, waiting
from router.doctor.automations import automations
from router.doctor.desk import Survey, desk, names_in_rules
from router.doctor.line import Line, broken, ok, untold, warning
from router.doctor.machine import disk, told_once, workers
from router.doctor.secrets import addresses, webhook_secrets
from router.errors import Problem
from router.rulebook.lint.desk import names_in
from router.settings import Settings
from router.store.folder_problem import STALE_WORKER
from router.wiring import Store, open_customer_list, open_desk_survey, open_store


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at. ``survey`` is what Freshdesk told."""

    settings: Settings
    store: Store
    survey: Survey
    now: datetime


def all_lines(settings: Settings) -> list[Line]:
    """Everything, in the order in which one would mend it."""
    store = open_store(settings, connections=1, busy_seconds=5.0)  # connects when it is first asked
    patient = Patient(settings, store, _survey(settings, store), datetime.now(UTC))
    try:
        return told_once([line for name, check in CHECKS for line in _guarded(name, check, patient)])
    finally:
        store.engine.dispose()


def _guarded(name: str, check: Callable[[Patient], Iterable[Line]], patient: Patient) -> Iterator[Line]:
    try:
        if name in STORED and not is_there(patient.store):
            raise SQLAlchemyError
        yield from check(patient)
    except SQLAlchemyError:
        yield untold(name)
    except Exception as fault:  # the doctor must speak when anything is down, himself included
        yield broken(name, f"looking at it failed: {type(fault).__name__}: {fault}", "mend what it names; look again")


def _survey(settings: Settings, store: Store) -> Survey:
    key = settings.freshdesk_api_key.get_secret_value()
    if not settings.freshdesk_url or not key:
        missing = "FRESHDESK_URL" if not settings.freshdesk_url else "FRESHDESK_API_KEY"
        return Survey(datetime.now(UTC), problem=f"{missing} isn't set", mend="set it in .env or the environment")
    return open_desk_survey(settings).look(store.outbox.ours if _readable(store) else None)


def _readable(store: Store) -> bool:
    try:
        return is_there(store) and store.outbox.ours(0) is not None
    except SQLAlchemyError:
        return False


def _secrets(patient: Patient) -> Iterator[Line]:
    settings = patient.settings
    given = [secret.get_secret_value() for secret in settings.webhook_secrets]
    yield from webhook_secrets(given, settings.freshdesk_api_key.get_secret_value())
    yield from addresses(settings.freshdesk_url, settings.bind, settings.ops_bind)


def _disk(patient: Patient) -> Iterator[Line]:
    folder = patient.settings.var.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    yield disk(str(there), usage.free, usage.total)


def _web(patient: Patient) -> Iterator[Line]:
    address = patient.settings.ops_bind.replace("0.0.0.0", "127.0.0.1")  # noqa: S104  (asked from this machine)
    try:
        answer = requests.get(f"http://{address}/readyz", timeout=10)
    except requests.RequestException:
        says = f"no web program answers at {address}; where none does, bells wait until Freshdesk rings again"
        yield warning("web", says, "if it should run here: python -m router web, or your supervisor's unit")
        return
    says = "takes bells" if answer.ok else f"isn't ready ({answer.status_code})"
    yield ok("web", says) if answer.ok else broken("web", says, "see the line of the database")


def _workers(patient: Patient) -> Iterator[Line]:
    store = patient.store
    yield from workers(store.heartbeats.all(), patient.now, STALE_WORKER, store.rule_sets.hash_in_force())


def _names(patient: Patient) -> Iterator[Line]:
    try:
        in_force = patient.store.rule_sets.in_force()
    except Problem:
        return  # the line of the rules tells it
    yield from names_in_rules(patient.survey, names_in(in_force.files), "ticket.group" in in_force.facts_asked)


def _automations(patient: Patient) -> Iterator[Line]:
    secrets = [secret.get_secret_value() for secret in patient.settings.webhook_secrets]
    yield from automations(patient.survey, secrets)


def _customers(patient: Patient) -> Iterator[Line]:
    try:
        open_customer_list(patient.settings).rows(email="nobody@example.invalid")
    except Problem as problem:
        mend = "mend the file, or put the last good one at ROUTER_CUSTOMER_LIST; it is read again by itself"
        yield broken("customer list", problem.says, mend)
    else:
        yield ok("customer list", "can be read")


STORED = (
    "worker",
    "rules",
    "names in rules",
    "sending",
    "outbox",
    "rejected calls",
    "sweep",
    "waiting tickets",
    "model budget",
)
"""What can only be told from the database."""
CHECKS: tuple[tuple[str, Callable[[Patient], Iterable[Line]]], ...] = (
    ("secrets", _secrets),
    ("disk", _disk),
    ("database", lambda patient: database(patient.settings, patient.store)),
    ("privacy key", lambda patient: vault(patient.settings, patient.store)),
    ("web", _web),
    ("worker", _workers),
    ("Freshdesk", lambda patient: desk(patient.survey)),
    ("automation rules", _automations),
    ("Groq", lambda patient: models(patient.settings)),
    ("model budget", lambda patient: spending(patient.settings, patient.store)),
    ("index", lambda patient: index(patient.now)),
    ("rules", lambda patient: rules(patient.settings, patient.store)),
    ("names in rules", _names),
    ("sending", lambda patient: sending(patient.store)),
    ("customer list", _customers),
    ("outbox", lambda patient: outbox(patient.store)),
    ("rejected calls", lambda patient: rejected_calls(patient.store, patient.now)),
    ("sweep", lambda patient: sweep(patient.settings, patient.store, patient.now)),
    ("waiting tickets", lambda patient: waiting(patient.store, patient.now)),
)
