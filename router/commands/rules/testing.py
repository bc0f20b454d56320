"""``rules test``: do the examples and scenarios come out as they were written?"""

from __future__ import annotations

from pathlib import Path

import click

from router.commands.rules import junit, outcomes
from router.commands.rules.options import RULES, TEMPLATES, folder_or_exit, there_or_exit
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, read_folder
from router.rulebook.template_names import template_names
from router.trying.rule_tests import RuleTests, run_tests

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("test")
@RULES
@TEMPLATES
@click.option("--junit", "report", type=_FILE, help="Write the results to this file as JUnit XML, for CI.")
@click.option("--json", "to_json", is_flag=True, help="Print one object for machines.")
@click.option("-v", "--verbose", is_flag=True, help="Show for each rule what its examples and the scenarios tried.")
def test(folder: Path, templates: Path, report: Path | None, to_json: bool, verbose: bool) -> None:
    """Run the examples inside the rules and the scenarios in tests/.

    Exit code 1 when one fails, when a rule has no example, and when there was nothing to run. A known gap is told and
    doesn't fail.
    """
    tested = run_tests(_read(folder, templates, report, to_json))
    if report is not None:
        junit.write_results(tested.results, folder, report)
    if to_json:
        click.echo(outcomes.as_json(tested, folder))
    else:
        _tell(tested, folder, verbose)
    if not tested.passed:
        raise SystemExit(1)


def _read(folder: Path, templates: Path, report: Path | None, to_json: bool) -> RuleSet:
    """The set, or its mistakes in every form that was asked for, and exit code 1."""
    there_or_exit(folder)
    try:
        return read_folder(folder, template_names(templates))
    except RulesInvalid as invalid:
        if report is not None:
            junit.write_mistakes(invalid.errors, folder, report)
        if to_json:
            click.echo(outcomes.mistakes_as_json(invalid.errors, folder))
            raise SystemExit(1) from invalid
        return folder_or_exit(folder, templates)


def _tell(tested: RuleTests, folder: Path, verbose: bool) -> None:
    if verbose:
        outcomes.show_coverage(tested)
        click.echo()
    for line in outcomes.in_words(tested, folder, everything=verbose):
        click.echo(line)
