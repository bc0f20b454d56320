"""In which form a model is asked to answer: bound to our schema where it can be, else as any JSON object.

Which models can be bound (strict), and that the others are refused: https://console.groq.com/docs/structured-outputs
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import groq

from router.adapters.groq_faults import NoAnswerError
from router.adapters.groq_verdicts import Verdict

STRICT_MODELS = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")
"""Decoding is bound to the schema. Best effort, which other models offer, promises no more than a JSON object does."""

_NAME = "reply"
_SIGNS = ("response_format", "response format", "json_schema")


class Formats:
    """The form for each model, and which models refused the schema since this worker started. Safe for threads."""

    def __init__(self, schema: Mapping[str, Any] | None) -> None:
        self._schema = schema
        self._refused: set[str] = set()
        self._lock = threading.Lock()

    def of(self, model: str) -> dict[str, Any]:
        """The request's ``response_format``."""
        with self._lock:
            bound = self._schema is not None and model in STRICT_MODELS and model not in self._refused
        if not bound:
            return {"type": "json_object"}
        return {"type": "json_schema", "json_schema": {"name": _NAME, "strict": True, "schema": self._schema}}

    def refused(self, model: str, asked: Mapping[str, Any], error: Exception) -> NoAnswerError | None:
        """If the server takes no schema for this model: remember it, and ask again at once without one."""
        if asked["type"] != "json_schema" or not isinstance(error, groq.BadRequestError):
            return None
        if not any(sign in error.message.casefold() for sign in _SIGNS):
            return None
        with self._lock:
            self._refused.add(model)
        says = "the server takes no JSON schema for this model; a JSON object is asked for from now on"
        return NoAnswerError(Verdict("again", says, wait=0.0, kind="no schema"), error.status_code)
