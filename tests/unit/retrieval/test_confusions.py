"""``check --confusions``: which templates are mistaken for which, as a lead reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.checking.confusions import as_json, confusions, in_words
from retrieval.checking.library import read_library
from retrieval.settings import Settings
from tests.knowledge import HashedWords, settings_for

MORE = ("please", "now", "today", "soon", "again", "first", "quick", "friend")
WRITTEN = """---
id: {name}
title: {name}
audience: {audience}
language: {language}
topic: {topic}
writing: locked
examples:
{examples}
---

Hello.
"""


def write(settings: Settings, name: str, examples: list[str], topic: str = "", language: str = "en") -> None:
    lines = "\n".join(f"  - {example}" for example in examples)
    text = WRITTEN.format(name=name, audience="shared", language=language, topic=topic or name, examples=lines)
    (settings.templates_dir / f"{name}.md").write_text(text)


@pytest.fixture
def company(tmp_path: Path) -> Settings:
    settings = settings_for(tmp_path / "company")
    for file in settings.templates_dir.glob("*.md"):
        file.unlink()
    write(settings, "fees", [f"fee costs charge {word}" for word in ("one", "two", "three", "four")])
    stray = "nominee"
    write(settings, "login", [*(f"login password otp {word}" for word in ("one", "two", "three", "four")), stray])
    write(settings, "nominee", [f"add my nominee {word}" for word in MORE])
    return settings


def test_an_example_in_another_topics_words_is_told_with_its_place_and_what_it_is_near(company: Settings) -> None:
    told = confusions(read_library(company), [], HashedWords(), ["en"])
    assert (told.asked, told.right) == (17, 16)
    (one,) = told.found
    assert (one.template, one.topic, one.of) == ("login", "nominee", 5)
    (mistake,) = one.mistakes
    assert (mistake.text, mistake.place.line, mistake.whose) == ("nominee", 13, "nominee")
    assert mistake.nearest.startswith("add my nominee")
    words = in_words(told)
    assert words.startswith("16 of 17 examples (94.1%) find their topic when they are left out\n")
    assert "login is taken for nominee: 1 of 5 examples" in words
    assert f"({company.templates_dir}/login.md:13)" in words


def test_for_machines_it_is_the_same(company: Settings) -> None:
    found = as_json(confusions(read_library(company), [], HashedWords(), ["en"]))
    (pair,) = found["confusions"]  # type: ignore[misc]
    assert (found["asked"], found["right"], pair["template"], pair["topic"]) == (17, 16, "login", "nominee")
    assert pair["examples"][0]["place"]["line"] == 13


def test_an_example_like_an_unanswered_question_is_told(company: Settings) -> None:
    given = ["nominee what", "nominee why", "nominee where", "nominee who"]
    told = confusions(read_library(company), given, HashedWords(), ["en"])
    assert "login is taken for a question without a template: 1 of 5" in in_words(told)


def test_examples_in_a_language_that_the_model_does_not_understand_are_not_asked(company: Settings) -> None:
    write(company, "nominee-de", ["Wer erbt mein Geld", "wen erbt das an", "Erbe eintragen"], "nominee", "de")
    assert confusions(read_library(company), [], HashedWords(), ["en"]).asked == 17
    assert confusions(read_library(company), [], HashedWords(), ["en", "de"]).asked == 20


def test_without_a_second_example_there_is_nothing_to_tell(company: Settings) -> None:
    for file in company.templates_dir.glob("*.md"):
        file.unlink()
    write(company, "fees", ["what fee"])
    told = confusions(read_library(company), [], HashedWords(), ["en"])
    assert in_words(told) == "no example can be left out: write at least two for each topic"
