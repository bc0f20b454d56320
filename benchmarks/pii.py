"""How much of the personal data in texts is masked, and how much of what is masked is personal data.

Texts go through the function that masks tickets, without a known requester. A labelled span is found if masked spans,
of whatever kind, cover at least nine tenths of its characters, for what counts is that it doesn't leave. A masked span
is right if half of it or more is labelled, or belongs to a labelled span's own words (a phone's "+"); precision is told
by the kind that it was masked as. Kinds of which nothing is masked are counted under `not_masked`. Percentages are 0 to
100. Prints one JSON object last.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from benchmarks.public_data import rows_of
from router.reading.personal import Span, personal_data

COVERED, RIGHT = 0.9, 0.5
OURS: Mapping[str, Collection[str]] = {
    "PERSON": ("person",),
    "EMAIL_ADDRESS": ("email",),
    "PHONE_NUMBER": ("phone",),
    "CREDIT_CARD": ("card",),
    "IBAN_CODE": ("iban",),
    "US_SSN": ("id",),
    "US_DRIVER_LICENSE": ("id",),
}
"""The labels that are masked, and as what. The rest is left: places, organisations, titles, dates, links, IPs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its labels and with what was masked in it."""

    text: str
    labels: Sequence[Span]
    masked: Sequence[Span]


@click.command()
@click.option(
    "--data", required=True, help="JSON lines with text and spans (entity_type, start_position, end_position)."
)
@click.option("--clean", multiple=True, help="JSON lines with text and hardly any personal data; may be repeated.")
@click.option("--show", is_flag=True, help="What was missed, and what was masked wrongly, one a line, first.")
def main(data: str, clean: tuple[str, ...], show: bool) -> None:
    """Mask texts and compare with their labels."""
    texts = [_read(row) for row in rows_of(data, "text", "spans")]
    if show:
        for line in (line for one in texts for line in _wrong(one)):
            click.echo(line)
    labels = [(label, one) for one in texts for label in one.labels]
    told = {kind: _figures(kind, labels, texts) for kind in OURS}
    left = Counter(label.kind for label, _ in labels if label.kind not in OURS)
    untouched = {kind: _percent(_found(kind, labels), count) for kind, count in left.items()}
    masked = Counter(span.kind for one in texts for span in one.masked)
    result = {"n": len(texts), "types": told, "not_masked": left, "of_these_covered": untouched, "masked": masked}
    click.echo(json.dumps({**result, "clean": {name: _in_clean(name, show) for name in clean}}, ensure_ascii=False))


def _in_clean(name: str, show: bool) -> dict[str, float]:
    """In how many of these texts something is masked, in percent, and how often as what."""
    rows = [(row["text"], personal_data(row["text"])) for row in rows_of(name, "text")]
    if show:
        for text, span in ((text, span) for text, spans in rows for span in spans):
            click.echo(f"masked as {span.kind}: {text[span.start : span.end]!r} in {text!r}")
    kinds = Counter(span.kind for _, spans in rows for span in spans)
    return {"n": len(rows), "masked_in": _percent(sum(bool(spans) for _, spans in rows), len(rows)), **kinds}


def _read(row: Mapping[str, Any]) -> Text:
    labels = [Span(one["entity_type"], one["start_position"], one["end_position"]) for one in row["spans"]]
    return Text(row["text"], labels, personal_data(row["text"]))


def _figures(kind: str, labels: Sequence[tuple[Span, Text]], texts: Sequence[Text]) -> dict[str, float]:
    count = sum(label.kind == kind for label, _ in labels)
    masked = [(span, one) for one in texts for span in one.masked if span.kind in OURS[kind]]
    right = sum(_is_right(span, one, kind) for span, one in masked)
    return {
        "recall": _percent(_found(kind, labels), count),
        "precision": _percent(right, len(masked)),
        "n": count,
        "masked": len(masked),
    }


def _found(kind: str, labels: Sequence[tuple[Span, Text]]) -> int:
    return sum(_is_found(label, one) for label, one in labels if label.kind == kind)


def _is_found(label: Span, one: Text) -> bool:
    return _covered(label, one.masked) >= COVERED * (label.end - label.start)


def _is_right(span: Span, one: Text, kind: str) -> bool:
    """Kinds that share a placeholder are right for one another."""
    alike = [label for label in one.labels if label.kind in OURS and set(OURS[label.kind]) & set(OURS[kind])]
    return _covered(span, alike) >= RIGHT * (span.end - span.start)


def _covered(span: Span, by: Sequence[Span]) -> int:
    return len({at for other in by for at in range(max(span.start, other.start), min(span.end, other.end))})


def _wrong(one: Text) -> list[str]:
    missed = [
        f"missed {label.kind}: {one.text[label.start : label.end]!r} in {one.text!r}"
        for label in one.labels
        if label.kind in OURS and not _is_found(label, one)
    ]
    kinds = {ours: kind for kind, many in OURS.items() for ours in many}
    return missed + [
        f"masked as {span.kind}: {one.text[span.start : span.end]!r} in {one.text!r}"
        for span in one.masked
        if span.kind not in kinds or not _is_right(span, one, kinds[span.kind])
    ]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


if __name__ == "__main__":
    main()
