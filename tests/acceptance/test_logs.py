"""What the real programs write to their logs about real tickets, when all is well and when everything breaks."""

from __future__ import annotations

import json

import requests

from sandbox.demo import stage
from tests.acceptance.conftest import Service

MARKED = ("Quokkaname", "quokkamail", "quokkasubject", "quokkaword", "quokkareply", "quokkabody")
"""Words of customers and strangers: name, address, subject, message, a second message, and a refused body."""
OUTSIDE = ("webhook_refused", "webhook_not_taken")
OF_A_RUN = ("trouble", "fault", "finished", "postponed")


def written(service: Service) -> str:
    """All that web and worker have written."""
    files = sorted((service.programs.folder).glob("w*.log"))
    assert len(files) >= 2
    return "".join(path.read_text(encoding="utf-8") for path in files)


def make_trouble(service: Service) -> list[int]:
    """Tickets of marked words on every way: answered, unreadable for a while, refused, with a model that fails."""
    mail = {"name": "Quokkaname", "email": "quokkamail@mail.example", "subject": "quokkasubject"}
    text = "How long is my quokkaword locked in?"
    tickets = [service.control.mail(text, **mail)]
    service.finished(tickets[0])
    service.control.customer_reply(tickets[0], "And my quokkareply?")
    service.control.fault("5xx", path="/tickets/*", method="GET", count=3)
    service.control.fault("5xx", path="/tickets/*/notes", method="POST", status=400, count=1)
    service.groq_fault(kind="cut_off", count=2)
    tickets.append(service.control.mail(f"Which papers do you need for the {text}", **mail))
    service.finished(tickets[1])
    return tickets


def test_no_word_of_a_customer_and_no_secret_stands_in_the_logs(service: Service) -> None:
    try:
        tickets = make_trouble(service)
    finally:
        service.control.clear_faults()
        requests.post(f"{service.where.groq}/sandbox/control/reset", timeout=10).raise_for_status()
    service.ring('{"subject": "quokkabody"}')
    service.ring('{"ticket_id": 1}', **{"X-Router-Secret": "quokkabody"})
    log = written(service)
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    about = {line["ticket_id"] for line in lines if "ticket_id" in line}
    assert set(tickets) <= about
    assert all("run_id" in line and "ticket_id" in line for line in lines if line["event"] in OF_A_RUN)
    assert any(line["event"] in OUTSIDE for line in lines)
    secrets = (service.secret, stage.API_KEY, stage.GROQ_KEY)
    assert [word for word in (*MARKED, *secrets) if word.lower() in log.lower()] == []
    assert [line for line in log.splitlines() if not line.startswith("{")] == []
