"""The schema of conditions, examples and rules, made from the list of facts and their operators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from router.rulebook.facts import COLUMN, CUSTOM_FIELD, FACTS, OPEN_ENDED, Fact, FactType, File
from router.rulebook.operators import ALL_OPERATORS, EMPTY, MATCHES, SINGLE, WHOLE, operators_of
from router.rulebook.schema.parts import (
    TEXT,
    YES_OR_NO,
    Schema,
    described,
    either,
    keys,
    many,
    one_or_many,
    ref,
    value_of,
)

_MEANINGS = {
    "is": "it is exactly this; a list holds exactly these",
    "is not": "it isn't this; also where it is empty",
    "is any of": "it is one of these; a list holds at least one of them",
    "is none of": "it is none of these; also where it is empty",
    "contains": "one of these stands somewhere in it, also inside a longer word",
    "does not contain": "none of these stands in it; also where it is empty",
    "contains word": "one of these stands in it as a whole word",
    "starts with": "it begins with one of these",
    "ends with": "it ends with one of these",
    MATCHES: "one of these regular expressions (RE2) is found in it",
    "greater than": "it is more than this",
    "less than": "it is less than this",
    "before": "the day comes before this one",
    "after": "the day comes after this one",
    EMPTY: "yes: there is nothing; no: there is something",
}
_CASE = described({"enum": ["exact"]}, "small and capital letters differ; without this line they are alike")
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def definitions(file: File) -> Mapping[str, Schema]:
    """What the schema of a file with rules refers to."""
    facts = [fact for fact in FACTS if file in fact.files]
    tests = {_test_of(kind): _test(Fact("", kind, "")) for kind in get_args(FactType)}
    return {"condition": _condition(facts), "facts": facts_given(facts), "example": _example(), **tests}


def rules(then: Schema) -> Schema:
    """The list of rules, whose ``then`` differs by file."""
    known: dict[str, Schema] = {
        "id": described(_ID, "the rule's name: small letters, digits and hyphens; it never changes"),
        "title": described(TEXT, "what the rule is for, in one line that agents read too"),
        "owner": described(TEXT, "who answers for the rule"),
        "when": described(ref("condition"), "which tickets the rule is for; several conditions must all hold"),
        "then": described(then, "what the rule does"),
        "trial": described(YES_OR_NO, "yes: recorded as what would have been decided, and nothing more"),
        "examples": described(many(ref("example")), "tickets that the rule must take, and near misses"),
    }
    return many(keys(known, ("id", "title", "owner", "when", "then")))


def facts_given(facts: list[Fact]) -> Schema:
    """Facts with their values, as examples give them."""
    known = {fact.name: described(_given(fact), fact.meaning) for fact in facts}
    return keys(known, patterns=_open_ended(one_or_many(TEXT)))


def _given(fact: Fact) -> Schema:
    value = value_of(fact)
    return either(value, many(value)) if fact.type == "list" else value


def _example() -> Schema:
    ticket = either(TEXT, ref("facts"))
    known: dict[str, Schema] = {
        "match": described(ticket, "a message, or facts, that this rule must decide"),
        "no match": described(ticket, "a near miss: the conditions of this rule must not hold"),
        "known gap": described(ticket, "it should match and doesn't yet: reported, never a failure"),
    }
    return {**keys(known, least=1), "maxProperties": 1}


def _condition(facts: list[Fact]) -> Schema:
    several = many(ref("condition"), 1)
    known: dict[str, Schema] = {
        "all": described(several, "every one of these must hold"),
        "any": described(several, "at least one of these must hold"),
        "not": described(ref("condition"), "this must not hold"),
        **{fact.name: described(_tested(fact), f"{fact.meaning} ({fact.type})") for fact in facts},
    }
    return keys(known, patterns=_open_ended(_any_test()), least=1)


def _open_ended(value: Schema) -> Mapping[str, Schema]:
    starts = {CUSTOM_FIELD: OPEN_ENDED[0], COLUMN: OPEN_ENDED[1]}
    return {f"^{start.replace('.', '[.]')}.": described(value, fact.meaning) for start, fact in starts.items()}


def _tested(fact: Fact) -> Schema:
    return _test(fact) if fact.choices else ref(_test_of(fact.type))


def _test_of(kind: FactType) -> str:
    return f"test-of-{kind.replace(' ', '-')}"


def _test(fact: Fact) -> Schema:
    tests = {operator: _asked_with(fact, operator) for operator in operators_of(fact.type)}
    return keys(tests | ({"case": _CASE} if fact.type == "text" else {}), least=1)


def _asked_with(fact: Fact, operator: str) -> Schema:
    value = value_of(fact) if operator in WHOLE or fact.type != "text" else TEXT
    if operator == EMPTY:
        value = YES_OR_NO
    elif operator not in SINGLE or fact.type == "list":
        value = one_or_many(value)
    return described(value, _MEANINGS[operator])


def _any_test() -> Schema:
    """The test of a fact whose type only ``customers.yaml`` or Freshdesk knows."""
    tests = {operator: described(one_or_many(TEXT), _MEANINGS[operator]) for operator in ALL_OPERATORS}
    return keys(tests | {"case": _CASE}, least=1)
