"""One pass over a ticket: what is known so far. It grows by one moment a stage and ends as the decision record.

Stored as JSON with a version. Reading is tolerant: what a later version added is left out, what an earlier one
lacked takes its default, so that a run may be finished by another version of the code than began it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter

from router.types import Counts, Customer, Draft, Findings, Found, Message, Permit, Receipt, Route, Ticket

VERSION = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a step could not be finished. ``later``: it may work by itself; else a person gets the ticket."""

    place: str
    says: str
    what: Literal["later", "person", "final"]
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The moments of one run. A field is None until its stage has spoken.

    ``first_at`` is when the first of its attempts was due, ``attempt`` counts the postponed ones before this.
    """

    id: str
    ticket_id: int
    started_at: datetime
    first_at: datetime
    attempt: int = 0
    rules: str = ""
    collection: str = ""
    ticket: Ticket | None = None
    message: Message | None = None
    customer: Customer | None = None
    route: Route | None = None
    found: Found | None = None
    draft: Draft | None = None
    findings: Findings | None = None
    counts: Counts | None = None
    permit: Permit | None = None
    receipt: Receipt | None = None
    trouble: Trouble | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    version: int = VERSION

    def to_json(self) -> dict[str, Any]:
        """As it is stored: plain JSON values."""
        written: dict[str, Any] = _RUN.dump_python(self, mode="json")
        return written

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Run:
        """Read back what any version of the code wrote."""
        return _RUN.validate_python(value)

    def took(self, stage: str, seconds: float) -> Run:
        """The same run with the stage's time, in seconds."""
        return replace(self, seconds={**self.seconds, stage: round(self.seconds.get(stage, 0.0) + seconds, 6)})


_RUN = TypeAdapter(Run)


Moment = TypeVar("Moment")


def known(moment: Moment | None) -> Moment:
    """A moment that an earlier stage must have set. Its absence is a fault in the order of stages."""
    if moment is None:
        raise AssertionError("a stage ran before the one it builds on")
    return moment
