"""Told to stop, the web program answers what it has taken, and keeps each bell it said it would."""

from __future__ import annotations

import sqlite3
import subprocess

import pytest
import requests

from tests.contract.web.conftest import SECRET, Web

BODY = b'{"ticket_id": 4242}'
BELL = (
    f"POST /webhooks/freshdesk HTTP/1.1\r\nHost: x\r\nX-Router-Secret: {SECRET}\r\nContent-Length: {len(BODY)}\r\n\r\n"
)


def test_a_bell_under_way_when_the_program_is_told_to_stop_is_kept_and_answered(web: Web) -> None:
    process = web.programs.running["web"]
    with sqlite3.connect(str(web.store.engine.url.database), isolation_level=None) as other, web.connect() as bell:
        other.execute("BEGIN IMMEDIATE")
        bell.sendall(BELL.encode() + BODY)
        # Connections are taken up in their order, so ours has a thread by now, which waits for the database.
        assert requests.get(f"http://{web.public}/healthz", timeout=10).ok
        process.terminate()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        other.execute("ROLLBACK")
        assert b" 202 " in bell.recv(4096)
        assert process.wait(timeout=30) == 0
    assert len(web.store.inbox.of_ticket(4242)) == 1
