"""Robots that talk back, customers who only thank, and tickets whose bell never rang: on the real programs."""

from __future__ import annotations

import json

from router.run import Run
from tests.acceptance.conftest import Service, wait_for

QUESTIONS = (
    "How long is my money locked in?",
    "Which papers do you need for the KYC?",
    "How do I add a nominee?",
    "No OTP comes when I log in. What can I do?",
    "How do I get my statement for the tax office?",
)
"""Each has an answer that may go out by itself, and no template twice."""
HOLDER = {"name": "Imran Sheikh", "email": "imran.sheikh@example.com", "subject": "Your reference 4711"}
ANOTHER = {"name": "Vikram Rathore", "email": "vikram.rathore@example.com"}
ROBOTS_WORDS = "We have received your message. Our own question: "


def ended(service: Service, ticket: int, runs: int) -> Run:
    """The newest of so many ended runs."""

    def found() -> Run | None:
        done = [run for run in service.store.records.of_ticket(ticket) if run.receipt]
        return done[-1] if len(done) >= runs else None

    return wait_for(found, f"run {runs} of ticket {ticket}")


def test_a_robot_that_answers_every_answer_gets_three_at_most(service: Service) -> None:
    ticket = service.control.mail(ROBOTS_WORDS + QUESTIONS[0], **HOLDER)
    for number, question in enumerate(QUESTIONS[1:], start=1):
        ended(service, ticket, number)
        service.control.customer_reply(ticket, ROBOTS_WORDS + question)
    last = ended(service, ticket, len(QUESTIONS))
    assert 1 <= len(service.control.replies(ticket)) <= 3
    assert last.receipt is not None
    assert last.receipt.delivered == "note"


def test_a_robot_that_opens_a_new_ticket_each_time_gets_three_too(service: Service) -> None:
    robot = {**HOLDER, "email": "joseph.dsouza@example.com"}
    tickets = []
    for question in QUESTIONS:
        tickets.append(service.control.mail(ROBOTS_WORDS + question, **robot))
        last = ended(service, tickets[-1], 1)
    assert sum(len(service.control.replies(ticket)) for ticket in tickets) == 3
    assert last.receipt is not None
    assert last.receipt.delivered == "note"


def test_thanks_for_an_answer_are_left_alone_and_a_question_behind_them_is_not(service: Service) -> None:
    ticket = service.control.mail("How do I add a nominee?", subject="Nominee", **ANOTHER)
    ended(service, ticket, 1)
    posted = len(service.control.entries(ticket))
    service.control.customer_reply(ticket, "ok great, that worked. Thanks a lot!")
    thanked = ended(service, ticket, 2)
    assert thanked.route is not None
    assert (thanked.route.decision, thanked.route.rule) == ("ignore", "only-thanks")
    assert len(service.control.entries(ticket)) == posted + 1
    service.control.customer_reply(ticket, "Thanks. One more thing: which papers do you need for the KYC?")
    assert ended(service, ticket, 3).route != thanked.route


def test_a_ticket_whose_bell_never_rang_is_found_by_a_sweep(service: Service) -> None:
    service.control.bell("never")
    ticket = service.control.mail("How do I add a nominee?", subject="Nominee", email="farhan.qureshi@example.com")
    told = service.command("sweep", "--since", "10m", "--dry-run", "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["tickets"] == []  # it is left to its own bell for some minutes
    service.control.clock(600)
    try:
        swept = service.command("sweep", "--since", "20m")
    finally:
        service.control.clock(0)
    assert swept.returncode == 0, swept.stderr
    assert f"Rang for 1: {ticket}." in swept.stdout
    assert ended(service, ticket, 1).receipt is not None
