from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from router.ports import DeskEntry
from router.reading.robots import robot_sign, sender_sign, subject_sign, text_sign

MAIL = DeskEntry(
    id=5,
    author_id=7,
    incoming=True,
    private=False,
    source=0,
    auto_response=False,
    email_failures=0,
    body="",
    created_at=datetime(2027, 3, 1, tzinfo=UTC),
    from_email="Ravi <ravi@example.com>",
)


BOUNCED = "Your message could not be delivered."


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your ticket",
        "Re: Out of Office",
        "Abwesenheitsnotiz: Urlaub",
        "Réponse automatique : absent",
        "Respuesta automática",
        "Undeliverable: Your payout",
        "Delivery Status Notification (Failure)",
        "Mail delivery failed: returning message to sender",
    ],
)
def test_automatic_subjects_are_known(subject: str) -> None:
    assert subject_sign(subject, BOUNCED if "eliver" in subject else "Back on Monday.")


@pytest.mark.parametrize(
    "subject", ["Automatic investment failed", "My office address changed", "Re: leave IM early", ""]
)
def test_subjects_of_people_are_not(subject: str) -> None:
    assert subject_sign(subject, "Please help.") == ""


@pytest.mark.parametrize(
    "subject",
    [
        "Undelivered OTP",
        "Recall: my withdrawal",
        "Automatic response is useless",
        "Out of office hours",
        "Delivery failure",
        "Message blocked",
        "On leave, how do I pause?",
        "Abwesend und ohne Zugang",
    ],
)
@pytest.mark.parametrize(
    "words", ["How long is my money locked in?", "My card was not delivered.", "SMS delivery failed, help."]
)
def test_a_subject_that_people_write_too_silences_nobody(subject: str, words: str) -> None:
    assert subject_sign(subject, words) == ""


@pytest.mark.parametrize("subject", ["Automatic reply: Your ticket", "Out of office", "Undeliverable: Your payout"])
def test_a_question_below_an_automatic_subject_is_a_persons(subject: str) -> None:
    assert subject_sign(subject, "How long is my money locked in?") == ""


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Automatic reply: Your ticket", "I am out of office until Monday. Urgent? Call my colleague."),
        ("Out of office till Monday", "I am on leave until Monday."),
        ("Recall: Your payout", "Ravi would like to recall the message."),
        ("Undelivered", "Your mail could not be delivered. What to do? See below."),
        ("Failure notice", "Permanent error: address not found"),
    ],
)
def test_two_signs_make_a_machine(subject: str, words: str) -> None:
    assert subject_sign(subject, words)


def test_the_known_subject_of_a_mail_server_needs_no_second_sign() -> None:
    assert subject_sign("Delivery Status Notification (Failure)", "See the attachment.")


@pytest.mark.parametrize(
    "sender",
    ["no-reply@shop.example", "Mail <MAILER-DAEMON@mx.example>", "postmaster@x.example", "dev-request@lists.example"],
)
def test_machines_are_known_by_their_address(sender: str) -> None:
    assert sender_sign(sender)


@pytest.mark.parametrize(
    "sender", ["ravi@example.com", "Noreen Ply <noreen@example.com>", "", "alert.singh@example.com"]
)
def test_people_are_not_taken_for_machines(sender: str) -> None:
    assert sender_sign(sender) == ""


def test_our_own_mailbox_is_known() -> None:
    assert sender_sign("Lendora <Support@lendora.example>", ("support@lendora.example",))


def test_freshdesk_flags_count() -> None:
    assert robot_sign(replace(MAIL, auto_response=True), "hello")
    assert robot_sign(replace(MAIL, source=6), "great service")
    assert robot_sign(replace(MAIL, email_failures=1), "hello")
    assert robot_sign(MAIL, "Where is my money?") == ""


def test_a_bounced_reply_of_ours_makes_no_robot_of_us() -> None:
    assert robot_sign(replace(MAIL, incoming=False, email_failures=1), "Hello") == ""


def test_away_notices_are_known_and_away_people_with_a_question_are_not() -> None:
    assert text_sign("Thank you for your mail. I am currently out of office and will be back on Monday.")
    assert text_sign("This is an automated reply. We will answer soon.")
    assert text_sign("I am on leave until Monday. Can you pay out after that?") == ""
    assert text_sign("I am out of the office and my withdrawal failed.") == ""
