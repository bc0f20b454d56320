from __future__ import annotations

import pytest

from router.rulebook.complaints import Complaints
from router.rulebook.values import Vocabulary
from router.rulebook.wording import Wording, closings, read_wording, said
from router.rulebook.wording_runs import run_wording_examples
from router.rulebook.yaml.reader import read_yaml

NEVER = """never say:
  - id: no-guarantees
    title: We never promise returns
    owner: legal@lendora.example
    words: [guaranteed returns, risk-free, "we're sure"]
    unless: [not guaranteed, no guaranteed]
    examples:
      - match: Your returns are guaranteed returns.
      - no match: Returns are not guaranteed.
"""
ALWAYS = """always say:
  - id: lending-carries-risk
    title: What every answer about a product ends with
    owner: legal@lendora.example
    for: [IM, IM+]
    language: en
    text: Lending carries risk.
    examples:
      - match: IM
      - no match: shared
"""


def read(text: str) -> tuple[Wording, list[str]]:
    complaints = Complaints("wording.yaml")
    node = read_yaml(text, complaints)
    assert node is not None
    wording = read_wording(node, Vocabulary(("IM", "IM+")), complaints)
    return wording, [str(error) for error in sorted(complaints.errors)]


def wording(text: str = NEVER + ALWAYS) -> Wording:
    read_wording, complaints = read(text)
    assert complaints == []
    return read_wording


def complaints(old: str, new: str) -> list[str]:
    text = NEVER + ALWAYS
    assert old in text
    return read(text.replace(old, new, 1))[1]


def words_found(text: str) -> list[str]:
    return [one.words for one in said(wording(), text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("These are GUARANTEED Returns!", ["GUARANTEED Returns"]),
        ("guaranteed   returns", ["guaranteed   returns"]),
        ("guaranteed\nreturns", ["guaranteed\nreturns"]),
        ("a guaranteed-returns plan", ["guaranteed-returns"]),
        ("It is risk free.", ["risk free"]),
        ("It is risk‑free.", ["risk‐free"]),
        ("It is _risk-free_.", ["risk-free"]),
        ("guaranteed **returns**", ["guaranteed returns"]),
        ("It is risk\\-free.", ["risk-free"]),
        ("It is risk&#45;free.", ["risk-free"]),
        ("We\\'re sure", ["We're sure"]),
        ("guaranteed\\\nreturns", ["guaranteed\nreturns"]),
        ("[guaranteed](https://lendora.example) returns", ["guaranteed returns"]),
        ("guaranteed ![x](https://lendora.example) returns", ["guaranteed  returns"]),
        ("gua**ran**teed returns", ["guaranteed returns"]),
        ("We’re sure of it", ["We’re sure"]),
        ("gua\u200branteed returns", ["guaranteed returns"]),
        ("unguaranteed returns", []),
        ("guaranteed returnsheet", []),
        ("guaranteed. Returns follow.", []),
        ("frisk-free", []),
        ("", []),
    ],
)
def test_forbidden_words_are_found_whole_however_they_are_typed(text: str, found: list[str]) -> None:
    assert words_found(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There are no guaranteed returns here.", 0),
        ("NO GUARANTEED returns.", 0),
        ("There are no guaranteed returns. Or are there? We have guaranteed returns!", 1),
        ("We have guaranteed returns.\nThere are no guaranteed ones.", 1),
        ("We have guaranteed returns. There are no guaranteed ones.", 1),
        ("We have guaranteed returns.” There are no guaranteed ones.", 1),
    ],
)
def test_an_exception_lets_words_pass_in_its_own_sentence_only(text: str, found: int) -> None:
    assert len(words_found(text)) == found


def test_what_is_said_twice_in_the_same_words_is_found_once_and_names_its_rule() -> None:
    (one,) = said(wording(), "It is risk-free. Really risk-free.")
    assert (one.rule.id, one.rule.owner) == ("no-guarantees", "legal@lendora.example")


@pytest.mark.parametrize(
    ("audiences", "languages", "due"),
    [
        (("IM",), ("en",), 1),
        (("shared", "IM+"), ("en",), 1),
        (("shared",), ("en",), 0),
        ((), ("en",), 0),
        (("IM",), ("hi",), 0),
        (("IM",), ("hi", "en"), 1),
        (("IM",), (), 1),
    ],
)
def test_a_text_is_due_for_its_audiences_and_in_its_language(
    audiences: tuple[str, ...], languages: tuple[str, ...], due: int
) -> None:
    assert len(closings(wording(), audiences, languages)) == due


