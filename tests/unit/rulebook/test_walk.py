from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.condition_reader import ConditionReader
from router.rulebook.conditions import checks_of, holds, look
from router.rulebook.known import Known
from router.rulebook.rule_list import Rule, facts_in, walk
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.reader import read_yaml
from tests.unit.rulebook.made_conditions import conditions_of


@dataclass(frozen=True)
class Then:
    decides: bool
    tags: tuple[str, ...] = ()


def rule(name: str, when: str, *, decides: bool = True, trial: bool = False) -> Rule[Then]:
    complaints = Complaints("sending.yaml")
    tree = read_yaml(when, complaints)
    assert tree is not None
    condition = ConditionReader("sending.yaml", Vocabulary(), complaints).read(tree)
    assert complaints.errors == []
    return Rule(name, name.title(), "a@lendora.example", condition, Then(decides, (name,)), trial, (), 1, 1)


def test_the_first_rule_that_decides_ends_the_walk_and_tags_before_it_add_up() -> None:
    rules = [
        rule("tagged", "message: {contains: a}", decides=False),
        rule("tried", "message: {contains: a}", trial=True),
        rule("missed", "message: {contains: b}"),
        rule("first", "message: {contains: a}"),
        rule("second", "message: {contains: a}"),
    ]
    walked = walk(rules, Known({"message": "a"}))
    assert walked.rule is rules[3]
    assert walked.added == ("tagged",)
    assert [(one.rule, one.outcome) for one in walked.trace] == [
        ("tagged", "added tags"),
        ("tried", "would have decided"),
        ("missed", "did not apply"),
        ("first", "decided"),
    ]
    assert [[(one.wanted, one.held) for one in rule.conditions] for rule in walked.trace] == [
        [("a", True)],
        [("a", True)],
        [("b", False)],
        [("a", True)],
    ]
    assert walked.outcome("tried") == "would have decided"
    assert walked.outcome("second") == ""


def test_a_walk_that_nobody_is_told_ends_alike_and_keeps_the_rules_that_held() -> None:
    rules = [
        rule("missed", "message: {contains: b}"),
        rule("tagged", "message: {contains: a}", decides=False),
        rule("first", "message: {contains: a}"),
    ]
    known = Known({"message": "a"})
    told, untold = walk(rules, known), walk(rules, known, told=False)
    assert (untold.rule, untold.added) == (told.rule, told.added)
    assert [one.id for one, _, _ in untold.looked_at] == ["tagged", "first"]
    assert not untold.looked


def test_a_trace_says_of_each_fact_whether_anybody_had_looked() -> None:
    rules = [rule("who", "all: [{customer.open tickets: {is empty: yes}}, {message: {is empty: yes}}]")]
    (trace,) = walk(rules, Known({"message": ""})).trace
    assert [(one.fact, one.held, one.known) for one in trace.conditions] == [
        ("customer.open tickets", True, False),
        ("message", True, True),
    ]


def test_the_facts_of_rules_are_those_that_their_conditions_ask() -> None:
    rules = [
        rule("one", "not: {any: [{message: {contains: a}}, {ticket.group: {is: Risk}}]}"),
        rule("other", "{message: {contains: b}, time.date: {after: 2026-01-31}}"),
    ]
    assert facts_in(rules) == {"message", "ticket.group", "time.date"}


def test_look_tells_every_check_with_its_place_also_those_that_settled_nothing() -> None:
    when = "any:\n  - message: {contains: a, does not contain: b}\n  - not: {ticket.tags: {contains: vip}}\n"
    condition, known = rule("one", when).when, Known({"message": "a", "ticket.tags": ("vip",)})
    assert [one.held for one in holds(condition, known)[1]] == [True, True]
    assert [(check.line, check.column, trace.held) for check, trace in look(condition, known)] == [
        (2, 15, True),
        (2, 28, True),
        (3, 25, True),
    ]


def test_conditions_may_stand_in_one_another_as_deep_as_a_file_may() -> None:
    deep = "message: {contains: a}"
    for _ in range(12):
        deep = f"not: {{any: [{{{deep}}}]}}"
    condition = rule("deep", deep).when
    assert holds(condition, Known({"message": "a"}))[0]
    assert not holds(condition, Known({"message": "b"}))[0]


CHECKS = st.one_of(
    st.builds(
        lambda operator, word: f'{{message: {{{operator}: "{word}"}}}}',
        st.sampled_from(["is", "is not", "contains", "does not contain", "contains word", "matches"]),
        st.text(alphabet="ab", min_size=1, max_size=2),
    ),
    st.sampled_from(
        [
            "{ticket.tags: {is any of: [a, b]}}",
            "{ticket.tags: {is empty: yes}}",
            "{ticket.attachments: {greater than: 1}}",
            "{time.date: {before: 2026-01-31}}",
            "{customer.conflict: {is: no}}",
        ]
    ),
)
CONDITIONS = conditions_of(CHECKS, 5)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "message": st.text(alphabet="ab ", max_size=6),
        "ticket.tags": st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
        "ticket.attachments": st.sampled_from([0.0, 2.0]),
        "time.date": st.dates(),
        "customer.conflict": st.booleans(),
    },
)


@given(st.lists(st.tuples(CONDITIONS, st.booleans(), st.booleans()), max_size=6), FACTS)
def test_the_trace_never_disagrees_with_the_decision(drawn: list[tuple[str, bool, bool]], facts: dict) -> None:
    rules = [
        rule(f"r{place}", when, decides=decides, trial=trial) for place, (when, decides, trial) in enumerate(drawn)
    ]
    walked = walk(rules, Known(facts))
    held = [holds(one.when, Known(facts))[0] for one in rules]
    deciding = [one for one, is_so in zip(rules, held, strict=True) if is_so and one.then.decides and not one.trial]
    assert walked.rule is (deciding[0] if deciding else None)
    assert [trace.outcome != "did not apply" for trace in walked.trace] == held[: len(walked.trace)]
    decided = [trace.rule for trace in walked.trace if trace.outcome == "decided"]
    assert decided == ([walked.rule.id] if walked.rule else [])
    assert walk(rules, Known(facts)).trace == walked.trace


@given(CONDITIONS, FACTS)
def test_what_settled_a_condition_says_the_same_as_looking_at_every_check(when: str, facts: dict) -> None:
    condition, known = rule("one", when).when, Known(facts)
    settled = holds(condition, known)[1]
    everything = [trace for _, trace in look(condition, known)]
    assert len(everything) == len(list(checks_of(condition)))
    assert all(trace in everything for trace in settled)
