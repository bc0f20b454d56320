"""What holds for all rules and all facts, whatever they are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import combinations, permutations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from router.rulebook.complaints import Complaints, RulesInvalid
from router.rulebook.conditions import Condition, Group, check_of, holds
from router.rulebook.facts import FACTS, Fact, Value
from router.rulebook.known import Known
from router.rulebook.lint.logic import always, implies, never
from router.rulebook.operators import EMPTY, operators_of
from router.rulebook.rule_list import walk
from router.rulebook.ruleset import FILES, RuleSet, from_files, read_folder
from router.rulebook.yaml.nodes import ScalarNode
from router.rulebook.yaml.reader import decode
from tests.unit.rulebook.lendora import texts

WORDS = (
    "fraud",
    "Fee",
    "IM+",
    "lock-in",
    "complaint",
    "a person",
    "hacked",
    "ombudsman",
    "what is",
    "?",
    "x",
    "\n",
    "ß",
)
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.text(max_size=30))


def values(fact: Fact) -> st.SearchStrategy[Value]:
    if fact.choices:
        return st.sampled_from(fact.choices)
    return {
        "text": TEXTS,
        "number": st.one_of(st.integers(0, 9).map(float), st.floats(0, 1)),
        "yes or no": st.booleans(),
        "list": st.lists(st.one_of(st.sampled_from(("IM", "IM+", "fraud", "vip")), TEXTS), max_size=3).map(tuple),
        "duration": st.integers(0, 10_000).map(lambda hours: timedelta(hours=hours)),
        "date": st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    }[fact.type]


ANY_FACTS: st.SearchStrategy[Mapping[str, Value]] = st.fixed_dictionaries(
    {}, optional={fact.name: st.one_of(st.none(), values(fact)) for fact in FACTS}
)


def usual_files() -> dict[str, str]:
    return {name: text for name, text in texts().items() if name in FILES}


@cache
def as_written() -> RuleSet:
    return from_files(usual_files())


def decisions(rules: RuleSet, facts: Mapping[str, Value]) -> tuple[object, ...]:
    """All that comes out of the rules, down to what each condition read."""
    known = Known(facts)
    routed, sent = walk(rules.routing.rules, known), walk(rules.sending.rules, known)
    actions = (
        routed.rule.then if routed.rule else rules.routing.otherwise,
        sent.rule.then if sent.rule else rules.sending.otherwise,
    )
    return actions, routed.added, sent.added, routed.trace, sent.trace


@given(ANY_FACTS)
def test_for_any_facts_a_decision_is_reached_and_is_the_same_every_time(facts: Mapping[str, Value]) -> None:
    rules = as_written()
    routed = walk(rules.routing.rules, Known(facts))
    assert (routed.rule.then if routed.rule else rules.routing.otherwise).decides
    first = decisions(rules, facts)
    assert decisions(rules, facts) == first
    assert decisions(read_anew(), dict(reversed(facts.items()))) == first


@cache
def read_anew() -> RuleSet:
    return from_files(usual_files())


def written_otherwise(text: str, chance: Random) -> str:
    """The same file in other quotes, in block or flow style, with comments and blank lines, by Windows or not."""
    events = [_restyled(event, chance) for event in yaml.parse(text, Loader=yaml.CBaseLoader)]
    indent = chance.choice((2, 4, 8))
    emitted = yaml.emit(
        events, Dumper=yaml.CDumper, width=1_000_000, indent=indent, allow_unicode=chance.random() < 0.5
    )
    lines = [commented(line, chance) for line in emitted.splitlines()]
    return ("\ufeff" if chance.random() < 0.3 else "") + chance.choice(("\n", "\r\n")).join([*lines, ""])


def _restyled(event: yaml.Event, chance: Random) -> yaml.Event:
    if isinstance(event, yaml.ScalarEvent):
        style = '"' if len(event.value.splitlines()) != 1 else chance.choice(("", "'", '"'))
        return yaml.ScalarEvent(None, None, (True, True), event.value, style=style)
    if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
        return type(event)(None, None, True, flow_style=chance.random() < 0.2)
    return event


def commented(line: str, chance: Random) -> str:
    """Each line holds whole values, so a comment may stand above it and behind it."""
    above = chance.choice(("", "", "", "\n", "   # then: {ignore: 'all'}\n"))
    return above + line + chance.choice(("", "", '  # - match: "x', "   "))


@settings(max_examples=15)
@given(st.integers(0, 2**32), st.lists(ANY_FACTS, min_size=10, max_size=10))
def test_formatting_and_comments_never_change_a_decision(seed: int, many: list[Mapping[str, Value]]) -> None:
    chance = Random(seed)
    files = {name: written_otherwise(text, chance) for name, text in usual_files().items()}
    assert files != usual_files()
    reformatted = from_files({name: str(decode(text.encode(), Complaints(name))) for name, text in files.items()})
    for facts in many:
        assert decisions(reformatted, facts) == decisions(as_written(), facts)


@cache
def written_back() -> RuleSet:
    files = {}
    for name, text in usual_files().items():
        writer, out = YAML(), io.StringIO()
        writer.preserve_quotes = True
        writer.dump(writer.load(text), out)
        files[name] = out.getvalue()
    return from_files(files)


@given(ANY_FACTS)
def test_a_rule_set_and_its_written_back_form_decide_alike(facts: Mapping[str, Value]) -> None:
    assert decisions(written_back(), facts) == decisions(as_written(), facts)


SMALL = """rules:
  - id: one
    title: One
    owner: o@lendora.example
    when:
      all:
        - message: {contains: [fraud, scam], case: exact}
        - not: {any: [{customer.kind: {is: new}}, {ticket.age: {less than: 2 hours}}]}
        - time.date: {after: 2026-01-01}
        - message.newest: {matches: 'a+b'}
    then: {%s}
    trial: no
    examples:
      - match: Fraud!
      - no match: {message: x, customer.products: [IM]}
