"""What stands in a text in place of personal data, and what of it may be put back into a post."""

from __future__ import annotations

import re
from collections.abc import Mapping

WORDS = {
    "name": "name",
    "person": "name",
    "email": "e-mail address",
    "phone": "phone number",
    "card": "card number",
    "iban": "IBAN",
    "account": "account number",
    "ifsc": "IFSC",
    "upi": "UPI id",
    "pan": "PAN",
    "aadhaar": "Aadhaar number",
    "birth": "date of birth",
    "id": "id",
}
"""Each kind of personal data, and how it is called where it isn't shown. ``person`` is anybody but the requester."""

KINDS = tuple(WORDS)
FIRST_NAME = "[first name]"
"""What a greeting is written with: always the requester's first name of today, never found in a text."""
PLACEHOLDER = re.compile(rf"\[(?:(?:{'|'.join(KINDS)}) \d+|first name)\]")

IN_A_NOTE = frozenset({"name", "person", "email", "phone", "ifsc", "id"})
"""Put back into what agents read. They have the ticket beside it, so a number that money or a whole identity hangs on
is named by its last digits only."""
LAST = 4
SHORTEST = 9
"""A number of fewer letters and digits shows none of them."""


def kind_of(placeholder: str) -> str:
    """What kind of personal data a placeholder stands for."""
    return "name" if placeholder == FIRST_NAME else placeholder[1:].partition(" ")[0]


def shown(originals: Mapping[str, str], *, public: bool) -> Mapping[str, str]:
    """What to write in place of each placeholder: the value where it may stand, else words that name it.

    What a customer reads (``public``) holds their first name and nothing else: mail goes astray, a ticket may have
    readers in copy, and a whole name is chosen by whoever writes.
    """
    return {
        one: value if _may_stand(one, public) else _in_words(kind_of(one), value) for one, value in originals.items()
    }


def _may_stand(placeholder: str, public: bool) -> bool:
    return placeholder == FIRST_NAME or (not public and kind_of(placeholder) in IN_A_NOTE)


def _in_words(kind: str, value: str) -> str:
    plain = "".join(letter for letter in value if letter.isalnum())
    numbered = kind in ("card", "iban", "account", "pan", "aadhaar", "phone") and len(plain) >= SHORTEST
    return f"({WORDS[kind]} ending {plain[-LAST:]})" if numbered else f"({WORDS.get(kind, 'personal data')})"
