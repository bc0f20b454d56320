"""What belongs to one product and stands in the template of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from retrieval.checking.finding import Finding, error, warning
from retrieval.checking.library import Library, Written
from retrieval.checking.texts import listed, runs_of
from retrieval.types import SHARED

RUN = 8
"""So many words in a row are no accident."""
Runs = set[tuple[str, ...]]


def check_wall(library: Library, today: date) -> Iterator[Finding]:
    """Names and words of products that not everybody may be told who reads the template."""
    for written in library.templates:
        yield from _names(written, library)
        yield from _words(written, library)


def _names(written: Written, library: Library) -> Iterator[Finding]:
    seen = library.audiences.seen_by_all(written.template.audience)
    for line, place in written.lines() if written.template.audience != SHARED else ():
        others = [name for name in library.audiences.named_in(line) if name not in seen]
        if others:
            says = f"names {listed(others)}, and this template is for {written.template.audience}, whose holders"
            yield error(place, f"{says} are told nothing of it; write it without, or change the audience")


def _words(written: Written, library: Library) -> Iterator[Finding]:
    seen = library.audiences.seen_by_all(written.template.audience)
    articles, templates = _runs_of_articles(library), _runs_of_templates(library, written.template.topic)
    runs = {audience: articles[audience] | templates[audience] for audience in (SHARED, *library.audiences.may_see)}
    for audience in sorted(runs.keys() - seen):
        # What two products both say is a turn of the house, and tells nobody anything.
        theirs = runs[audience].difference(*(told for other, told in runs.items() if other != audience))
        for line, place in written.lines():
            stolen = next((run for run in runs_of(line, RUN) if run in theirs), None)
            if stolen:
                tell = error if stolen in articles[audience] else warning
                says = f'"{" ".join(stolen)}" stands only in what is for {audience}, and this template is for'
                yield tell(place, f"{says} {written.template.audience}; take it out, or change the audience")


def _runs_of_articles(library: Library) -> defaultdict[str, Runs]:
    runs: defaultdict[str, Runs] = defaultdict(set)
    for said in library.said:
        runs[said.audience].update(runs_of(said.text, RUN))
    return runs


def _runs_of_templates(library: Library, topic: str) -> defaultdict[str, Runs]:
    """Those of other topics: siblings share their words."""
    runs: defaultdict[str, Runs] = defaultdict(set)
    for one in library.templates if library.said else ():
        if one.template.topic != topic:
            for line, _ in one.lines():
                runs[one.template.audience].update(runs_of(line, RUN))
    return runs
