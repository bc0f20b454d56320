"""``rules lane``: lower a lane everywhere within seconds, take it back, and see what counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from router.commands.opening import author, store_or_exit
from router.commands.rules.lane_files import tell_patch
from router.commands.rules.lane_list import tell_changes, tell_lanes
from router.commands.rules.lane_subjects import HOW_TO_RAISE, Subject, subject_named
from router.commands.rules.options import RULES, TEMPLATES
from router.commands.rules.to_type import to_type
from router.errors import Unavailable
from router.rulebook.complaints import did_you_mean, guessed
from router.rulebook.ruleset import RuleSet
from router.rulebook.template_names import template_names
from router.store.switches import LIFTED, Line, of_rule, of_template
from router.types import LANES, Lane
from router.wiring import Store

DOWN: tuple[Lane, ...] = ("shadow", "note")


@click.command("lane")
@click.argument("what", required=False)
@click.argument("lane", required=False)
@click.option("--because", default="", help="Why, for whoever reads the list later.")
@click.option("--write", is_flag=True, help="Change the lane in sending.yaml of the rules folder too.")
@click.option("--lift", is_flag=True, help="Take back what was set by hand.")
@click.option("--log", "log", is_flag=True, help="Every change by hand, newest first: who, when, why.")
@click.option("--json", "as_json", is_flag=True, help="The lists as JSON.")
@RULES
@TEMPLATES
def lane_(
    what: str | None,
    lane: str | None,
    because: str,
    write: bool,
    lift: bool,
    log: bool,
    as_json: bool,
    folder: Path,
    templates: Path,
) -> None:
    """Lower WHAT to LANE for all workers within seconds; without WHAT, list all lanes.

    WHAT is the id of a rule in sending.yaml, "all", or "template:ID". LANE is note or shadow: by hand a lane only goes
    down. It is raised in sending.yaml, where it can be checked and tested.
    """
    store = store_or_exit()
    if log:
        return tell_changes(store, as_json)
    if what is not None and lift:
        return _lift(store, what, because)
    rules = _in_force(store)
    if what is None:
        return tell_lanes(store, rules.sending, as_json)
    subject = subject_named(what, rules, template_names(templates))
    held = next((line for line in store.switches.by_hand() if line.what == subject.key), None)
    asked = _asked(lane, subject, held, folder)
    _lower(store, subject, asked, held, because)
    tell_patch(folder, subject, asked, write)
    return None


def _in_force(store: Store) -> RuleSet:
    try:
        return store.rule_sets.in_force()
    except Unavailable as unavailable:
        raise click.ClickException(unavailable.says) from unavailable


def _lift(store: Store, what: str, because: str) -> None:
    """Works for a rule that isn't in force any more too."""
    keys = (what, of_rule(what), of_template(what))
    held = next((line for line in store.switches.by_hand() if line.what in keys), None)
    if held is None:
        raise click.ClickException(f'nothing is set by hand for "{what}"; see: python -m router rules lane')
    store.switches.set(held.what, LIFTED, author(), store.clock.now(), because)
    click.echo(f"{what}: taken back; from now on what the rules in force say counts again")
    click.echo("A ticket whose first draft went no farther than a note or shadow stays there.")


def _asked(lane: str | None, subject: Subject, held: Line | None, folder: Path) -> Lane:
    """The lane that is asked for, if that is a step down."""
    if lane is None:
        raise click.UsageError("which lane? note or shadow; or --lift to take back what was set by hand")
    if lane.startswith("reply"):
        raise click.ClickException(f"by hand a lane only goes down. {_how_to_raise(subject, folder)}")
    asked = next((one for one in DOWN if one == lane), None)
    if asked is None:
        raise click.UsageError(f'"{lane}" isn\'t a lane{guessed(did_you_mean(lane, DOWN), "it is note or shadow")}')
    for refused in _refusals(asked, subject, held, folder):
        raise click.ClickException(refused)
    return asked


def _how_to_raise(subject: Subject, folder: Path) -> str:
    return HOW_TO_RAISE.format(where=subject.where, publish=to_type("publish", folder))


def _refusals(asked: Lane, subject: Subject, held: Line | None, folder: Path) -> Iterator[str]:
    if LANES.index(asked) > LANES.index(subject.most):
        how = _how_to_raise(subject, folder)
        yield f"{asked} is more than the file says for {subject.name} ({subject.says}). {how}"
    if held and held.lane and LANES.index(asked) > LANES.index(held.lane):
        yield (
            f"{subject.name} is held at {held.lane} by hand since {held.at:%Y-%m-%d %H:%M} UTC by {held.author}, and "
            f"{asked} would be more. Take that back first: python -m router rules lane {subject.name} --lift"
        )


def _lower(store: Store, subject: Subject, asked: Lane, held: Line | None, because: str) -> None:
    if held and held.lane == asked and not because:
        click.echo(f"{subject.name}: {asked}, by hand since {held.at:%Y-%m-%d %H:%M} UTC by {held.author}")
        return
    store.switches.set(subject.key, asked, author(), store.clock.now(), because)
    click.echo(f"{subject.name}: at most {asked} from now on, for all workers (the rules in force say {subject.says})")
    click.echo(f"Take it back with: python -m router rules lane {subject.name} --lift")