def test_a_text_for_everybody_is_due_without_any_audience() -> None:
    for_all = wording(ALWAYS.replace("for: [IM, IM+]", "for: everybody").replace("    language: en\n", ""))
    assert len(closings(for_all, (), ("hi",))) == 1


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("never say:", "never says:", "1:1", 'has no "never says", did you mean "never say"?'),
        ("    unless:", "    unles:", "6:5", 'a rule has no "unles", did you mean "unless"?'),
        ("    owner: legal@lendora.example\n    words", "    words", "2:5", 'a rule needs "owner"'),
        ('[guaranteed returns, risk-free, "we\'re sure"]', "[]", "5:12", '"words" is empty; it needs at least one'),
        ("risk-free", "'...'", "5:33", '"..." can never be found: there is no letter and no digit in it'),
        ("no guaranteed]", "'--']", "6:30", '"--" can never be found'),
        ("no guaranteed]", "guaranteed]", "6:13", '"guaranteed" stands in "guaranteed returns" itself'),
        ("id: no-guarantees", "id: No Guarantees", "2:9", "small letters a to z, digits and hyphens"),
        ("id: lending-carries-risk", "id: no-guarantees", "11:5", "is taken by the rule in line 2"),
        ("for: [IM, IM+]", "for: [IM, shred]", "14:15", '"for" can\'t be "shred", did you mean "shared"?'),
        ("for: [IM, IM+]", "for: everbody", "14:10", 'did you mean "everybody"?'),
        ("for: [IM, IM+]", "for: []", "14:10", '"for" is empty'),
        ("language: en", "language: English", "15:15", '"English" isn\'t a language; write its two letters'),
        ("text: Lending carries", "text: Hello {{ first_name }}, lending", "16:11", "nothing fills it"),
        ("text: Lending carries risk.", "text: Lending is risk free.", "11:5", 'the rule "no-guarantees" forbids'),
        ("- match: Your", "- mtach: Your", "8:9", 'can\'t be "mtach", did you mean "match"?'),
        ("- match: IM\n", "- match: IM++\n", "18:16", '"match" can\'t be "IM++", did you mean "IM+"?'),
        ("    unless:", "    trial: maybe\n    unless:", "6:12", '"trial" can\'t be "maybe"'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(old: str, new: str, place: str, says: str) -> None:
    (complaint,) = complaints(old, new)
    assert complaint.startswith(f"wording.yaml:{place}: ")
    assert says in complaint


def test_a_rule_on_trial_may_forbid_what_must_be_said() -> None:
    text = (NEVER + ALWAYS).replace("text: Lending carries risk.", "text: Lending is risk-free.")
    assert len(read(text)[1]) == 1
    assert read(text.replace("    unless", "    trial: yes\n    unless"))[1] == []


def test_a_file_may_hold_one_of_the_two_lists() -> None:
    assert wording(NEVER).always_say == ()
    assert wording(ALWAYS).never_say == ()


def outcomes(text: str) -> list[tuple[str, int, bool, str]]:
    return [(one.kind, one.line, one.passed, one.says) for one in run_wording_examples(read(text)[0])]


def test_examples_that_come_out_as_they_should_pass_at_their_places() -> None:
    assert outcomes(NEVER + ALWAYS) == [
        ("match", 8, True, ""),
        ("no match", 9, True, ""),
        ("match", 18, True, ""),
        ("no match", 19, True, ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Your returns are guaranteed returns", "Your returns are high", "none of its words stands there: guaranteed"),
        ("Your returns are guaranteed returns", "No guaranteed returns", "an exception (unless) in the same sentence"),
        ("Returns are not guaranteed", "It is Risk Free", "it found “Risk Free”, and it shouldn't"),
        ("- match: IM\n", "- match: shared\n", "answers for IM and IM+ only, and this one is for shared"),
        ("no match: shared", "no match: IM+", "its text ends answers for IM and IM+, and so this one for IM+"),
    ],
)
def test_an_example_that_fails_says_why(old: str, new: str, says: str) -> None:
    assert old in NEVER + ALWAYS
    (failed,) = [one for one in outcomes((NEVER + ALWAYS).replace(old, new, 1)) if not one[2]]
    assert says in failed[3]


def test_a_known_gap_never_fails_and_tells_when_it_is_closed() -> None:
    open_gap = outcomes(NEVER.replace("no match", "known gap"))[1]
    closed = outcomes(NEVER.replace("- match", "- known gap"))[0]
    assert open_gap[2:] == (True, "still a gap")
    assert closed[2:] == (True, "this gap is closed; make it a match")


def test_a_rule_without_an_example_fails() -> None:
    assert outcomes(NEVER.split("    examples")[0])[0][2:] == (False, "there is none; add a match and a no match")


def test_a_rule_on_trial_is_tried_like_any_other() -> None:
    assert outcomes(NEVER.replace("    unless", "    trial: yes\n    unless")) == [
        ("match", 9, True, ""),
        ("no match", 10, True, ""),
    ]


def test_a_list_that_would_take_for_ever_is_refused() -> None:
    many = ", ".join(f"word{number}" for number in range(600))
    rule = f"{{id: a, title: A, owner: a@b.example, words: [{many}], unless: [{many}]}}"
    complaints = Complaints("wording.yaml")
    tree = read_yaml(f"never say:\n  - {rule}\n", complaints)
    assert tree is not None
    read_wording(tree, Vocabulary(), complaints)
    assert sum("more than 500 entries; split the rule" in str(error) for error in complaints.errors) == 2


BY_COUNTRY = ALWAYS.replace("    language: en\n", "    countries: [IN, AT]\n").replace(
    "      - match: IM\n",
    "      - match: IM\n      - match: {for: IM+, country: IN}\n      - no match: {for: IM, country: DE}\n",
)


@pytest.mark.parametrize(("country", "due"), [("IN", 1), ("AT", 1), ("DE", 0), ("", 1)])
def test_a_text_for_some_countries_is_due_there_and_where_nobody_knows_the_country(country: str, due: int) -> None:
    assert len(closings(wording(BY_COUNTRY), ("IM",), ("en",), country)) == due


def test_examples_of_a_text_may_name_the_country_of_the_reader() -> None:
    assert all(one.passed for one in run_wording_examples(wording(BY_COUNTRY)))
    wrong = wording(BY_COUNTRY.replace("- match: {for: IM+, country: IN}", "- match: {for: IM+, country: DE}"))
    (failed,) = (one for one in run_wording_examples(wrong) if not one.passed)
    assert "for IM and IM+ in IN and AT only, and this one is for IM+ in DE" in failed.says


@pytest.mark.parametrize("country", ["India", "in", "IND", "1N"])
def test_a_country_that_is_not_two_capital_letters_is_refused(country: str) -> None:
    (complaint,) = read(BY_COUNTRY.replace("[IN, AT]", f"[{country}]"))[1]
    assert f'"{country}" isn\'t a country' in complaint


def test_hosts_that_links_may_lead_to_are_read_without_www_and_anything_else_is_refused() -> None:
    assert wording("links to: [Help.Lendora.example, www.lendora.example]\n" + NEVER).links_to == (
        "help.lendora.example",
        "lendora.example",
    )
    (complaint,) = read("links to: [https://lendora.example/]\n" + NEVER)[1]
    assert "write its name alone" in complaint


@pytest.mark.parametrize(
    "text",
    [
        "guar anteed re turns",
        "guaranteedreturns",
        "g u a r a n t e e d returns",
        "g·u·a·r·a·n·t·e·e·d returns",
        "gυаrаntееd rеturns",
        "guárantéed returns",
        "gu\u00adaranteed returns",
        "ｇｕａｒａｎｔｅｅｄ returns",
        "guaran&#116;eed returns",
        "g&#8203;uaranteed returns",
    ],
)
def test_forbidden_words_are_found_however_they_are_hidden(text: str) -> None:
    assert len(said(wording(), f"You get {text} here.")) == 1


def test_an_exception_excuses_words_that_were_taken_apart_in_its_own_sentence_only() -> None:
    assert said(wording(), "There are no guar anteed returns.") == ()
    assert len(said(wording(), "Take guar anteed returns. They are not guaranteed.")) == 1
