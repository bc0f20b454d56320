"""``rules replay``: what the rules of a folder would have made of past tickets, beside the rules in force."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import click

from router.commands.opening import settings_or_exit, store_or_exit
from router.commands.rules.options import RULES, TEMPLATES, folder_or_exit
from router.commands.rules.replay_table import print_report
from router.errors import Unavailable
from router.replay.markdown import as_markdown
from router.replay.page import as_page
from router.replay.past import SetOf, Stored
from router.replay.protect import GRAMMAR, Protected, UnknownMove, broken, read_protected
from router.replay.replay import Replay
from router.replay.report import Report
from router.replay.telling import as_json
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet
from router.settings import Settings, SettingsInvalid
from router.store.past_records import PastRecords
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store

A = TypeVar("A")
T = TypeVar("T")
_NEW_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)

LAST = click.option("--last", type=click.IntRange(1), help="The last N decisions. [default: 1000]")
DAYS = click.option("--days", type=click.IntRange(1), help="The decisions of the last N days.")
_PROTECT = click.option("--protect", multiple=True, metavar="MOVE", help=f"Exit code 1 if this happens: {GRAMMAR}.")


@click.command()
@RULES
@TEMPLATES
@LAST
@DAYS
@_PROTECT
@click.option("--html", "page", type=_NEW_FILE, help="Write the report as a web page too.")
@click.option("--markdown", type=_NEW_FILE, help="Write the report as Markdown too, for a pull request.")
@click.option("--json", "machine", is_flag=True, help="The report for machines, with the seconds it took.")
@click.option("--show", default=3, show_default=True, type=click.IntRange(0), help="How many tickets to name a line.")
def replay(
    folder: Path,
    templates: Path,
    last: int | None,
    days: int | None,
    protect: tuple[str, ...],
    page: Path | None,
    markdown: Path | None,
    machine: bool,
    show: int,
) -> None:
    """Decide past tickets again, by the rules in force and by the rules of the folder, and say what would change.

    Nobody is called and nothing is sent: everything is read from the decision records. Example:

    python -m router rules replay --last 5000 --protect "hand over -> answer" --protect segments
    """
    protected = _protected(protect)
    read = folder_or_exit(folder, templates)
    watch = Watch()
    settings, store = settings_or_exit(), store_or_exit()
    report = _replayed(settings, store, read, watch, stored_records(store, last, days, watch))
    happens = broken(protected, report)
    for path, text in (
        (page, lambda: as_page(report, happens, settings.freshdesk_url, show)),
        (markdown, lambda: as_markdown(report, happens, settings.freshdesk_url, show)),
    ):
        _write(path, text)
    if machine:
        found = {**as_json(report, settings.freshdesk_url), "protected": dict(happens), **watch.as_json()}
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print_report(report, happens, settings.freshdesk_url, show, watch.says())
    if happens or (protected and not report.decisions):
        raise SystemExit(1)


class Watch:
    """How long it took, and how much of that was spent in the database."""

    def __init__(self) -> None:
        self._begun = perf_counter()
        self._reading = 0.0

    def timed(self, read: Callable[[A], T]) -> Callable[[A], T]:
        """The same, counted as reading."""

        def reading(asked: A) -> T:
            begun = perf_counter()
            try:
                return read(asked)
            finally:
                self._reading += perf_counter() - begun

        return reading

    def each(self, rows: Iterator[T]) -> Iterator[T]:
        """The rows, with the time that each took to come."""
        following = self.timed(next)
        while True:
            try:
                yield following(rows)
            except StopIteration:
                return

    def as_json(self) -> Mapping[str, float]:
        seconds = perf_counter() - self._begun
        return {
            "seconds": round(seconds, 3),
            "seconds_reading": round(self._reading, 3),
            "reading_share": round(self._reading / seconds, 3) if seconds else 0.0,
        }

    def says(self) -> str:
        took = self.as_json()
        return f"{took['seconds']:.1f} s, {took['reading_share']:.0%} of it reading the database"


def stored_records(store: Store, last: int | None, days: int | None, watch: Watch) -> Iterator[Stored]:
    """The finished records that were asked for, newest first."""
    if last is not None and days is not None:
        raise click.UsageError("say --last or --days, not both")
    since = store.clock.now() - timedelta(days=days) if days is not None else None
    most = last if last is not None or days is not None else 1000
    return watch.each(PastRecords(store.engine).newest(most, since))


def live_or_exit(store: Store) -> RuleSet:
    """The set in force, or why there is none to compare with."""
    try:
        return store.rule_sets.in_force()
    except Unavailable as problem:
        raise click.ClickException(problem.says) from problem
    except RulesInvalid as invalid:
        raise click.ClickException(f"the rules in force can't be read by this version:\n{invalid}") from invalid


def sets_of(store: Store, live: RuleSet) -> SetOf:
    """The sets of the records' times, each read once."""
    sets: dict[str, RuleSet | None] = {live.sha256: live}

    def set_of(sha256: str) -> RuleSet | None:
        if sha256 not in sets:
            try:
                sets[sha256] = store.rule_sets.by_hash(sha256)
            except (Unavailable, RulesInvalid):
                sets[sha256] = None
        return sets[sha256]

    return set_of


def _replayed(settings: Settings, store: Store, read: RuleSet, watch: Watch, records: Iterator[Stored]) -> Report:
    live = live_or_exit(store)
    try:
        vault = SealedVault(store.engine, privacy_key(settings), store.clock)
        work = Replay(live, read, sets_of(store, live), watch.timed(vault.mappings), settings.embedding_languages)
        return work.run(records)
    except SettingsInvalid as invalid:
        raise click.ClickException(str(invalid)) from invalid


def _protected(said: tuple[str, ...]) -> list[Protected]:
    try:
        return [read_protected(one) for one in said]
    except UnknownMove as unknown:
        raise click.BadParameter(str(unknown), param_hint="--protect") from unknown


def _write(path: Path | None, text: Callable[[], str]) -> None:
    if path is None:
        return
    try:
        path.write_text(text(), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}"
        ) from error
