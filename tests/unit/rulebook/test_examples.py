from __future__ import annotations

import pytest

from router.rulebook.example_runs import ExampleResult, run_examples
from router.rulebook.ruleset import from_files
from tests.unit.rulebook.lendora import changed, lendora


def failures(file: str, old: str, new: str) -> list[ExampleResult]:
    return [result for result in run_examples(from_files(changed(file, old, new))) if not result.passed]


def test_the_example_companys_examples_come_out_as_written() -> None:
    results = run_examples(lendora())
    assert [str(result) for result in results if not result.passed] == []
    assert {result.kind for result in results} == {"example", "match", "no match", "known gap"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("routing.yaml", "match: I am going to sue you", "match: I am angry", 'message contains word "advocate'),
        ("routing.yaml", "- match: Somebody hacked", "- match: I want to die. Somebody hacked", 'decided before it'),
        ("routing.yaml", "no match: Is Lendora safe?", "no match: Is Lendora hacked?", "its conditions hold"),
        ("routing.yaml", "{message.length: 5200,", "{message.length: 52,", "message.length greater than"),
        ("customers.yaml", "{kind: existing, proof: weak", "{kind: new, proof: weak", "expected to be new"),
        ("segments.yaml", "may see: [IM+, IM]", "may see: [IM+]", "may see was expected to be"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_come_out_says_why(file: str, old: str, new: str, says: str) -> None:
    found = failures(file, old, new)
    assert any(says in result.says for result in found), [str(result) for result in found]
    assert all(result.line > 1 for result in found)


def test_a_closed_gap_is_told_and_does_not_fail() -> None:
    rules = from_files(changed("routing.yaml", "known gap: Money went out", "known gap: Fraud! Money went out"))
    gaps = [result for result in run_examples(rules) if "closed" in result.says]
    assert [(gap.rule, gap.passed) for gap in gaps] == [("fraud-goes-to-a-person", True)]


def test_a_rule_without_an_example_fails() -> None:
    files = changed(
        "sending.yaml", "    then:\n      lane: reply 10%", "    examples: []\n    then:\n      lane: reply 10%"
    )
    end = files["sending.yaml"].rindex("    examples:\n")
    files["sending.yaml"] = files["sending.yaml"][:end] + "\notherwise: {lane: note}\n"
    found = [result for result in run_examples(from_files(files)) if not result.passed]
    assert [(result.rule, result.kind) for result in found] == [("platform-fee-answers", "examples")]
