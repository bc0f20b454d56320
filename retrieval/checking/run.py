"""All checks, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.checking.claims import check_figures
from retrieval.checking.examples import check_examples
from retrieval.checking.finding import Finding, Place, error
from retrieval.checking.kept import check_owner_and_review
from retrieval.checking.languages import check_languages
from retrieval.checking.library import Library, read_library
from retrieval.checking.links import check_links
from retrieval.checking.meaning import check_meaning
from retrieval.checking.questions import check_questions
from retrieval.checking.slots import check_slots
from retrieval.checking.wall import check_wall
from retrieval.checking.wording import check_exact_figures, check_greeting_and_closing
from retrieval.checking.years import check_years
from retrieval.embedding import Embedder
from retrieval.settings import Settings

Check = Callable[[Library, date], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    check_examples,
    check_slots,
    check_owner_and_review,
    check_languages,
    check_figures,
    check_wall,
    check_links,
    check_years,
    check_exact_figures,
    check_greeting_and_closing,
    check_questions,
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, in the order of files and lines, and how much was looked at.

    ``compared`` says whether examples were compared by meaning, ``refused`` whether files could not be read, so that
    nothing was compared with the articles.
    """

    findings: tuple[Finding, ...]
    templates: int
    articles: int
    questions: int
    compared: bool
    refused: bool

    def count(self, severity: str) -> int:
        """How many findings are errors, or warnings."""
        return sum(finding.severity == severity for finding in self.findings)


def check(settings: Settings, today: date, embedder: Embedder | None) -> Checked:
    """Read everything and look at all of it; without an embedder nothing is compared by meaning."""
    library = read_library(settings)
    found = [error(Place(one.path, one.line), one.says) for one in library.refused]
    for looks in CHECKS:
        found += looks(library, today)
    if embedder:
        found += check_meaning(library, embedder, settings.languages)
    return Checked(
        findings=_in_order(found),
        templates=len(library.templates),
        articles=len(library.articles),
        questions=len(library.questions),
        compared=embedder is not None,
        refused=bool(library.refused),
    )


def _in_order(found: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(set(found), key=lambda one: (one.place, one.severity, one.says)))
