"""Calls to Freshdesk's API. What their answers mean stands in :mod:`router.adapters.freshdesk_answers`.

Reads and changes that set a field are repeated by tenacity. A post is sent once: an answer that never came leaves it
unclear, because Freshdesk knows no idempotency key.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Mapping
from typing import Any

import requests
import structlog
from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential_jitter

from router.adapters.freshdesk_answers import PLACE, judged, no_answer, retry_after
from router.adapters.freshdesk_rate import Priority, RateGate, Told
from router.errors import Unavailable
from router.meters import outside_call, without_ids

ATTEMPTS = 3
CONNECT_SECONDS = 5.0
LONGEST_WAIT = 5.0
"""Seconds a call waits inside a step; what takes longer ends the step, and the run comes back later."""

log = structlog.get_logger()


class FreshdeskCalls:
    """One account. Safe for many threads: each has its own connections.

    ``gate`` is where calls wait for the account's limit; without one they go as they come. ``priority`` is that of
    reading; posting always goes first.
    """

    def __init__(
        self, url: str, api_key: str, timeout: float, gate: RateGate | None = None, priority: Priority = "read"
    ) -> None:
        self._base = f"{url.rstrip('/')}/api/v2"
        self._auth = (api_key, "X")
        self._timeout = timeout
        self._local = threading.local()
        self._gate = gate
        self._priority = priority

    def going(self, priority: Priority) -> FreshdeskCalls:
        """The same account and connections, with another priority for reading."""
        calls = copy.copy(self)
        calls._priority = priority
        return calls

    def read(self, path: str, params: Mapping[str, str | int] | None = None) -> requests.Response:
        """GET, repeated on faults that pass."""
        return self._repeated(lambda: self._once("GET", path, params=params))

    def set(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        """PUT of absolute values: doing it twice does no harm, so it may be repeated."""
        return self._repeated(lambda: self._once("PUT", path, body=body))

    def post(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        """POST, once. Raises ``Unclear`` when Freshdesk may have accepted it without saying so."""
        return self._once("POST", path, body=body)

    def _repeated(self, call: Callable[[], requests.Response]) -> requests.Response:
        retrying = Retrying(
            retry=_passes_soon,
            stop=stop_after_attempt(ATTEMPTS),
            wait=_as_told,
            reraise=True,
        )
        return retrying(call)

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> requests.Response:
        label = f"{method} {without_ids(path)}"
        if self._gate is not None:
            self._gate.before(self._priority if method == "GET" else "post", label)
        try:
            with outside_call(PLACE, label) as call:
                response = self._session().request(
                    method,
                    self._base + path,
                    params=params,
                    json=body,
                    timeout=(min(CONNECT_SECONDS, self._timeout), self._timeout),
                    allow_redirects=False,
                )
                call.answered(response.status_code)
        except requests.RequestException as error:
            raise no_answer(method, error) from error
        if self._gate is not None:
            self._gate.after(label, Told.by(response.status_code, response.headers, retry_after(response)))
        log.debug("freshdesk", method=method, path=path, status=response.status_code, **_limits(response))
        return judged(method, path, response)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = self._new_session()
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.auth = self._auth
        session.headers["Accept"] = "application/json"
        # Proxies and certificates are read from the environment once; requests would do it before every call.
        settings = session.merge_environment_settings(self._base, {}, None, None, None)
        session.proxies, session.verify, session.trust_env = settings["proxies"], settings["verify"], False
        return session


def _limits(response: requests.Response) -> dict[str, str | None]:
    return {
        "remaining": response.headers.get("X-RateLimit-Remaining"),
        "request_id": response.headers.get("X-Request-Id"),
    }


def _fault(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _passes_soon(state: RetryCallState) -> bool:
    fault = _fault(state)
    return isinstance(fault, Unavailable) and (fault.retry_after or 0.0) <= LONGEST_WAIT


_backoff = wait_exponential_jitter(multiplier=0.3, max=3.0)


def _as_told(state: RetryCallState) -> float:
    fault = _fault(state)
    told = fault.retry_after if isinstance(fault, Unavailable) else None
    return told or _backoff(state)
