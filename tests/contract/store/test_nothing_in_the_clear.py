"""A worker at work on mails full of personal data: what every column of every table holds of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from router.settings import Settings, read_settings
from router.store.slots import worker_slot
from router.wiring import StoredBell, open_store
from router.working import program, pulse
from sandbox.freshdesk.server import RunningDesk, start
from tests.contract.store.past import Past
from tests.control import Control
from tests.jobs import wait_for
from tests.personal_mails import PLANTED, REFERENCE, left_in, mails
from tests.small_service import HACKED, doors_of, publish_rules

OWN = ("Kanchana Ravindran", "kanchana@quokka.example")


@pytest.fixture
def desk() -> Iterator[RunningDesk]:
    with start(plan="unlimited") as desk:
        yield desk


@pytest.fixture
def past(settings: Settings, desk: RunningDesk, tmp_path: Path) -> Iterator[Past]:
    more = {"freshdesk_url": desk.url, "freshdesk_api_key": desk.api_key, "worker_ops_bind": "127.0.0.1:0"}
    settings = read_settings(
        var=tmp_path, database_url=settings.database_url.get_secret_value(), quiet_seconds=0, **more
    )
    store = open_store(settings)
    publish_rules(store)
    yield Past(settings, store)
    store.engine.dispose()


def work_on(past: Past, tickets: list[int]) -> None:
    """Until each of them has been answered."""
    stop = threading.Event()
    with worker_slot(past.store.engine, past.settings.var) as slot:
        args = (past.settings, past.store, doors_of(past.settings, past.store), slot, stop)
        thread = threading.Thread(target=program.answer, args=args)
        thread.start()
        try:
            for ticket in tickets:
                past.store.inbox.ring(ticket, past.store.clock.now(), 0.0)
            wait_for(lambda: set(tickets) <= past.left("answered"))
        finally:
            stop.set()
            thread.join()


def test_no_column_of_any_table_holds_personal_data(
    past: Past, desk: RunningDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(program, "DRAIN_SECONDS", 0)
    control = Control(desk.url, desk.api_key)
    sender = {"name": OWN[0], "email": OWN[1], "subject": "My nominee Zorawar Bhullar, ABCPZ9876F"}
    tickets = [control.mail(f"{HACKED} {text} I am {OWN[0]}.", **sender) for text in mails()]
    work_on(past, tickets)
    StoredBell(past.store, 0.0).refuse("no ticket", " ".join(text for text in mails()).encode())
    whole = past.whole()
    assert left_in(whole, OWN) == []
    assert all(f"[{kind} " in whole for kind in PLANTED)
    assert REFERENCE in whole
    if past.store.engine.dialect.name == "sqlite":
        files = b"".join(file.read_bytes() for file in past.settings.var.glob("router.sqlite*"))
        assert REFERENCE.encode() in files
        assert left_in(files, OWN) == []
