"""``privacy``: what is stored about a requester, taking it out again, and what is too old to be kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from router.commands.opening import author, settings_or_exit, store_or_exit

if TYPE_CHECKING:
    from router.store.personal_rows import PersonalRows
    from router.wiring import Store

WHO = click.option(
    "--requester", "who", required=True, help="The requester's number in Freshdesk, or an e-mail address of theirs."
)


@click.group()
def privacy() -> None:
    """Personal data: export, erase, and purge what is older than the settings say."""


@privacy.command()
@WHO
def export(who: str) -> None:
    """All that is stored about one requester, as JSON with the originals in it. Handle the output with care.

    Records, posts, bells, and the map of their personal data. Steps of runs repeat the records and aren't listed;
    bodies of refused calls belong to nobody.
    """
    with _key_told():
        rows = _rows(store_or_exit())
        click.echo(json.dumps(rows.export(_one(rows, who)), indent=2, ensure_ascii=False))


@privacy.command()
@WHO
@click.option("--yes", is_flag=True, help="Without asking.")
def erase(who: str, yes: bool) -> None:
    """Take out what is personal of one requester, for good. Exit code 1 while a run of theirs is under way.

    Numbers, times, and which rule and template it was stay; Freshdesk keeps its tickets: erase the contact there too.
    """
    from router.store.personal_rows import UnderWay

    store = store_or_exit()
    with _key_told():
        rows = _rows(store)
        requester = _one(rows, who)
    if not yes:
        click.confirm(f"Erase the personal data of requester {requester}? It can't be brought back", abort=True)
    try:
        gone = rows.erase(requester, author(), store.clock.now())
    except UnderWay as busy:
        raise click.ClickException(f"nothing was erased: {busy}. Try again once it has ended") from busy
    kept = "their map" if gone.map else "no map, as there was none"
    click.echo(f"erased: {kept}, {gone.records} records and {gone.posts} posts emptied, steps of {gone.jobs} runs")


@privacy.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def purge(dry_run: bool) -> None:
    """Delete now what is older than ROUTER_KEEP_RECORDS_DAYS and ROUTER_KEEP_STEPS_DAYS allow.

    A worker does it every few minutes by itself. What is in flight stays, and what keeps a second answer away.
    """
    from router.store.retention import Keep, Retention

    settings, store = settings_or_exit(), store_or_exit()
    keep = Keep.of_days(settings.keep_records_days, settings.keep_steps_days)
    retention, now = Retention(store.engine, store.client, keep), store.clock.now()
    if dry_run:
        _tell(retention.would_go(now), "would go")
        return
    total: dict[str, int] = {}
    while any((gone := retention.purge(now)).values()):
        total = {name: total.get(name, 0) + count for name, count in gone.items()}
    _tell(total, "gone")


def _rows(store: Store) -> PersonalRows:
    from router.store.personal_rows import PersonalRows
    from router.store.vault import SealedVault, privacy_key

    sealed = SealedVault(store.engine, privacy_key(settings_or_exit()), store.clock)
    return PersonalRows(store.engine, store.client, sealed)


@contextmanager
def _key_told() -> Iterator[None]:
    """What is wrong with the privacy key, in words and with exit code 1. A number needs no key to be erased."""
    from router.settings import SettingsInvalid

    try:
        yield
    except SettingsInvalid as invalid:
        raise click.ClickException(str(invalid)) from invalid


def _one(rows: PersonalRows, who: str) -> int:
    found = rows.requesters(who)
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException("nothing is stored under this address: try the requester's number in Freshdesk")
    raise click.ClickException(
        f"this address stands in the data of requesters {', '.join(map(str, found))}: say which, by its number"
    )


def _tell(counts: Mapping[str, int], says: str) -> None:
    told = [f"{count:>8}  {name} {says}" for name, count in counts.items() if count]
    click.echo("\n".join(told) or "nothing is too old")
