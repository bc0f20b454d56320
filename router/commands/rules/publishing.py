"""``rules publish`` and ``rules rollback``: which set is in force for all workers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from router.adapters.git import commit_of
from router.commands.opening import author, store_or_exit
from router.commands.rules import outcomes
from router.commands.rules.checking import doubts_about
from router.commands.rules.options import RULES, TEMPLATES, count, folder_or_exit
from router.commands.rules.to_type import to_type
from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, from_files
from router.rulebook.set_diff import changed_files, folder_texts
from router.rulebook.template_names import template_names
from router.store.publications import How, NoSuchSetError, Publication
from router.trying.rule_tests import run_tests
from router.wiring import Store

FLIGHT = "runs that have begun end with the rules they had"


@click.command()
@RULES
@TEMPLATES
def publish(folder: Path, templates: Path) -> None:
    """Check and test the rules, and put them in force for all workers. With a mistake nothing changes."""
    rules = folder_or_exit(folder, templates)
    tested = run_tests(rules)
    if not tested.passed:
        click.echo("\n".join(outcomes.in_words(tested, folder, everything=False)))
        raise click.ClickException("not published: the rules in force stay as they are")
    for doubt in doubts_about(rules, folder, templates):
        if doubt.severity == "warning":
            click.echo(doubt)
    _switch(store_or_exit(), rules, "publish", commit_of(folder))


@click.command()
@click.argument("sha256", metavar="[HASH]", default="")
@RULES
@TEMPLATES
def rollback(sha256: str, folder: Path, templates: Path) -> None:
    """Put an earlier set in force again: HASH, or the one before. See: rules history."""
    store = store_or_exit()
    rules = _earlier(store, sha256.lower() or _before(store, folder), templates)
    if rules.sha256 == store.rule_sets.hash_in_force():
        raise click.ClickException(f"{rules.sha256[:12]} is in force already")
    if failed := run_tests(rules).counts["failed"]:
        click.echo(f"note: {count(failed, 'test')} of this set would fail today; it is put in force all the same")
    _switch(store, rules, "rollback", _commit_then(store, rules.sha256))
    for line in _folder_differs(folder, rules):
        click.echo(line)


def _switch(store: Store, rules: RuleSet, how: How, commit: str) -> None:
    before = store.rule_sets.hash_in_force()
    line = Publication(rules.sha256, store.clock.now(), author(), commit, how)
    if not store.rule_sets.put_in_force(rules, line):
        click.echo(f"in force already: {rules.sha256[:12]}; nothing changed")
        return
    was = f" (before: {before[:12]})" if before else ""
    click.echo(f"in force for all workers: {rules.sha256[:12]}{was}; {FLIGHT}")
    if held := store.switches.by_hand():
        verb = "counts" if len(held) == 1 else "count"
        click.echo(f"{count(len(held), 'lane')} set by hand still {verb}; see: python -m router rules lane")


def _before(store: Store, folder: Path) -> str:
    """The set before the one in force; exit code 1 with the way forward when that is the oldest."""
    try:
        return store.publications.before()
    except NoSuchSetError as none:
        newest = store.publications.newest()
        later = next((line.sha256 for line in newest if line.sha256 != newest[0].sha256), "")
        if not later:
            raise click.ClickException(str(none)) from none
        forward = to_type(f"rollback {later[:12]}", folder)
        raise click.ClickException(f"this is the oldest set; to go forward again: {forward}") from none


def _earlier(store: Store, prefix: str, templates: Path) -> RuleSet:
    """The set, as the present version of the service reads it; exit code 1 when it can't."""
    try:
        sha256 = store.publications.find(prefix)
        # The name stays, whatever a later version makes of the same files.
        return replace(from_files(store.rule_sets.files_of(sha256), template_names(templates)), sha256=sha256)
    except NoSuchSetError as none:
        raise click.ClickException(str(none)) from none
    except Unavailable as gone:
        raise click.ClickException(gone.says) from gone
    except RulesInvalid as invalid:
        for error in invalid.errors:
            click.echo(f"{sha256[:12]}/{error}")
        raise click.ClickException("this set can't be used any more; the rules in force stay as they are") from invalid


def _commit_then(store: Store, sha256: str) -> str:
    """The commit that the set was first published from."""
    return next((line.commit for line in reversed(store.publications.newest()) if line.sha256 == sha256), "")


def _folder_differs(folder: Path, rules: RuleSet) -> Iterator[str]:
    """A folder that says something else would bring it back with the next publishing."""
    try:
        changed = changed_files(rules.files, folder_texts(folder)) if folder.is_dir() else []
    except RulesInvalid as invalid:
        yield f"{folder} can't be compared with it: {invalid.errors[0]}"
        return
    if changed:
        yield f"{folder} differs from it in {', '.join(changed)}; the next publishing would bring that in force again."
        yield f"See: {to_type('diff', folder)}"
