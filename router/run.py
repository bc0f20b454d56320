"""One pass over a ticket: what is known so far. It grows by one moment a stage and ends as the decision record.

Stored as JSON with a version, so that a run may be finished by other code than began it. A field that is added takes
its default in older values, and older code leaves it out: the version stays. A field that is renamed, taken away or
given another meaning raises it. What a run of another version, or one that can't be read, had not finished yet is begun
again; as a record it is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from router.types import Counts, Customer, Draft, Findings, Found, Message, Permit, Receipt, Route, Ticket

VERSION = 2
"""Of what is written. Version 1 wrote the whole run at every step, where now stands what is new; it is read as ever."""
READ_IN_FULL = (1, VERSION)
NEEDED = {"id", "ticket_id", "started_at", "first_at"}
"""Without these nothing is a run."""
ALWAYS = (*NEEDED, "attempt", "version")
"""What each step tells of its run, new or not."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a step could not be finished.

    ``later``: it may work by itself. ``again``: the whole run begins anew. Else a person gets the ticket.
    """

    place: str
    says: str
    what: Literal["later", "again", "person", "final"]
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The moments of one run. A field is None until its stage has spoken.

    ``first_at`` is when the first of its attempts was due, ``attempt`` counts the postponed ones before this.
    ``erased``: what was personal in it was taken out at the customer's wish (:mod:`router.store.emptied`).
    ``unread`` names the moments that were written in a way that this version of the code can't read.
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
    erased: bool = False
    unread: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether this version of the code may go on with it."""
        return self.version in READ_IN_FULL and not self.unread

    def to_json(self, since: Run | None = None) -> dict[str, Any]:
        """As it is stored: plain JSON values. With ``since``, what has become of it since then alone."""
        new = None
        if since is not None:
            new = {*ALWAYS, *(name for name in _NAMES if getattr(self, name) is not getattr(since, name))}
        written: dict[str, Any] = _RUN.dump_python(self, mode="json", include=new, exclude={"unread"})
        return written

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> Run:
        """Read back what any version of the code wrote. Raises ``ValueError`` for what isn't a run at all."""
        try:
            return _RUN.validate_python(value)
        except ValidationError as error:
            unread = sorted({str(wrong["loc"][0]) for wrong in error.errors() if wrong["loc"]} - NEEDED)
            left = {name: moment for name, moment in value.items() if name not in unread}
            return _RUN.validate_python({**left, "unread": unread})

    def took(self, stage: str, seconds: float) -> Run:
        """The same run with the stage's time, in seconds."""
        return replace(self, seconds={**self.seconds, stage: round(self.seconds.get(stage, 0.0) + seconds, 6)})


_RUN = TypeAdapter(Run)
_NAMES = tuple(one.name for one in fields(Run))


Moment = TypeVar("Moment")


def known(moment: Moment | None) -> Moment:
    """A moment that an earlier stage must have set. Its absence is a fault in the order of stages."""
    if moment is None:
        raise AssertionError("a stage ran before the one it builds on")
    return moment
