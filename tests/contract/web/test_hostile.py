"""The webhook is open to the internet: what strangers, slow clients and broken rules may do to it."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from router.store.tables import inbox
from tests.contract.web.conftest import SECRET, Web

THREADS = 4
LINE = b"POST /webhooks/freshdesk HTTP/1.1\r\nHost: x\r\n"


def answer_to(web: Web, sent: bytes) -> bytes:
    """Whatever comes back until the connection is closed."""
    with web.connect() as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: _received(connection), b""))


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except ConnectionError:
        return b""


def test_a_thousand_wrong_secrets_are_counted_told_in_one_line_and_keep_nobody_out(web: Web) -> None:
    before, told = web.counted("unknown secret"), web.log().count('"reason": "secret"')
    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(lambda n: web.ring("{}", f"guess-number-{n}").status_code, range(1000)))
    assert codes == {401}
    assert web.counted("unknown secret") == before + 1000
    assert web.log().count('"reason": "secret"') <= told + 1
    assert "guess-number" not in web.log()
    assert web.ring('{"ticket_id": 7}').status_code == 202


def test_a_bell_rung_again_and_again_waits_once(web: Web) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: web.ring('{"ticket_id": 4711}').json()["status"], range(50)))
    assert sorted(answers) == ["already waiting"] * 49 + ["queued"]
    with web.store.engine.connect() as connection:
        assert len(connection.execute(inbox.select().where(inbox.c.ticket == 4711)).all()) == 1


BEGINNINGS = (
    b"POST /webhooks/fresh",
    LINE + b"X-Slow: ",
    LINE + f"X-Router-Secret: {SECRET}\r\nContent-Length: 900\r\n\r\n{{".encode(),
    LINE + f"X-Router-Secret: {SECRET}\r\nTransfer-Encoding: chunked\r\n\r\n5".encode(),
)


def test_clients_that_never_finish_a_request_give_the_threads_back(web: Web) -> None:
    assert len(BEGINNINGS) == THREADS
    with ExitStack() as held:
        for beginning in BEGINNINGS:
            held.enter_context(web.connect()).sendall(beginning)
        assert web.ring('{"ticket_id": 8}').status_code == 202
        assert requests.get(f"http://{web.ops}/readyz", timeout=30).status_code == 200


def test_connections_that_say_nothing_hold_no_thread(web: Web) -> None:
    """A scanner's, a balancer's or a browser's that it opened in advance."""
    with ExitStack() as held:
        for _ in range(THREADS * 20):
            held.enter_context(web.connect())
        answer = answer_to(
            web,
            LINE
            + f"X-Router-Secret: {SECRET}\r\nContent-Length: 16\r\nConnection: close\r\n\r\n".encode()
            + b'{"ticket_id": 9}',
        )
    assert answer.split(b" ", 2)[1:2] == [b"202"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        # First, as of many in a minute only one is told.
        (LINE + b"X-Router-Secret : planted-in-a-header\r\n\r\n", b"400"),
        (LINE + b"X-Large: " + b"x" * 20_000 + b"\r\n\r\n", b"431"),
        (LINE + b"".join(b"X-%d: 1\r\n" % number for number in range(500)) + b"\r\n", b"431"),
        (b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (LINE + b"X-Router-Secret: planted\x00in-a-header\r\n\r\n", b"400"),
        (LINE + b"Content-Length: -1\r\n\r\n", b"400"),
        (LINE + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (LINE + b"Transfer-Encoding: gzip, planted\r\n\r\n", b"501"),
        (LINE + b"SCRIPT_NAME: /elsewhere\r\nConnection: close\r\n\r\n", b"401"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
        (LINE + b"X-Router-Secret: " + SECRET.encode() + b"\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n", b"400"),
    ],
)
def test_what_is_no_proper_request_is_refused_and_its_words_stay_out_of_the_log(
    web: Web, sent: bytes, code: bytes
) -> None:
    assert answer_to(web, sent).split(b" ", 2)[1:2] == [code]
    assert "planted" not in web.log()
    assert SECRET not in web.log()
