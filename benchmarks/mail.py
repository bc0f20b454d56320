"""How exactly the customer's own words are read from mails, and whether any are lost.

Each row's mail is read as a ticket's is. Exact: the same lines as somebody labelled, blanks aside. Lost: a row in which
a labelled line with a word in it is missing. Two public libraries read the same mails, where they are installed.
Prints one JSON object last.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import click

from benchmarks.public_data import rows_of
from router.reading.reply import own_text

Reader = Callable[[str], str]


@click.command()
@click.option("--data", default="email_discourse.jsonl", show_default=True, help="JSON lines with email and reply.")
@click.option("--show", is_flag=True, help="The rows that aren't exact, one a line, first.")
def main(data: str, show: bool) -> None:
    """Read mails and compare with what their labels say."""
    rows = [(row["email"], row["reply"]) for row in rows_of(data, "email", "reply")]
    if show:
        for number, (email, reply) in enumerate(rows, start=1):
            if lines_of(own_text(email)) != lines_of(reply):
                click.echo(f"row {number}: read {own_text(email)!r}, labelled {reply!r}")
    libraries = {"mail-parser-reply": _mailparser(), "quotequail": _quotequail()}
    compared = {name: read_by(reader, rows) if reader else "not installed" for name, reader in libraries.items()}
    click.echo(json.dumps({**read_by(own_text, rows), "libraries": compared}))


def read_by(reader: Reader, rows: Iterable[tuple[str, str]]) -> dict[str, float]:
    """What a reader makes of the rows, as counts and a percentage."""
    pairs = [(lines_of(reader(email)), lines_of(reply)) for email, reply in rows]
    exact = sum(read == labelled for read, labelled in pairs)
    lost = sum(not words_of(labelled) <= words_of(read) for read, labelled in pairs)
    percent = round(100 * exact / len(pairs), 1) if pairs else 0.0
    return {"n": len(pairs), "exact": exact, "customer_text_lost": lost, "exact_percent": percent}


def lines_of(text: str) -> list[str]:
    """The lines that hold anything, with single blanks."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def words_of(lines: Iterable[str]) -> set[str]:
    """The lines with a word in them."""
    return {line for line in lines if any(map(str.isalnum, line))}


def _mailparser() -> Reader | None:
    found = _imported("mailparser_reply")
    if found is None:
        return None
    languages = list(importlib.import_module("mailparser_reply.constants").MAIL_LANGUAGES)

    def read(text: str) -> str:
        replies = found.EmailReplyParser(languages=languages).read(text).replies
        return str(replies[0].body) if replies else ""

    return read


def _quotequail() -> Reader | None:
    found = _imported("quotequail")
    if found is None:
        return None

    def read(text: str) -> str:
        parts = found.unwrap(text)
        return text if parts is None else "\n".join(parts.get(part, "") for part in ("text_top", "text_bottom"))

    return read


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


if __name__ == "__main__":
    main()
