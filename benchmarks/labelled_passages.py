"""Rows of labelled passages and queries, laid out as articles that a rebuild reads like any company's."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.public_data import rows_of
from retrieval.settings import Settings
from retrieval.types import SHARED

ARTICLE = "row-"
LONGEST_TITLE = 15
"""Words. A first line that is longer is the text's beginning and not its title."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A passage that may be found, and who may see it."""

    id: str
    text: str
    segment: str = SHARED


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, what should be found, and by whom it is asked: his segment, or nobody's."""

    text: str
    relevant: tuple[str, ...]
    segment: str = SHARED

    @property
    def audiences(self) -> tuple[str, ...]:
        """What may be shown to whoever asks."""
        return tuple(dict.fromkeys((SHARED, self.segment)))


def read_corpus(path: str) -> list[Labelled]:
    """The passages of a file. Blank ones can't be found by anybody and are left out."""
    rows = rows_of(path, "id", "text")
    return [
        Labelled(str(row["id"]), row["text"], str(row.get("segment") or SHARED)) for row in rows if row["text"].strip()
    ]


def read_queries(path: str) -> list[Query]:
    """The queries of a file that have an answer."""
    found = []
    for number, row in enumerate(rows_of(path, "text"), start=1):
        relevant = row.get("relevant", row.get("rel"))
        if relevant is None:
            raise click.ClickException(
                f"{path}, row {number}: has no relevant and no rel, the ids that should be found"
            )
        names = relevant if isinstance(relevant, list) else [relevant]
        if names:
            found.append(Query(row["text"], tuple(map(str, names)), str(row.get("segment") or SHARED)))
    return found


def lay_out(folder: Path, rows: Sequence[Labelled], uri: str) -> Settings:
    """Write each row as an article of its segment; row 7 is the article ``row-7``."""
    articles = folder / "kb"
    for name in (articles, folder / "templates"):
        name.mkdir(parents=True)
    segments = dict.fromkeys(row.segment for row in rows if row.segment != SHARED)
    # A company without a product isn't one; nothing is written for this one when the rows name others.
    declared = {name: {"title": name} for name in segments or ("nobody",)}
    (folder / "segments.yaml").write_text(json.dumps({"segments": declared}, ensure_ascii=False), encoding="utf-8")
    for number, row in enumerate(rows):
        _write_article(articles, f"{ARTICLE}{number}", row)
    return Settings(
        milvus_uri=uri,
        templates_dir=folder / "templates",
        kb_dir=articles,
        segments_file=folder / "segments.yaml",
        var_dir=folder / "var",
        index_alias="benchmark",
    )


def row_of(article: str) -> int:
    """The number of the row that an article was made of."""
    return int(article.removeprefix(ARTICLE))


def _write_article(articles: Path, name: str, row: Labelled) -> None:
    title, body = titled(_readable(row.text))
    fields = {"id": name, "title": title, "audience": row.segment}
    side = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    (articles / f"{name}.meta.yaml").write_text(side + "\n", encoding="utf-8")
    lines = [f"<p>{html.escape(line)}</p>" for line in body.splitlines() if line.strip()]
    (articles / f"{name}.html").write_text("\n".join(lines) + "\n", encoding="utf-8")


def titled(text: str) -> tuple[str, str]:
    """A title and what stands below it: the first line, or the first words of a text that has no such line."""
    first, _, rest = text.strip().partition("\n")
    if rest.strip() and len(first.split()) <= LONGEST_TITLE:
        return first.strip(), rest.strip()
    words = text.split(" ")
    begin, rest = " ".join(words[:LONGEST_TITLE]), " ".join(words[LONGEST_TITLE:])
    return " ".join(begin.split()), rest.strip() or text.strip()


def _readable(text: str) -> str:
    """Without the characters that neither YAML nor HTML can hold."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in text)
