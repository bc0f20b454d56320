"""``rules check``: everything that is wrong with the rules, and what is legal but surely not meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from retrieval.documents.complaints import Complaints
from retrieval.documents.files import markdown_files, read_document
from retrieval.documents.templates import read_template
from retrieval.types import SHARED, Template
from router.commands.rules.in_force import differences
from router.commands.rules.options import RULES, TEMPLATES, count, there_or_exit
from router.commands.rules.remarks import as_annotation, as_json, placed
from router.commands.rules.to_type import to_type
from router.rulebook.complaints import RulesInvalid
from router.rulebook.lint.doubts import doubts
from router.rulebook.lint.remark import Remark, as_remark
from router.rulebook.ruleset import RuleSet, read_folder
from router.rulebook.template_names import template_names

MOST_SHOWN = 500
"""Lines that a person may still read; a machine gets all."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``rules`` is None when they can't be used; ``in_force`` says what else counts."""

    folder: Path
    rules: RuleSet | None
    remarks: tuple[Remark, ...]
    in_force: tuple[str, ...] = ()

    def counted(self, severity: str) -> int:
        return sum(remark.severity == severity for remark in self.remarks)


@click.command()
@RULES
@TEMPLATES
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--all", "everything", is_flag=True, help="Show also what is only worth knowing.")
@click.option("--json", "to_json", is_flag=True, help="Print a list for machines.")
@click.option("--annotations", type=click.Choice(["github"]), help="Print lines that a pull request shows in place.")
def check(
    folder: Path, templates: Path, strict: bool, everything: bool, to_json: bool, annotations: str | None
) -> None:
    """Say everything that is wrong with the rules, and what is legal but surely not meant."""
    report = look_at(folder, templates)
    if to_json:
        known = [Remark(str(folder), 1, 1, "information", says) for says in report.in_force]
        click.echo(as_json([*report.remarks, *known]))
    else:
        _tell(report, as_annotation if annotations else str, everything=everything)
    if report.rules is None or (strict and report.counted("warning")):
        raise SystemExit(1)


def look_at(folder: Path, templates: Path) -> Report:
    """Read the folder and look for mistakes, and where there are none for doubts."""
    there_or_exit(folder)
    try:
        rules = read_folder(folder, template_names(templates))
    except RulesInvalid as invalid:
        wrong = tuple(placed(as_remark(error), folder) for error in invalid.errors)
        return Report(folder, None, wrong, differences(None, folder))
    return Report(folder, rules, doubts_about(rules, folder, templates), differences(rules.sha256, folder))


def doubts_about(rules: RuleSet, folder: Path, templates: Path) -> tuple[Remark, ...]:
    """What is legal in the folder's rules and surely not meant."""
    return tuple(placed(remark, folder) for remark in doubts(rules, _templates(templates, rules)))


def _templates(folder: Path, rules: RuleSet) -> tuple[Template, ...]:
    """The templates that can be read. What is wrong with others is told when the index is built."""
    read = []
    for path in markdown_files(folder):
        complaints = Complaints()
        document = read_document(path, complaints)
        template = read_template(document, (SHARED, *rules.segments.names), complaints) if document else None
        read += [template] if template and not complaints.about(str(path)) else []
    return tuple(read)


def _tell(report: Report, line: Callable[[Remark], str], *, everything: bool) -> None:
    shown = [remark for remark in report.remarks if everything or remark.severity != "information"]
    hidden, cut = len(report.remarks) - len(shown), len(shown) - MOST_SHOWN
    for remark in shown[:MOST_SHOWN]:
        click.echo(line(remark))
    more = (f"and {cut} more",) if cut > 0 else ()
    known = (f"{count(hidden, 'thing')} more worth knowing: --all shows them",) if hidden else ()
    click.echo("\n".join((*more, *report.in_force, *known, _summary(report))))


def _summary(report: Report) -> str:
    if report.rules is None:
        return f"{count(report.counted('error'), 'mistake')}; the rules in force stay as they are"
    warnings = report.counted("warning")
    began = f"no mistakes, {count(warnings, 'warning')}" if warnings else "all is well"
    routing, sending = len(report.rules.routing.rules), len(report.rules.sending.rules)
    rules = f"{count(routing, 'routing rule')}, {count(sending, 'sending rule')}"
    tests = to_type("test", report.folder)
    return f"{began}: {rules}; hash {report.rules.sha256[:12]}; {tests} tries their examples"
