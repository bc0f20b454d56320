"""Forms of a rule that YAML reads and that aren't meant, told with the form that is."""

from __future__ import annotations

import pytest

from tests.unit.rulebook.lendora import changed, complaints_about, texts

ROUTING, SENDING, SEGMENTS, CUSTOMERS = "routing.yaml", "sending.yaml", "segments.yaml", "customers.yaml"
WORDING = "wording.yaml"
RULE = """rules:
  - id: one
    title: One
    owner: o@lendora.example
    when:
      %s
    then:
      %s
otherwise: {retrieve: {from: shared}}
"""
GROUP = "hand over: {group: Support}"
QUOTES = "put it in quotes if it is one text"
NO_KEYS = "must be keys and values (key: value), but this is"


def routing(when: str, then: str = GROUP) -> list[str]:
    found = complaints_about(texts() | {ROUTING: RULE % (when, then)})
    return [one.split(": ", 1)[1] for one in found if one.startswith(ROUTING)]


def own(expected: str, when: str, then: str = GROUP) -> None:
    usual = routing("message: {contains: a}")
    assert [one for one in routing(when, then) if one not in usual] == [expected]


@pytest.mark.parametrize("operator", ["contains", "contains word", "starts with", "does not contain", "is any of"])
def test_a_text_with_commas_where_several_words_may_stand_is_told(operator: str) -> None:
    meant = "one text with commas; did you mean a list: [referral, affiliate, refer a friend]?"
    own(f"{meant} {QUOTES}", f"message:\n        {operator}: referral, affiliate, refer a friend")


def test_tags_with_a_comma_are_told() -> None:
    meant = "one text with commas; did you mean a list: [referral, friend]?"
    own(f"{meant} {QUOTES}", "message: {contains: a}", "ignore: x\n      add tags: referral, friend")


def test_a_text_with_commas_in_quotes_is_one_text() -> None:
    assert routing("message: {contains: 'Well, no'}") == routing("message: {contains: a}")
    assert routing("message: {matches: 'a, b'}") == routing("message: {contains: a}")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (SEGMENTS, "called: [IM, I.M.]", "called: IM, I.M.", "IM, I.M."),
        (SEGMENTS, "may see: [IM+, IM]", "may see: IM+, IM", "IM+, IM"),
        (
            CUSTOMERS,
            "  - customer list:   {same: [e-mail, customer id]}",
            "  - customer list:\n      same: e-mail, customer id",
            "e-mail, customer id",
        ),
        (WORDING, "    words:\n", "    words: a, b\n    x:\n", "a, b"),
        (WORDING, "unless: [not guaranteed, no guaranteed", "unless: not, no\n    x: [a", "not, no"),
    ],
)
def test_other_keys_for_several_words_tell_of_a_comma_too(file: str, old: str, new: str, words: str) -> None:
    found = complaints_about(changed(file, old, new))
    assert any(f"one text with commas; did you mean a list: [{words}]? {QUOTES}" in one for one in found), found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("message contains: [a, b]", '"message contains" isn\'t a fact; write message: {contains: [a, b]}'),
        ("message.contains: a", '"message.contains" isn\'t a fact; write message: {contains: a}'),
        (
            "message does not contain: a",
            '"message does not contain" isn\'t a fact; write message: {does not contain: a}',
        ),
        ("message: [a, b]", f'the test of "message" {NO_KEYS} a list; write message: {{contains: [a, b]}}'),
        ("message: a", f'the test of "message" {NO_KEYS} "a"; write message: {{contains: a}}'),
        ("message.questions: 3", f'the test of "message.questions" {NO_KEYS} "3"; write message.questions: {{is: 3}}'),
        (
            "customer.products: [IM]",
            f'the test of "customer.products" {NO_KEYS} a list; write customer.products: {{is any of: [IM]}}',
        ),
        ("message:\n        contains:[fee]", 'a blank is missing after "contains:"'),
    ],
)
def test_a_condition_in_a_form_of_its_own_is_told_with_the_right_one(when: str, expected: str) -> None:
    own(expected, when)


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (
            "hand over: Lending Operations",
            f'"hand over" {NO_KEYS} "Lending Operations"; write hand over: {{group: Lending Operations}}',
        ),
        ("standard reply: hello", f'"standard reply" {NO_KEYS} "hello"; write standard reply: {{template: hello}}'),
        ("retrieve: shared", f'"retrieve" {NO_KEYS} "shared"; write retrieve: {{from: shared}}'),
    ],
)
def test_what_a_rule_does_told_in_one_word_is_told_with_the_right_form(then: str, expected: str) -> None:
    own(expected, "message: {contains: a}", then)


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        ("reply 0.25", '"reply 0.25" isn\'t a lane; it is shadow, note, reply or a share such as reply 10%'),
        ("everything", '"everything" isn\'t a lane; it is shadow, note, reply or a share such as reply 10%'),
        ("Note", '"Note" isn\'t a lane, did you mean "note"?'),
    ],
)
def test_a_lane_that_is_none_is_told_with_those_there_are_or_the_near_one(lane: str, expected: str) -> None:
    found = complaints_about(changed(SENDING, "lane: reply 25%", f"lane: {lane}"))
    assert any(one.endswith(expected) for one in found), found


