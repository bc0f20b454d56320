from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.conditions import Condition, holds
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.reader import read_yaml
from tests.unit.rulebook.made_conditions import conditions_of

WORDS = Vocabulary(
    products=("IM", "IM+"),
    templates=frozenset({"lock-in-im"}),
    routes=("fraud", "otherwise"),
    columns={"vip": "yes or no"},
)


def read(text: str, file: str = "sending.yaml") -> tuple[Condition, list[str]]:
    complaints = Complaints(file)
    tree = read_yaml(text, complaints)
    assert tree is not None
    condition = ConditionReader(file, WORDS, complaints).read(tree)
    return condition, [str(error) for error in complaints.errors]


def holds_for(text: str, **facts: Value) -> bool:
    condition, complaints = read(text)
    assert complaints == []
    return holds(condition, Known({name.replace("__", "."): value for name, value in facts.items()}))[0]


@pytest.mark.parametrize(
    ("condition", "message", "held"),
    [
        ("is: Hello There", "hello  there", True),
        ("is: hello", "hello there", False),
        ("is not: hello", "hello there", True),
        ("contains: [fraud, SCAM]", "A Scam!", True),
        ("contains: talk to a human", "please talk to\na human", True),
        ("contains: don't", "I don’t know", True),
        ("does not contain: [fraud, scam]", "a scam", False),
        ("does not contain: [fraud, scam]", "all is well", True),
        ("contains word: sue", "an issue", False),
        ("contains word: sue", "I'll sue.", True),
        ("contains word: fee", "coffee, and a fee", True),
        ("starts with: re", "RE: my mail", True),
        ("ends with: thanks", "many thanks", True),
        ("is any of: [a, b]", "B", True),
        ("is none of: [a, b]", "c", True),
        ("is empty: yes", "", True),
        ("is empty: no", "x", True),
    ],
)
def test_each_operator_on_a_text(condition: str, message: str, held: bool) -> None:
    assert holds_for(f"message: {{{condition}}}", message=message) is held


