from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.documents.complaints import Complaints
from retrieval.documents.knowledge import read_knowledge
from retrieval.documents.nodes import Fields, Text, read_nodes
from retrieval.errors import WrongDocuments
from retrieval.golden import read_golden
from retrieval.settings import Settings
from tests.knowledge import settings_for

GOOD = """---
id: nominee
title: Nominee
audience: shared
language: en
topic: nominee
writing: guided
examples: [How do I add a nominee?]
slots:
  first_name: {source: customer.first name}
exact: [Profile > Nominee]
---

Hello {{ first_name }}, go to Profile > Nominee.
"""


@pytest.fixture
def company(tmp_path: Path) -> Settings:
    return settings_for(tmp_path / "company")


def complaints(settings: Settings) -> list[str]:
    try:
        read_knowledge(settings)
    except WrongDocuments as wrong:
        return [str(complaint).replace(f"{settings.templates_dir.parent}/", "") for complaint in wrong.complaints]
    return []


def with_template(settings: Settings, old: str = "", new: str = "") -> list[str]:
    assert old in GOOD
    (settings.templates_dir / "nominee.md").write_text(GOOD.replace(old, new, 1) if old else GOOD)
    return complaints(settings)


def test_the_small_company_is_read_whole(company: Settings) -> None:
    knowledge = read_knowledge(company)
    assert knowledge.audiences == ("shared", "IM", "IM+")
    assert [template.id for template in knowledge.templates] == ["exit-fee-im-plus", "exit-fee-im", "opening-hours"]
    assert {passage.article for passage in knowledge.passages} == {"fees", "relationship-manager", "bank-account"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("audience: shared", "audience: IMM", 'nominee.md:4: "audience" is "IMM", did you mean "IM"?'),
        ("writing: guided", "writing: loked", 'nominee.md:7: "writing" is "loked", did you mean "locked"?'),
        ("topic: nominee", "topik: nominee", 'nominee.md:6: unknown field "topik", did you mean "topic"?'),
        ("language: en", "language: English", 'nominee.md:5: "language" is "English"; write a two-letter code'),
        ("id: nominee", "id: My Nominee", 'nominee.md:2: "My Nominee" is no id'),
        ("[How do I add a nominee?]", "[]", '"examples" is missing'),
        ("How do I add a nominee?", "How?, how?", 'the example "how?" stands here twice'),
        ("source: customer.first name", "source: custmer", 'slot "first_name" comes from "custmer"'),
        ("first name}", "first name, type: dat}", 'nominee.md:10: "type" is "dat", did you mean "date"?'),
        ("{{ first_name }}", "{{ frist_name }}", '{{ frist_name }} is no slot of this template, did you mean "first'),
        ("Hello {{ first_name }}", "Hello", 'slot "first_name" is not used in the reply'),
        ("[Profile > Nominee]", "[Profile > Nominees]", '"Profile > Nominees" must stand in the reply exactly'),
        ("exact:", "review: soon\nexact:", '"review" is "soon"; write a date'),
        ("id: nominee", "id: opening-hours", 'id "opening-hours" is taken by'),
        ("title: Nominee", "title: Nominee\ntitle: Again", 'nominee.md:4: "title" stands here twice'),
        ("title: Nominee", "title: *name", "nominee.md:3: anchors and aliases"),
        ("title: Nominee", "title: Add: a nominee", "nominee.md:3: this is not YAML"),
        ("title: Nominee", f"title: {'[' * 30_000}", "nominee.md:3: nested more than 12 deep"),
        ("---\n", "", "nominee.md:1: must begin with front matter"),
    ],
)
def test_each_mistake_in_a_template_is_told_with_its_line(company: Settings, old: str, new: str, says: str) -> None:
    assert with_template(company) == []
    assert any(says in line for line in with_template(company, old, new))


def test_all_mistakes_of_all_files_come_at_once(company: Settings) -> None:
    (company.templates_dir / "a.md").write_text("nothing")
    (company.kb_dir / "b.md").write_text("---\nid: b\ntitle: B\naudience: nobody\n---\nText.\n")
    assert len(complaints(company)) == 2


def test_a_file_that_is_not_utf_8_is_told_with_its_line(company: Settings) -> None:
    (company.templates_dir / "latin.md").write_bytes(b"---\nid: x\ntitle: Geb\xfchren\n---\n")
    assert complaints(company) == ["templates/latin.md:3: not written in UTF-8; save it as UTF-8"]


def test_a_huge_file_is_refused_unread(company: Settings) -> None:
    (company.kb_dir / "huge.md").write_text("x" * 600_000)
    assert complaints(company) == ["kb/huge.md:1: larger than 512 KB; split it into several files"]


def test_readmes_are_for_people(company: Settings) -> None:
    (company.templates_dir / "README.md").write_text("How to write templates")
    assert complaints(company) == []


def test_empty_folders_are_an_error_and_no_empty_index(tmp_path: Path) -> None:
    (tmp_path / "segments.yaml").write_text("segments: {IM: {}}")
    assert "no templates here" in complaints(settings_for(tmp_path))[0]


def test_a_missing_list_of_products_is_told_and_nothing_else(company: Settings) -> None:
    company.segments_file.unlink()
    assert complaints(company) == ["segments.yaml:1: can't be read: No such file or directory"]


def test_words_that_look_like_numbers_and_dates_stay_words() -> None:
    found = Complaints()
    node = read_nodes("a: 017\nb: 2026-01-01\nc: yes\nd: 1_000\n", "x.yaml", found)
    assert isinstance(node, Fields)
    assert node.entries == {"a": Text("017", 1), "b": Text("2026-01-01", 2), "c": Text("yes", 3), "d": Text("1_000", 4)}


def test_mistakes_in_golden_questions_are_told_with_their_line(company: Settings) -> None:
    (company.kb_dir / "golden.yaml").write_text(
        "- {question: Hours?, segments: [IM], expect: {template: opening-hours}}\n"
        "- {question: Hours?, segments: [VIP], expect: {tmplate: opening-hours}}\n"
        "- {question: Hours?, segments: []}\n"
    )
    found = Complaints()
    read_golden(company.kb_dir, ("shared", "IM", "IM+"), found)
    assert [complaint.line for complaint in found.found] == [2, 2, 3]
