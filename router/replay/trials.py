"""What rules on trial would have done, summed up from what the records say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from router.rulebook import routing, sending, wording
from router.rulebook.ruleset import RuleSet

WOULD = "would have decided"
_ON_TRIAL = re.compile(r"On trial: the wording rule (\S+) would have ")


@dataclass(frozen=True, slots=True)
class _Looked:
    rule: str
    outcome: str


@dataclass(frozen=True, slots=True)
class _Route:
    decision: str
    rule: str
    trace: tuple[_Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Permit:
    lane: str
    rule: str
    trace: tuple[_Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Usage:
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    usage: _Usage = _Usage()


@dataclass(frozen=True, slots=True)
class _Decided:
    """A record, as far as trials go. What rules of ``wording.yaml`` would have done stands in the draft's remarks."""

    ticket_id: int
    route: _Route | None = None
    draft: _Draft | None = None
    permit: _Permit | None = None


_DECIDED = TypeAdapter(_Decided)


@dataclass(frozen=True, slots=True)
class Against:
    """What really decided where a rule on trial would have, and the newest tickets where it was so."""

    rule: str
    decision: str
    count: int
    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule on trial: how often it was looked at, and how often it would have decided."""

    file: str
    rule: str
    title: str
    reached: int
    would: int
    against: tuple[Against, ...]


@dataclass(slots=True)
class _Count:
    reached: int = 0
    tickets: dict[tuple[str, str], list[int]] = field(default_factory=dict)


class Trials:
    """Counts over records, newest first."""

    def __init__(self, live: RuleSet) -> None:
        files = (
            (routing.FILE, live.routing.rules),
            (sending.FILE, live.sending.rules),
            (wording.FILE, live.wording.rules),
        )
        self._on_trial: Mapping[tuple[str, str], str] = {
            (file, rule.id): rule.title for file, listed in files for rule in listed if rule.trial
        }
        self._counts: dict[tuple[str, str], _Count] = {}
        self.decisions = 0

    def add(self, record: str) -> None:
        """One record's text."""
        decided = _DECIDED.validate_json(record)
        ticket, routed, permitted = decided.ticket_id, decided.route, decided.permit
        self.decisions += 1
        if routed:
            self._looked(routing.FILE, ticket, routed.rule, routed.decision, routed.trace)
        if permitted:
            self._looked(sending.FILE, ticket, permitted.rule, permitted.lane, permitted.trace)
        if permitted and decided.draft:
            self._looked(wording.FILE, ticket, permitted.rule, permitted.lane, self._worded(decided.draft))

    def _worded(self, draft: _Draft) -> Iterator[_Looked]:
        """Each rule of wording.yaml that was on trial when the draft was written, or is now."""
        found = (_ON_TRIAL.match(remark) for remark in draft.usage.remarks)
        would = dict.fromkeys(remark[1] for remark in found if remark)
        yield from (_Looked(rule, WOULD) for rule in would)
        now = [rule for file, rule in self._on_trial if file == wording.FILE]
        yield from (_Looked(rule, "did not apply") for rule in now if rule not in would)

    def _looked(self, file: str, ticket: int, rule: str, decision: str, trace: Iterable[_Looked]) -> None:
        for one in trace:
            if one.outcome == WOULD or (file, one.rule) in self._on_trial:
                count = self._counts.setdefault((file, one.rule), _Count())
                count.reached += 1
                if one.outcome == WOULD:
                    count.tickets.setdefault((rule, decision), []).append(ticket)

    def summed(self) -> tuple[Trial, ...]:
        """Every rule on trial now or then; the ones that would have decided most come first."""
        found = [self._trial(file, rule) for file, rule in {**dict.fromkeys(self._on_trial), **self._counts}]
        return tuple(sorted(found, key=lambda one: (-one.would, one.file, one.rule)))

    def _trial(self, file: str, rule: str) -> Trial:
        count = self._counts.get((file, rule), _Count())
        against = tuple(sorted(_against(count), key=lambda one: (-one.count, one.rule)))
        title = self._on_trial.get((file, rule), "not on trial any more")
        return Trial(file, rule, title, count.reached, sum(one.count for one in against), against)


def _against(count: _Count) -> Iterator[Against]:
    for (rule, decision), tickets in count.tickets.items():
        yield Against(rule, decision, len(tickets), tuple(dict.fromkeys(tickets)))
