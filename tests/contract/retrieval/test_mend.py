"""A damaged or missing index rebuilds itself; a sound one is left alone."""

from __future__ import annotations

import pytest
from pymilvus import MilvusClient

from retrieval.errors import IndexUnavailable
from retrieval.health import index_state
from retrieval.mend import mend
from retrieval.milvus import Milvus
from retrieval.partitions import partition_name
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.knowledge import HashedWords, settings_for


def state_problem(settings: Settings, words: HashedWords) -> str:
    return index_state(Milvus.of(settings), settings.index_alias, words.name).problem


def test_a_missing_index_is_built(settings: Settings, words: HashedWords) -> None:
    assert "no index yet; rebuilt: 12 rows" in mend(settings, embedder=words)
    assert state_problem(settings, words) == ""


def test_a_sound_index_is_left_alone(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    assert mend(settings, embedder=words) == f"the index is sound: 12 rows in {live}"


def test_lost_rows_are_noticed_and_mended(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    client = MilvusClient(settings.milvus_uri)
    client.delete(live, filter='document == "exit-fee-im"', partition_name=partition_name("example", "IM"))
    client.flush(live)
    assert "0 of 2 rows example IM" in state_problem(settings, words)
    assert "rebuilt" in mend(settings, embedder=words)
    assert state_problem(settings, words) == ""


def test_a_lost_partition_is_noticed_and_mended(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    MilvusClient(settings.milvus_uri).drop_partition(live, partition_name("passage", "shared"))
    assert "0 of 3 rows passage shared" in state_problem(settings, words)
    assert "rebuilt" in mend(settings, embedder=words)


def test_a_dropped_live_version_is_built_again(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    MilvusClient(settings.milvus_uri).drop_collection(live)
    assert "rebuilt" in mend(settings, embedder=words)
    assert state_problem(settings, words) == ""


def test_an_index_of_another_model_is_built_again(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=HashedWords("other", 32))
    assert "other" in state_problem(settings, words)
    assert "rebuilt" in mend(settings, embedder=words)


def test_a_collection_that_is_not_ours_behind_the_alias_is_replaced(settings: Settings, words: HashedWords) -> None:
    client = MilvusClient(settings.milvus_uri)
    client.create_collection(f"foreign_{settings.index_alias}", dimension=4)
    client.create_alias(f"foreign_{settings.index_alias}", settings.index_alias)
    assert "was not built by this program" in mend(settings, embedder=words)
    assert state_problem(settings, words) == ""
    assert client.has_collection(f"foreign_{settings.index_alias}")


def test_without_a_server_nothing_is_called_damaged(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = settings_for(tmp_path_factory.mktemp("alone") / "company")
    with pytest.raises(IndexUnavailable, match="python -m retrieval serve"):
        mend(settings, embedder=HashedWords())
