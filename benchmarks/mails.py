"""Mails that ask questions of a labelled set: each question in place of what the sender of a real mail wrote, in turn.

Writes JSON lines with email and category, the same ones each time, for `benchmarks.intent --field email --label
category`. Prints one JSON object last.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from benchmarks.labelled_texts import in_mails, read_labelled


@click.command()
@click.option("--questions", default="banking77_valid.jsonl", show_default=True, help="Rows with a text and a label.")
@click.option("--field", default="text", show_default=True, help="The questions' text.")
@click.option("--label", default="intent", show_default=True, help="The questions' label.")
@click.option("--mails", default="email_discourse.jsonl", show_default=True, help="Mails: email and reply.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def main(questions: str, field: str, label: str, mails: str, out: Path) -> None:
    """Put questions into mails."""
    made = in_mails(read_labelled(questions, field, label), mails)
    rows = [json.dumps({"email": one.text, "category": one.label}, ensure_ascii=False) for one in made]
    out.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    click.echo(json.dumps({"n": len(rows), "out": str(out)}))


if __name__ == "__main__":
    main()
