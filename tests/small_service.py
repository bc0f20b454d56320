"""The service without model and index: enough for tickets that a rule hands to a person.

``python -m tests.small_service`` is a worker of it. Its settings come from the environment.
"""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from typing import Any

from retrieval.types import IndexState
from router.adapters.freshdesk import Freshdesk
from router.adapters.freshdesk_http import FreshdeskCalls
from router.doors import Doors
from router.logs import set_up_logs
from router.settings import Settings, read_settings
from router.stages.identify import AnswerMemory
from router.store.database import PASSING_FAULTS, set_up_database
from router.store.publications import Publication
from router.store.slots import worker_slot
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store, open_store
from router.working import program, pulse, reaper
from tests.unit.desk import ListCustomers
from tests.unit.rulebook.lendora import lendora

HACKED = "Somebody hacked my account!"
"""What the example company's rules hand to a person."""
SETTLE = 3.0


class NoIndex:
    """Nobody asks it anything but whether it is there."""

    def state_or_problem(self) -> IndexState:
        return IndexState("none", "none", "", {})


def publish_rules(store: Store) -> None:
    """The example company's."""
    rules = lendora()
    store.rule_sets.put_in_force(rules, Publication(rules.sha256, store.clock.now(), "anna", "", "publish"))


def doors_of(settings: Settings, store: Store) -> Doors:
    """The real ones, without model and index."""
    calls = FreshdeskCalls(settings.freshdesk_url, settings.freshdesk_api_key.get_secret_value(), 10.0)
    index: Any = NoIndex()
    return Doors(
        desk=Freshdesk(calls),
        customers=ListCustomers({"e-mail": "asha@mail.example", "products": "IM"}),
        index=index,
        model=None,
        vault=SealedVault(store.engine, privacy_key(settings), store.clock),
        outbox=store.outbox,
        switches=store.switches,
        rule_sets=store.rule_sets,
        history=store.records,
        memory=AnswerMemory(store.clock),
        clock=store.clock,
        embedding_languages=("en",),
        support_addresses=(),
        settle_seconds=SETTLE,
        give_up=timedelta(hours=24),
        database_faults=PASSING_FAULTS,
    )


def main() -> None:
    """A worker with a quick pulse."""
    pulse.BEAT_SECONDS = 0.2
    reaper.NO_SIGN_OF_LIFE = timedelta(seconds=1)
    program.DRAIN_SECONDS = int(os.environ.get("DRAIN_SECONDS", "0"))
    settings = read_settings()
    set_up_logs("INFO")
    set_up_database(settings)
    store = open_store(settings)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with worker_slot(store.engine, settings.var) as slot:
        code = program.answer_and_tell(settings, store, doors_of(settings, store), slot, stop)
    program.leave(code)


if __name__ == "__main__":
    main()
