"""The composition root: the only place that reads the settings and builds adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from dbos import DBOSClient

from router.doors import Doors, SystemClock
from router.importing.library import Library
from router.importing.plan import Kind
from router.meters import MODEL_BUDGET
from router.ports import CustomerList, Purse
from router.reading.masking import Mask
from router.settings import Settings, SettingsInvalid
from router.spending import NANOS, SPANS, Budget, prices_of
from router.stages.deliver import AT_ONCE
from router.stages.identify import AnswerMemory
from router.store.database import PASSING_FAULTS, open_engine
from router.store.deaths import Deaths
from router.store.figures import Figures, read_figures
from router.store.folder_problem import FOLDER, STALE_WORKER, folder_problem, in_force_problem
from router.store.heartbeats import Heartbeats
from router.store.inbox import Inbox, open_client
from router.store.outbox import Outbox
from router.store.publications import Publications
from router.store.rates import FRESHDESK, Rates
from router.store.records import Records
from router.store.rejected import KEPT_CHARACTERS, Rejected
from router.store.rule_sets import StoredRuleSets
from router.store.spending import Spending, budgets_of
from router.store.sweeps import Sweeps
from router.store.switches import Line, Switches
from router.store.turns import Turns
from router.store.vault import SealedVault, privacy_key
from router.store.watchdog import Watchdog
from router.sweep.rounds import Rounds
from router.sweep.sweep import GRACE, Pace, Sweep
from router.types import Most

if TYPE_CHECKING:
    from router.adapters.desk_survey import DeskSurvey
    from router.adapters.freshdesk_http import FreshdeskCalls
    from router.adapters.groq import GroqChat


@dataclass(frozen=True, slots=True)
class Store:
    """Everything kept in the database, over one engine."""

    engine: sa.Engine
    client: DBOSClient
    inbox: Inbox
    watchdog: Watchdog
    deaths: Deaths
    outbox: Outbox
    records: Records
    rejected: Rejected
    switches: Switches
    rule_sets: StoredRuleSets
    publications: Publications
    heartbeats: Heartbeats
    sweeps: Sweeps
    rates: Rates
    spending: Spending
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
        watchdog=Watchdog(engine, client, inbox),
        deaths=Deaths(engine, client),
        outbox=Outbox(engine),
        records=Records(engine, inbox),
        rejected=Rejected(engine),
        switches=Switches(engine),
        rule_sets=StoredRuleSets(engine),
        publications=Publications(engine),
        heartbeats=Heartbeats(engine),
        sweeps=Sweeps(engine, inbox),
        rates=Rates(engine),
        spending=Spending(engine, SystemClock(), budgets(settings), settings.groq_currency),
        clock=SystemClock(),
    )


class StoredBell:
    """The webhook's way into the database."""

    def __init__(self, store: Store, quiet_seconds: float, patience: float = 4.0) -> None:
        self._store = store
        self._quiet = quiet_seconds
        self._turns = Turns(store.engine, patience)

    def ring(self, ticket: int) -> str:
        with self._turns.turn():
            return self._store.inbox.ring(ticket, self._store.clock.now(), self._quiet)

    def refuse(self, reason: str, body: bytes) -> None:
        # Masking a megabyte takes long; cut well behind what is kept, so that nothing cut in two is kept unmasked.
        masked = Mask().mask(body[: KEPT_CHARACTERS * 4].decode("utf-8", errors="replace"))
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
            "problems": list(self._problems(alive, waiting, broken, folder)),
            "sending": "stopped" if self._store.switches.stopped() else "on",
            "rules": {"in_force": self._store.rule_sets.hash_in_force(), "problem": broken or folder},
            "lanes_by_hand": [_told(line) for line in self._store.switches.by_hand()],
            "oldest_bell_seconds": round((now - oldest).total_seconds(), 1) if oldest else 0,
            "tickets_that_wait": dict(waiting),
            "replies_in_an_hour": self._store.records.replies_in_an_hour(0, now),
            "freshdesk_calls_left": self._store.rates.told(FRESHDESK),
            "model_spending": self._store.spending.told(),
            "sweep": self._store.sweeps.told(),
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
        yield from (f"{_tickets(count)}: {says}" for says, count in waiting.items())


