"""A third product is a change of files: one line of YAML, a template, an article, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from retrieval.documents.knowledge import read_knowledge
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from router.adapters.index import KnowledgeIndex
from router.rulebook.ruleset import read_folder
from tests.wall import Company, EachOnce, audiences_in

IX = """segments:
  IX: {title: IX, may see: [IX], called: [IX, Index lending]}
"""
TEMPLATE = """---
id: basket-ix
title: The basket of IX
audience: IX
language: en
topic: basket
writing: locked
examples:
  - Which loans lie in my quarterly basket?
  - How often is the basket put together anew?
owner: lending@lendora.example
review: 2027-01-31
---

Hello,

IX puts your quarterly basket together from four hundred loans, anew on the first Monday of each quarter.
"""
ARTICLE = """---
id: basket
title: Baskets
audience: by column
owner: lending@lendora.example
review: 2027-01-31
---

# Baskets

| Basket | IM | IX |
| --- | --- | --- |
| Loans in a basket | 37 loans | 412 loans |
"""
QUESTION = "Which loans lie in my quarterly basket?"
ROW = "Loans in a basket"


@pytest.fixture(scope="module")
def with_ix(
    company_settings: Settings, company: Company, model: EachOnce, tmp_path_factory: pytest.TempPathFactory
) -> Company:
    """The company with the new files; ``company`` has embedded all the others."""
    folder = tmp_path_factory.mktemp("third")
    old = company_settings.segments_file.parents[1]
    shutil.copytree(old, folder, ignore=shutil.ignore_patterns("var"), dirs_exist_ok=True)
    changed(folder / "rules" / "segments.yaml", "segments:\n", IX)
    (folder / "templates" / "basket-ix.md").write_text(TEMPLATE)
    (folder / "kb" / "basket.md").write_text(ARTICLE)
    settings = company_settings.model_copy(
        update={
            "templates_dir": folder / "templates",
            "kb_dir": folder / "kb",
            "segments_file": folder / "rules" / "segments.yaml",
            "var_dir": folder / "var",
            "index_alias": "third",
        }
    )
    rebuild(settings, embedder=model)
    rules = read_folder(settings.segments_file.parent)
    return Company.of(KnowledgeIndex(settings, embedder=model), read_knowledge(settings), rules)


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_eight_sets_of_three_products(with_ix: Company) -> None:
    assert len(list(with_ix.sets())) == 8


def test_every_holder_of_it_finds_it_and_drafts_from_it(with_ix: Company) -> None:
    for products in with_ix.sets():
        if "IX" in products:
            run = with_ix.answer(QUESTION, with_ix.customer(products))
            assert run.found is not None
            assert run.found.templates[0].template.id == "basket-ix", products
            assert run.draft is not None
            assert "four hundred loans" in run.draft.text


@pytest.mark.parametrize("text", [QUESTION, f"{QUESTION} I mean IX.", ROW, f"{ROW} of index lending?"])
def test_nobody_else_finds_any_of_it(text: str, with_ix: Company) -> None:
    for products in with_ix.sets():
        if "IX" not in products:
            run = with_ix.answer(text, with_ix.customer(products))
            assert "IX" not in audiences_in(run), products
            assert run.draft is None or "412" not in run.draft.text
            assert run.draft is None or "four hundred" not in run.draft.text


def test_a_column_for_it_is_cut_out_of_the_table(with_ix: Company) -> None:
    for products, figure, hidden in ((("IM",), "37 loans", "412"), (("IX",), "412 loans", "37 loans")):
        run = with_ix.answer(ROW, with_ix.customer(products))
        assert run.found is not None
        texts = "\n".join(hit.passage.text for hit in run.found.passages)
        assert f"{products[0]} — {ROW}: {figure}" in texts
        assert hidden not in texts


def test_what_was_there_before_is_found_as_before(with_ix: Company) -> None:
    for products in (("IM",), ("IM", "IX"), ("IM", "IM+", "IX")):
        run = with_ix.answer("What does it cost to leave IM early?", with_ix.customer(products))
        assert run.found is not None
        assert run.found.templates[0].template.id == "exit-fee-im"
