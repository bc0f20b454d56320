"""Words that a fact can never be, though it is a text like any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from router.rulebook.complaints import did_you_mean, one_of
from router.rulebook.conditions import Check, checks_of
from router.rulebook.lint.remark import Remark
from router.rulebook.operators import WHOLE
from router.rulebook.rule_list import A, Rule
from router.rulebook.words import fold

Hint = Callable[[str], str]
"""What to write instead of a word, empty where the word is fine."""

_LANGUAGE = re.compile("[a-z]{2}")
_DOMAIN = re.compile(r"[^@\s]+")


def about_impossible_words(file: str, rules: Sequence[Rule[A]], audiences: Collection[str]) -> Iterator[Remark]:
    """Words after ``is`` and the like that no ticket's fact will ever be."""
    hints: Mapping[str, Hint] = {
        "message.language": _language,
        "customer.e-mail domain": _domain,
        "draft.audience": lambda word: _audience(word, audiences),
    }
    for rule in rules:
        for check in checks_of(rule.when):
            if check.fact.name in hints and check.operator in WHOLE:
                yield from _impossible(file, rule, check, hints[check.fact.name])


def _impossible(file: str, rule: Rule[A], check: Check, hint_for: Hint) -> Iterator[Remark]:
    for word in check.wanted:
        if isinstance(word, str) and (hint := hint_for(word)):
            message = f'"{check.fact.name}" can never be "{word}"{hint}'
            yield Remark(file, check.line, check.column, "warning", message, rule.id)


def _language(word: str) -> str:
    return "" if _LANGUAGE.fullmatch(fold(word)) else "; a language is two letters, such as en, de or hi"


def _domain(word: str) -> str:
    return "" if _DOMAIN.fullmatch(word) else "; write what stands behind the @, such as example.com"


def _audience(word: str, audiences: Collection[str]) -> str:
    if fold(word) in map(fold, audiences):
        return ""
    return did_you_mean(word, audiences) or f"; it is {one_of(audiences)}"
