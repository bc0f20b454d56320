"""The example company with as many passages as asked for: real sentences of its articles and of other help desks."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from retrieval.documents.knowledge import read_knowledge
from retrieval.settings import Settings

ROOT = Path(__file__).parents[1]
OTHERS = ROOT.parent / "shared" / "data" / "bitext_replies.jsonl"
"""Replies of other companies' help desks; without the file the company's own sentences do."""
SECTIONS = 100
"""Passages of one article."""
AUDIENCES = ("shared", "IM", "IM+")
SEED = 4


def company(folder: Path, chunks: int, uri: str) -> Settings:
    """Lay out the example company below ``folder``, with articles added until it has about ``chunks`` rows."""
    for name in ("templates", "kb"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "rules" / "segments.yaml", folder / "segments.yaml")
    settings = settings_of(folder, uri, folder.parent / "var")
    knowledge = read_knowledge(settings)
    there = len(knowledge.passages) + sum(len(template.examples) for template in knowledge.templates)
    sentences = _sentences([passage.text for passage in knowledge.passages])
    for number, start in enumerate(range(0, max(0, chunks - there), SECTIONS)):
        write_article(folder, number, min(SECTIONS, chunks - there - start), sentences)
    return settings


def settings_of(folder: Path, uri: str, var: Path) -> Settings:
    """Settings over a company's folder."""
    return Settings(
        milvus_uri=uri,
        templates_dir=folder / "templates",
        kb_dir=folder / "kb",
        segments_file=folder / "segments.yaml",
        var_dir=var,
        index_alias="benchmark",
    )


def write_article(folder: Path, number: int, sections: int, sentences: list[str]) -> None:
    """An article of so many sections, each one passage."""
    chance = random.Random(SEED + number)  # noqa: S311
    audience = AUDIENCES[number % len(AUDIENCES)]
    lines = ["---", f"id: more-{number}", f"title: More about topic {number}", f"audience: {audience}", "---"]
    for section in range(sections):
        words = " ".join(chance.sample(sentences, chance.randint(2, 5)))
        lines += ["", f"## Case {number}.{section}", "", f"{words[:700].rstrip('. ')}. Case {number}.{section}."]
    (folder / "kb" / f"more-{number}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def change_article(folder: Path, number: int) -> None:
    """Change one word in each section of an article, so that it is embedded again."""
    path = folder / "kb" / f"more-{number}.md"
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8").replace(". Case ", ". Now case "), encoding="utf-8")


def _sentences(texts: list[str]) -> list[str]:
    if OTHERS.exists():
        texts = [*texts, *_replies()]
    found = {part.strip() for text in texts for part in re.split(r"(?<=[.!?])\s+", text)}
    return sorted(_harmless(part) for part in found if 30 < len(part) < 250 and "|" not in part)


def _replies() -> Iterator[str]:
    with OTHERS.open(encoding="utf-8") as file:
        for line in list(file)[:2000]:
            yield from (value for value in json.loads(line).values() if isinstance(value, str))


def _harmless(sentence: str) -> str:
    """Nothing that Markdown or HTML would read as more than words."""
    return re.sub(r"[^\w\s.,;:!?%()'’+-]", " ", " ".join(sentence.split())).lstrip("-+0123456789.) ")
