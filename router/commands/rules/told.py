"""An explanation for a person to read, and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from router.commands.rules import trees
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.run import Run
from router.silence import Standing
from router.trying.explaining import Explained, Explanation


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is to be told. ``stands`` and ``run`` are None for facts out of a file."""

    explanation: Explanation | None
    stands: Standing | None = None
    run: Run | None = None
    remarks: tuple[str, ...] = ()


def in_words(told: Told) -> Iterator[str]:
    """How the ticket stands, and for each file who decided, by what, and why the others did not."""
    if told.run is not None:
        yield f"Ticket {told.run.ticket_id}, run {told.run.id}, rules {told.run.rules[:12] or 'none yet'}"
    if told.stands is not None:
        yield str(told.stands)
    yield from told.remarks
    if told.explanation is not None:
        for one in (told.explanation.routing, told.explanation.sending):
            yield from _file(one) if one is not None else ()
        if told.explanation.sending is None:
            yield "\nsending.yaml: no rule is asked, because no draft is written"
    elif told.run is not None:
        yield "no rule was looked at: the run ended before it had read the ticket"


def _file(one: Explained) -> Iterator[str]:
    yield f"\n{one.file}: {_winner(one)} – {one.says}"
    yield from (f"  {line}" for line in trees.in_words(one.rules))
    if one.passed_over:
        yield f"  –    not for a machine's message: {', '.join(one.passed_over)}"


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
