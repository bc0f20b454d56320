"""Facts or a mail out of a file or from stdin, to be explained."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from router.rulebook.complaints import Complaints
from router.rulebook.examples.scenarios import Scenario, read_case
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.rulebook.template_names import template_names
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.reader import MOST_BYTES, decode, read_yaml


def case_or_exit(path: Path, rules: RuleSet, templates: Path) -> Scenario:
    """The case, or everything that is wrong with it and exit code 1."""
    complaints = Complaints(str(path) if str(path) != "-" else "stdin")
    text = decode(_bytes(path), complaints)
    node = read_yaml(text, complaints) if text is not None else None
    case = None
    if node is not None:
        ids = (*(rule.id for rule in rules.routing.rules), BUILT_IN, OTHERWISE)
        words = Vocabulary(rules.segments.names, template_names(templates), ids, rules.customers.columns)
        case = read_case(node, complaints.file, words, rules.segments, complaints)
    if case is None or complaints.errors:
        for error in sorted(complaints.errors):
            click.echo(str(error))
        raise SystemExit(1)
    return case


def names_no_draft(case: Scenario) -> bool:
    """Whether nothing was said of a draft: no template is looked for then, so there is nothing to send."""
    return not any(name.startswith("draft.") for name in case.facts)


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{path} can't be read: {(error.strerror or 'unknown reason').lower()}") from error
