"""What rules on trial would have done, summed up from what the records say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from router.rulebook import routing, sending
from router.rulebook.ruleset import RuleSet

WOULD = "would have decided"
File = Literal["routing.yaml", "sending.yaml"]


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
class _Decided:
    """A record, as far as trials go."""

    ticket_id: int
    route: _Route | None = None
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
        self._on_trial: Mapping[tuple[str, str], str] = {
            (file, rule.id): rule.title
            for file, listed in ((routing.FILE, live.routing.rules), (sending.FILE, live.sending.rules))
            for rule in listed
            if rule.trial
        }
        self._counts: dict[tuple[str, str], _Count] = {}
        self.decisions = 0

    def add(self, record: str) -> None:
        """One record's text."""
        decided = _DECIDED.validate_json(record)
        self.decisions += 1
        if decided.route:
            self._looked(
                routing.FILE, decided.ticket_id, decided.route.rule, decided.route.decision, decided.route.trace
            )
        if decided.permit:
            self._looked(
                sending.FILE, decided.ticket_id, decided.permit.rule, decided.permit.lane, decided.permit.trace
            )

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