def test_a_near_word_is_told_alone() -> None:
    found = complaints_about(changed(ROUTING, "priority: urgent", "priority: urgnet"))
    assert any(one.endswith('"priority" can\'t be "urgnet", did you mean "urgent"?') for one in found), found


@pytest.mark.parametrize(
    ("file", "text", "last"),
    [
        (SEGMENTS, "segments: [a, b\n", "; more may show when this is mended"),
        (SEGMENTS, "segments: [a, b]\n", "; more may show when this is mended"),
        (CUSTOMERS, "columns: [a\n", "; more may show when this is mended"),
        (CUSTOMERS, texts()[CUSTOMERS].replace("columns:", "colums:", 1), "? More may show when this is mended"),
        (SEGMENTS, texts()[SEGMENTS].replace("segments:", "segment:", 1), "? More may show when this is mended"),
    ],
)
def test_what_hangs_on_a_file_that_cant_be_read_is_not_told(file: str, text: str, last: str) -> None:
    found = complaints_about(texts() | {file: text})
    assert {one.partition(":")[0] for one in found} == {file}, found
    assert [one for one in found if one.endswith(last)] == found[-1:]


def test_a_column_of_a_customer_file_that_cant_be_read_is_of_any_type() -> None:
    rule = RULE % ("customer list.loans: {greater than: 3}", GROUP)
    found = complaints_about(texts() | {ROUTING: rule, CUSTOMERS: "columns: [a\n"})
    assert not any("customer list" in one for one in found), found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            "- message: {contains: a}",
            'conditions in a list stand below "all:" (each must hold) or "any:" (one is enough)',
        ),
        ("message = a", '"message = a" is no condition; write it as in message: {contains: fee}'),
        ("contains: [a]", '"contains" stands behind a fact, as in message: {contains: ...}'),
        ("or: [message: {contains: a}]", '"or" is written "any", with the conditions in a list below it'),
    ],
)
def test_something_else_in_the_place_of_a_condition_is_told_with_the_form_that_is_meant(
    when: str, expected: str
) -> None:
    own(expected, when)


def test_conditions_that_stand_too_far_left_are_missed_where_they_belong() -> None:
    (missed, _) = complaints_about(
        changed(ROUTING, "    when:\n      message.courtesy:", "    when:\n    message.courtesy:")
    )
    assert "this is nothing; what belongs to it stands in the lines below, each two blanks further right" in missed


def test_a_key_that_is_misspelt_is_told_once() -> None:
    (told,) = complaints_about(changed(ROUTING, "    title: Asks for a person", "    titel: Asks for a person"))
    assert 'did you mean "title"?' in told


def test_where_no_rule_could_be_read_the_scenarios_that_name_them_are_not_held_against_it() -> None:
    (told,) = complaints_about(changed(ROUTING, "\nrules:\n", "\nrule:\n"))
    assert 'did you mean "rules"?' in told


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (CUSTOMERS, "otherwise: new\n", "otherwise: new\ntrial: yes\n"),
        (CUSTOMERS, "{of: this contact}\n", "{of: this contact}\n    trial: yes\n"),
        (SEGMENTS, "    title: IM+\n", "    title: IM+\n    trial: yes\n"),
        ("calendar.yaml", "time zone:", "trial: yes\ntime zone:"),
        (SENDING, "\nrules:\n", "\ntrial: yes\nrules:\n"),
    ],
)
def test_a_trial_of_what_is_no_rule_is_told_with_what_there_is_instead(file: str, old: str, new: str) -> None:
    (told,) = complaints_about(changed(file, old, new))
    assert '"trial" is for rules, and this is none' in told
    assert '"python -m router rules replay" tells what a change here would have done' in told


def test_a_list_where_one_word_stands_is_told_with_the_words_there_are() -> None:
    (told,) = complaints_about(changed(CUSTOMERS, "{may see: shared,", "{may see: [shared, IM],"))
    assert told.endswith('"may see" takes one word and no list; it is shared')


def test_a_scenario_that_names_no_rule_of_sending_is_told() -> None:
    (told,) = complaints_about(
        changed("tests/everyday.yaml", "{rule: withdrawal-answers,", "{rule: withdrawl-answers,")
    )
    assert told.endswith('"rule" can\'t be "withdrawl-answers", did you mean "withdrawal-answers"?')


def test_a_name_that_two_products_have_is_told_at_the_second() -> None:
    line = texts()[SEGMENTS].partition("  IM+:\n")[0].count("\n") + 1
    (told,) = complaints_about(changed(SEGMENTS, "called: [IM, I.M.]", "called: [IM, IM plus]"))
    assert told.startswith(f'{SEGMENTS}:{line}:3: "IM plus" is a name for both IM and IM+')
