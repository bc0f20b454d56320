"""What an error of Groq means for the call: pure, from the status, the headers and the body.

Groq's error codes: https://console.groq.com/docs/errors; limits: https://console.groq.com/docs/rate-limits
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Step = Literal["again", "next model", "model is gone", "refuse", "unusable answer"]
UNANSWERED = ("no answer in time", "no completion")
"""Kinds after which nobody can tell whether the call was billed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do next, and why. ``wait`` is in seconds; None means that Groq named no time.

    ``kind`` is what happened, in the few words under which it is counted.
    """

    step: Step
    says: str
    wait: float | None = None
    content: str = ""
    kind: str = "request refused"


def verdict(status: int, headers: Mapping[str, str], body: object, longest_wait: float) -> Verdict:
    """The next step after an answer that is no success."""
    code, message = _code_and_message(body)
    says = f"HTTP {status}{f' {code}' if code else ''}: {message or 'no reason given'}"
    if status == 429:
        return _limited(retry_after(headers), says, longest_wait)
    if code.startswith("model_") and status in (400, 403, 404):
        return Verdict("model is gone", says, kind="retired")
    if status in (401, 403):
        return Verdict("refuse", says, kind="key refused")
    if code == "json_validate_failed":
        return Verdict("unusable answer", says, content=_failed_generation(body), kind="no JSON")
    if status >= 500 or status in (408, 409, 498):
        return Verdict("again", says, retry_after(headers), kind="server error")
    if status in (404, 405) and not code:
        address = f"{says}; there is no such API at this address, check GROQ_BASE_URL"
        return Verdict("refuse", address, kind="wrong address")
    return Verdict("next model", says)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by the ``Retry-After`` header; None when it is missing or unreadable."""
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < 7 * 86_400 else None


def _limited(wait: float | None, says: str, longest_wait: float) -> Verdict:
    """Limits are counted for each model apart, so a long wait for one is a reason to ask the next."""
    step: Step = "again" if wait is not None and wait <= longest_wait else "next model"
    return Verdict(step, says, wait, kind="limited")


def _code_and_message(body: object) -> tuple[str, str]:
    error = body.get("error", body) if isinstance(body, Mapping) else {}
    if not isinstance(error, Mapping):
        return "", str(error)[:300]
    return str(error.get("code") or ""), " ".join(str(error.get("message") or "").split())[:300]


def _failed_generation(body: object) -> str:
    error = body.get("error", body) if isinstance(body, Mapping) else {}
    return str(error.get("failed_generation") or "") if isinstance(error, Mapping) else ""
