"""What the service promises, tried on its real programs over HTTP."""

import signal
import sqlite3
from pathlib import Path

import pytest
import requests

from tests.acceptance.conftest import Service, wait_for

IM_HOLDER = {"name": "Arjun Mehta", "email": "arjun.mehta@example.com", "subject": "Lock-in"}
QUESTION = "Hello team, how long is my money locked in?"


def test_a_mail_is_answered_on_the_ticket_and_told_in_words(service: Service) -> None:
    ticket = service.control.mail(QUESTION, **IM_HOLDER)
    run = service.finished(ticket)
    assert run.receipt is not None
    assert run.receipt.delivered == "reply"
    [reply] = service.control.replies(ticket)
    assert "Arjun" in reply["body"]
    told = service.command("tickets", "show", str(ticket))
    assert told.returncode == 0
    assert "A reply was sent." in told.stdout
    assert "lock-in-im" in told.stdout


def test_our_own_reply_rings_no_second_time(service: Service) -> None:
    ticket = service.control.mail(QUESTION, **service.im_holder())
    service.finished(ticket)
    assert service.ring(f'{{"ticket_id": {ticket}}}').status_code == 202
    wait_for(lambda: len(service.store.records.of_ticket(ticket)) == 2 or None, "the second run")
    assert len(service.control.replies(ticket)) == 1
    again = service.store.records.of_ticket(ticket)[-1]
    assert again.receipt is not None
    assert again.receipt.delivered == "nothing"


def test_a_worker_killed_at_work_loses_nothing_and_says_nothing_twice(service: Service) -> None:
    tickets = [service.control.mail(QUESTION, **service.im_holder()) for _ in range(6)]
    service.finished(tickets[0])
    service.programs.running["worker"].send_signal(signal.SIGKILL)
    service.programs.running["worker"].wait()
    tickets += [service.control.mail(QUESTION, **service.im_holder()) for _ in range(2)]
    service.programs.start("worker", "router", "worker")
    for ticket in tickets:
        service.finished(ticket)
    assert [len(service.control.replies(ticket)) for ticket in tickets] == [1] * len(tickets)


def test_a_reply_accepted_without_an_answer_is_not_sent_again(service: Service) -> None:
    service.control.fault("cut_after", path="/tickets/*/reply", count=1)
    ticket = service.control.mail(QUESTION, **service.im_holder())
    run = service.finished(ticket)
    assert run.receipt is not None
    assert [entry["id"] for entry in service.control.replies(ticket)] == [run.receipt.conversation_id]


def test_stop_halts_all_sending_and_start_answers_what_waited(service: Service) -> None:
    assert service.command("stop").returncode == 0
    ticket = service.control.mail(QUESTION, **service.im_holder())
    service.in_trouble(ticket, "switch")
    assert service.control.entries(ticket) == []
    assert service.command("start").returncode == 0
    service.finished(ticket)
    assert len(service.control.replies(ticket)) == 1


def test_the_index_server_may_die_and_come_back(service: Service) -> None:
    service.programs.running["milvus"].send_signal(signal.SIGKILL)
    service.programs.running["milvus"].wait()
    ticket = service.control.mail(QUESTION, **service.im_holder())
    service.in_trouble(ticket, "index")
    port = service.where.milvus.rpartition(":")[2]
    service.programs.start("milvus", "retrieval", "serve", "--port", port)
    service.finished(ticket)
    assert len(service.control.replies(ticket)) == 1


def test_freshdesk_may_be_down_and_come_back(service: Service) -> None:
    ticket = service.control.mail(QUESTION, **service.im_holder(), headers={})
    service.finished(ticket)
    service.control.fault("5xx", path="/tickets/*", method="GET", count=6)
    service.control.customer_reply(ticket, "And how do I add a nominee to my account?")
    wait_for(lambda: len(service.control.replies(ticket)) == 2 or None, "the second answer")


