"""Texts that never come out as they were written: forbidden words, blanks nobody fills, countries nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval.types import Template
from router.rulebook.complaints import did_you_mean
from router.rulebook.customers import FILE as CUSTOMERS
from router.rulebook.customers import CustomerRules
from router.rulebook.lint.remark import Remark
from router.rulebook.wording import FILE as WORDING
from router.rulebook.wording import AlwaysSay, Wording, said

_MOST_NAMED = 3
_CUSTOMER = "customer."
_FILLED = ("model", "ticket.id", "customer.first name")


def about_forbidden_words(wording: Wording, templates: Sequence[Template]) -> Iterator[Remark]:
    """Rules that forbid what templates say, told once for each word."""
    named: dict[tuple[str, str], list[str]] = {}
    for template in templates:
        for found in said(wording, template.body):
            if not found.rule.trial:
                named.setdefault((found.rule.id, found.words.casefold()), []).append(template.id)
    places = {rule.id: rule for rule in wording.never_say}
    for (rule, words), holders in named.items():
        more = f" and {len(holders) - _MOST_NAMED} more" if len(holders) > _MOST_NAMED else ""
        message = (
            f'"{words}" stands in {", ".join(holders[:_MOST_NAMED])}{more}: every answer with such a template would be '
            "a note; change them, or take the words out"
        )
        yield Remark(WORDING, places[rule].line, places[rule].column, "warning", message, rule)


def about_blanks(customers: CustomerRules, templates: Sequence[Template]) -> Iterator[Remark]:
    """Blanks that stay blank for everybody."""
    columns = customers.kept_columns
    kept = [name.strip().casefold() for name in columns]
    for template in templates:
        for slot in template.slots:
            column = slot.source.removeprefix(_CUSTOMER).strip()
            if slot.source in _FILLED or (slot.source.startswith(_CUSTOMER) and column.casefold() in kept):
                continue
            near = did_you_mean(column, columns)
            message = f'nothing ever fills the blank "{slot.name}": {_why(slot.source, column)}{near}'
            yield Remark(template.path, 1, 1, "warning", message)


def _why(source: str, column: str) -> str:
    if not source.startswith(_CUSTOMER):
        return f'"{source}" is none of the sources'
    return f'{CUSTOMERS} has no "{column}" under "columns"'


def about_countries(wording: Wording, customers: CustomerRules) -> Iterator[Remark]:
    """Texts for readers of countries that no customer is known to live in."""
    for rule in (one for one in wording.always_say if one.countries):
        if message := _of_countries(rule, customers):
            yield Remark(WORDING, rule.line, rule.column, "warning", message, rule.id)


def _of_countries(rule: AlwaysSay, customers: CustomerRules) -> str:
    if not customers.countries:
        return (
            f'"countries" sorts nothing out: {CUSTOMERS} has no "country from", so nobody\'s country is known and '
            "every reader gets this text"
        )
    lines = [line for line in customers.countries if line.values]
    meant = {code for line in lines for code in line.values.values()}
    strange = [code for code in rule.countries if code not in meant]
    if not strange or len(lines) < len(customers.countries):
        return ""
    return (
        f'no word under "country from" of {CUSTOMERS} means {" or ".join(strange)}: who lives there is known only '
        f'where "{strange[0]}" itself is written down; is the code right?'
    )