@pytest.mark.parametrize("operator", ["is: x", "contains: x", "contains word: x", "starts with: x", "is any of: [x]"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_missing_or_empty_matches_no_positive_word(operator: str, value: Value) -> None:
    assert not holds_for(f"message: {{{operator}}}", message=value)
    assert holds_for(f"not: {{message: {{{operator}}}}}", message=value)


@pytest.mark.parametrize(
    ("condition", "tags", "held"),
    [
        ("is any of: [fraud, vip]", ("VIP",), True),
        ("contains: vip", ("vip-customer",), False),
        ("is none of: [fraud]", ("vip",), True),
        ("is: [a, b]", ("b", "a"), True),
        ("is: [a, b]", ("a",), False),
        ("is not: [a]", ("a", "b"), True),
        ("is empty: yes", (), True),
        ("is any of: [a]", (), False),
    ],
)
def test_each_operator_on_a_list(condition: str, tags: tuple[str, ...], held: bool) -> None:
    assert holds_for(f"ticket.tags: {{{condition}}}", ticket__tags=tags) is held


def test_numbers_durations_and_yes_or_no_are_compared_by_their_type() -> None:
    assert holds_for("ticket.attachments: {greater than: 1}", ticket__attachments=2.0)
    assert not holds_for("ticket.attachments: {less than: 1}", ticket__attachments=None)
    assert holds_for("ticket.attachments: {is empty: no}", ticket__attachments=0.0)
    assert holds_for("ticket.age: {greater than: 90 minutes}", ticket__age=timedelta(hours=2))
    assert holds_for("ticket.age: {less than: 3 days}", ticket__age=timedelta(hours=2))
    assert holds_for("customer.conflict: {is: no}", customer__conflict=False)


def test_facts_side_by_side_must_all_hold() -> None:
    both = "{message: {contains: a, does not contain: b}, ticket.tags: {is any of: [x]}}"
    assert holds_for(both, message="a", ticket__tags=("x",))
    assert not holds_for(both, message="a b", ticket__tags=("x",))
    assert not holds_for(both, message="a", ticket__tags=())


def test_the_trace_tells_what_was_looked_at_and_what_it_read() -> None:
    condition, _ = read("any: [{message: {contains: [scam, fraud]}}, {ticket.tags: {is any of: [fraud]}}]")
    long = "Dear team, " + "blah " * 100
    held, trace = holds(condition, Known({"message": long, "ticket.tags": ("fraud", "vip")}))
    assert held
    assert [(one.fact, one.wanted, one.held) for one in trace] == [
        ("message", "scam, fraud", False),
        ("ticket.tags", "fraud", True),
    ]
    assert len(trace[0].read) <= 60
    assert trace[1].read == "fraud, vip"
    held, trace = holds(condition, Known({"message": long + "FRAUD", "ticket.tags": ()}))
    assert [(one.read, one.held) for one in trace] == [("fraud", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mesage: {contains: x}", '1:1: unknown fact "mesage", did you mean "message"?'),
        ("mesage.langage: {is: en}", 'did you mean "message.language"?'),
        ("al: []", '1:1: unknown fact "al", did you mean "all"?'),
        ("message: {contain: x}", '1:11: unknown operator "contain", did you mean "contains"?'),
        ("message: {greater than: 3}", 'is a text, so "greater than" can\'t be asked'),
        ("customer.kind: {is: exsting}", 'can never be "exsting", did you mean "existing"?'),
        ("customer.products: {is any of: [IM, IMM+]}", '1:37: "customer.products" can never be "IMM+"'),
        ("draft.template: {is: lock-in-imm}", 'did you mean "lock-in-im"?'),
        ("route.rule: {is: frauds}", 'did you mean "fraud"?'),
        ("ticket.attachments: {greater than: 1_000}", 'is a number (such as 3 or 0.5), so it can never be "1_000"'),
        ("ticket.attachments: {greater than: 017}", "can never be"),
        ("ticket.age: {less than: soon}", "is a duration"),
        ("customer.conflict: {is: true}", 'is yes or no, so it can never be "true"'),
        ("message: {is: [a, b]}", '"is" takes one value'),
        ("message: {contains: []}", "needs at least one value"),
        ("message: {contains: ''}", "must be a text, but this is nothing"),
        ("message: {is empty: maybe}", '"is empty" can\'t be "maybe"'),
        ("message: contains", "must be keys and values"),
        ("all: {message: {is empty: no}}", '"all" must be a list'),
        ("any: []", '"any" is empty'),
        ("{}", "a condition is missing here"),
        ("message: {}", 'the test of "message" is missing here'),
        ("message: {contain word: x}", 'did you mean "contains word"?'),
        ("time.date: {after: [2026-01-31, 2026-02-28]}", '1:20: "after" takes one value'),
        ("time.date: {is: [2026-01-31]}", '"is" takes one value; for several write "is any of"'),
        ("time.date: {before: soon}", '"time.date" is a date'),
        ("time.date: {less than: 2026-01-31}", "it can be asked with is, is any of, before, after"),
        ("ticket.tags: {matches: vip}", 'is a list, so "matches" can\'t be asked'),
        ("ticket.attachments: {is: 3, case: exact}", '1:29: "case" is for texts, and "ticket.attachments" is a number'),
        ("message: {case: exact}", '1:11: "case" says how to compare; say beside it what with'),
        ("message: {contains: x, case: exat}", '"case" can\'t be "exat", did you mean "exact"?'),
        ("message: {contains: x, cases: exact}", 'unknown operator "cases", did you mean "case"?'),
        ("customer list.vipp: {is: yes}", 'the column "vipp"'),
        ("customer list.vip: {is: maybe}", "is yes or no"),
    ],
)
def test_a_mistake_in_a_condition_has_its_place_and_the_right_word(text: str, expected: str) -> None:
    _, complaints = read(text)
    assert len(complaints) == 1
    assert expected in complaints[0], complaints


def test_the_draft_cannot_be_asked_about_before_there_is_one() -> None:
    _, complaints = read("draft.template: {is: lock-in-im}", "routing.yaml")
    assert "can be asked in sending.yaml only" in complaints[0]


def test_custom_fields_and_freshdesks_own_numbers_can_be_asked() -> None:
    assert holds_for("ticket.cf_city: {is: Pune}", ticket__cf_city="pune")
    assert holds_for("ticket.status: {is: '7'}", ticket__status="7")


TEXTS = st.text(alphabet="ab X+\n", max_size=12)
CHECKS = st.builds(
    lambda operator, word: f'{{message: {{{operator}: "{word}"}}}}',
    st.sampled_from(["is", "is not", "contains", "does not contain", "contains word", "starts with", "ends with"]),
    st.text(alphabet="abX", min_size=1, max_size=3),
)
CONDITIONS = conditions_of(CHECKS, 6)


@given(CONDITIONS, TEXTS)
def test_not_turns_every_condition_round(condition: str, message: str) -> None:
    assert holds_for(f"not: {condition}", message=message) is not holds_for(condition, message=message)


@given(CONDITIONS, CONDITIONS, TEXTS)
def test_all_and_any_mean_what_they_say(one: str, other: str, message: str) -> None:
    held = [holds_for(one, message=message), holds_for(other, message=message)]
    assert holds_for(f"all: [{one}, {other}]", message=message) is all(held)
    assert holds_for(f"any: [{one}, {other}]", message=message) is any(held)
