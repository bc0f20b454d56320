"""What a decision record says about rules on trial, and about those that decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter

WOULD = "would have decided"
IN_FORCE = ("decided", "added tags")
_ON_TRIAL = re.compile(r"On trial: the wording rule (\S+) would have ")


@dataclass(frozen=True, slots=True)
class Looked:
    rule: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Route:
    decision: str
    rule: str
    trace: tuple[Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Permit:
    lane: str
    rule: str
    trace: tuple[Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Usage:
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    usage: _Usage = _Usage()


@dataclass(frozen=True, slots=True)
class Decided:
    """A record, as far as trials go. What rules of ``wording.yaml`` would have done stands in the draft's remarks."""

    ticket_id: int
    rules: str = ""
    route: _Route | None = None
    draft: Draft | None = None
    permit: _Permit | None = None


_DECIDED = TypeAdapter(Decided)


def read_decided(record: str) -> Decided:
    """Read what any version of the code wrote. Raises ``ValidationError``."""
    return _DECIDED.validate_json(record)


def worded(draft: Draft, on_trial: Iterable[str]) -> Iterator[Looked]:
    """Each rule of wording.yaml that was on trial when the draft was written; its remarks name those that applied."""
    found = (_ON_TRIAL.match(remark) for remark in draft.usage.remarks)
    would = dict.fromkeys(remark[1] for remark in found if remark)
    yield from (Looked(rule, WOULD) for rule in would)
    yield from (Looked(rule, "did not apply") for rule in on_trial if rule not in would)
