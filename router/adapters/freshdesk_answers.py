"""What each answer of Freshdesk means for us: go on, come back later, never again, or nobody knows.

A fault that lies with the account, the key or the address is no ticket's fault: tickets wait for it to be mended, and
none is given up or called gone. Errors: https://developers.freshdesk.com/api/#error
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from router.errors import Problem, Refused, Unavailable, Unclear

PLACE = "Freshdesk"
DEFAULT_RETRY_AFTER = 60.0
LONGEST_RETRY_AFTER = 3600.0
"""Freshdesk counts by the minute, on old plans by the hour: more is a mistake that all workers would obey."""
ACCOUNT_RETRY_AFTER = 300.0
"""Seconds to wait where somebody has to mend something at Freshdesk first."""

_OF_THE_ACCOUNT = {
    "account_suspended": "the account is suspended: see Admin → Account in Freshdesk",
    "password_lockout": "the key's agent is locked out after wrong passwords: unlock them in Freshdesk",
    "password_expired": "the password of the key's agent has expired: set a new one in Freshdesk",
    "ssl_required": "Freshdesk takes https:// only: set FRESHDESK_URL",
}
"""Codes of a 403 that hold for every ticket alike."""

_OF_THE_WAY = {402, 407, 408, 421, 423, 425, 451}
"""What a proxy or a firewall on the way says, or the account's billing: it is no ticket's fault, and passes."""

_ADVICE = {
    403: "the agent whose key this is may not do that: look at their role and ticket scope in Freshdesk",
    404: "there is no such thing, or the agent whose key this is may not see it",
    405: "the ticket is spam or deleted, or its contact is blocked or deleted",
}


def judged(method: str, path: str, response: requests.Response) -> requests.Response:
    """The answer, if it is one. Raises what it means otherwise."""
    if response.status_code < 300:
        return response
    raise _problem(method, path, response)


def _problem(method: str, path: str, response: requests.Response) -> Problem:
    status, code = response.status_code, _code(response)
    if status == 429:
        return Unavailable(PLACE, "the account's call limit is used up (429)", retry_after(response))
    if status < 400:
        moved = urlsplit(response.headers.get("Location", "")).netloc or "another place"
        says = f"sends us on to {moved} ({status}): set FRESHDESK_URL to the account's own address"
        return Unavailable(PLACE, says, ACCOUNT_RETRY_AFTER)
    if status == 401:
        return Unavailable(PLACE, "the API key isn't accepted (401): set FRESHDESK_API_KEY", DEFAULT_RETRY_AFTER)
    if status == 403 and code in _OF_THE_ACCOUNT:
        return Unavailable(PLACE, f"{_OF_THE_ACCOUNT[code]} (403 {code})", ACCOUNT_RETRY_AFTER)
    if status in _OF_THE_WAY or (status == 403 and not _body(response)):
        says = (
            f"or something on the way to it won't let us through ({status}): look at proxies, firewalls and the account"
        )
        return Unavailable(PLACE, says, ACCOUNT_RETRY_AFTER) if status != 408 or method != "POST" else _unclear(status)
    if status >= 500:
        return _unclear(status) if method == "POST" else _fault(response)
    reason, advice = _reason(response), _ADVICE.get(status, "")
    told = f"{method} {path} was refused: {status} {reason}".rstrip()
    return Refused(PLACE, f"{told} ({advice})" if advice else told, status)


def _unclear(status: int) -> Unclear:
    return Unclear(PLACE, f"answered a post with {status}")


def _fault(response: requests.Response) -> Unavailable:
    told = retry_after(response) if "Retry-After" in response.headers else None
    return Unavailable(PLACE, f"has a fault ({response.status_code})", told)


def no_answer(method: str, error: requests.RequestException) -> Problem:
    """What it means that none came: a post may have been accepted, unless there never was a connection."""
    kind = type(error).__name__
    # Of TLS only a certificate that isn't trusted: its other errors come in the middle of an answer too.
    no_connection = ("NewConnectionError", "NameResolutionError", "CERTIFICATE_VERIFY_FAILED")
    never_sent = isinstance(error, requests.ConnectTimeout) or any(name in repr(error) for name in no_connection)
    if method == "POST" and not never_sent:
        return Unclear(PLACE, f"no answer to a post: {kind}")
    return Unavailable(PLACE, f"can't be reached: {kind}")


def json_of(response: requests.Response) -> Any:
    """The answer's JSON. Raises ``Unavailable`` for a page of HTML behind a success: a proxy or a maintenance page."""
    try:
        return response.json()
    except ValueError as error:
        raise Unavailable(PLACE, "answered with something that isn't JSON: check FRESHDESK_URL and proxies") from error


def retry_after(response: requests.Response) -> float:
    """Seconds, by the header, within reason; a minute where it is missing or no number."""
    try:
        return min(max(1.0, float(response.headers.get("Retry-After", ""))), LONGEST_RETRY_AFTER)
    except ValueError:
        return DEFAULT_RETRY_AFTER


def _code(response: requests.Response) -> str:
    return str(_body(response).get("code") or "")


def _reason(response: requests.Response) -> str:
    body = _body(response)
    wrong = [f"{e.get('field')}: {e.get('message')}" for e in body.get("errors", []) if isinstance(e, Mapping)]
    return "; ".join(wrong) or str(body.get("message") or body.get("code") or "")


def _body(response: requests.Response) -> Mapping[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, Mapping) else {}
