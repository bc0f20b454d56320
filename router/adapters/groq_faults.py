"""From the SDK's exceptions to a verdict, and from a verdict to our own errors."""

from __future__ import annotations

import groq

from router.adapters.groq_verdicts import Verdict, verdict
from router.errors import Problem, Refused, Unavailable

PLACE = "Groq"

_ADVICE = {
    401: "the key was refused; check GROQ_API_KEY, or make a new key in Groq's console",
    403: "the key lacks the right, or this network is blocked; check the project's permissions in Groq's console",
}


class NoAnswerError(Exception):
    """A call that brought no answer; known to the Groq adapter only. ``status`` is None when none came."""

    def __init__(self, verdict: Verdict, status: int | None = None) -> None:
        super().__init__(verdict.says)
        self.verdict = verdict
        self.status = status

    @property
    def told(self) -> str:
        """What it says, with what to do about it."""
        advice = _ADVICE.get(self.status or 0, "") if self.verdict.step == "refuse" else ""
        return f"{advice} ({self.verdict.says})" if advice else self.verdict.says


def no_answer(error: groq.APIError | ValueError, longest_wait: float) -> NoAnswerError:
    """What the SDK's exception means. A ``ValueError`` is a body that is no JSON."""
    if isinstance(error, groq.APIStatusError):
        return NoAnswerError(
            verdict(error.status_code, error.response.headers, error.body, longest_wait), error.status_code
        )
    if isinstance(error, groq.APITimeoutError):
        return NoAnswerError(Verdict("next model", "no answer in time", kind="no answer in time"))
    if isinstance(error, groq.APIConnectionError):
        nobody = "no connection; check GROQ_BASE_URL and the network"
        return NoAnswerError(Verdict("again", nobody, kind="no connection"))
    other = "what came back is no chat completion; check GROQ_BASE_URL"
    return NoAnswerError(Verdict("again", other, kind="no completion"))


def problem(miss: NoAnswerError) -> Problem:
    """The error of ours that tells the caller what to do about it."""
    if miss.verdict.step == "refuse":
        advice = _ADVICE.get(miss.status or 0, "the request was refused")
        return Refused(PLACE, f"{advice} ({miss.verdict.says})", miss.status)
    return Unavailable(PLACE, miss.verdict.says, miss.verdict.wait)
