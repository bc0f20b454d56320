"""The script that keeps the index: ``python -m retrieval serve | rebuild | mend | rollback | prune | status | search``.
``check`` looks at the files alone.

Heavy parts are imported inside the commands, after the settings were read: ``serve`` must set its environment first,
only what embeds may import the model, and pymilvus reads MILVUS_URI by itself and dies of a wrong one.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from retrieval.errors import IndexProblem, ModelProblem, RebuildFailed, WrongDocuments
from retrieval.settings import Settings

if TYPE_CHECKING:
    from retrieval.types import IndexState
    from retrieval.vectors import Progress

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The index of reply templates and knowledge-base passages."""


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port on loopback; without it that of MILVUS_URI.")
def serve(port: int | None) -> None:
    """Serve the index on 127.0.0.1 until stopped."""
    for name in ONE_THREAD:  # six times the searches a second with 16 clients; read once, when numpy is imported
        os.environ[name] = "1"
    with _told():
        settings = _settings()
        if port is None and not settings.serves_here:
            raise click.ClickException(f"MILVUS_URI is {settings.milvus_uri}, not this machine: nothing to serve here")
        from retrieval.serving.launcher import CannotServe
        from retrieval.serving.launcher import serve as serve_folder

        try:
            serve_folder(settings.var_dir / "milvus", port or settings.port)
        except CannotServe as refusal:
            raise click.ClickException(str(refusal)) from refusal


@main.command()
@click.option("--dry-run", is_flag=True, help="Read and check everything, say what would be done, change nothing.")
@click.option("--anew", is_flag=True, help="Build a new version even when nothing has changed.")
@click.option("--accept-losses", is_flag=True, help="Go live even if golden questions lose their answer.")
def rebuild(dry_run: bool, anew: bool, accept_losses: bool) -> None:
    """Build a new version from templates and articles, and let it go live when it has proven itself."""
    with _told():
        settings = _settings()
        from retrieval.rebuild import rebuild as build
        from retrieval.summary import says

        with _progress_bar() as report:
            summary = build(settings, report, dry_run=dry_run, only_if_changed=not anew, accept_losses=accept_losses)
        click.echo("\n".join(says(summary)))


@main.command()
def mend() -> None:
    """Rebuild the index if it is missing or damaged; else leave it alone."""
    with _told():
        settings = _settings()
        from retrieval.mend import mend as mend_index

        with _progress_bar() as report:
            done = mend_index(settings, report)
        click.echo(done)


@main.command()
def rollback() -> None:
    """Go back to the version before the live one; once more goes one further back."""
    with _told():
        settings = _settings()
        from retrieval.history import rollback as go_back

        click.echo(f"live: {go_back(settings)}")


@main.command()
@click.option("--keep", type=click.IntRange(0), default=1, show_default=True, help="Versions before the live one.")
def prune(keep: int) -> None:
    """Drop old versions: all but the live one and some before it."""
    with _told():
        settings = _settings()
        from retrieval.history import prune as drop

        dropped = drop(settings, keep)
        click.echo("\n".join(f"dropped: {name}" for name in dropped) or "nothing to drop")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def status(as_json: bool) -> None:
    """What the index holds, its versions, the last rebuild, and whether it can be searched; if not, exit code 1."""
    with _told():
        settings = _settings()
        from retrieval import status as look

        found = look.status_of(settings)
        click.echo(json.dumps(look.as_json(found), ensure_ascii=False) if as_json else look.in_words(found))
        if found.live.problem:
            sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@click.option("--annotations", type=click.Choice(["github"]), help="Show findings beside the lines of a pull request.")
@click.option("--no-model", is_flag=True, help="Leave out what needs the embedding model: quick, and less.")
@click.option("--confusions", is_flag=True, help="Instead: which templates are mistaken for which, example by example.")
def check(as_json: bool, strict: bool, annotations: str | None, no_model: bool, confusions: bool) -> None:
    """Say what is wrong with templates, articles and golden questions; exit code 1 if there is an error."""
    if as_json and annotations:
        raise click.UsageError("use --json or --annotations, not both")
    if confusions and (annotations or no_model or strict):
        raise click.UsageError("--confusions goes with --json alone")
    with _told():
        settings = _settings()
        if confusions:
            click.echo(_confusions(settings, as_json))
            return
        from retrieval.checking import run, telling
        from retrieval.embedding import SentenceModel

        model = None if no_model else SentenceModel(settings.embedding_model)
        checked = run.check(settings, datetime.now(UTC).date(), model)
        if as_json:
            click.echo(json.dumps(telling.as_json(checked), ensure_ascii=False))
        else:
            click.echo(telling.as_annotations(checked) if annotations else telling.in_words(checked))
        if checked.count("error") or (strict and checked.findings):
            sys.exit(1)


@main.command()
@click.argument("text")
@click.option(
    "--segments", default="", help="Products to search beside what is shared, such as IM,IM+. None: shared only."
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def search(text: str, segments: str, as_json: bool) -> None:
    """Search what is written for these products and what is shared. Without products: shared texts only."""
    with _told():
        settings = _settings()
        from retrieval import showing
        from retrieval.index import Index

        index = Index.of(settings)
        state = index.state()
        if state.problem:
            raise click.ClickException(state.problem)
        hits = index.search([text], _audiences(segments, state), state.collection)
        click.echo(json.dumps(showing.as_json(hits), ensure_ascii=False) if as_json else showing.in_words(hits))


def _confusions(settings: Settings, as_json: bool) -> str:
    from retrieval.checking import confusions
    from retrieval.checking.library import read_library
    from retrieval.embedding import SentenceModel
    from retrieval.wanted import read_wanted

    unanswered = read_wanted(settings).unanswered
    told = confusions.confusions(
        read_library(settings), unanswered, SentenceModel(settings.embedding_model), settings.languages
    )
    return json.dumps(confusions.as_json(told), ensure_ascii=False) if as_json else confusions.in_words(told)


def _settings() -> Settings:
    return Settings()


@contextmanager
def _told() -> Iterator[None]:
    """Turn our own errors into words for the terminal, and exit code 1."""
    try:
        yield
    except WrongDocuments as wrong:
        lines = "\n".join(str(complaint) for complaint in wrong.complaints)
        raise click.ClickException(f"{len(wrong.complaints)} to mend; the live index is as it was\n{lines}") from wrong
    except ValidationError as wrong:
        lines = "\n".join(f"{error['loc'][0]}: {error['msg']}" for error in wrong.errors())
        raise click.ClickException(f"settings can't be used\n{lines}") from wrong
    except (IndexProblem, RebuildFailed, ModelProblem) as problem:
        raise click.ClickException(str(problem)) from problem


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    with Bars(console=Console(stderr=True), transient=False) as bars:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done)

        yield report


def _audiences(segments: str, state: IndexState) -> list[str]:
    from retrieval.types import SHARED

    known = {key.split(" ", 1)[1] for key in state.counts}
    wanted = [name.strip() for name in segments.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        there = ", ".join(sorted(known))
        click.echo(f"no such product in the index: {', '.join(unknown)} (there is {there}); shared only", err=True)
        return [SHARED]
    return list(dict.fromkeys([SHARED, *wanted]))
