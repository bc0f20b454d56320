"""A ticket's way, in one list: the table of contents of this service.

``receive`` comes before it: the webhook writes the bell and its job in one transaction (:mod:`router.web.public`).
Each row is a stage and the durable step it belongs to. A step that has finished is never repeated; one that was cut
off is done again from its beginning, which is why everything that reads rules, clock, index or network is inside one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from router.doors import Doors
from router.rows import deliver, judge, prepare, write
from router.run import Run

Step = Literal["prepare", "write", "judge", "deliver"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage's name, the step that makes it durable, and what it adds to the run."""

    name: str
    step: Step
    add: Callable[[Run, Doors], Run]


PIPELINE: tuple[Stage, ...] = (
    Stage("understand", "prepare", prepare.understand),  # -> Ticket, Message
    Stage("identify", "prepare", prepare.identify),  # -> Customer
    Stage("route", "prepare", prepare.route),  # -> Route
    Stage("retrieve", "prepare", prepare.retrieve),  # -> Found
    Stage("write", "write", write.write),  # -> Draft
    Stage("check", "judge", judge.check),  # -> Findings
    Stage("permit", "judge", judge.permit),  # -> Permit
    Stage("deliver", "deliver", deliver.deliver),  # -> Receipt
)

STEPS: tuple[Step, ...] = ("prepare", "write", "judge", "deliver")
