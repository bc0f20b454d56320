"""Asks Freshdesk what the doctor wants to know: a few plain reads, once each, beside the service's own client.

That one waits and repeats, and shares the account's limit through the database; here a fault is the answer looked for,
and the database may be what is broken. Nothing is posted: the one POST goes to a ticket that can't exist.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from router.doctor.desk import EVERYTHING, Survey, Webhook
from router.ports import Clock

RIGHTS = ("tickets", "contacts", "groups", "agents")
PAGE = 100
NO_TICKET = 0
TICKETS_LOOKED_AT = 6
CALLS_TO_SPARE = 60
"""With fewer calls left nobody looks for what was written by hand: the account needs them."""
WEBHOOK_PATH, SECRET_HEADER = "/webhooks/freshdesk", "x-router-secret"
KEY = "set FRESHDESK_API_KEY to the key of an active agent (Profile settings → View API key), restart the worker"
ADDRESS = "check FRESHDESK_URL, this machine's network and proxy, and https://status.freshworks.com"


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer. ``status`` is 0 when none came, and then ``says`` tells why."""

    status: int
    value: Any
    says: str
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    def rows(self) -> list[Mapping[str, Any]]:
        return [row for row in self.value if isinstance(row, Mapping)] if isinstance(self.value, list) else []


class DeskSurvey:
    """One look at an account."""

    def __init__(self, url: str, api_key: str, timeout: float, clock: Clock) -> None:
        self._base = f"{url.rstrip('/')}/api/v2"
        self._timeout = min(timeout, 10.0)
        self._clock = clock
        self._session = requests.Session()
        self._session.auth = (api_key, "X")

    def look(self, ours: Callable[[int], Collection[int]] | None) -> Survey:
        """Everything. ``ours`` tells the entries of a ticket that our outbox posted; None: nobody can tell."""
        me, now = self._ask("GET", "/agents/me"), self._clock.now()
        if not me.ok or not isinstance(me.value, Mapping):
            return Survey(now, problem=me.says, mend=ADDRESS if me.status in (0, 404) or me.status >= 500 else KEY)
        answers = {
            right: self._ask("GET", f"/{right}", per_page=1 if right in RIGHTS[:2] else PAGE) for right in RIGHTS
        }
        left, total = _number(me.headers, "X-RateLimit-Remaining"), _number(me.headers, "X-RateLimit-Total")
        agent = int(me.value.get("id") or 0)
        recent = self._recent() if ours and (left is None or left > CALLS_TO_SPARE) else []
        return Survey(
            asked_at=now,
            agent=str((me.value.get("contact") or {}).get("name") or agent),
            scope=int(me.value.get("ticket_scope") or EVERYTHING),
            occasional=bool(me.value.get("occasional")),
            date=_date(me.headers.get("Date", "")),
            calls_left=left,
            calls_total=total,
            rights={right: "" if answer.ok else answer.says for right, answer in answers.items()},
            may_reply=self._may_reply(),
            groups=_names(answers["groups"], lambda row: str(row.get("name") or "")),
            agents=_names(answers["agents"], lambda row: str((row.get("contact") or {}).get("email") or "")),
            webhooks=self._webhooks(),
            by_hand=tuple(one for one in recent if ours and self._wrote_by_hand(one, agent, ours(one))),
            looked_at=len(recent),
        )

    def _ask(self, method: str, path: str, **params: int | str) -> _Asked:
        body: dict[str, Any] = {"json": {}} if method == "POST" else {}
        try:
            answer = self._session.request(
                method, self._base + path, params=params, timeout=self._timeout, allow_redirects=False, **body
            )
        except requests.RequestException as error:
            return _Asked(0, None, f"can't be reached: {type(error).__name__}", {})
        try:
            value = answer.json()
        except ValueError:
            value = None
        return _Asked(answer.status_code, value, _in_words(answer.status_code, value), answer.headers)

    def _may_reply(self) -> Literal["yes", "no", "not told"]:
        status = self._ask("POST", f"/tickets/{NO_TICKET}/reply").status
        return "no" if status == 403 else "yes" if status in (400, 404) else "not told"

    def _recent(self) -> list[int]:
        answer = self._ask("GET", "/tickets", order_by="updated_at", per_page=TICKETS_LOOKED_AT)
        return [int(row["id"]) for row in answer.rows() if "id" in row]

    def _wrote_by_hand(self, ticket: int, agent: int, ours: Collection[int]) -> bool:
        entries = self._ask("GET", f"/tickets/{ticket}/conversations", per_page=PAGE).rows()
        written = (row for row in entries if row.get("user_id") == agent and not row.get("incoming"))
        return any(row.get("id") not in ours for row in written)

    def _webhooks(self) -> tuple[Webhook, ...] | None:
        answers = {kind: self._ask("GET", f"/automations/{kind}/rules") for kind in (1, 4)}
        if not all(answer.ok for answer in answers.values()):
            return None
        return tuple(hook for kind, answer in answers.items() for row in answer.rows() for hook in _hooks(row, kind))


def _hooks(rule: Mapping[str, Any], kind: int) -> Iterator[Webhook]:
    for action in rule.get("actions") or ():
        url = str(action.get("url") or "")
        if action.get("field_name") != "trigger_webhook" or urlsplit(url).path.rstrip("/") != WEBHOOK_PATH:
            continue
        yield Webhook(
            rule=str(rule.get("name") or rule.get("id")),
            type=kind,
            active=bool(rule.get("active", True)),
            performer=(rule.get("performer") or {}).get("type"),
            url=url,
            method=str(action.get("request_type") or ""),
            body=str(action.get("content") or ""),
            secret=_secret(action),
        )


def _secret(action: Mapping[str, Any]) -> str | None:
    """What the rule sends as our secret, where Freshdesk shows it whole."""
    headers = action.get("custom_headers") or {}
    sent = next((str(value) for name, value in headers.items() if str(name).lower() == SECRET_HEADER), None)
    sent = sent or (action.get("auth_header") or {}).get("password")
    return None if not sent or set(sent) <= {"*", "•"} else str(sent)


def _names(answer: _Asked, name: Callable[[Mapping[str, Any]], str]) -> tuple[str, ...] | None:
    return tuple(filter(None, map(name, answer.rows()))) if answer.ok else None


def _in_words(status: int, value: Any) -> str:
    told = value.get("message") or value.get("code") or value.get("description") if isinstance(value, Mapping) else ""
    known = {401: "the API key isn't accepted", 403: "the key's agent may not", 429: "the call limit is used up"}
    known[404] = "there is no such account or path"
    return f"{known.get(status, 'answered')} ({status}{f': {told}' if told else ''})"


def _number(headers: Mapping[str, str], name: str) -> int | None:
    value = headers.get(name, "")
    return int(value) if value.isdecimal() else None


def _date(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None
