"""``rejected``: calls of Freshdesk that named no ticket, and ringing for them once the rule is mended."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from router.commands.opening import store_or_exit
from router.reading.doorbell import NotADoorbell, ticket_told
from router.store.rejected import KEPT_BODIES, RejectedBody
from router.wiring import Store

SHOWN = 60


@click.group()
def rejected() -> None:
    """Calls of Freshdesk that were answered with 400, because their body named no ticket."""


@rejected.command("list")
@click.option("--limit", default=20, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Whole, as JSON.")
def list_(limit: int, as_json: bool) -> None:
    """The newest, a line each: its number, when, why, and whether its ticket was rung since."""
    found = store_or_exit().rejected.newest(limit)
    if as_json:
        click.echo(json.dumps([one.to_json() for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.id:>5}  {one.at:%Y-%m-%d %H:%M:%S} UTC  {_standing(one)}  {one.reason}")
    click.echo(_what_to_do(found))


@rejected.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(number: int, as_json: bool) -> None:
    """One of them, with its body as it is kept: personal data masked."""
    one = _found(store_or_exit(), number)
    if as_json:
        click.echo(json.dumps(one.to_json(), indent=2, ensure_ascii=False))
        return
    click.echo(f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {one.reason}\n{_standing(one)}\n\n{one.body or '(no body)'}")


@rejected.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "all_", is_flag=True, help="All that were not rung yet.")
@click.option("--ticket", type=click.IntRange(min=1), help="The ticket, where you know it and the body doesn't say.")
def replay(number: int | None, all_: bool, ticket: int | None) -> None:
    """Ring for the ticket of NUMBER, or of all. Exit code 1 when a body names no ticket even to a second look.

    Mend the automation rule first. Bodies are kept masked, so nothing is sent again as it came: only the ticket's
    number is looked for, also in its address (`ticket_url`). Ringing twice is harmless.
    """
    if (number is None) == (not all_) or (ticket and all_):
        raise click.UsageError("say which: a NUMBER of `rejected list`, or --all; --ticket goes with a NUMBER")
    store = store_or_exit()
    chosen = [_found(store, number)] if number is not None else _not_rung(store)
    unread = [one for one in chosen if not _rang(store, one, ticket)]
    if not chosen:
        click.echo("nothing to replay: every ticket that could be read was rung already")
    if unread:
        raise click.ClickException(
            f"{len(unread)} of {len(chosen)} name no ticket: look at them with `rejected show NUMBER`, find the ticket "
            "in Freshdesk and give its number with --ticket"
        )


def _rang(store: Store, one: RejectedBody, ticket: int | None) -> bool:
    try:
        ticket = ticket or ticket_told(one.body.encode())
    except NotADoorbell as reason:
        click.echo(f"{one.id:>5}  not rung: {reason}")
        return False
    now = store.clock.now()
    answer = store.inbox.ring(ticket, now, 0.0, "hand")
    store.rejected.replayed(one.id, now)
    click.echo(f"{one.id:>5}  ticket {ticket}: {'rung' if answer == 'queued' else 'its bell waits already'}")
    return True


def _not_rung(store: Store) -> list[RejectedBody]:
    """Oldest first, as they came."""
    return [one for one in reversed(store.rejected.newest(KEPT_BODIES)) if one.replayed_at is None]


def _found(store: Store, number: int) -> RejectedBody:
    one = store.rejected.find(number)
    if one is None:
        raise click.ClickException(f"no rejected call has the number {number}: python -m router rejected list")
    return one


def _standing(one: RejectedBody) -> str:
    return f"rung {one.replayed_at:%Y-%m-%d %H:%M}" if one.replayed_at else "not rung"


def _what_to_do(found: Sequence[RejectedBody]) -> str:
    if not found:
        return "no call of Freshdesk was rejected"
    return "Mend the body in Freshdesk's automation rule (README, step 6), then: python -m router rejected replay --all"
