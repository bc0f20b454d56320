"""Logs as one JSON object a line: an event's name, keys and values; never the customer's words, never a secret.

What an exception says is left out: a library's message often repeats the value it could not take, which may be what a
customer wrote. Its type and the places it came through are enough to find it.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog

from router.errors import Problem

MOST_FRAMES = 12
"""The innermost places that are told of each exception."""


def without_words(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Puts ``exception`` in the place of ``exc_info``: types and places, of the cause first."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["exception"] = [_told(one) for one in _chain(error)]
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    yield from reversed(seen)


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    told: dict[str, object] = {
        "type": type(error).__name__,
        "at": [f"{f.filename}:{f.lineno} {f.name}" for f in frames],
    }
    return told | ({"says": str(error)} if isinstance(error, Problem) else {})  # our own words, meant to be read


FOREIGN: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_words,
    structlog.processors.JSONRenderer(),
]
"""How libraries' own log lines are written: like ours."""


def set_up_logs(level: str) -> None:
    """Call once in each program, before anything logs."""
    number = logging.getLevelName(level)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=FOREIGN))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    engine = logging.getLogger("dbos")  # one without a handler is given one by DBOS, which writes plain text
    engine.handlers, engine.propagate = [handler], False
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
