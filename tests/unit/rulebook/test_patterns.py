from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.conditions import holds
from router.rulebook.known import Known
from router.rulebook.patterns import PatternRefused, compiled, searchable
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.reader import read_yaml


def matches(pattern: str, message: str) -> bool:
    return compiled(pattern, exact=False)(searchable(message)) is not None


def complaints_about(pattern: str) -> list[str]:
    complaints = Complaints("routing.yaml")
    tree = read_yaml(f"message: {{matches: '{pattern}'}}", complaints)
    assert tree is not None
    ConditionReader("routing.yaml", Vocabulary(), complaints).read(tree)
    return [str(error) for error in complaints.errors]


@pytest.mark.parametrize(
    ("pattern", "message", "held"),
    [
        (r"\bfolio \d{6}\b", "My FOLIO 123456 is wrong", True),
        (r"\bfolio \d{6}\b", "My folio 1234567 is wrong", False),
        (r"(?m)^order:", "Hello\nOrder: 7", True),
        (r"a.b", "a\nb", False),
        (r"don't", "I don’t know", True),
        (r"don’t", "I don't know", True),
        ("caf\u00e9", "CAFE\u0301", True),
        ("cafe\u0301", "caf\u00e9", True),
        (r"wait…", "wait...", True),
        (r"wait…", "waiting", False),
        (r"１２", "12", True),
        (r".", "", False),
    ],
)
def test_a_pattern_is_looked_for_anywhere_without_case_and_with_lines_as_they_are(
    pattern: str, message: str, held: bool
) -> None:
    assert matches(pattern, message) is held


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(fraud", '"(" is opened and never closed'),
        ("fraud)", 'a ")" closes what was never opened'),
        ("[fraud", '"[" is opened and never closed'),
        ("(?=fraud)", "looking ahead or behind isn't offered"),
        (r"(a)\1", "going back to an earlier group isn't offered"),
        ("a{2000}", "1000 is the most"),
        ("(a{500}){500}", "1000 is the most"),
        ("*a", "there is nothing before *, + or ? to repeat"),
        ("a**", "two signs of repetition"),
        (r"\q", "the letter after a \\ means nothing"),
        ("[z-a]", "isn't a range of letters"),
        (r"\p{L}{400}", "it takes too much memory"),
        ("(fraud)?", "so it would fit every text"),
        ("x" * 501, "it has 501 characters; 500 are the most"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_at_its_place_with_the_reason(pattern: str, reason: str) -> None:
    (complaint,) = complaints_about(pattern)
    assert complaint.startswith("routing.yaml:1:20: the pattern ")
    assert reason in complaint


def test_the_trace_of_a_pattern_shows_what_fits_and_never_what_is_masked() -> None:
    tree = read_yaml("message: {matches: '(mail|ask) [^ ]+'}", complaints := Complaints("routing.yaml"))
    assert tree is not None
    condition = ConditionReader("routing.yaml", Vocabulary(), complaints).read(tree)
    masked = Known({"message": "Please mail ⟨e-mail 1⟩"}, lambda text: text.replace("⟨e-mail 1⟩", "asha@example.com"))
    assert holds(condition, masked)[1][0].read == "mail ⟨e-mail"
    hidden = Known({"message": "Please ⟨words 1⟩"}, lambda text: text.replace("⟨words 1⟩", "ask Asha"))
    held, (trace,) = holds(condition, hidden)
    assert held
    assert trace.read == "Please ⟨words 1⟩"


@given(st.text(alphabet="ab(|)*+?[]{}^$.\\d1,2-", max_size=30), st.text(max_size=60))
def test_any_pattern_is_either_refused_or_gives_an_answer(pattern: str, message: str) -> None:
    try:
        search = compiled(pattern, exact=False)
    except PatternRefused:
        return
    found = search(searchable(message))
    assert found is None or found in searchable(message)
    assert search("") is None


def test_half_a_character_in_a_message_does_not_stop_a_pattern() -> None:
    assert matches("fee", "fee \ud83d")
