"""What the order of the rules does: rules that nothing reaches, and examples that only the order settles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from router.rulebook.asked import ABOUT_ROBOTS, asks_about_robots, rules_asked
from router.rulebook.complaints import one_of
from router.rulebook.conditions import Check, Condition, check_of, checks_of
from router.rulebook.facts import BY_NAME
from router.rulebook.known import Known
from router.rulebook.lint.logic import implies, never, possible
from router.rulebook.lint.remark import Remark
from router.rulebook.lint.ticket import ticket_for
from router.rulebook.lint.values import can_be_listed
from router.rulebook.operators import EMPTY
from router.rulebook.rule_list import A, Example, Rule
from router.rulebook.yaml.nodes import ScalarNode

KnownOf = Callable[[Example], Known]
"""All facts of an example."""
Outcome = Callable[[A], object]
"""What of an action makes a difference to the customer or the agents."""
Farness = Callable[[A], int]
"""How far an action goes without a person: more is less careful."""
_BY_A_PERSON = check_of(BY_NAME[ABOUT_ROBOTS], EMPTY, (True,), "yes", ScalarNode("", 1, 1))


def about_reach(file: str, rules: Sequence[Rule[A]]) -> Iterator[Remark]:
    """Rules that no ticket can reach because earlier ones take all. Rules on trial take nothing."""
    earlier: list[Rule[A]] = []
    listed: list[Rule[A]] = []
    for rule in rules:
        takers = () if never(rule.when) else _takers(rule, earlier, listed)
        if takers:
            yield _unreachable(file, rule, takers)
        elif rule.then.decides and not rule.trial:
            earlier.append(rule)
            listed += [rule] if _all_listed(rule.when) else []


def _takers(rule: Rule[A], earlier: Sequence[Rule[A]], listed: Sequence[Rule[A]]) -> Sequence[Rule[A]]:
    """The rules that leave it nothing. A machine's message passes by those that don't ask about machines."""
    if asks_about_robots(rule) and not implies(rule.when, _BY_A_PERSON):
        earlier, listed = ([one for one in some if asks_about_robots(one)] for some in (earlier, listed))
    return _taker(rule, earlier) or _takers_together(rule, listed)


def _unreachable(file: str, rule: Rule[A], takers: Sequence[Rule[A]]) -> Remark:
    named = one_of([f'"{taker.id}" in line {taker.line}' for taker in takers]).replace(" or ", " and ")
    take = "takes" if len(takers) == 1 else "take"
    message = f'no ticket can reach "{rule.id}": {named} {take} all of its tickets first; move it up, or take it out'
    return Remark(file, rule.line, rule.column, "warning", message, rule.id)


def _taker(rule: Rule[A], earlier: Sequence[Rule[A]]) -> Sequence[Rule[A]]:
    """The first rule that alone takes all that this one would."""
    asked, ticket = _facts(rule.when), ticket_for(rule.when)
    for other in earlier:
        if ticket is not None and not other.when.holds(ticket, []):
            continue
        if _needed(other.when) <= asked and implies(rule.when, other.when):
            return (other,)
    return ()


def _takers_together(rule: Rule[A], earlier: Sequence[Rule[A]]) -> Sequence[Rule[A]]:
    """Rules whose conditions can be gone through one by one, and which together leave nothing; as few as needed."""
    if not _all_taken(rule, earlier):
        return ()
    takers = list(earlier)
    for other in earlier:
        rest = [one for one in takers if one is not other]
        takers = rest if _all_taken(rule, rest) else takers
    return takers


def _all_taken(rule: Rule[A], earlier: Sequence[Rule[A]]) -> bool:
    return bool(earlier) and not possible([(rule.when, True), *((one.when, False) for one in earlier)])


def _facts(condition: Condition) -> frozenset[str]:
    return frozenset(check.fact.name for check in checks_of(condition))


def _needed(condition: Condition) -> frozenset[str]:
    """The facts without which a condition can't be known to hold."""
    if isinstance(condition, Check):
        return frozenset({condition.fact.name})
    if condition.join != "all":
        return frozenset()
    return frozenset().union(*(_needed(part) for part in condition.parts))


def _all_listed(condition: Condition) -> bool:
    return all(can_be_listed(check.fact) for check in checks_of(condition))


def about_examples(
    file: str, rules: Sequence[Rule[A]], known_of: KnownOf, outcome: Outcome[A], farness: Farness[A]
) -> Iterator[Remark]:
    """Pairs of rules that both fit an example and decide differently, so that their order matters. Each pair once.

    As a rule the careful one should come first; where it doesn't, that is a warning.
    """
    deciding = [(rule, outcome(rule.then)) for rule in rules if rule.then.decides and not rule.trial]
    for number, (rule, done) in enumerate(deciding):
        later = [other for other, otherwise in deciding[number + 1 :] if otherwise != done]
        for other, example in _met(rule, known_of, later):
            yield _meeting(file, rule, example, other, farther=farness(rule.then) > farness(other.then))


def _met(rule: Rule[A], known_of: KnownOf, later: Sequence[Rule[A]]) -> Iterator[tuple[Rule[A], Example]]:
    """The later rules that an example of this one fits too, each with the first such example."""
    matches = [(example, known_of(example)) for example in rule.examples if example.kind == "match"] if later else []
    fitting = [(example, known) for example, known in matches if _fits(rule, known)]
    for other in later:
        first = next((example for example, known in fitting if _fits(other, known)), None)
        if first is not None:
            yield other, first


def _fits(rule: Rule[A], known: Known) -> bool:
    return rule.when.holds(known, []) and bool(rules_asked((rule,), known))


def _meeting(file: str, rule: Rule[A], example: Example, other: Rule[A], *, farther: bool) -> Remark:
    message = f'this example fits "{other.id}" in line {other.line} too; "{rule.id}" comes first and decides'
    if not farther:
        return Remark(file, example.line, example.column, "information", message, rule.id)
    message += ", though the other is the more careful one; is the order meant?"
    return Remark(file, example.line, example.column, "warning", message, rule.id)
