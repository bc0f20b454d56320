"""Calls to Freshdesk's API, and what each kind of answer means for us.

Reads and changes that set a field are repeated by tenacity. A post is sent once: an answer that never came leaves it
unclear, because Freshdesk knows no idempotency key.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import requests
import structlog
from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential_jitter

from router.errors import Refused, Unavailable, Unclear

PLACE = "Freshdesk"
ATTEMPTS = 3
LONGEST_WAIT = 5.0
"""Seconds a call waits inside a step; what takes longer ends the step, and the run comes back later."""
DEFAULT_RETRY_AFTER = 60.0

log = structlog.get_logger()


class FreshdeskCalls:
    """One account. Safe for many threads: each has its own connections."""

    def __init__(self, url: str, api_key: str, timeout: float) -> None:
        self._base = f"{url.rstrip('/')}/api/v2"
        self._auth = (api_key, "X")
        self._timeout = timeout
        self._local = threading.local()

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
        try:
            response = self._session().request(
                method,
                self._base + path,
                params=params,
                json=body,
                timeout=(min(5.0, self._timeout), self._timeout),
                allow_redirects=False,
            )
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise Unavailable(PLACE, f"can't be reached: {type(error).__name__}") from error
        except requests.RequestException as error:
            raise _no_answer(method, error) from error
        log.debug("freshdesk", method=method, path=path, status=response.status_code, **_limits(response))
        return _judged(method, path, response)

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


def _no_answer(method: str, error: requests.RequestException) -> Exception:
    refused_at_once = "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
    if method == "POST" and not refused_at_once:
        return Unclear(PLACE, f"no answer to a post: {type(error).__name__}")
    return Unavailable(PLACE, f"can't be reached: {type(error).__name__}")


def _judged(method: str, path: str, response: requests.Response) -> requests.Response:
    status = response.status_code
    if status < 300:
        return response
    if status == 429:
        raise Unavailable(PLACE, "the account's call limit is used up (429)", _retry_after(response))
    if status == 401:
        raise Unavailable(PLACE, "the API key isn't accepted (401): set FRESHDESK_API_KEY", DEFAULT_RETRY_AFTER)
    if status >= 500:
        if method == "POST":
            raise Unclear(PLACE, f"answered a post with {status}")
        raise Unavailable(PLACE, f"has a fault ({status})")
    raise Refused(PLACE, f"{method} {path} was refused: {status} {_reason(response)}".rstrip(), status)


def _reason(response: requests.Response) -> str:
    try:
        answer = response.json()
    except ValueError:
        return ""
    if not isinstance(answer, Mapping):
        return ""
    wrong = [f"{e.get('field')}: {e.get('message')}" for e in answer.get("errors", []) if isinstance(e, Mapping)]
    return "; ".join(wrong) or str(answer.get("message") or answer.get("code") or "")


def _retry_after(response: requests.Response) -> float:
    try:
        return max(1.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return DEFAULT_RETRY_AFTER


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
