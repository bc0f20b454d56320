"""What a rebuild did, as a value and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from retrieval.golden import GoldenReport


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild did, or with ``dry_run`` would do (then ``collection`` is empty)."""

    collection: str
    model: str
    counts: dict[str, int]
    embedded: int
    copied: int
    golden: GoldenReport = field(default_factory=GoldenReport)
    dropped: tuple[str, ...] = ()
    seconds: float = 0.0
    dry_run: bool = False

    @property
    def rows(self) -> int:
        """Vectors in the new version."""
        return sum(self.counts.values())


def says(summary: Summary) -> Sequence[str]:
    """The summary in words, a line each."""
    would = "would be " if summary.dry_run else ""
    lines = [f"{summary.rows} rows: {summary.embedded} {would}embedded, {summary.copied} {would}copied from before"]
    lines += [f"  {rows:5} {key}" for key, rows in summary.counts.items()]
    if summary.golden.asked:
        answered = summary.golden.asked - len(summary.golden.missed)
        lines.append(f"golden questions: {answered} of {summary.golden.asked} answered, nothing leaked")
        lines += [f"  missed: {missed}" for missed in summary.golden.missed]
    if summary.collection:
        lines.append(f"live: {summary.collection} ({summary.model}), built in {summary.seconds:.1f} s")
    lines += [f"dropped: {name}" for name in summary.dropped]
    return lines
