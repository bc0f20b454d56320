"""The example company's own templates and articles in one index, built once by the real model."""

from __future__ import annotations

import shutil

import pytest

from retrieval.documents.knowledge import read_knowledge
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from router.adapters.index import KnowledgeIndex
from router.rulebook.ruleset import read_folder
from tests.knowledge import ROOT, IndexServer
from tests.wall import Company, EachOnce, own_words


@pytest.fixture(scope="package")
def model() -> EachOnce:
    return EachOnce()


@pytest.fixture(scope="package")
def company_settings(index_server: IndexServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Copies of the folders; without the golden questions, which have their own tests."""
    folder = tmp_path_factory.mktemp("lendora")
    for name in ("templates", "kb", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("golden.yaml"))
    return Settings(
        milvus_uri=index_server.uri,
        templates_dir=folder / "templates",
        kb_dir=folder / "kb",
        segments_file=folder / "rules" / "segments.yaml",
        var_dir=folder / "var",
        index_alias="wall",
    )


@pytest.fixture(scope="package")
def company(company_settings: Settings, model: EachOnce) -> Company:
    knowledge = read_knowledge(company_settings)
    rules = read_folder(company_settings.segments_file.parent)
    model.embed([words.text for words in own_words(knowledge)])
    rebuild(company_settings, embedder=model)
    return Company.of(KnowledgeIndex(company_settings, embedder=model), knowledge, rules)
