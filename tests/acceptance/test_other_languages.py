"""A message in a language that the search doesn't understand is a person's to answer, however near a template lies."""

from __future__ import annotations

import pytest

from router.run import Run
from tests.acceptance.conftest import Service

HOLDER = "sanjay.gupta@example.com"
ANSWERED = "How long is my money locked in?"


def note_on(service: Service, text: str, subject: str = "Lock-in") -> Run:
    """The run of a mail that must end as one private note and no reply."""
    ticket = service.control.mail(text, email=HOLDER, subject=subject)
    run = service.finished(ticket)
    assert run.receipt is not None
    assert run.receipt.delivered == "note", run.permit
    assert service.control.replies(ticket) == []
    assert len(service.control.notes(ticket)) == 1
    return run


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guten Tag, wie lange ist mein Geld bei IM gebunden?", "de"),
        ("IM me mera paisa kitne din tak lock in rahega?", "hi"),
        (f"{ANSWERED} Und wie hoch ist die Gebühr, wenn ich früher an mein Geld möchte?", "de"),
    ],
    ids=["German under an English subject", "Hindi in Latin letters", "English and German"],
)
def test_another_language_is_a_note_that_says_so_in_ours(service: Service, text: str, language: str) -> None:
    run = note_on(service, text)
    assert run.message is not None
    assert run.message.language == language
    assert run.permit is not None
    says = f"the message is in another language ({language}) than the search understands"
    assert says in run.permit.reasons
    [note] = service.control.notes(run.ticket_id)
    assert says in note["body"]


def test_a_product_and_an_amount_are_in_no_language_and_no_question(service: Service) -> None:
    run = note_on(service, "IM ₹50,000", subject="IM")
    assert run.message is not None
    assert run.message.language == ""
