"""An index of a model that is given by its path: built, searched, and refused to any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from retrieval.errors import IndexDamaged
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.versions import read_record
from tests.tiny_model import WIDTH, save_tiny_model


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the model, one of the same width with other weights, and a wider one."""
    folder = tmp_path_factory.mktemp("models")
    save_tiny_model(folder / "tiny")
    save_tiny_model(folder / "other", seed=2)
    save_tiny_model(folder / "wider", width=2 * WIDTH)
    return folder


@pytest.fixture
def placed(models: Path, tmp_path: Path) -> Path:
    """A copy of the model that a test may change."""
    return Path(shutil.copytree(models / "tiny", tmp_path / "model"))


def over(settings: Settings, model: Path) -> Settings:
    return settings.model_copy(update={"embedding_model": str(model)})


def replace_by(placed: Path, model: Path) -> None:
    shutil.rmtree(placed)
    shutil.copytree(model, placed)


def test_an_index_is_built_and_searched_with_a_model_given_by_its_path(settings: Settings, placed: Path) -> None:
    summary = rebuild(over(settings, placed))
    record = read_record(Milvus.of(settings), summary.collection)
    assert (record.model, record.dimension) == (str(placed), WIDTH)
    index = Index.of(over(settings, placed))
    assert (index.state().collection, index.state().problem) == (summary.collection, "")
    hits = index.search(["What are your opening hours?"], ["shared"], summary.collection)
    assert hits.templates[0].template.id == "opening-hours"
    assert hits.templates[0].score == pytest.approx(1, abs=1e-3)
    assert hits.passages


def test_vectors_of_a_model_given_by_its_path_are_copied_when_nothing_changed(settings: Settings, placed: Path) -> None:
    first = rebuild(over(settings, placed))
    second = rebuild(over(settings, placed))
    assert (second.embedded, second.copied) == (0, first.embedded)


def test_an_index_of_another_model_is_refused(settings: Settings, models: Path) -> None:
    built = rebuild(over(settings, models / "tiny")).collection
    for other in (models / "other", models / "wider"):
        index = Index.of(over(settings, other))
        assert f'queries use "{other}"' in index.state().problem
        with pytest.raises(IndexDamaged, match="python -m retrieval rebuild"):
            index.search(["What are your opening hours?"], ["shared"], built)


@pytest.mark.parametrize("other", ["other", "wider"])
def test_other_weights_at_the_same_path_are_refused(settings: Settings, models: Path, placed: Path, other: str) -> None:
    built = rebuild(over(settings, placed)).collection
    replace_by(placed, models / other)
    index = Index.of(over(settings, placed))
    assert "other weights" in index.state().problem
    with pytest.raises(IndexDamaged, match="other weights"):
        index.search(["What are your opening hours?"], ["shared"], built)


@pytest.mark.parametrize(("other", "dimension"), [("other", WIDTH), ("wider", 2 * WIDTH)])
def test_a_rebuild_after_the_weights_changed_embeds_all_anew(
    settings: Settings, models: Path, placed: Path, other: str, dimension: int
) -> None:
    first = rebuild(over(settings, placed))
    replace_by(placed, models / other)
    second = rebuild(over(settings, placed))
    assert (second.embedded, second.copied) == (first.embedded, 0)
    assert read_record(Milvus.of(settings), second.collection).dimension == dimension
    assert Index.of(over(settings, placed)).state().problem == ""
