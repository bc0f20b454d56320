from __future__ import annotations

from datetime import date, timedelta

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.facts import BY_NAME, Value
from router.rulebook.values import Vocabulary, in_words, read_single, value_of
from router.rulebook.yaml.nodes import ScalarNode


def complaint(fact: str, text: str) -> str:
    complaints = Complaints("routing.yaml")
    assert read_single(BY_NAME[fact], ScalarNode(text, 3, 7), Vocabulary(), complaints) is None
    return str(complaints.errors[0])


@pytest.mark.parametrize(
    ("fact", "text", "expected"),
    [
        ("ticket.attachments", "1_000", 'so it can never be "1_000", write 1000'),
        ("ticket.attachments", "1,000", "write 1000"),
        ("ticket.attachments", "017", "write 17"),
        ("ticket.attachments", "+3", "write 3"),
        ("ticket.attachments", "three", 'is a number (such as 3 or 0.5), so it can never be "three"'),
        ("customer.conflict", "on", 'is yes or no, so it can never be "on", write yes'),
        ("customer.conflict", "False", "write no"),
        ("customer.conflict", "maybe", 'is yes or no, so it can never be "maybe"'),
        ("time.date", "31.01.2026", "is a date (year, month and day, such as 2026-01-31)"),
        ("time.date", "2026-1-31", "is a date"),
        ("time.date", "20260131", "is a date"),
        ("time.date", "2026-02-30", 'can never be "2026-02-30": there is no such day'),
        ("time.date", "2026-01-31T10:00", "is a date"),
        ("ticket.age", "soon", "is a duration (such as 90 minutes"),
        ("ticket.age", "3", "is a duration"),
        ("ticket.age", "1.5 hours", "is a duration"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_what_to_write(fact: str, text: str, expected: str) -> None:
    message = complaint(fact, text)
    assert message.startswith("routing.yaml:3:7: ")
    assert expected in message


@pytest.mark.parametrize("text", ["1,5", "1e5", "٣", "0x1", "", "1__000"])
def test_nothing_is_suggested_where_it_is_not_clear_what_was_meant(text: str) -> None:
    assert value_of("number", text) is None
    assert not text or "write" not in complaint("ticket.attachments", text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("90 minutes", timedelta(minutes=90)),
        ("1 minute", timedelta(minutes=1)),
        ("2 hours", timedelta(hours=2)),
        ("3 days", timedelta(days=3)),
        ("1 week", timedelta(weeks=1)),
        ("1 day 12 hours", timedelta(hours=36)),
        ("5000 weeks", timedelta(weeks=5000)),
    ],
)
def test_a_duration_has_units(text: str, value: timedelta) -> None:
    assert value_of("duration", text) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "(empty)"),
        ((), "(empty)"),
        (False, "no"),
        (0.0, "0"),
        (1234567.0, "1234567"),
        (0.25, "0.25"),
        (date(2026, 1, 31), "2026-01-31"),
        (timedelta(minutes=100), "1 hour 40 minutes"),
        (timedelta(days=1, minutes=5), "1 day 5 minutes"),
        (timedelta(seconds=30), "0 minutes"),
        (("IM", "IM+"), "IM, IM+"),
    ],
)
def test_a_value_is_told_in_words(value: Value, words: str) -> None:
    assert in_words(value) == words
