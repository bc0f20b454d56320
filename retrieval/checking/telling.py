"""What was found, for people, for machines, and beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.checking.finding import Finding
from retrieval.checking.run import Checked


def in_words(checked: Checked) -> str:
    """One finding a line, then what it comes to."""
    return "\n".join([*map(str, checked.findings), _summary(checked)])


def as_json(checked: Checked) -> dict[str, object]:
    """Counts, and every finding with its place."""
    return {
        "errors": checked.count("error"),
        "warnings": checked.count("warning"),
        "templates": checked.templates,
        "articles": checked.articles,
        "questions": checked.questions,
        "compared by meaning": checked.compared,
        "findings": [_finding(finding) for finding in checked.findings],
    }


def as_annotations(checked: Checked) -> str:
    """Workflow commands, as https://docs.github.com/actions/reference/workflow-commands-for-github-actions has them."""
    return "\n".join([*(_annotation(finding) for finding in checked.findings), _summary(checked)])


def _finding(finding: Finding) -> dict[str, object]:
    other = {"path": finding.other.path, "line": finding.other.line} if finding.other else None
    return {
        "path": finding.place.path,
        "line": finding.place.line,
        "severity": finding.severity,
        "says": finding.says,
        "other": other,
    }


def _annotation(finding: Finding) -> str:
    says = finding.says.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = finding.place.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{finding.severity} file={path},line={finding.place.line}::{says}"


def _summary(checked: Checked) -> str:
    errors, warnings = checked.count("error"), checked.count("warning")
    counts = " and ".join(_count(n, what) for n, what in ((errors, "error"), (warnings, "warning")) if n)
    looked = (
        f"{_count(checked.templates, 'template')}, {_count(checked.articles, 'article')}, "
        f"{_count(checked.questions, 'golden question')}"
    )
    begins = f"{counts} in" if counts else "all is well:"
    return "; ".join([f"{begins} {looked}", *_left_out(checked)])


def _left_out(checked: Checked) -> Iterator[str]:
    if checked.refused:
        yield "what can't be read hides more: figures, links and questions are looked at when it is mended"
    if not checked.compared:
        yield "examples were not compared by meaning"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
