"""The matcher lives and dies with its version, and answers within the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from pymilvus import MilvusClient

from retrieval.embedding import Vectors
from retrieval.errors import IndexDamaged
from retrieval.health import index_state
from retrieval.history import rollback
from retrieval.index import Index
from retrieval.matching.kept import MATCHER_PARTITION, read_matcher
from retrieval.mend import mend
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.types import Hits
from retrieval.versions import RECORD_ID, RECORD_PARTITION, read_record, record_row
from tests.knowledge import HashedWords, IndexServer, settings_for

AUDIENCES = ("shared", "IM", "IM+")
CALL = "Who calls me back about my portfolio?"

MANAGER = """---
id: manager-im-plus
title: Your manager
audience: IM+
language: en
topic: manager
writing: locked
examples:
  - Which manager looks after my portfolio?
  - Who calls me back about my money?
---

Your manager calls you back.
"""


class OtherWeights(HashedWords):
    """The same name, and other vectors."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(np.roll(super().embed(texts), 7, axis=1), dtype=np.float32)


@pytest.fixture(scope="module")
def company(index_server: IndexServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_for(tmp_path_factory.mktemp("matcher") / "company", index_server.uri, "matcher")
    (settings.templates_dir / "manager-im-plus.md").write_text(MANAGER)
    return settings


@pytest.fixture(scope="module")
def live(company: Settings) -> str:
    return rebuild(company, embedder=HashedWords()).collection


@pytest.fixture(scope="module")
def index(company: Settings) -> Index:
    return Index(Milvus.of(company), HashedWords(), company.index_alias)


def probabilities(hits: Hits) -> dict[str, float]:
    return {hit.template.id: hit.probability for hit in hits.templates}


def test_a_rebuild_keeps_a_matcher_of_its_topics_with_the_version(company: Settings, live: str) -> None:
    milvus = Milvus.of(company)
    matcher = read_matcher(milvus, live, read_record(milvus, live))
    assert matcher.topics == ("exit-fee", "manager", "opening-hours")
    assert matcher.lesson.examples == 8


def test_siblings_carry_their_topics_probability_and_the_more_similar_comes_first(index: Index, live: str) -> None:
    hits = index.search(["premature withdrawal penalty"], AUDIENCES, live)
    found = probabilities(hits)
    assert [hit.template.id for hit in hits.by_text[0].templates[:2]] == ["exit-fee-im-plus", "exit-fee-im"]
    assert found["exit-fee-im-plus"] == found["exit-fee-im"] > 0.5
    assert hits.levels.suggest > 0


def test_an_unnamed_question_about_another_product_is_no_template_of_ones_own(index: Index, live: str) -> None:
    own = index.search([CALL], AUDIENCES, live)
    assert (own.templates[0].template.id, own.suggested is not None) == ("manager-im-plus", True)
    hits = index.search([CALL], ["shared", "IM"], live)
    assert hits.templates, "the templates of one's own are found"
    assert max(probabilities(hits).values()) < hits.levels.suggest
    assert hits.suggested is None


@tries(deadline=None, max_examples=30)
@given(
    text=st.lists(st.sampled_from(["exit", "fee", "manager", "call", "hours", "penalty", "portfolio"]), min_size=1),
    seen=st.sets(st.sampled_from(AUDIENCES), min_size=1),
    less=st.sets(st.sampled_from(AUDIENCES), min_size=1),
)
def test_who_sees_less_is_never_told_that_something_is_more_probable(
    text: list[str], seen: set[str], less: set[str], index: Index, live: str
) -> None:
    question = [" ".join(text)]
    everything = probabilities(index.search(question, sorted(seen | less), live, templates=9))
    some = probabilities(index.search(question, sorted(less), live, templates=9))
    assert set(some) <= set(everything)
    assert all(some[name] <= everything[name] + 1e-9 for name in some)


def test_each_text_has_hits_of_its_own_and_the_message_those_of_the_best(index: Index, live: str) -> None:
    parts = ["When can I call you?", "premature withdrawal penalty"]
    texts = [" ".join(parts), *parts]
    hits = index.search(texts, AUDIENCES, live, templates=3)
    assert [one.text for one in hits.by_text] == texts
    firsts = [one.templates[0].template.id for one in hits.by_text[1:]]
    assert firsts == ["opening-hours", "exit-fee-im-plus"]
    assert {"opening-hours", "exit-fee-im-plus"} <= set(probabilities(hits)), "one question doesn't hide the other"
    best = max(hits.by_text, key=lambda one: one.templates[0].probability * one.templates[0].score)
    assert (hits.templates[0].template, hits.ours) == (best.templates[0].template, best.ours)
    assert hits.templates[0].probability < best.templates[0].probability, "the whole message has a say"


def test_all_texts_are_embedded_and_searched_at_once(company: Settings, live: str) -> None:
    words, searched = HashedWords(), []

    class Counted(Milvus):
        def search(self, *args: object, **more: object) -> object:  # type: ignore[override]
            searched.append(args)
            return super().search(*args, **more)  # type: ignore[arg-type]

    index = Index(Counted(company.milvus_uri), words, company.index_alias)
    index.search(["What is the exit fee?"], AUDIENCES, live)
    words.seen.clear()
    searched.clear()
    index.search(["When can I call you?", "What is the exit fee?", "manager"], AUDIENCES, live, templates=2)
    assert (len(words.seen), len(searched)) == (3, 2), "one search over examples, one over passages"


def test_a_version_that_was_gone_back_to_uses_its_own_matcher(settings: Settings, words: HashedWords) -> None:
    first = rebuild(settings, embedder=words).collection
    (settings.templates_dir / "manager-im-plus.md").write_text(MANAGER)
    second = rebuild(settings, embedder=words).collection
    index = Index(Milvus.of(settings), words, settings.index_alias)
    new = probabilities(index.search([CALL], ["shared"], second))["opening-hours"]
    assert rollback(settings.model_copy(update={"embedding_model": words.name})) == first
    old = probabilities(index.search([CALL], ["shared"], index.state().collection))["opening-hours"]
    assert old > 0.7 > 0.2 > new, "the first version knows of no manager who calls"


def test_unanswered_questions_teach_and_a_change_of_them_is_a_change(settings: Settings, words: HashedWords) -> None:
    before = rebuild(settings, embedder=words, only_if_changed=True).collection
    (settings.kb_dir / "unanswered.yaml").write_text("- Do you sell umbrellas and hats?\n")
    after = rebuild(settings, embedder=words, only_if_changed=True)
    assert (after.unchanged, after.lesson.unanswered) == (False, 1)
    index = Index(Milvus.of(settings), words, settings.index_alias)
    asked = ["Do you sell an umbrella or a hat?"]
    old, new = index.search(asked, AUDIENCES, before), index.search(asked, AUDIENCES, after.collection)
    assert new.templates[0].probability < old.templates[0].probability
    assert new.ours < old.ours


def test_other_weights_under_the_same_name_are_noticed_and_mended(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    other = OtherWeights(words.name)
    index = Index(Milvus.of(settings), other, settings.index_alias)
    with pytest.raises(IndexDamaged, match=r"other weights of the model .hashed-words.*rebuild --anew"):
        index.search(["What is the exit fee?"], ["shared"], live)
    assert "other weights" in index.state().problem
    assert "other weights" in mend(settings, embedder=other)
    state = index.state()
    assert (state.problem, state.collection != live) == ("", True)
    assert index.search(["When can I call you?"], ["shared"], state.collection).templates


def test_lost_rows_of_the_matcher_are_noticed_and_mended(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    client = MilvusClient(settings.milvus_uri)
    client.delete(live, filter='id == "matcher-00000"', partition_name=MATCHER_PARTITION)
    client.flush(live)
    problem = index_state(Milvus.of(settings), settings.index_alias, words.name).problem
    assert problem == "rows of the matcher are missing; run python -m retrieval rebuild"
    with pytest.raises(IndexDamaged, match="matcher has lost rows"):
        Index(Milvus.of(settings), words, settings.index_alias).search(["fee?"], ["shared"], live)
    assert "rebuilt" in mend(settings, embedder=words)
    assert index_state(Milvus.of(settings), settings.index_alias, words.name).problem == ""


def test_a_version_of_an_older_format_is_told_and_mended(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    milvus, client = Milvus.of(settings), MilvusClient(settings.milvus_uri)
    older = replace(read_record(milvus, live), format=1)
    client.delete(live, filter=f'id == "{RECORD_ID}"', partition_name=RECORD_PARTITION)
    milvus.insert(live, RECORD_PARTITION, [record_row(older)])
    client.flush(live)
    assert "the index has format 1" in index_state(milvus, settings.index_alias, words.name).problem
    assert "rebuilt" in mend(settings, embedder=words)


def test_a_template_in_a_language_that_the_model_does_not_understand_is_found_in_its_own_words(
    settings: Settings, words: HashedWords
) -> None:
    german = MANAGER.replace("manager-im-plus", "opening-hours-de").replace("IM+", "shared").replace("en\n", "de\n", 1)
    german = german.replace("topic: manager", "topic: opening-hours").replace("Which manager looks after my", "Wann")
    (settings.templates_dir / "opening-hours-de.md").write_text(
        german.replace("Who calls me back about my money", "Wann kann ich anrufen")
    )
    live = rebuild(settings, embedder=words).collection
    hits = Index(Milvus.of(settings), words, settings.index_alias).search(["Wann kann ich anrufen?"], ["shared"], live)
    found = probabilities(hits)
    assert hits.templates[0].template.id == "opening-hours-de"
    assert found["opening-hours"] < hits.levels.suggest, "what it says in English isn't read into German words"
