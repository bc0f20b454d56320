"""``runs retry``, ``cancel`` and ``settle``: what the one on call may do to a run, without ever answering twice."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from router.commands.opening import author, settings_or_exit, store_or_exit
from router.commands.runs.listing import found_or_exit, runs_of
from router.doors import Doors
from router.rescue import for_a_person
from router.run import Run, Trouble
from router.settings import SettingsInvalid
from router.silence import CANCELLED
from router.store.runs import RunSeen
from router.store.settling import Settling
from router.types import Receipt
from router.wiring import Store, open_doors


@click.command()
@click.argument("run", required=False)
@click.option("--ticket", type=click.IntRange(min=1), help="The ticket, in place of one of its runs.")
def retry(run: str | None, ticket: int | None) -> None:
    """Ring for the ticket of RUN anew.

    A new run reads the ticket again and answers what still waits for an answer: nothing is taken up in the middle, so
    nothing can be posted twice. A bell that was told to wait is taken up now.
    """
    if (run is None) == (ticket is None):
        raise click.UsageError("say which: a RUN of `runs list`, or --ticket NUMBER")
    store = store_or_exit()
    ticket = ticket or found_or_exit(store, str(run)).ticket
    if store.inbox.ring(ticket, store.clock.now(), 0.0, "hand") == "queued":
        click.echo(f"Ticket {ticket} is rung: a new run reads it anew and answers what waits.")
    else:
        runs_of(store).bring_forward(ticket)
        click.echo(f"Ticket {ticket} has a bell that waits already; its run begins now.")
    at_work = [one for one in runs_of(store).of_ticket(ticket) if one.state == "running"]
    for one in at_work:
        click.echo(f"Run {one.run} is at work on it ({one.step}); the new one follows when it has ended.")
    if store.switches.stopped():
        click.echo("All sending is stopped, so it waits until: python -m router start")


@click.command()
@click.argument("run")
@click.option("--because", required=True, help="Why. It is kept with the decision, and a person reads it in the note.")
@click.option("--leave", is_flag=True, help="Leave the ticket as it is in Freshdesk: no note tells a person.")
def cancel(run: str, because: str, leave: bool) -> None:
    """Stop RUN. A private note hands its ticket to a person, or with --leave it stays as it is; both are recorded.

    The message counts as dealt with: no run answers it any more, until the customer writes again. A post that is under
    way at this very moment can't be called back; then that post stands, and the record says so.
    """
    store = store_or_exit()
    one = found_or_exit(store, run)
    if one.state in ("finished", "failed"):
        how = one.step if one.state == "finished" else f"in an error: {one.trouble}"
        raise click.ClickException(f"it has ended already, {how}. What became of the ticket: tickets show {one.ticket}")
    doors = None if leave else _doors_or_exit(store)
    if not runs_of(store).cancel(one.run):
        raise click.ClickException(f"it ended a moment before: python -m router tickets show {one.ticket}")
    says = f"{CANCELLED} {author()}: {because}"
    ended = _ended(store, one, says)
    if doors is not None:
        ended = _handed_over(ended, doors, says)
    if one.state == "waiting":
        store.inbox.claim(one.ticket, one.run)
    store.records.finish(ended, "decided", store.clock.now(), None)
    click.echo(f"Run {one.run} is cancelled. {_what_became(ended, leave)}")
    if ended.trouble is not None:
        sys.exit(1)  # nobody was told


@click.command()
@click.option("--ticket", type=click.IntRange(min=1), required=True, help="The ticket that somebody has looked at.")
def settle(ticket: int) -> None:
    """Say that a person has looked at a ticket of which nobody could tell whether our post had arrived.

    Nothing is posted, now or later, for that message: if the customer has no answer, answer them in Freshdesk.
    """
    store = store_or_exit()
    if not (settled := Settling(store.engine).settle(ticket, store.clock.now())):
        raise click.ClickException(
            f"no post on ticket {ticket} is in doubt: python -m router doctor names those that are"
        )
    click.echo(f"Ticket {ticket}: {settled} post{'s' * (settled > 1)} settled; none of it is posted again.")


def _ended(store: Store, one: RunSeen, says: str) -> Run:
    """The run as far as it came, with the word that ended it."""
    now = store.clock.now()
    so_far = runs_of(store).so_far(one.run) or Run(one.run, one.ticket, now, now)
    return replace(so_far, trouble=None, receipt=so_far.receipt or Receipt("nothing", says))


def _handed_over(run: Run, doors: Doors, says: str) -> Run:
    """The run with what was posted for a person; with its trouble when nothing could be."""
    told = for_a_person(replace(run, receipt=None, trouble=Trouble("reply router", says, "person")), doors)
    return told if told.receipt else replace(run, trouble=told.trouble)


def _what_became(run: Run, leave: bool) -> str:
    ticket = f"Ticket {run.ticket_id}"
    if run.trouble is not None:
        return f"{ticket} could not be handed over ({run.trouble.says}): look after it in Freshdesk yourself."
    if run.receipt is not None and run.receipt.delivered != "nothing":
        posted = (
            "a private note tells a person why" if run.receipt.delivered == "note" else "a reply had gone out before"
        )
        return f"{ticket}: {posted} ({run.receipt.reason})."
    if leave:
        return f"{ticket} is left in Freshdesk as it is; nobody is told."
    return f"{ticket}: nothing was posted. {run.receipt.reason if run.receipt else ''}"


def _doors_or_exit(store: Store) -> Doors:
    try:
        return open_doors(settings_or_exit(), store)
    except SettingsInvalid as invalid:
        raise click.ClickException(f"{invalid}; with --leave no note is needed") from invalid
