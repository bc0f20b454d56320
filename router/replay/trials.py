"""What rules on trial would have done, summed up from what the records say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from router.replay.past import SetOf
from router.replay.trial_record import IN_FORCE, WOULD, Looked, read_decided, worded
from router.rulebook import routing, sending, wording
from router.rulebook.ruleset import RuleSet

Titles = Mapping[tuple[str, str], str]
"""The titles of rules on trial, by file and rule."""


@dataclass(frozen=True, slots=True)
class _Walked:
    """What a ticket met in one file, and what really decided there."""

    file: str
    ticket: int
    rule: str
    decision: str
    trace: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """What really decided where a rule on trial would have, and the newest tickets where it was so."""

    rule: str
    decision: str
    count: int
    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule on trial: how often it was looked at, and how often it would have decided. Only what happened while it was
    on trial counts; ``in_force`` is how often it decided, or added its tags, when it wasn't.
    """

    file: str
    rule: str
    title: str
    reached: int
    would: int
    in_force: int
    against: tuple[Against, ...]


@dataclass(slots=True)
class _Count:
    reached: int = 0
    in_force: int = 0
    tickets: dict[tuple[str, str], list[int]] = field(default_factory=dict)


class Trials:
    """Counts over records, newest first. ``set_of`` gives the rules of a record's time, None if they aren't kept."""

    def __init__(self, live: RuleSet, set_of: SetOf) -> None:
        self._now = _on_trial(live)
        self._set_of = set_of
        self._then: dict[str, Titles | None] = {}
        self._counts: dict[tuple[str, str], _Count] = {}
        self.decisions = 0
        self.unreadable = 0

    def add(self, record: str) -> None:
        """One record's text. One that this version can't read is counted, and nothing else."""
        try:
            decided = read_decided(record)
        except ValidationError:
            self.unreadable += 1
            return
        ticket, routed, permitted = decided.ticket_id, decided.route, decided.permit
        then = self._trials_of(decided.rules)
        self.decisions += 1
        if routed:
            self._looked(_Walked(routing.FILE, ticket, routed.rule, routed.decision, routed.trace), then)
        if permitted:
            self._looked(_Walked(sending.FILE, ticket, permitted.rule, permitted.lane, permitted.trace), then)
        if permitted and decided.draft:
            on_trial = (rule for file, rule in then or {} if file == wording.FILE)
            looked = tuple(worded(decided.draft, on_trial))
            self._looked(_Walked(wording.FILE, ticket, permitted.rule, permitted.lane, looked), then)

    def _trials_of(self, sha256: str) -> Titles | None:
        """The rules that were on trial in a set; None if it isn't kept."""
        if sha256 not in self._then:
            rules = self._set_of(sha256)
            self._then[sha256] = None if rules is None else _on_trial(rules)
        return self._then[sha256]

    def _looked(self, walked: _Walked, then: Titles | None) -> None:
        """Counts what happened on trial. What didn't apply says by itself nothing about that: the set of then does."""
        for one in walked.trace:
            rule = (walked.file, one.rule)
            if one.outcome == WOULD or rule in (then or {}):
                count = self._counts.setdefault(rule, _Count())
                count.reached += 1
                if one.outcome == WOULD:
                    count.tickets.setdefault((walked.rule, walked.decision), []).append(walked.ticket)
            elif rule in self._now and one.outcome in IN_FORCE:
                self._counts.setdefault(rule, _Count()).in_force += 1

    def summed(self) -> tuple[Trial, ...]:
        """Every rule on trial now or then; the ones that would have decided most come first."""
        found = [self._trial(file, rule) for file, rule in {**dict.fromkeys(self._now), **self._counts}]
        return tuple(sorted(found, key=lambda one: (-one.would, one.file, one.rule)))

    def _trial(self, file: str, rule: str) -> Trial:
        count = self._counts.get((file, rule), _Count())
        against = tuple(sorted(_against(count), key=lambda one: (-one.count, one.rule)))
        title = self._now.get((file, rule), "not on trial any more")
        return Trial(file, rule, title, count.reached, sum(one.count for one in against), count.in_force, against)


def _against(count: _Count) -> Iterator[Against]:
    for (rule, decision), tickets in count.tickets.items():
        yield Against(rule, decision, len(tickets), tuple(dict.fromkeys(tickets)))


def _on_trial(rules: RuleSet) -> Titles:
    files = (
        (routing.FILE, rules.routing.rules),
        (sending.FILE, rules.sending.rules),
        (wording.FILE, rules.wording.rules),
    )
    return {(file, rule.id): rule.title for file, listed in files for rule in listed if rule.trial}
