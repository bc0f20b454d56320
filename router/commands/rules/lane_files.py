"""The same lane in the lead's own file: shown as a difference, or written."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from router.commands.rules.lane_after import what_follows
from router.commands.rules.lane_subjects import Subject, steps_of
from router.commands.rules.to_type import to_type
from router.rulebook.complaints import Complaints, RulesInvalid
from router.rulebook.lane_patch import CannotPatchError, lower_all, lower_rule
from router.rulebook.ruleset import RuleSet, from_files, read_folder
from router.rulebook.sending import FILE, LaneStep, Sending
from router.rulebook.yaml.reader import decode
from router.store.switches import ALL
from router.types import LANES, Lane

TO_ADD = """\
A template has no lane of its own. Put this rule into {file}, before the rules that send the template, or take the
template out of theirs; then: {publish}

  - id: {template}-at-most-{lane}
    title: The template {template} goes no farther than {lane}
    owner: you@example.com
    when:
      draft.template: {{is: {template}}}
    then:
      lane: {lane}
    examples:
      - match:    {{draft.template: {template}}}
      - no match: {{draft.template: {other}}}
"""


def tell_patch(folder: Path, subject: Subject, lane: Lane, write: bool) -> None:
    """Show what to change in the file, or change it. Exit code 1 when it was to be written and wasn't."""
    file = folder / FILE
    if subject.template:
        click.echo(_to_add(folder, subject, lane))
        return
    try:
        before = file.read_bytes()
        change = _changed(folder, before, subject, lane)
    except (OSError, CannotPatchError, RulesInvalid) as error:
        click.echo(f"{file} was not changed: {_first_line(error, folder)}", err=True)
        raise SystemExit(1 if write else 0) from error
    if change is None:
        click.echo(f"{file} says so already")
    elif write:
        _replace(file, change.raw)
        click.echo(f"{file} is changed:\n{_difference(file, before, change.raw)}", nl=False)
        click.echo("\n".join(what_follows(change.rules, folder, subject, lane)))
    else:
        click.echo(f"The same in the file; --write does it:\n{_difference(file, before, change.raw)}", nl=False)


def _to_add(folder: Path, subject: Subject, lane: Lane) -> str:
    names = {"template": subject.template, "other": subject.other_template}
    return TO_ADD.format(file=folder / FILE, lane=lane, publish=to_type("publish", folder), **names)


def _first_line(error: Exception, folder: Path) -> str:
    if isinstance(error, RulesInvalid):
        see = to_type("check", folder)
        return f"the rules in this folder have mistakes; mend them first ({see}): {error.errors[0]}"
    return error.strerror or "it can't be read" if isinstance(error, OSError) else str(error)


@dataclass(frozen=True, slots=True)
class _Change:
    """The file's new bytes, and the whole folder with them."""

    raw: bytes
    rules: RuleSet


def _changed(folder: Path, before: bytes, subject: Subject, lane: Lane) -> _Change | None:
    """The change, once the whole folder with it decides as meant; None where the file goes no farther as it is."""
    rules = read_folder(folder)
    if _goes_no_farther(rules.sending, subject, lane):
        return None
    after = lower_all(before, lane) if subject.key == ALL else lower_rule(before, subject.name, lane)
    changed = from_files({**rules.files, FILE: decode(after, Complaints(FILE)) or ""})
    if not _says(changed.sending, subject, lane):
        raise CannotPatchError("the changed file would not decide as meant; change it by hand")
    return _Change(after, changed)


def _goes_no_farther(sending: Sending, subject: Subject, lane: Lane) -> bool:
    step = steps_of(sending).get(subject.name)
    most = sending.highest_lane if subject.key == ALL else step.lane if step else "reply"
    return LANES.index(most) <= LANES.index(lane)


def _says(sending: Sending, subject: Subject, lane: Lane) -> bool:
    if subject.key == ALL:
        return sending.highest_lane == lane
    return steps_of(sending).get(subject.name) == LaneStep(lane)


def _difference(file: Path, before: bytes, after: bytes) -> str:
    old, new = (raw.decode("utf-8").splitlines(keepends=True) for raw in (before, after))
    lines = unified_diff(old, new, str(file), str(file))
    return "".join(line.rstrip("\r\n") + "\n" for line in lines)


def _replace(file: Path, raw: bytes) -> None:
    """In one step, so that nobody reads half of it; a link stays a link."""
    real = file.resolve()
    beside = real.with_name(f".{real.name}.new")
    beside.write_bytes(raw)
    shutil.copymode(real, beside)
    os.replace(beside, real)
