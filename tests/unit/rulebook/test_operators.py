from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.facts import FactType, Value
from router.rulebook.known import Known
from router.rulebook.operators import OPPOSITES, operators_of
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.reader import read_yaml

COLUMNS: dict[str, FactType] = {kind: kind for kind in get_args(FactType)}
WANTED: dict[FactType, str] = {
    "text": "[hello]",
    "list": "[hello]",
    "number": "3",
    "yes or no": "yes",
    "duration": "2 hours",
    "date": "2026-01-31",
}
NOTHING: dict[FactType, tuple[Value, ...]] = {
    "text": (None, "", "  \n", ("hello",), 3.0),
    "list": (None, (), "hello"),
    "number": (None, "3", True),
    "yes or no": (None, "yes", 1.0),
    "duration": (None, 7200.0),
    "date": (None, "2026-01-31"),
}
"""What is missing, what is empty, and what an old record holds from when the fact had another type."""


def holds(test: str, value: Value, kind: FactType) -> bool:
    """Whether a test of a column of this type holds for a customer whose column reads this."""
    complaints = Complaints("routing.yaml")
    tree = read_yaml(f'"customer list.{kind}": {test}', complaints)
    assert tree is not None
    condition = ConditionReader("routing.yaml", Vocabulary(columns=COLUMNS), complaints).read(tree)
    assert complaints.errors == []
    return condition.holds(Known({f"customer list.{kind}": value}), [])


@pytest.mark.parametrize("kind", get_args(FactType))
def test_what_is_missing_or_empty_meets_only_the_words_with_not_or_none(kind: FactType) -> None:
    for operator in operators_of(kind):
        wanted = "yes" if operator == "is empty" else WANTED[kind]
        if operator in ("is", "is not") and kind == "text":
            wanted = "hello"
        for value in NOTHING[kind]:
            expected = operator in OPPOSITES or operator == "is empty"
            assert holds(f"{{{operator}: {wanted}}}", value, kind) is expected, (operator, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", 0.0), ("yes or no", False), ("duration", timedelta(0)), ("date", date.min), ("text", "0")],
)
def test_zero_and_no_are_values_and_not_empty(kind: FactType, value: Value) -> None:
    assert holds("{is empty: no}", value, kind)
    assert not holds("{is empty: yes}", value, kind)


@pytest.mark.parametrize(
    ("test", "day", "held"),
    [
        ("{is: 2026-01-31}", date(2026, 1, 31), True),
        ("{is: 2026-01-31}", date(2026, 1, 30), False),
        ("{is not: 2026-01-31}", date(2026, 1, 30), True),
        ("{is any of: [2026-01-30, 2026-01-31]}", date(2026, 1, 30), True),
        ("{is none of: [2026-01-30, 2026-01-31]}", date(2026, 2, 1), True),
        ("{before: 2026-01-31}", date(2026, 1, 30), True),
        ("{before: 2026-01-31}", date(2026, 1, 31), False),
        ("{after: 2026-01-31}", date(2026, 2, 1), True),
        ("{after: 2026-01-31}", date(2026, 1, 31), False),
        ("{after: 2026-01-31, before: 2026-03-01}", date(2026, 2, 28), True),
    ],
)
def test_each_operator_on_a_date(test: str, day: date, held: bool) -> None:
    assert holds(test, day, "date") is held


@pytest.mark.parametrize(
    ("test", "value", "held"),
    [
        ("{is: 3}", 3.0, True),
        ("{is: '3'}", 3.0, True),
        ("{is not: 3}", 4.0, True),
        ("{is any of: [1, 2.5]}", 2.5, True),
        ("{is none of: [1, 2.5]}", 2.5, False),
        ("{greater than: 3}", 3.0, False),
        ("{greater than: -1}", 0.0, True),
        ("{less than: 3}", 2.9, True),
    ],
)
def test_each_operator_on_a_number(test: str, value: float, held: bool) -> None:
    assert holds(test, value, "number") is held


@pytest.mark.parametrize(
    ("test", "value", "held"),
    [
        ("{greater than: 90 minutes}", timedelta(hours=1, minutes=31), True),
        ("{greater than: 1 hour 30 minutes}", timedelta(minutes=90), False),
        ("{less than: 2 weeks}", timedelta(days=13), True),
        ("{less than: 1 day}", timedelta(hours=24), False),
    ],
)
def test_each_operator_on_a_duration(test: str, value: timedelta, held: bool) -> None:
    assert holds(test, value, "duration") is held


@pytest.mark.parametrize(("test", "value", "held"), [("{is: no}", False, True), ("{is not: no}", False, False)])
def test_each_operator_on_yes_or_no(test: str, value: bool, held: bool) -> None:
    assert holds(test, value, "yes or no") is held


@pytest.mark.parametrize(
    ("test", "text", "held"),
    [
        ("{contains: [IM], case: exact}", "my IM plan", True),
        ("{contains: [IM], case: exact}", "my im plan", False),
        ("{contains word: IM, case: exact}", "IMAGE", False),
        ("{is: Asha, case: exact}", "asha", False),
        ("{is: Asha, case: exact}", " Asha ", True),
        ("{does not contain: IM, case: exact}", "im", True),
        ("{starts with: Re, case: exact}", "RE: fees", False),
        ("{matches: 'IM[+]', case: exact}", "my im+", False),
        ("{matches: 'IM[+]'}", "my im+", True),
    ],
)
def test_small_and_capital_letters_differ_only_with_case_exact(test: str, text: str, held: bool) -> None:
    assert holds(test, text, "text") is held


WORD = st.text(alphabet="abc' ß", min_size=1, max_size=7).filter(str.strip)


@given(st.lists(WORD, min_size=1, max_size=6), st.text(alphabet="abcß' ", max_size=40))
def test_contains_finds_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    def formed(one: str) -> str:
        return " ".join(one.casefold().split())

    listed = ", ".join('"' + word + '"' for word in words)
    expected = any(formed(word) in formed(text) for word in words)
    assert holds(f"{{contains: [{listed}]}}", text, "text") is expected
    assert holds(f"{{does not contain: [{listed}]}}", text, "text") is not expected