otherwise: {%s}
"""
SCENARIOS = """scenarios:
  - id: one
    mail: {from: a@example.com, subject: Hello, text: There is fraud}
    customer list: {products: IM}
    at: 2026-11-23 10:00
    expect: {customer: {kind: existing}, route: {rule: one, tags: []}, lane: {lane: note}}
"""
NAMES = (*FILES, "tests/more.yaml", "tests/freshdesk.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules")


def small_files() -> dict[str, str]:
    return {
        **usual_files(),
        "routing.yaml": SMALL % ("hand over: {group: Risk}, add tags: [a]", "retrieve: {from: shared}"),
        "sending.yaml": "highest lane: note\n" + SMALL % ("lane: reply 10%, others: note", "lane: note"),
        "tests/more.yaml": SCENARIOS,
        "tests/freshdesk.yaml": "groups: [Risk]\nagents: []\n",
    }


@settings(max_examples=100)
@given(
    st.sampled_from(NAMES),
    st.integers(0, 3_000),
    st.integers(0, 200),
    st.one_of(
        st.binary(max_size=40),
        st.text(alphabet="ab:-[]{},&*!|>'\"#?%@\t\n\r \ufeff\x00\u0430=yesno019", max_size=40).map(str.encode),
    ),
)
def test_whatever_stands_in_a_file_it_is_read_or_refused_with_places(
    folder: Path, name: str, start: int, length: int, junk: bytes
) -> None:
    for other, text in small_files().items():
        (folder / other).parent.mkdir(exist_ok=True)
        (folder / other).write_text(text, encoding="utf-8")
    good = small_files()[name].encode()
    start %= len(good)
    (folder / name).write_bytes(good[:start] + junk + good[start + length :])
    try:
        read_folder(folder)
    except RulesInvalid as invalid:
        assert all(error.file in NAMES and error.line > 0 and error.column > 0 for error in invalid.errors)  # noqa: PT017


def test_the_small_files_are_good_when_nobody_spoils_them() -> None:
    assert len(from_files(small_files()).scenarios) == 1


FEW = tuple(fact for fact in FACTS if fact.name in ("message", "ticket.tags", "customer.kind", "customer.conflict"))
FEW += tuple(
    fact for fact in FACTS if fact.name in ("draft.probability", "message.questions", "time.date", "ticket.age")
)
NEAR = st.sampled_from(("a", "b", "ab", "ba", "a b", "b a", "aab", "A", "-a", "a b ab"))


def near_values(fact: Fact) -> st.SearchStrategy[Any]:
    """So few values that conditions often meet."""
    if fact.choices:
        return st.sampled_from(fact.choices)
    return {
        "text": NEAR,
        "list": NEAR,
        "number": st.sampled_from((0.0, 0.5, 1.0, 2.0, 3.0)),
        "yes or no": st.booleans(),
        "duration": st.integers(0, 3).map(lambda hours: timedelta(hours=hours)),
        "date": st.integers(1, 4).map(lambda day: date(2026, 1, day)),
    }[fact.type]


@st.composite
def checks(draw: st.DrawFn) -> Condition:
    fact = draw(st.sampled_from(FEW))
    operator = draw(st.sampled_from([word for word in operators_of(fact.type) if word != "matches"]))
    wanted = st.booleans() if operator == EMPTY else near_values(fact)
    many = st.lists(wanted, min_size=1, max_size=1 if operator == EMPTY else 2)
    exact = fact.type == "text" and draw(st.booleans())
    return check_of(fact, operator, tuple(draw(many)), "", ScalarNode("", 1, 1), exact=exact)


def groups(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    joined = st.builds(Group, st.sampled_from(("all", "any")), several)
    return st.one_of(joined, st.builds(lambda part: Group("not", (part,)), parts))


CONDITIONS = st.recursive(checks(), groups, max_leaves=5)
PRESENT = {"customer.kind", "customer.conflict", "message.questions", "time.date", "ticket.age"}
"""Facts that a new ticket always has."""


NEAR_WORDS = ("a", "b", "ab", "ba", "a b", "b a", "aab", "A", "-a", "")


def near(fact: Fact, chance: Random) -> Value:
    """A value that a ticket may have, near those that the conditions ask for."""
    if fact.choices:
        return chance.choice(fact.choices)
    some = [chance.choice(NEAR_WORDS) for _ in range(chance.randrange(3))]
    kinds: dict[str, Value] = {
        "text": " ".join(some),
        "list": tuple(some),
        "number": chance.choice((0.0, 0.25, 0.5, 0.75, 1.0)),
        "yes or no": chance.random() < 0.5,
        "duration": timedelta(minutes=30 * chance.randrange(8)),
        "date": date(2026, 1, 1) + timedelta(days=chance.randrange(-1, 5)),
    }
    return float(chance.randrange(5)) if fact.name == "message.questions" else kinds[fact.type]


def ticket(chance: Random) -> Known:
    known = [fact for fact in FEW if fact.name in PRESENT or chance.random() < 0.7]
    return Known({fact.name: near(fact, chance) for fact in known})


@settings(max_examples=300)
@given(CONDITIONS, CONDITIONS, st.integers(0, 2**32))
def test_what_is_said_of_conditions_is_true_of_every_ticket(one: Condition, other: Condition, seed: int) -> None:
    chance, follows, all_of_them, none = Random(seed), implies(one, other), always(one), never(one)
    for known in (ticket(chance) for _ in range(30)):
        held, _ = holds(one, known)
        assert not (follows and held) or holds(other, known)[0]
        assert held or not all_of_them
        assert not (held and none)


def asked(name: str, operator: str, *wanted: Value, exact: bool = False) -> Condition:
    fact = next(fact for fact in FACTS if fact.name == name)
    return check_of(fact, operator, wanted, "", ScalarNode("", 1, 1), exact=exact)


def every_text_check() -> list[Condition]:
    operators = ("is", "contains", "contains word", "starts with", "ends with", "does not contain", "is none of")
    words = (("a",), ("ab",), ("A",), ("b a",), ("-a",), ("a", "b"))
    return [asked("message", how, *some, exact=exact) for how in operators for some in words for exact in (True, False)]


def every_list_check() -> list[Condition]:
    wanted = (("a",), ("b",), ("a", "b"), ("b", "c"))
    return [asked("ticket.tags", how, *some) for how in ("is", "is any of", "is not", "is none of") for some in wanted]


def every_number_check() -> list[Condition]:
    operators = ("is", "is not", "greater than", "less than", "is any of", "is none of")
    return [asked("message.questions", how, number) for how in operators for number in (0.0, 0.5, 1.0, 2.0)]


TEXTS_OF_FEW_SIGNS = [
    "".join(signs) for length in range(5) for signs in product(("a", "b", "A", " ", "-"), repeat=length)
]
LISTS_OF_FEW_WORDS = [some for length in range(4) for some in combinations(("a", "b", "c"), length)]


@pytest.mark.parametrize(
    ("name", "every_check", "every_value", "least"),
    [
        ("message", every_text_check(), TEXTS_OF_FEW_SIGNS, 500),
        ("ticket.tags", every_list_check(), LISTS_OF_FEW_WORDS, 20),
        ("message.questions", every_number_check(), [0.0, 1.0, 2.0, 3.0], 50),
    ],
)
def test_what_one_check_says_about_another_is_true_of_every_value(
    name: str, every_check: list[Condition], every_value: list[Value], least: int
) -> None:
    tickets = [Known({name: value}) for value in every_value]
    held = [{number for number, known in enumerate(tickets) if holds(check, known)[0]} for check in every_check]
    told = 0
    for (one, of_one), (other, of_other) in permutations(zip(every_check, held, strict=True), 2):
        if implies(one, other):
            told += 1
            assert of_one <= of_other, (one, other)
        if never(Group("all", (one, other))):
            told += 1
            assert not of_one & of_other, (one, other)
    assert told >= least
