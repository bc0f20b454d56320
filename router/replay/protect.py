"""``--protect``: moves that must not happen. A replay that finds one ends with exit code 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from router.replay.moves import Aspect, Move
from router.replay.report import Report
from router.rulebook.complaints import did_you_mean, guessed, one_of

ENDS = ("ignore", "hand over", "shadow", "note", "reply", "standard reply", "retrieve", "answer", "anything")
ASPECTS: dict[str, Aspect] = {"segments": "segments", "group": "group", "template": "template", "tags": "tags"}
UNKNOWN = "can't be told"
GRAMMAR = (
    f'"FROM -> TO", where each is {one_of(ENDS)} ("answer": a standard reply or a retrieved one, however far it goes); '
    f'or one of {", ".join(ASPECTS)}, "{UNKNOWN}"'
)


class UnknownMove(ValueError):
    """What was written isn't the name of a move."""


@dataclass(frozen=True, slots=True)
class Protected:
    """One protected move: from an end to an end, or a part of the decision that must stay."""

    said: str
    before: str = ""
    after: str = ""
    aspect: str = ""

    def count(self, report: Report) -> int:
        """How many decisions make this move. What can't be ruled out counts as made."""
        told = (one for group in report.groups for reason in group.reasons for one in reason.moved if not one.doubted)
        return sum(self._met(one.move) for one in told) + sum(self._met(move) for move in report.doubts)

    def _met(self, move: Move) -> bool:
        if self.aspect == UNKNOWN:
            return move.kind == UNKNOWN
        if self.aspect:
            return ASPECTS[self.aspect] in move.aspects
        return any(self._leads(before, after) for before, after in move.ends)

    def _leads(self, before: frozenset[str], after: frozenset[str]) -> bool:
        was_there = self.after in before - {"anything"} and "not known" not in before
        return self.before in before and self.after in after and not was_there


def read_protected(text: str) -> Protected:
    """What a person wrote after ``--protect``. Raises ``UnknownMove`` with what could have been meant."""
    said = " ".join(text.replace("→", "->").casefold().split())
    if "->" not in said:
        named = said.replace("’", "'")
        if named in (*ASPECTS, UNKNOWN):
            return Protected(text, aspect=named)
        raise UnknownMove(f'"{text}" is no move{guessed(did_you_mean(named, (*ASPECTS, UNKNOWN)), f"write {GRAMMAR}")}')
    before, _, after = (part.strip() for part in said.partition("->"))
    for word in (before, after):
        if word not in ENDS:
            raise UnknownMove(
                f'"{text}": "{word}" is no end of a ticket{guessed(did_you_mean(word, ENDS), f"write {GRAMMAR}")}'
            )
    return Protected(text, before, after)


def broken(protected: Sequence[Protected], report: Report) -> list[tuple[str, int]]:
    """The protected moves that happen, each with how often."""
    counted = [(one.said, one.count(report)) for one in protected]
    return [(said, count) for said, count in counted if count]
