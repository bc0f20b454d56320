"""The composition root: the only place that reads the settings and builds adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from dbos import DBOSClient

from router.doors import Doors, SystemClock
from router.importing.library import Library
from router.importing.plan import Kind
from router.ports import ChatModel
from router.reading.masking import Mask
from router.settings import Settings, SettingsInvalid
from router.stages.identify import AnswerMemory
from router.store.database import open_engine
from router.store.figures import Figures, read_figures
from router.store.folder_problem import FOLDER, STALE_WORKER, folder_problem, in_force_problem
from router.store.heartbeats import Heartbeats
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.publications import Publications
from router.store.records import Records
from router.store.rejected import Rejected
from router.store.rule_sets import StoredRuleSets
from router.store.switches import Line, Switches
from router.store.vault import SealedVault, privacy_key


@dataclass(frozen=True, slots=True)
class Store:
    """Everything kept in the database, over one engine."""

    engine: sa.Engine
    client: DBOSClient
    inbox: Inbox
    outbox: Outbox
    records: Records
    rejected: Rejected
    switches: Switches
    rule_sets: StoredRuleSets
    publications: Publications
    heartbeats: Heartbeats
    clock: SystemClock


def open_store(settings: Settings, connections: int = 10, busy_seconds: float = 30.0) -> Store:
    """Connect to the database. Nothing is created: see :func:`router.store.database.set_up_database`."""
    engine = open_engine(settings, connections, busy_seconds)
    client = open_client(engine)
    inbox = Inbox(engine, client)
    return Store(
        engine=engine,
        client=client,
        inbox=inbox,
        outbox=Outbox(engine),
        records=Records(engine, inbox),
        rejected=Rejected(engine),
        switches=Switches(engine),
        rule_sets=StoredRuleSets(engine),
        publications=Publications(engine),
        heartbeats=Heartbeats(engine),
        clock=SystemClock(),
    )


class StoredBell:
    """The webhook's way into the database."""

    def __init__(self, store: Store, quiet_seconds: float) -> None:
        self._store = store
        self._quiet = quiet_seconds

    def ring(self, ticket: int) -> str:
        return self._store.inbox.ring(ticket, self._store.clock.now(), self._quiet)

    def refuse(self, reason: str, body: bytes) -> None:
        masked = Mask().mask(body.decode("utf-8", errors="replace"))
        self._store.rejected.keep(reason, masked, self._store.clock.now())


class StoredState:
    """What the ops address tells, read from the database alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check_write(self) -> None:
        self._store.heartbeats.write_test("readiness", self._store.clock.now())

    def status(self) -> Mapping[str, Any]:
        now = self._store.clock.now()
        oldest = self._store.inbox.oldest_waiting()
        seen = self._store.heartbeats.all().items()
        alive = {name: state for name, (at, state) in seen if now - at < STALE_WORKER}
        waiting = self._store.records.in_trouble()
        broken, folder = in_force_problem(self._store.rule_sets), folder_problem(self._store.engine, now)
        return {
            "problem": "; ".join(self._problems(alive, waiting, broken, folder)),
            "sending": "stopped" if self._store.switches.stopped() else "on",
            "rules": {"in_force": self._store.rule_sets.hash_in_force(), "problem": broken or folder},
            "lanes_by_hand": [_told(line) for line in self._store.switches.by_hand()],
            "oldest_bell_seconds": round((now - oldest).total_seconds(), 1) if oldest else 0,
            "tickets_that_wait": dict(waiting),
            "workers": alive,
        }

    def figures(self) -> Figures:
        """What the metrics page counts, read at this moment."""
        return read_figures(self._store.engine, self._store.rule_sets, self._store.clock.now())

    def _problems(
        self, alive: Mapping[str, Mapping[str, Any]], waiting: Mapping[str, int], broken: str, folder: str
    ) -> Iterator[str]:
        if not alive:
            yield "no worker is alive: start python -m router worker"
        for state in alive.values():
            told = state.get("problems", {}).items()
            yield from (f"{name}: {says}" for name, says in told if says and name != FOLDER)
        if broken:
            yield f"the rules in force can't be used: {broken}"
        if folder:
            yield f"the rules folder is not in force: {folder.splitlines()[0]}"
        yield from (f"{count} tickets wait: {says}" for says, count in waiting.items())


def _told(line: Line) -> Mapping[str, str]:
    return {"what": line.what, "lane": line.value, "since": line.at.isoformat(), "by": line.author}


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The webhook's secrets. Raises ``SettingsInvalid`` when there is none: the address would be open to all."""
    secrets = tuple(secret.get_secret_value() for secret in settings.webhook_secrets)
    if not secrets or any(len(secret) < 16 for secret in secrets):
        raise SettingsInvalid(
            "ROUTER_WEBHOOK_SECRETS: give a secret of 16 characters or more, such as: openssl rand -hex 24"
        )
    return secrets


def open_doors(settings: Settings, store: Store) -> Doors:
    """All ports of the worker. Connects to nothing yet; imports the embedding model's libraries only when used."""
    from router.adapters.customer_list import CsvCustomerList
    from router.adapters.freshdesk import Freshdesk
    from router.adapters.freshdesk_http import FreshdeskCalls
    from router.adapters.index import KnowledgeIndex

    if not settings.freshdesk_url or not settings.freshdesk_api_key.get_secret_value():
        raise SettingsInvalid("FRESHDESK_URL and FRESHDESK_API_KEY: both are needed by the worker")
    calls = FreshdeskCalls(
        settings.freshdesk_url, settings.freshdesk_api_key.get_secret_value(), settings.freshdesk_timeout
    )
    return Doors(
        desk=Freshdesk(calls),
        customers=CsvCustomerList(settings.customer_list),
        index=KnowledgeIndex(),
        model=_model(settings),
        vault=SealedVault(store.engine, privacy_key(settings), store.clock),
        outbox=store.outbox,
        switches=store.switches,
        rule_sets=store.rule_sets,
        history=store.records,
        memory=AnswerMemory(store.clock),
        clock=store.clock,
        embedding_languages=settings.embedding_languages,
        support_addresses=settings.support_addresses,
        settle_seconds=settings.freshdesk_timeout * 1.5,
        give_up=timedelta(hours=settings.give_up_hours),
    )


def open_library(settings: Settings, kind: Kind, tell: Callable[[str], None]) -> Library:
    """What stands in Freshdesk already. ``tell`` hears of each wait for Freshdesk's limits."""
    from router.adapters.freshdesk_http import FreshdeskCalls
    from router.adapters.freshdesk_library import CannedResponses, PatientReads, SolutionArticles

    key = settings.freshdesk_api_key.get_secret_value()
    if not settings.freshdesk_url or not key:
        raise SettingsInvalid("FRESHDESK_URL and FRESHDESK_API_KEY: both are needed to read from Freshdesk")
    reads = PatientReads(FreshdeskCalls(settings.freshdesk_url, key, settings.freshdesk_timeout), tell)
    return CannedResponses(reads) if kind == "canned responses" else SolutionArticles(reads, settings.freshdesk_url)


def _model(settings: Settings) -> ChatModel | None:
    key = settings.groq_api_key.get_secret_value()
    if not key:
        return None
    from router.adapters.groq import GroqChat, GroqLimits

    limits = GroqLimits(timeout=settings.groq_timeout)
    return GroqChat(key, settings.groq_models, SystemClock(), settings.groq_base_url, limits)
