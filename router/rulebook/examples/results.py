"""What became of an example or a scenario, with what was expected beside what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from router.rulebook.complaints import Placed

Kind = Literal["match", "no match", "known gap", "example", "examples", "scenario"]
Status = Literal["passed", "failed", "known gap", "closed gap"]

CLOSED_GAP = "this gap is closed; make it a match"
STILL_A_GAP = "still a gap"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise than expected, in words."""

    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.what} was expected to be {self.expected} and is {self.got}"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """``rule`` is whose example it is: a rule's id, a scenario's, or ``the customer`` and the like.

    A known gap never fails; ``says`` tells what is worth telling, ``differences`` the same piece by piece.
    """

    file: str
    line: int
    column: int
    rule: str
    kind: Kind
    passed: bool
    says: str = ""
    differences: tuple[Difference, ...] = ()
    closed: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.rule}, {self.kind}: {self.says or 'as expected'}"

    @property
    def status(self) -> Status:
        if not self.passed:
            return "failed"
        if not self.says:
            return "passed"
        return "closed gap" if self.closed else "known gap"


def compared(
    file: str, place: Placed, rule: str, kind: Kind, differences: Sequence[Difference], *, known_gap: bool = False
) -> ExampleResult:
    """The result of comparing: passed when nothing differs, or when it was known not to come out yet."""
    shown = tuple(differences)
    if known_gap:
        says = STILL_A_GAP if shown else 'this gap is closed; take "known gap" out'
        return ExampleResult(file, place.line, place.column, rule, kind, True, says, shown, not shown)
    says = "; ".join(map(str, shown))
    return ExampleResult(file, place.line, place.column, rule, kind, not shown, says, shown)


def differences(expected: Mapping[str, Sequence[str]], got: Mapping[str, Sequence[str]]) -> tuple[Difference, ...]:
    """What differs, in the order of what was expected; the order of several words doesn't matter."""
    return tuple(
        Difference(key, listed(wanted), listed(got.get(key, ())))
        for key, wanted in expected.items()
        if set(wanted) != set(got.get(key, ()))
    )


def listed(words: Sequence[str]) -> str:
    """Several words as a person lists them, ``nothing`` for none."""
    if len(words) < 2:
        return words[0] if words else "nothing"
    return f"{', '.join(words[:-1])} and {words[-1]}"
