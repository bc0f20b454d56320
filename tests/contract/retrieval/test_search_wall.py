"""The wall in the index: nobody is shown a row of an audience that was not asked for."""

from __future__ import annotations

import logging

import pytest

from retrieval.errors import IndexDamaged
from retrieval.golden import probe_wall
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.partitions import partition_name
from retrieval.rebuild import rebuild
from retrieval.rows import TEMPLATE
from retrieval.settings import Settings
from retrieval.versions import LENGTHS, read_record
from tests.knowledge import HashedWords

NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture
def live(settings: Settings, words: HashedWords) -> tuple[Index, str]:
    collection = rebuild(settings, embedder=words).collection
    return Index(Milvus.of(settings), words, settings.index_alias), collection


def test_an_empty_scope_never_reaches_the_server(words: HashedWords) -> None:
    index = Index(Milvus(NOBODY_THERE), words, "knowledge")
    hits = index.search(["What is the exit fee?"], [], "any")
    assert (hits.templates, hits.passages) == ((), ())


def test_a_search_without_partitions_is_refused_before_it_is_sent(words: HashedWords) -> None:
    with pytest.raises(ValueError, match="searches everything"):
        Milvus(NOBODY_THERE).search("any", words.embed(["x"]), [], 5, ["audience"])


def test_an_im_customer_never_sees_im_plus_rows_even_with_their_very_words(live: tuple[Index, str]) -> None:
    index, collection = live
    secrets = ["premature withdrawal penalty", *index.outside(["shared", "IM"], collection)]
    assert len(secrets) > 2
    for secret in secrets:
        hits = index.search([secret], ["shared", "IM"], collection, templates=50, passages=50)
        audiences = {hit.template.audience for hit in hits.templates} | {hit.passage.audience for hit in hits.passages}
        assert audiences == {"shared", "IM"}


def test_each_product_finds_its_own_figure(live: tuple[Index, str]) -> None:
    index, collection = live
    question = ["exit fee taken out early"]
    im = index.search(question, ["IM"], collection).passages[0].passage
    plus = index.search(question, ["IM+"], collection).passages[0].passage
    assert "IM — Exit fee: 1%" in im.text
    assert "2.5%" not in im.text
    assert im.products == ("IM",)
    assert "IM+ — Exit fee: 2.5%" in plus.text
    assert plus.products == ("IM+",)


def test_a_row_is_found_as_soon_as_it_is_inserted_also_where_was_searched_before(
    live: tuple[Index, str], settings: Settings, words: HashedWords
) -> None:
    _, collection = live
    milvus, partition = Milvus.of(settings), partition_name("example", "IM")
    for number in range(3):
        vector = words.embed([f"premature {number}"])
        texts = dict.fromkeys(LENGTHS, "") | {"id": f"late-{number}", "kind": "example", "audience": "IM"}
        milvus.insert(collection, partition, [{**texts, "vector": vector[0].tolist()}])
        assert milvus.search(collection, vector, [partition], 1, ["audience"])[0][0].id == f"late-{number}"


def test_an_unknown_audience_adds_nothing_and_is_told(
    live: tuple[Index, str], caplog: pytest.LogCaptureFixture
) -> None:
    index, collection = live
    with caplog.at_level(logging.WARNING):
        hits = index.search(["What is the exit fee?"], ["shared", "VIP"], collection)
    assert {hit.template.audience for hit in hits.templates} == {"shared"}
    assert "VIP" in caplog.text


def test_only_unknown_audiences_find_nothing(live: tuple[Index, str]) -> None:
    index, collection = live
    hits = index.search(["What is the exit fee?"], ["VIP"], collection)
    assert (hits.templates, hits.passages) == ((), ())


def test_each_template_comes_once_with_its_best_example_over_all_texts(live: tuple[Index, str]) -> None:
    index, collection = live
    texts = ["Hello, a long story about a house.", "When can I call you?"]
    hits = index.search(texts, ["shared", "IM"], collection)
    names = [hit.template.id for hit in hits.templates]
    assert names[0] == "opening-hours"
    assert len(names) == len(set(names))
    assert hits.templates[0].example == "When can I call you?"
    assert hits.templates[0].score == pytest.approx(1.0, abs=1e-4)


def test_a_found_template_is_whole_and_carries_no_examples(live: tuple[Index, str]) -> None:
    index, collection = live
    template = index.template("exit-fee-im", ["shared", "IM"], collection)
    assert template is not None
    assert template.slots[0].source == "customer.first name"
    assert not template.slots[0].required
    assert template.body.endswith("that you take out early.")
    assert template.examples == ()


def test_a_template_of_another_audience_is_not_given_by_id(live: tuple[Index, str]) -> None:
    index, collection = live
    assert index.template("exit-fee-im-plus", ["shared", "IM"], collection) is None
    assert index.template("no-such-template", ["shared", "IM"], collection) is None


def test_outside_holds_what_others_read_and_nothing_of_ours(live: tuple[Index, str]) -> None:
    index, collection = live
    outside = "\n".join(index.outside(["shared", "IM"], collection))
    assert "exit fee of IM+ is 2.5%" in outside
    assert "calls you back within two hours" in outside
    assert "exit fee of IM is 1%" not in outside
    assert "bank account in the app" not in outside


def test_a_query_with_another_model_is_refused(live: tuple[Index, str], settings: Settings) -> None:
    _, collection = live
    other = Index(Milvus.of(settings), HashedWords("another-model"), settings.index_alias)
    with pytest.raises(IndexDamaged, match=r"hashed-words.*another-model"):
        other.search(["What is the exit fee?"], ["shared"], collection)


def test_a_row_in_the_wrong_partition_is_found_by_the_probes_and_shown_to_nobody(
    live: tuple[Index, str], settings: Settings, words: HashedWords
) -> None:
    index, collection = live
    milvus = Milvus.of(settings)
    stray = words.embed(["premature withdrawal penalty"])
    template = index.template("exit-fee-im-plus", ["IM+"], collection)
    payload = TEMPLATE.dump_json(template).decode()
    texts = dict.fromkeys(LENGTHS, "") | {"id": "stray", "kind": "example", "audience": "IM+", "payload": payload}
    milvus.insert(collection, partition_name("example", "IM"), [{**texts, "vector": stray[0].tolist()}])
    record = read_record(milvus, collection)
    assert probe_wall(milvus, collection, record, ["IM+"], stray) == ["stray in the partition of example IM"]
    hits = index.search(["premature withdrawal penalty"], ["shared", "IM"], collection, templates=50)
    assert {hit.template.audience for hit in hits.templates} == {"shared", "IM"}