def _tickets(count: int) -> str:
    return "1 ticket waits" if count == 1 else f"{count} tickets wait"


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
    for budget in budgets(settings):
        for kind, most in (("tokens", budget.tokens), ("money", budget.nanos)):
            if most is not None:
                MODEL_BUDGET.labels(budget.span, kind).set(most if kind == "tokens" else most / NANOS)
    from router.adapters.freshdesk import Freshdesk
    from router.adapters.freshdesk_http import CONNECT_SECONDS
    from router.adapters.index import KnowledgeIndex

    index = KnowledgeIndex()
    return Doors(
        desk=Freshdesk(open_freshdesk(settings, store)),
        customers=open_customer_list(settings),
        index=index,
        model=open_model(settings, store.spending),
        vault=SealedVault(store.engine, privacy_key(settings), store.clock),
        outbox=store.outbox,
        switches=store.switches,
        rule_sets=store.rule_sets,
        history=store.records,
        memory=AnswerMemory(store.clock),
        clock=store.clock,
        embedding_languages=settings.embedding_languages,
        support_addresses=settings.support_addresses,
        settle_seconds=AT_ONCE + CONNECT_SECONDS + settings.freshdesk_timeout,
        give_up=timedelta(hours=settings.give_up_hours),
        most=Most(
            settings.most_replies_per_ticket, settings.most_replies_per_requester, settings.most_replies_per_hour
        ),
        installed_at=store.sweeps.installed_at(),
        database_faults=PASSING_FAULTS,
        embed=index.embed,
    )


def open_freshdesk(settings: Settings, store: Store) -> FreshdeskCalls:
    """The account, with the call limit that all workers share. Raises ``SettingsInvalid``."""
    from router.adapters.freshdesk_http import FreshdeskCalls
    from router.adapters.freshdesk_rate import RateGate

    key = settings.freshdesk_api_key.get_secret_value()
    if not settings.freshdesk_url or not key:
        raise SettingsInvalid("FRESHDESK_URL and FRESHDESK_API_KEY: both are needed to work with Freshdesk")
    gate = RateGate(store.rates, store.clock, settings.freshdesk_reserve / 100)
    return FreshdeskCalls(settings.freshdesk_url, key, settings.freshdesk_timeout, gate)


def open_sweep(settings: Settings, store: Store, wait: Callable[[float], None], *, dry: bool = False) -> Sweep:
    """A sweep of the account. ``wait`` rests for so many seconds, or raises when the program stops."""
    from router.adapters.freshdesk_list import TicketFeed

    feed = TicketFeed(open_freshdesk(settings, store).going("sweep"))
    return Sweep(feed, store.sweeps, store.clock, wait, Pace(grace=GRACE + settings.quiet_seconds), dry=dry)


def open_rounds(settings: Settings, store: Store) -> Rounds:
    """The sweeps of a worker, every few minutes while it lives."""
    return Rounds(
        partial(open_sweep, settings, store),
        store.sweeps,
        store.clock,
        timedelta(minutes=settings.sweep_minutes),
        partial(store.sweeps.alone, settings.var),
        store.switches.stopped,
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


def open_desk_survey(settings: Settings) -> DeskSurvey:
    """One look at the account, for the doctor."""
    from router.adapters.desk_survey import DeskSurvey

    key = settings.freshdesk_api_key.get_secret_value()
    return DeskSurvey(settings.freshdesk_url, key, settings.freshdesk_timeout, SystemClock())


def open_customer_list(settings: Settings) -> CustomerList:
    """The company's own table of customers."""
    from router.adapters.customer_list import CsvCustomerList

    return CsvCustomerList(settings.customer_list)


def budgets(settings: Settings) -> tuple[Budget, ...]:
    """What may be spent on the model."""
    tokens, amounts = (
        {span: getattr(settings, f"model_{what}_per_{span}") for span in SPANS} for what in ("tokens", "money")
    )
    return budgets_of(tokens, amounts)


def open_model(settings: Settings, purse: Purse | None = None) -> GroqChat | None:
    """The language model; None without a key. Without a purse its calls are counted nowhere."""
    key = settings.groq_api_key.get_secret_value()
    if not key:
        return None
    from router.adapters.groq import GroqChat, GroqLimits
    from router.adapters.groq_till import Till
    from router.writing.answer import ANSWER_SCHEMA

    limits = GroqLimits(
        timeout=settings.groq_timeout,
        breaker_failures=settings.groq_breaker_failures,
        breaker_seconds=settings.groq_breaker_seconds,
    )
    clock = SystemClock()
    till = Till(clock, prices_of(settings.groq_prices), settings.groq_currency, purse)
    return GroqChat(key, settings.groq_models, clock, settings.groq_base_url, limits, till=till, schema=ANSWER_SCHEMA)
