"""Delivers webhooks: at once, then after 5, 30 and 60 minutes on a clock that may run faster, then gives up."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import requests

from sandbox.freshdesk.faults import Bell

ONCE = Bell()
RETRY_AFTER_MINUTES = (5, 30, 60)
_TIMEOUT = 10.0
_LOG_LENGTH = 10_000


@dataclass(frozen=True)
class Call:
    """One webhook to send. ``headers`` may hold secrets and are not logged."""

    rule: str
    ticket_id: int
    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    auth: tuple[str, str] | None
    body: str
    delivery: int = 0


@dataclass(frozen=True)
class Attempt:
    """What came of one try. ``status`` 0 means no answer; ``outcome`` is delivered, will retry, given up,
    dropped or postponed."""

    delivery: int
    attempt: int
    rule: str
    ticket_id: int
    method: str
    url: str
    body: str
    status: int
    error: str
    seconds: float
    outcome: str


class Deliverer:
    """Sends in threads of its own, so that a slow receiver never holds the desk."""

    def __init__(self, fast_clock: float = 1.0, on_give_up: Callable[[Call], None] = lambda call: None) -> None:
        self._minute = 60.0 / fast_clock
        self._on_give_up = on_give_up
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="webhook")
        self._timers: set[threading.Timer] = set()
        self._log: list[Attempt] = []
        self._stopped = False

    def ring(self, call: Call, bell: Bell = ONCE) -> None:
        """Send it as the bell is told to; one that never rings leaves only a line in the log."""
        call = replace(call, delivery=next(self._numbers))
        if bell.mode == "never":
            self._write(call, 0, 0, "the bell was told not to ring", 0.0, "dropped")
        elif bell.mode == "late":
            self._write(call, 0, 0, "the limit of this hour is used up", 0.0, "postponed")
            self._after(bell.seconds, call, 1)
        else:
            for _ in range(2 if bell.mode == "twice" else 1):
                self._submit(call, 1)

    def log(self) -> list[Attempt]:
        with self._lock:
            return list(self._log)

    def clear(self) -> None:
        """Forget the log and every retry that waits."""
        with self._lock:
            self._log.clear()
            waiting, self._timers = self._timers, set()
        for timer in waiting:
            timer.cancel()

    def stop(self) -> None:
        self._stopped = True
        self.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, call: Call, attempt: int) -> None:
        if not self._stopped:
            self._pool.submit(self._send, call, attempt)

    def _send(self, call: Call, attempt: int) -> None:
        status, error, started = 0, "", time.monotonic()
        try:
            status = _post(call)
        except requests.RequestException as fault:
            error = f"{type(fault).__name__}: {fault}"
        delivered = 200 <= status < 300
        last = attempt > len(RETRY_AFTER_MINUTES)
        outcome = "delivered" if delivered else "given up" if last else "will retry"
        self._write(call, attempt, status, error, time.monotonic() - started, outcome)
        if outcome == "will retry":
            self._after(RETRY_AFTER_MINUTES[attempt - 1] * self._minute, call, attempt + 1)
        elif outcome == "given up":
            self._on_give_up(call)

    def _after(self, seconds: float, call: Call, attempt: int) -> None:
        timer = threading.Timer(seconds, self._submit, (call, attempt))
        timer.daemon = True
        with self._lock:
            self._timers = {one for one in self._timers if one.is_alive()} | {timer}
        timer.start()

    def _write(self, call: Call, attempt: int, status: int, error: str, seconds: float, outcome: str) -> None:
        row = Attempt(
            call.delivery,
            attempt,
            call.rule,
            call.ticket_id,
            call.method,
            call.url,
            call.body,
            status,
            error,
            round(seconds, 4),
            outcome,
        )
        with self._lock:
            self._log = [*self._log[-_LOG_LENGTH:], row]


def _post(call: Call) -> int:
    # A session without the environment: a proxy set for the outside world must not see what goes to loopback.
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(
            call.method,
            call.url,
            data=call.body.encode("utf-8"),
            headers=dict(call.headers),
            auth=call.auth,
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
    return answer.status_code


def call_of(action: dict[str, Any], rule: str, ticket_id: int, body: str) -> Call:
    """The call an action describes: JSON, with a key, a user and password, or headers of the admin's own."""
    headers = {"Content-Type": "application/json", "User-Agent": "Freshdesk"}
    headers |= {str(name): str(value) for name, value in (action.get("custom_headers") or {}).items()}
    basic = action.get("auth_header") or {}
    auth = (str(basic.get("username", "")), str(basic.get("password", ""))) if basic else None
    if action.get("api_key"):
        auth = (str(action["api_key"]), "X")
    method = str(action.get("request_type") or "POST").upper()
    return Call(rule, ticket_id, method, str(action["url"]), tuple(headers.items()), auth, body)
