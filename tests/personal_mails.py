"""Mails full of personal data of every kind, and what of them must be found nowhere again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

QUESTION = "Which papers do you need for the KYC of a minor?"
PLANTED: Mapping[str, tuple[str, str]] = {
    "person": ("Zorawar Bhullar", "My nominee is Zorawar Bhullar."),
    "email": ("zb.private@quokka.example", "Copy zb.private@quokka.example please."),
    "phone": ("98230 45671", "My mobile is 98230 45671."),
    "card": ("5213 5917 2758 6604", "I used 5213 5917 2758 6604 once."),
    "iban": ("DE89370400440532013000", "The IBAN is DE89370400440532013000."),
    "account": ("50100987654321", "It was paid to savings a/c 50100987654321."),
    "ifsc": ("HDFC0009876", "The branch is HDFC0009876."),
    "upi": ("zorawar.b@okquokka", "I paid from zorawar.b@okquokka."),
    "pan": ("ABCPZ9876F", "The tax number is ABCPZ9876F."),
    "aadhaar": ("2341 2341 2346", "The other number is 2341 2341 2346."),
    "birth": ("17/08/1961", "The holder was born on 17/08/1961."),
    "id": ("Z7654321", "The passport no is Z7654321."),
}
"""By kind: the value, and a sentence with it. The rules hand over what holds an IFSC, and nothing else of these."""
REFERENCE = "UTR 512345678903"
"""Stays, though its digits pass for an Aadhaar number: rules and people look for it."""


def mails(per_mail: int = 3, without: Collection[str] = ()) -> list[str]:
    """The question with a few of the sentences in each."""
    sentences = [sentence for kind, (_, sentence) in PLANTED.items() if kind not in without]
    parts = [" ".join(sentences[at : at + per_mail]) for at in range(0, len(sentences), per_mail)]
    return [f"{QUESTION} {part} {REFERENCE} is the reference." for part in parts]


def left_in(text: str | bytes, more: Iterable[str] = ()) -> list[str]:
    """The planted values, and ``more``, that stand in a text: as written, in small letters, bare or escaped."""
    whole = text if isinstance(text, bytes) else text.encode()
    whole = whole.lower()
    values = [*(value for value, _ in PLANTED.values()), *more]
    return [value for value in values if any(one.lower().encode() in whole for one in _spellings(value))]


def _spellings(value: str) -> set[str]:
    digits = "".join(letter for letter in value if letter.isdigit())
    bare = {digits} if len(digits) >= 8 else set()
    return {value, json.dumps(value)[1:-1], value.replace(" ", ""), *bare, *(value.split() if value.isalpha() else ())}
