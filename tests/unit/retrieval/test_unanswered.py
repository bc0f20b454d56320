"""``kb/unanswered.yaml``: questions that no template answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.documents.complaints import Complaints
from retrieval.documents.unanswered import read_unanswered
from retrieval.errors import WrongDocuments
from retrieval.settings import Settings
from retrieval.types import Template
from retrieval.wanted import read_wanted
from tests.knowledge import settings_for

FEE = Template("fee", "Fee", "IM", "en", "fee", "locked", "Hello", ("What is the exit fee?",))


def read(folder: Path, text: str) -> tuple[tuple[str, ...], list[str]]:
    (folder / "unanswered.yaml").write_text(text, encoding="utf-8")
    complaints = Complaints()
    found = read_unanswered(folder, [FEE], complaints)
    return found, [f"{one.line}: {one.says}" for one in complaints.found]


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert read_unanswered(tmp_path, [FEE], Complaints()) == ()


def test_each_question_is_read_once_and_in_order(tmp_path: Path) -> None:
    text = "# comment\n- Do you sell hats?\n- 'A loan: how?'\n- Do you sell hats?\n"
    assert read(tmp_path, text) == (("Do you sell hats?", "A loan: how?"), [])


def test_mistakes_are_told_with_their_line_and_all_at_once(tmp_path: Path) -> None:
    _, complaints = read(tmp_path, "- A loan: how?\n- ''\n- what is the  EXIT fee?\n- Hats?\n")
    assert complaints == [
        "1: every item must be a question; put one with a colon in quotes, and remove empty ones",
        "2: every item must be a question; put one with a colon in quotes, and remove empty ones",
        '3: "what is the  EXIT fee?" is an example of fee; remove it here or there',
    ]


def test_what_is_no_list_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, "questions: none\n")[1] == ["1: write a list: one question a line, each after a hyphen"]


@pytest.fixture
def company(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "company")


def test_a_rebuild_refuses_a_question_that_is_an_example_too(company: Settings) -> None:
    (company.kb_dir / "unanswered.yaml").write_text("- When can I call you?\n")
    with pytest.raises(WrongDocuments, match=r"unanswered.yaml:1: .*example of opening-hours"):
        read_wanted(company)


def test_an_index_is_built_anew_when_they_change(company: Settings) -> None:
    before = read_wanted(company).content("model")
    (company.kb_dir / "unanswered.yaml").write_text("- Do you sell hats?\n")
    assert read_wanted(company).content("model") != before
