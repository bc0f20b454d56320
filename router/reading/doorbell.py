"""Reads what rang, without I/O: bytes in, a ticket id out, or a reason why not.

The webhook is a doorbell: nothing in the body is used but the ticket's number. Freshdesk may leave values
unescaped inside the JSON of a rule's body, so reading is tolerant: strict JSON, then JSON with raw control
characters, then the digits behind ``ticket_id``.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

WRAPPER = "freshdesk_webhook"
NAMES = ("ticket_id", "ticket.id", "id")
LAST_RESORT = re.compile(rb'"ticket_id"\s*:\s*"?(\d{1,18})(?=["\s,}\]]|$)')
IN_ADDRESS = re.compile(rb"tickets\\?/(\d{1,18})(?!\d)")
"""A ticket's address, also with its slashes escaped."""
LARGEST_ID = 2**63 - 1
LONGEST_ID = len(str(LARGEST_ID))
FRESHSERVICE = re.compile(r"[A-Z]{2,4}-\d{1,12}")


class NotADoorbell(Exception):
    """The body names no ticket of this help desk. The text says what is wrong and what the rule must send."""


def ticket_in(body: bytes) -> int:
    """The number of the ticket that rang. Raises ``NotADoorbell``."""
    if not body.strip():
        raise NotADoorbell('the body is empty: the rule must send {"ticket_id": "{{ticket.id}}"}')
    value = _read(body)
    if value is None:
        if found := LAST_RESORT.search(body):
            return _number(found.group(1).decode())
        raise NotADoorbell('the body is no JSON and holds no "ticket_id"')
    return _number(_named(value))


def ticket_told(body: bytes) -> int:
    """The same for a person who asks again: the ticket's address will do, where the body names its number nowhere.

    Raises ``NotADoorbell``.
    """
    try:
        return ticket_in(body)
    except NotADoorbell:
        found = {int(number) for number in IN_ADDRESS.findall(body)}
        if len(found) == 1:
            return _number(found.pop())
        raise


def _read(body: bytes) -> Any:
    for strict in (True, False):
        try:
            return json.loads(body.decode("utf-8-sig", errors="replace"), strict=strict)
        except (ValueError, RecursionError):
            continue
    return None


def _named(value: Any) -> Any:
    if isinstance(value, Mapping) and isinstance(value.get(WRAPPER), Mapping):
        value = value[WRAPPER]
    if not isinstance(value, Mapping):
        raise NotADoorbell('the body is JSON but no object with "ticket_id"')
    for name in NAMES:
        if value.get(name) is not None:
            return value[name]
    raise NotADoorbell('the JSON holds no "ticket_id"')


def _number(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():  # 60.0 is a whole number in JSON
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise NotADoorbell(f'"ticket_id" must be a number, not {type(value).__name__}')
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()):
        # Only what looks like an id is repeated: anything else may be a customer's words.
        shown = f", not {text}" if FRESHSERVICE.fullmatch(text) else ""
        raise NotADoorbell(f'"ticket_id" must be digits only{shown}: is this rule of Freshservice?')
    digits = text.lstrip("0")
    if not digits or len(digits) > LONGEST_ID or int(digits) > LARGEST_ID:
        raise NotADoorbell('"ticket_id" is out of range')
    return int(digits)


def is_known(secrets: Iterable[str], header: str | None, authorization: str | None) -> bool:
    """Whether the caller knows one of the secrets, by our header or as the password of Basic authentication.

    Every secret is compared, in constant time, whichever fits.
    """
    offered = [value for value in (header, _basic_password(authorization)) if value]
    fits = [hmac.compare_digest(one.encode(), secret.encode()) for secret in secrets if secret for one in offered]
    return any(fits)


def _basic_password(authorization: str | None) -> str | None:
    scheme, _, coded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(coded.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return None