@pytest.mark.parametrize("kind", ["server_error", "cut_off", "empty", "rate_limited"])
def test_the_service_goes_on_without_the_model(service: Service, kind: str) -> None:
    service.groq_fault(kind=kind, count=-1)
    try:
        ticket = service.control.mail("Which papers do you need for the KYC?", **service.im_holder())
        run = service.finished(ticket)
    finally:
        requests.post(f"{service.where.groq}/sandbox/control/reset", timeout=10).raise_for_status()
    assert run.receipt is not None
    assert run.receipt.delivered in ("reply", "note")


def test_quick_messages_become_one_answer(service: Service) -> None:
    ticket = service.control.mail(QUESTION, **service.im_holder())
    for word in ("Hello?", "Anybody there?"):
        service.control.customer_reply(ticket, word)
    service.finished(ticket)
    wait_for(lambda: service.store.inbox.oldest_waiting() is None or None, "a quiet inbox")
    wait_for(lambda: all(run.receipt for run in service.store.records.of_ticket(ticket)) or None, "all runs ended")
    assert len(service.control.replies(ticket)) + len(service.control.notes(ticket)) == 1


def test_no_word_of_personal_data_stands_in_the_database(service: Service) -> None:
    secrets = ("priya.secret@mail.example", "98450 77777", "4111 1111 1111 1111", "Oddname")
    text = f"{QUESTION} Write to {secrets[0]} or call +91 {secrets[1]}, my card is {secrets[2]}."
    ticket = service.control.mail(text, name="Priya Oddname", email="priya.oddname@mail.example")
    service.finished(ticket)
    service.ring(f'{{"broken": "{secrets[0]} and +91 {secrets[1]}"}}')
    service.store.engine.dispose()
    folder = Path(str(service.store.engine.url.database)).parent
    stored = b"".join(path.read_bytes() for path in folder.glob("router.sqlite*"))
    stored += b"".join(path.read_bytes() for path in (folder / "logs").glob("w*.log"))
    assert b"lock" in stored
    assert [secret for secret in secrets if secret.encode() in stored] == []


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b"", 400, "empty"),
        (b"no json", 400, "no JSON"),
        (b'{"ticket_id": "INC-1"}', 400, "Freshservice"),
        (b"\xff\xfe\x00", 400, "no JSON"),
        (b"x" * (1024 * 1024 + 1), 413, "1 MB"),
    ],
)
def test_what_is_no_bell_is_refused_with_the_reason(service: Service, body: bytes, code: int, says: str) -> None:
    answer = service.ring(body)
    assert answer.status_code == code
    assert says in answer.json()["error"]


def test_a_wrong_secret_is_refused(service: Service) -> None:
    assert service.ring('{"ticket_id": 1}', **{"X-Router-Secret": "wrong"}).status_code == 401


def test_a_ticket_that_does_not_exist_ends_as_a_decision(service: Service) -> None:
    assert service.ring('{"ticket_id": 999999}').status_code == 202
    run = wait_for(lambda: next(iter(service.store.records.of_ticket(999999)), None), "a record")
    assert run.trouble is not None
    assert "404" in run.trouble.says


def test_a_database_that_takes_no_write_is_not_ready_and_asks_to_ring_again(service: Service) -> None:
    path = service.store.engine.url.database
    assert path is not None
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            ready = requests.get(f"http://{service.where.ops}/readyz", timeout=60)
            answer = service.ring('{"ticket_id": 1}')
        finally:
            other.execute("ROLLBACK")
    assert ready.status_code == 503
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_the_ops_pages_are_not_on_the_public_address(service: Service) -> None:
    assert requests.get(f"http://{service.where.public}/healthz", timeout=10).status_code == 200
    assert requests.get(f"http://{service.where.public}/status", timeout=10).status_code == 404
    spoofed = {"Host": service.where.ops}
    assert requests.get(f"http://{service.where.public}/status", headers=spoofed, timeout=10).status_code == 404
    # A model that a test before let fail is left alone for a moment.
    wait_for(lambda: not _problems(service) or None, "a status without a problem")


def _problems(service: Service) -> list[str]:
    told: list[str] = requests.get(f"http://{service.where.ops}/status", timeout=10).json()["problems"]
    return told
