"""An explanation for a person to read, and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from router.commands.rules import trees
from router.rulebook.fact_values import whole_message
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.words import shorten
from router.run import Run
from router.silence import Standing
from router.trying.explaining import Explained, Explanation

MOST = 400
"""So many letters of the message are shown where not everything is asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is to be told. ``stands`` and ``run`` are None for facts out of a file.

    ``happened`` are the lines that say how the ticket stands, ``unasked`` why no rule of ``sending.yaml`` was asked.
    ``given`` is the message where facts hold one.
    """

    explanation: Explanation | None
    stands: Standing | None = None
    happened: tuple[str, ...] = ()
    run: Run | None = None
    remarks: tuple[str, ...] = ()
    given: str = ""
    unasked: str = "no rule is asked, because no draft is written"


def in_words(told: Told, *, everything: bool = False) -> Iterator[str]:
    """What happened, and for each file who decided and by what; with ``everything`` also why the others did not."""
    lines = "\n".join(_lines(told, everything)).lstrip("\n")
    return iter(lines.split("\n"))


def _lines(told: Told, everything: bool) -> Iterator[str]:
    message = _message(told.run) or told.given
    yield from told.happened
    if told.run is not None:
        yield f"Ticket {told.run.ticket_id}, run {told.run.id}, rules {told.run.rules[:12] or 'none yet'}"
    if message:
        yield f"The message: {message if everything else shorten(message, MOST)}"
    yield from _tags(told)
    yield from told.remarks
    if told.explanation is not None:
        yield from _files(told.explanation, told.unasked, message, everything)
    elif told.run is not None:
        yield "no rule was looked at: the run ended before it had read the ticket"
    if everything and told.explanation is not None:
        yield from ("", told.happened[0] if told.happened else _decided(told.explanation))


def _message(run: Run | None) -> str:
    """Masked, as everything in a record is."""
    if run is None or run.ticket is None or run.message is None:
        return ""
    return " ".join(whole_message(run.ticket.subject, run.message.text).split())


def _tags(told: Told) -> Iterator[str]:
    """Those that were written to the ticket, or would be; where nothing was posted, none were."""
    run, explanation = told.run, told.explanation
    if run is None:
        tags = explanation.route.tags if explanation else ()
    elif run.route is None or run.receipt is None or run.receipt.delivered == "nothing":
        tags = ()
    else:
        tags = (*run.route.tags, *(run.permit.tags if run.permit else ()))
    if tags:
        yield f"tags: {', '.join(dict.fromkeys(tags))}"


def _files(explanation: Explanation, unasked: str, message: str, everything: bool) -> Iterator[str]:
    for one in (explanation.routing, explanation.sending):
        yield from _file(one, message, everything) if one is not None else ()
    if explanation.sending is None:
        yield f"\nsending.yaml: {unasked}"


def _file(one: Explained, message: str, everything: bool) -> Iterator[str]:
    yield f"\n{one.file}: {_winner(one)} – {one.says}"
    if not everything:
        yield from (f"  {line}" for line in trees.in_short(one.rules, len(one.passed_over), message))
        return
    yield from (f"  {line}" for line in trees.in_words(one.rules, message))
    if one.passed_over:
        yield f"  –    not for a machine's message: {', '.join(one.passed_over)}"


def _decided(explanation: Explanation) -> str:
    files = (one for one in (explanation.routing, explanation.sending) if one is not None)
    return "; ".join(f"{one.file}: {_winner(one)} – {one.says}" for one in files)


def _winner(one: Explained) -> str:
    if one.decided == OTHERWISE:
        return f'no rule decides, so "{OTHERWISE}"'
    return "decided before any rule, which is built in" if one.decided == BUILT_IN else f"{one.decided} decides"


def as_json(told: Told) -> str:
    """The same as one object."""
    explained = told.explanation
    files = (explained.routing, explained.sending) if explained else ()
    value = {
        "ticket": told.run.ticket_id if told.run else None,
        "run": told.run.id if told.run else None,
        "standing": {"kind": told.stands.kind, "says": told.stands.says, "todo": told.stands.todo}
        if told.stands
        else None,
        "happened": list(told.happened),
        "reasons": list(told.run.permit.reasons) if told.run and told.run.permit else [],
        "remarks": list(told.remarks),
        "files": {
            one.file: {
                "decided": one.decided,
                "says": one.says,
                "rules": trees.as_json(one.rules),
                "passed_over": list(one.passed_over),
            }
            for one in files
            if one is not None
        },
    }
    return json.dumps(value, indent=2, ensure_ascii=False)
