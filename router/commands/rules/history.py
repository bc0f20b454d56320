"""``rules history`` and ``rules diff``: what was in force when, and what changed between two sets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from router.commands.opening import store_or_exit
from router.commands.rules.options import RULES, there_or_exit
from router.commands.rules.to_type import to_type
from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid
from router.rulebook.set_diff import difference, folder_texts
from router.store.publications import NoSuchSetError, Publication
from router.wiring import Store

IN_FORCE, FOLDER = "in-force", "folder"
COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def history(limit: int, as_json: bool) -> None:
    """What was put in force when, by whom, from which commit and how; newest first."""
    store = store_or_exit()
    lines = store.publications.newest(limit)
    if as_json:
        click.echo(json.dumps([_as_json(line, place == 0) for place, line in enumerate(lines)], indent=2))
        return
    for place, line in enumerate(lines):
        click.echo(_told(line, in_force=place == 0))
    if not lines:
        click.echo("no rules were published yet: python -m router rules publish")


def _as_json(line: Publication, in_force: bool) -> Mapping[str, object]:
    return {
        "hash": line.sha256,
        "at": line.at.isoformat(),
        "by": line.author,
        "commit": line.commit,
        "how": line.how,
        "in_force": in_force,
    }


def _told(line: Publication, in_force: bool) -> str:
    hash_, _, remark = line.commit.partition(" ")
    commit = f"  commit {' '.join((hash_[:12], remark)).strip()}" if hash_ else ""
    mark = "  <- in force" if in_force else ""
    return f"{line.sha256[:12]}  {line.at:%Y-%m-%d %H:%M:%S} UTC  {line.how} by {line.author}{commit}{mark}"


@click.command()
@click.argument("old", default=IN_FORCE, metavar="[HASH|in-force]")
@click.argument("new", default=FOLDER, metavar="[HASH|in-force|folder]")
@RULES
def diff(old: str, new: str, folder: Path) -> None:
    """What changed between two sets, file by file. Without words: what publishing the folder would change."""
    store = store_or_exit()
    (before, was), (after, now) = (_side(store, word, folder) for word in (old, new))
    lines = list(difference(before, after, was, now))
    for line in lines:
        click.echo(click.style(line, fg=COLOURS.get(line[:1])))
    if not lines:
        click.echo(f"no difference: {was} and {now} say the same")


def _side(store: Store, word: str, folder: Path) -> tuple[Mapping[str, str], str]:
    """The files of a set, and its name in front of theirs."""
    try:
        if word == FOLDER:
            there_or_exit(folder)
            return folder_texts(folder), str(folder)
        sha256 = _in_force(store, folder) if word == IN_FORCE else store.publications.find(word)
        return store.rule_sets.files_of(sha256), f"in-force-{sha256[:12]}" if word == IN_FORCE else sha256[:12]
    except NoSuchSetError as none:
        raise click.ClickException(str(none)) from none
    except Unavailable as gone:
        raise click.ClickException(gone.says) from gone
    except RulesInvalid as invalid:
        raise click.ClickException(f"{folder}/{invalid.errors[0]}") from invalid


def _in_force(store: Store, folder: Path) -> str:
    sha256 = store.rule_sets.hash_in_force()
    if sha256 is None:
        raise click.ClickException(f"no rules were published yet: {to_type('publish', folder)}")
    return sha256
