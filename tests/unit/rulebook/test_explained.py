from __future__ import annotations

from router.rulebook.examples.usual import example_facts
from router.rulebook.explained import Branch, Leaf, explain, tree_of
from tests.unit.rulebook.shop import changed, shop

BROKEN_CUP = {"message": "My cup is broken"}


def known(facts: dict[str, object]):  # type: ignore[no-untyped-def]
    return example_facts(facts, shop().usual, shop().segments)  # type: ignore[arg-type]


def test_rules_are_told_in_their_order_up_to_the_one_that_decided() -> None:
    told = explain(shop().routing.rules, known(BROKEN_CUP))
    assert [(one.rule, one.outcome, one.tree is None) for one in told] == [
        ("in-german", "did not apply", False),
        ("broken", "decided", False),
        ("closed-now", "not reached", True),
    ]


def test_those_after_it_are_looked_at_when_asked_and_still_not_reached() -> None:
    last = explain(shop().routing.rules, known(BROKEN_CUP), everything=True)[-1]
    assert (last.outcome, last.tree is not None and last.tree.held) == ("not reached", False)


def test_every_condition_is_looked_at_also_those_that_settled_nothing() -> None:
    tree = tree_of(shop().routing.rules[1].when, known(BROKEN_CUP))
    assert isinstance(tree, Branch)
    assert (tree.join, tree.held) == ("any", True)
    words, tags = tree.parts
    assert isinstance(words, Leaf)
    assert isinstance(tags, Leaf)
    assert (words.held, words.condition.read) == (True, "broken")
    assert (tags.held, tags.condition.known) == (False, False)


def test_a_not_turns_the_verdict_of_what_stands_below_it() -> None:
    rules = changed("routing.yaml", "{message.language: {is: de}}", "{not: {message.language: {is: en}}}")
    tree = tree_of(rules.routing.rules[0].when, known({"message.language": "de", "message": "Hallo"}))
    assert isinstance(tree, Branch)
    assert (tree.join, tree.held, tree.parts[0].held) == ("not", True, False)


def test_a_list_that_no_rule_of_was_asked_is_not_reached_as_a_whole() -> None:
    told = explain(shop().routing.rules, known(BROKEN_CUP), reached=False)
    assert {one.outcome for one in told} == {"not reached"}


def test_a_rule_on_trial_would_have_decided_and_the_next_are_reached() -> None:
    rules = changed("routing.yaml", "    title: Something arrived broken\n", "    title: Broken\n    trial: yes\n")
    told = explain(rules.routing.rules, known(BROKEN_CUP))
    assert [one.outcome for one in told] == ["did not apply", "would have decided", "did not apply"]
