"""What a rebuild did, as a value and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.before import Document
from retrieval.golden import GoldenReport
from retrieval.matching.matcher import Lesson

RIGHT = 0.98
"""What is right of that which is accepted at the level ``sure`` (:mod:`retrieval.matching.calibration`)."""
KINDS = {"example": "templates", "passage": "articles"}


@dataclass(frozen=True, slots=True)
class Change:
    """Templates or articles of one audience beside the live version's. An article counts for each audience it has."""

    kind: str
    audience: str
    new: int = 0
    changed: int = 0
    gone: int = 0

    def __str__(self) -> str:
        said = [f"{number} {word}" for word, number in self._numbers() if number]
        return f"{KINDS[self.kind]} for {self.audience}: {', '.join(said) or 'as before'}"

    def _numbers(self) -> tuple[tuple[str, int], ...]:
        return ("new", self.new), ("changed", self.changed), ("gone", self.gone)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild did, or with ``dry_run`` would do (then ``collection`` is empty).

    ``unchanged``: the live version was built from the very same, and was left as it is. ``lesson`` says how well the
    matcher learned, ``lesson_before`` how well the live version's had.
    """

    collection: str
    model: str
    counts: dict[str, int]
    embedded: int
    copied: int
    changes: tuple[Change, ...] = ()
    golden: GoldenReport = field(default_factory=GoldenReport)
    lesson: Lesson = field(default_factory=Lesson)
    lesson_before: Lesson | None = None
    dropped: tuple[str, ...] = ()
    seconds: float = 0.0
    dry_run: bool = False
    server_asked: bool = True
    unchanged: bool = False

    @property
    def rows(self) -> int:
        """Vectors in the new version."""
        return sum(self.counts.values())

    @property
    def in_short(self) -> str:
        """One line, for ``status``."""
        if self.unchanged:
            return "nothing has changed since the live version was built"
        lost = f", {len(self.golden.lost)} lost and accepted" if self.golden.lost else ""
        answered = f"{self.golden.asked - len(self.golden.missed)} of {self.golden.asked} golden questions{lost}"
        return f"{self.rows} rows, {self.embedded} embedded, {self.copied} copied; {answered}"


def changes(before: Mapping[Document, str], after: Mapping[Document, str]) -> tuple[Change, ...]:
    """What is new, changed and gone, for each kind and audience that either has."""
    new = Counter(key[:2] for key in after if key not in before)
    gone = Counter(key[:2] for key in before if key not in after)
    changed = Counter(key[:2] for key in after if key in before and before[key] != after[key])
    groups = sorted({key[:2] for key in (*before, *after)})
    return tuple(Change(*group, new=new[group], changed=changed[group], gone=gone[group]) for group in groups)


def says(summary: Summary) -> Sequence[str]:
    """The summary in words, a line each."""
    if summary.unchanged:
        return [f"nothing has changed: {summary.collection} stays live ({summary.rows} rows); --anew builds it again"]
    would = "would be " if summary.dry_run else ""
    lines = [] if summary.server_asked else ["the index server doesn't answer, so everything would be embedded"]
    lines += [f"{summary.rows} rows: {summary.embedded} {would}embedded, {summary.copied} {would}copied from before"]
    lines += [f"  {rows:5} {key}" for key, rows in summary.counts.items()]
    lines += [f"  {change}" for change in summary.changes if summary.server_asked]
    lines += _lesson(summary.lesson, summary.lesson_before)
    lines += _golden(summary.golden)
    if summary.collection:
        lines.append(f"live: {summary.collection} ({summary.model}), built in {summary.seconds:.1f} s")
    return [*lines, *(f"dropped: {name}" for name in summary.dropped)]


def _lesson(lesson: Lesson, before: Lesson | None) -> list[str]:
    if not lesson.asked:
        return []
    told = before if before and before.asked else lesson
    lines = [
        f"examples that find their topic when left out: {_percent(lesson.right, told.right)}",
        f"  answered where {RIGHT:.0%} of the answers are right: {_percent(lesson.sure, told.sure)}",
    ]
    if lesson.unanswered:
        caught = told.caught if told.unanswered else lesson.caught
        lines.append(f"  unanswered questions that count as not ours: {_percent(lesson.caught, caught)}")
    return lines


def _percent(now: float, before: float) -> str:
    moved = "" if f"{before:.1%}" == f"{now:.1%}" else f" (before {before:.1%})"
    return f"{now:.1%}{moved}"


def _golden(golden: GoldenReport) -> list[str]:
    if not golden.asked:
        return []
    answered = golden.asked - len(golden.missed)
    compared = f"{len(golden.gained)} gained, {len(golden.lost)} lost, {golden.new} not asked before"
    lines = [f"golden questions: {answered} of {golden.asked} answered ({compared}), nothing leaked"]
    lines += [f"  gained: {question}" for question in golden.gained]
    lines += [f"  lost: {says}" for says in golden.lost]
    return lines + [f"  missed: {says}" for says in golden.missed if says not in golden.lost]
