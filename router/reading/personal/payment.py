"""Where money lies: card numbers, IBANs, account numbers and the codes of bank branches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from router.reading.personal.span import MONEY_BEFORE, Span, before, digits_of

FEWEST_DIGITS = 8
"""Of an IBAN, its two check digits among them."""
_CARD = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){11,18}(?!\d|[.,-]\d)")
_CARD_BEFORE = re.compile(
    r"\b(?:credit|debit|atm|visa|rupay|master ?card|maestro|amex)?\s?cards?\b[^\d\n]{0,24}$", re.IGNORECASE
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_IFSC = re.compile(r"(?<!\w)[A-Z]{4}0[A-Z0-9]{6}(?!\w)", re.IGNORECASE)
_ACCOUNT_WORD = r"(?:(?:bank\s)?(?:account|acount|accnt|acct|acc|a/c|ac)s?)"
_ACCOUNT = re.compile(
    rf"(?<![\w/]){_ACCOUNT_WORD}(?![\w/])(?P<between>[^\d\n]{{0,40}}\n?[^\d\n]{{0,10}}?)"
    r"(?P<number>(?<![\d.,/₹$€£])\d(?:[ -]?\d){8,17})(?!\d|[.,/-]\d)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:utr|rrn|ref|reference|txn|transaction|ticket|order|mobile|phone|call|whatsapp|contact|pin|otp|"
    r"aadhaar|aadhar|card|rs|inr|amount|date)\b|₹|\$|€|£",
    re.IGNORECASE,
)
"""Between the word account and a number: then the number is something else."""
_FOUND_FIRST = re.compile(r"\d(?:[ -]?\d){8,17}")
_ACCOUNT_AFTER = re.compile(rf"^\s?\(?(?:is\s)?(?:my|our|the|his|her)?\s?{_ACCOUNT_WORD}\b", re.IGNORECASE)
_LONG = re.compile(r"(?<![\w.,/+₹$€£#-])\d{9,18}(?![\w/]|[.,-]\d)")


def cards(text: str) -> Iterator[Span]:
    """Payment card numbers: 12 to 19 digits that pass the Luhn check, or that the words before call a card's."""
    for match in _CARD.finditer(text):
        digits = digits_of(match.group())
        called = bool(_CARD_BEFORE.search(before(text, match.start())))
        if (luhn.is_valid(digits) and digits[0] in "3456" and (len(digits) > 12 or called)) or (
            called and len(digits) in (15, 16)
        ):
            yield Span("card", *match.span())


def ibans(text: str) -> Iterator[Span]:
    """International bank account numbers whose check digits fit."""
    for match in _IBAN.finditer(text):
        for end in _ends_at_blank(match):
            number = text[match.start() : end].replace(" ", "").upper()
            # By chance one in 97 fits, words of a sentence too: a number has digits.
            if (
                15 <= len(number) <= 34
                and len(digits_of(number)) >= FEWEST_DIGITS
                and mod_97_10.is_valid(number[4:] + number[:4])
            ):
                yield Span("iban", match.start(), end)
                break


def _ends_at_blank(match: re.Match[str]) -> Iterator[int]:
    """The whole match, then the match without its last word, and so on: a capital word may follow the number."""
    yield match.end()
    for blank in reversed([at for at, character in enumerate(match.group()) if character == " "]):
        yield match.start() + blank


def branches(text: str) -> Iterator[Span]:
    """IFSC: four letters, a zero, six letters or digits. With an account number it leads to one person's money."""
    return (Span("ifsc", *match.span()) for match in _IFSC.finditer(text))


def accounts(text: str) -> Iterator[Span]:
    """Account numbers: 9 to 18 digits that the words around call an account's."""
    for match in _ACCOUNT.finditer(text):
        if not _ANOTHER.search(match["between"]):
            yield Span("account", *match.span("number"))
    for match in _LONG.finditer(text):
        after = text[match.end() : match.end() + 30]
        if _ACCOUNT_AFTER.search(after) and not MONEY_BEFORE.search(before(text, match.start())):
            yield Span("account", *match.span())
