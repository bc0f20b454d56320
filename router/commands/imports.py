"""``import``: canned responses and solution articles of Freshdesk as files to review."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from router.commands.opening import settings_or_exit
from router.errors import Problem, Refused
from router.logs import set_up_logs
from router.settings import SettingsInvalid

if TYPE_CHECKING:
    from router.importing.plan import Kind, Plan
    from router.importing.run import Result

_NEEDED = ("FRESHDESK_URL", "FRESHDESK_API_KEY", "FRESHDESK_TIMEOUT", "ROUTER_LOG_LEVEL")
_NEEDED_OF_THE_INDEX = ("SEGMENTS_FILE", "TEMPLATES_DIR", "KB_DIR")
"""Settings: what is wrong with any other hinders no import."""
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help="The result as JSON."),
    click.option(
        "--overwrite", is_flag=True, help="Write also over files in the review folder that were edited by hand."
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing."),
    click.option(
        "--map",
        "map_file",
        type=_FILE,
        default=Path("templates/import.yaml"),
        show_default=True,
        help="Which folder of Freshdesk is for whom.",
    ),
)


def _options(to: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    where = click.option(
        "--to", "folder", type=_FOLDER, default=Path(to), show_default=True, help="Where the files go for review."
    )

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in (*_OPTIONS, where):
            command = option(command)
        return command

    return add


@click.group("import")
def imports() -> None:
    """Bring over what you have written in Freshdesk, as files to review. Nothing counts before you say so."""


@imports.command("canned-responses")
@_options("review/templates")
def canned_responses(**options: Any) -> None:
    """Canned responses as reply templates to review. The key must be an admin's. Run again: only what has changed."""
    _run("canned responses", **options)


@imports.command()
@_options("review/kb")
def articles(**options: Any) -> None:
    """Published solution articles as articles to review. Run again: only what has changed."""
    _run("articles", **options)


def _run(kind: Kind, folder: Path, map_file: Path, dry_run: bool, overwrite: bool, as_json: bool) -> None:
    from dataclasses import asdict

    from router.commands.import_report import report

    result = _imported(kind, folder, map_file, dry_run, overwrite)
    if as_json:
        click.echo(json.dumps({"dry_run": dry_run, "to": str(folder), **asdict(result)}, indent=2, ensure_ascii=False))
    else:
        click.echo(report(kind, result, str(map_file), dry_run=dry_run))


def _imported(kind: Kind, folder: Path, map_file: Path, dry_run: bool, overwrite: bool) -> Result:
    from retrieval.settings import Settings as Knowledge
    from router.adapters.review_folder import ReviewFolder
    from router.importing.run import Import
    from router.wiring import open_library

    settings, knowledge = settings_or_exit(_NEEDED), Knowledge.of_only(_NEEDED_OF_THE_INDEX)
    set_up_logs(settings.log_level)
    plan = _plan(map_file, knowledge.segments_file)
    live = knowledge.templates_dir if kind == "canned responses" else knowledge.kb_dir
    _refuse_live(folder, (knowledge.templates_dir, knowledge.kb_dir))
    try:
        library = open_library(settings, kind, lambda words: click.echo(words, err=True))
        review = ReviewFolder(folder, live)
        with nullcontext() if dry_run else review.alone():
            return Import(kind, library, plan, review, settings.freshdesk_url).run(dry_run=dry_run, overwrite=overwrite)
    except (SettingsInvalid, OSError) as error:
        raise click.ClickException(str(error)) from error
    except Problem as problem:
        raise click.ClickException(f"{problem}{_hint(problem)}; nothing was written") from problem


def _hint(problem: Problem) -> str:
    no_right = isinstance(problem, Refused) and problem.status == 403
    return ": the agent whose key this is must be an admin" if no_right else ""


def _refuse_live(folder: Path, live: tuple[Path, ...]) -> None:
    """A rebuild reads everything below the live folders, and would stop at drafts."""
    for one in live:
        if folder.resolve().is_relative_to(one.resolve()):
            raise click.ClickException(f"{folder} lies in {one}, where every file counts: choose another one with --to")


def _plan(map_file: Path, segments_file: Path) -> Plan:
    from retrieval.documents.complaints import Complaints
    from retrieval.documents.products import declared_products
    from retrieval.errors import WrongDocuments
    from router.importing.plan import read_plan
    from router.rulebook.complaints import RulesInvalid

    complaints = Complaints()
    try:
        products = declared_products(segments_file, complaints)
        complaints.raise_if_any()
        return read_plan(str(map_file), map_file.read_bytes(), products)
    except OSError as error:
        says = f"{map_file} can't be read ({error.strerror}): write it as templates/import.yaml, or name it with --map"
        raise click.ClickException(says) from error
    except (RulesInvalid, WrongDocuments) as wrong:
        raise click.ClickException(f"nothing was read, mend this first:\n{wrong}") from wrong
