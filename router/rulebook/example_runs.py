"""Runs the examples that stand inside the rules, against the whole file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from router.rulebook import customers, routing, sending
from router.rulebook.complaints import one_of
from router.rulebook.conditions import holds
from router.rulebook.customer_examples import Asked, CustomerExample, Earlier
from router.rulebook.identity import customer_from, products_said
from router.rulebook.rule_list import A, Example, Rule, Walk, walk
from router.rulebook.ruleset import RuleSet
from router.rulebook.usual import example_facts
from router.types import Customer, Evidence

_GOOD = ("decided", "would have decided", "added tags")


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What became of an example. A known gap never fails; ``says`` tells what is worth telling."""

    file: str
    line: int
    column: int
    rule: str
    kind: str
    passed: bool
    says: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.rule}, {self.kind}: {self.says or 'as expected'}"


def run_examples(rules: RuleSet) -> list[ExampleResult]:
    """Every example of every file; a rule without one fails too."""
    return [
        *(_customer_result(example, rules) for example in rules.customers.examples),
        *_results(routing.FILE, rules.routing.rules, rules),
        *_results(sending.FILE, rules.sending.rules, rules),
    ]


def _results(file: str, listed: Sequence[Rule[A]], rules: RuleSet) -> Iterator[ExampleResult]:
    for rule in listed:
        if not rule.examples:
            yield ExampleResult(
                file, rule.line, rule.column, rule.id, "examples", False, "there is none; add a match and a no match"
            )
        for example in rule.examples:
            passed, says = _outcome(rule, example, listed, rules)
            yield ExampleResult(file, example.line, example.column, rule.id, example.kind, passed, says)


def _outcome(rule: Rule[A], example: Example, listed: Sequence[Rule[A]], rules: RuleSet) -> tuple[bool, str]:
    known = example_facts(example.facts, rules.usual, rules.segments)
    if example.kind == "no match":
        held, _ = holds(rule.when, known)
        return not held, "its conditions hold, and they shouldn't" if held else ""
    walked = walk(listed, known)
    reached = walked.outcome(rule.id) in _GOOD
    if example.kind == "known gap":
        return True, "this gap is closed; make it a match" if reached else "still a gap"
    return reached, "" if reached else _why_not(rule, walked)


def _why_not(rule: Rule[A], walked: Walk[A]) -> str:
    trace = next((trace for trace in walked.trace if trace.rule == rule.id), None)
    if trace is None:
        return f'the rule "{walked.rule.id if walked.rule else ""}" decided before it'
    failed = [c for c in trace.conditions if not c.held]
    looked = "; ".join(f'{c.fact} {c.operator} "{c.wanted}", but it read {c.read}' for c in failed[:3])
    return f"it didn't apply: {looked or 'no condition could hold'}"


def _customer_result(example: CustomerExample, rules: RuleSet) -> ExampleResult:
    got = _got(customer_of(example, rules))
    wrong = [
        f"{key} was expected to be {_said(wanted)} and is {_said(got[key])}"
        for key, wanted in example.expect.items()
        if set(wanted) != set(got[key])
    ]
    return ExampleResult(
        customers.FILE, example.line, example.column, "the customer", "example", not wrong, "; ".join(wrong)
    )


def customer_of(example: CustomerExample, rules: RuleSet) -> Customer:
    """Who the customer is when the places say what the example says."""
    asked, earlier = example.asked, example.earlier
    proofs = [_proof("customer list", asked)]
    if asked == "no row":
        proofs.append(_proof("earlier tickets", earlier))
    rows = None if asked == "not reachable" else [example.columns] if asked == "row" else []
    said = [one for line in rules.customers.products for one in products_said(line, rows, example.contact_field)]
    return customer_from(proofs, said, rules.customers, rules.segments)


def _proof(place: str, said: Asked | Earlier) -> Evidence:
    says = f"the example says: {said}"
    if said == "not reachable":
        return Evidence(place, "could not be asked", says)
    if said in ("no row", "none"):
        return Evidence(place, "no", says)
    return Evidence(place, "yes", says, "weak" if said == "another contact" else "strong")


def _got(customer: Customer) -> Mapping[str, tuple[str, ...]]:
    return {
        "kind": (customer.kind,),
        "products": customer.products,
        "may see": customer.may_see,
        "conflict": ("yes" if customer.conflict else "no",),
        "proof": (customer.proof,),
        "highest lane": (customer.highest_lane,),
    }


def _said(values: Sequence[str]) -> str:
    return one_of(values).replace(" or ", " and ") if values else "nothing"
