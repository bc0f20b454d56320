"""Versions that are kept: going back, tidying up, what ops see of them, and what a new one must not lose."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pymilvus import MilvusClient, MilvusException

from retrieval.errors import RebuildFailed
from retrieval.health import index_state
from retrieval.history import line_back, prune, rollback
from retrieval.index import Index
from retrieval.mend import mend
from retrieval.milvus import Milvus
from retrieval.partitions import partition_name
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.status import as_json, in_words, status_of
from retrieval.summary import says
from retrieval.vectors import PROBE
from retrieval.versions import Record, versions_of
from tests.knowledge import HashedWords

GOLDEN = "- {question: 'When can I call you?', segments: [IM], expect: {template: opening-hours}}\n"


@pytest.fixture
def settings(settings: Settings, words: HashedWords) -> Settings:
    return settings.model_copy(update={"embedding_model": words.name})


def built(settings: Settings, words: HashedWords, times: int) -> list[str]:
    return [rebuild(settings, embedder=words).collection for _ in range(times)]


def live(settings: Settings) -> str:
    return Milvus.of(settings).target(settings.index_alias)


def there(settings: Settings) -> set[str]:
    return set(versions_of(settings.index_alias, Milvus.of(settings).collections()))


# --- going back ---


def test_each_rollback_goes_one_version_further_back_and_the_last_says_there_is_none(
    settings: Settings, words: HashedWords
) -> None:
    first, second, third = built(settings, words, 3)
    assert (rollback(settings), live(settings)) == (second, second)
    assert (rollback(settings), live(settings)) == (first, first)
    with pytest.raises(RebuildFailed, match="no version to go back to"):
        rollback(settings)
    assert live(settings) == first
    assert there(settings) == {first, second, third}


def test_a_version_that_was_gone_back_from_is_never_gone_back_to(settings: Settings, words: HashedWords) -> None:
    first, bad = built(settings, words, 2)
    rollback(settings)
    third = rebuild(settings, embedder=words).collection
    assert rollback(settings) == first
    assert there(settings) == {first, third}
    assert bad not in there(settings)


def test_a_damaged_version_is_passed_over_when_going_back(settings: Settings, words: HashedWords) -> None:
    first, second, _ = built(settings, words, 3)
    MilvusClient(settings.milvus_uri).drop_partition(second, partition_name("passage", "shared"))
    assert rollback(settings) == first


def test_a_version_of_another_model_is_not_gone_back_to(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=HashedWords("other", 32))
    now = rebuild(settings, embedder=words).collection
    with pytest.raises(RebuildFailed, match='built with the model "other"'):
        rollback(settings)
    assert live(settings) == now


def test_the_line_back_goes_on_where_a_version_is_missing() -> None:
    def record(before: str) -> Record:
        return Record("m", 2, "", {}, before=before)

    line = line_back("k_5", {"k_5": record("k_3"), "k_4": record("k_3"), "k_2": record("k_1"), "k_1": record("")})
    assert line == ["k_5", "k_2", "k_1"]
    assert line_back("k_1", {"k_1": record("k_2"), "k_2": record("k_1")}) == ["k_1", "k_2"]
    assert line_back("", {"k_1": record("")}) == []


def test_prune_keeps_the_live_version_and_as_many_before_it_as_asked(settings: Settings, words: HashedWords) -> None:
    first, second, third = built(settings, words, 3)
    assert prune(settings, 1) == [first]
    assert there(settings) == {second, third}
    assert prune(settings, 1) == []
    assert prune(settings, 0) == [second]
    assert live(settings) == third


# --- what ops see ---


def test_status_shows_every_version_with_its_age_rows_and_model_and_the_last_outcome(
    settings: Settings, words: HashedWords
) -> None:
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    first, second = built(settings, words, 2)
    found = status_of(settings, datetime.now(UTC) + timedelta(hours=3, minutes=5))
    shown = json.loads(json.dumps(as_json(found)))
    assert (shown["collection"], shown["problem"], shown["last"]["result"]) == (second, "", "live")
    assert [(one["name"], one["standing"]) for one in shown["versions"]] == [(second, "live"), (first, "before")]
    assert shown["versions"][1]["counts"]["passage IM+"] == 2
    assert shown["versions"][0]["golden"] == {"answered": 1, "missed": 0}
    assert shown["age_seconds"] >= 3 * 3600
    assert "live, 3 hours old, 12 rows, hashed-words, 1 golden questions answered" in in_words(found)


def test_status_tells_what_the_last_rebuild_failed_of(settings: Settings, words: HashedWords) -> None:
    built(settings, words, 1)
    (settings.templates_dir / "broken.md").write_text("no front matter")
    with pytest.raises(Exception, match=r"broken\.md"):
        rebuild(settings, embedder=words)
    last = status_of(settings).last
    assert last is not None
    assert last.result == "failed"
    assert "broken.md:1:" in last.says


def test_the_summary_tells_what_is_new_changed_and_gone_for_each_audience(
    settings: Settings, words: HashedWords
) -> None:
    built(settings, words, 1)
    (settings.kb_dir / "bank-account.md").unlink()
    hours = settings.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("9 to 18", "8 to 20"))
    again = (settings.templates_dir / "exit-fee-im.md").read_text()
    (settings.templates_dir / "more.md").write_text(again.replace("id: exit-fee-im", "id: more"))
    told = "\n".join(says(rebuild(settings, embedder=words)))
    assert "articles for shared: 1 gone" in told
    assert "templates for shared: 1 changed" in told
    assert "templates for IM: 1 new" in told
    assert "articles for IM+: as before" in told


def test_versions_that_are_dropped_while_all_are_listed_do_not_make_the_live_one_look_gone(
    settings: Settings, words: HashedWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = rebuild(settings, embedder=words).collection
    asked = MilvusClient.list_collections
    failures = iter([MilvusException(1, "collection not found"), MilvusException(100, "collection not found")])

    def dropped_meanwhile(client: MilvusClient, **options: float) -> list[str]:
        for failure in failures:
            raise failure
        return list(asked(client, **options))

    monkeypatch.setattr(MilvusClient, "list_collections", dropped_meanwhile)
    state = index_state(Milvus.of(settings), settings.index_alias, words.name)
    assert (state.collection, state.problem) == (now, "")


# --- nothing changed ---


def test_with_nothing_changed_the_live_version_stays_and_no_model_is_asked(
    settings: Settings, words: HashedWords
) -> None:
    now = rebuild(settings, embedder=words).collection
    idle = HashedWords()
    summary = rebuild(settings, embedder=idle, only_if_changed=True)
    assert (summary.unchanged, summary.collection, idle.seen) == (True, now, [])
    assert there(settings) == {now}
    assert "nothing has changed" in says(summary)[0]


def test_a_changed_question_word_or_model_is_a_change(settings: Settings, words: HashedWords) -> None:
    built(settings, words, 1)
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    assert not rebuild(settings, embedder=words, only_if_changed=True).unchanged
    hours = settings.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("9 to 18", "8 to 20"))
    assert not rebuild(settings, embedder=words, only_if_changed=True).unchanged
    assert not rebuild(settings, embedder=HashedWords("other", 32), only_if_changed=True).unchanged


def test_a_damaged_live_version_is_built_again_though_nothing_changed(settings: Settings, words: HashedWords) -> None:
    lost = rebuild(settings, embedder=words).collection
    MilvusClient(settings.milvus_uri).drop_partition(lost, partition_name("passage", "shared"))
    summary = rebuild(settings, embedder=words, only_if_changed=True)
    assert (summary.unchanged, summary.embedded, summary.copied) == (False, 3, 9)
    assert index_state(Milvus.of(settings), settings.index_alias, words.name).problem == ""


def test_vectors_that_the_live_version_lost_are_copied_from_the_one_before(
    settings: Settings, words: HashedWords
) -> None:
    _, lost = built(settings, words, 2)
    MilvusClient(settings.milvus_uri).drop_collection(lost)
    again = HashedWords()
    assert rebuild(settings, embedder=again).copied == 12
    assert set(again.seen) == {PROBE}


def test_other_weights_under_the_same_name_embed_everything_anew(settings: Settings, words: HashedWords) -> None:
    built(settings, words, 1)
    assert rebuild(settings, embedder=HashedWords(words.name, 32)).copied == 0


# --- golden questions ---


def lose_the_opening_hours(settings: Settings) -> None:
    hours = settings.templates_dir / "opening-hours.md"
    hours.write_text(hours.read_text().replace("When can I call you?", "Sundays"))
    fee = settings.templates_dir / "exit-fee-im.md"
    fee.write_text(fee.read_text().replace("What is the exit fee?", "When can I call you?"))


def test_a_question_that_was_answered_and_no_longer_is_fails_the_rebuild(
    settings: Settings, words: HashedWords
) -> None:
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    now = rebuild(settings, embedder=words).collection
    lose_the_opening_hours(settings)
    with pytest.raises(RebuildFailed, match=r"(?s)1 golden questions.*opening-hours \(first was.*--accept-losses"):
        rebuild(settings, embedder=words)
    assert (live(settings), there(settings)) == (now, {now})


def test_a_loss_that_is_accepted_goes_live_and_is_told_once(settings: Settings, words: HashedWords) -> None:
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    built(settings, words, 1)
    lose_the_opening_hours(settings)
    summary = rebuild(settings, embedder=words, accept_losses=True)
    assert len(summary.golden.lost) == 1
    assert "0 gained, 1 lost" in "\n".join(says(summary))
    assert rebuild(settings, embedder=words).golden.lost == ()


def test_a_question_that_is_answered_at_last_is_gained(settings: Settings, words: HashedWords) -> None:
    hours = settings.templates_dir / "opening-hours.md"
    whole = hours.read_text()
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    lose_the_opening_hours(settings)
    assert len(rebuild(settings, embedder=words).golden.missed) == 1  # new questions that are missed stop nothing
    hours.write_text(whole)
    fee = settings.templates_dir / "exit-fee-im.md"
    fee.write_text(fee.read_text().replace("When can I call you?", "What is the exit fee?"))
    golden = rebuild(settings, embedder=words).golden
    assert [question.split('"')[1] for question in golden.gained] == ["When can I call you?"]
    assert (golden.lost, golden.missed, golden.new) == ((), (), 0)


def test_a_question_that_must_find_nothing_misses_when_a_template_is_near(
    settings: Settings, words: HashedWords
) -> None:
    (settings.kb_dir / "golden.yaml").write_text(
        "- {question: 'When can I call you?', segments: [IM], expect: nothing}\n"
        "- {question: 'premature withdrawal penalty', segments: [IM], expect: nothing}\n"
    )
    golden = rebuild(settings, embedder=words).golden
    assert len(golden.missed) == 1
    assert "nothing (first was opening-hours, probability 1.00, ours" in golden.missed[0]


def test_a_damaged_index_mends_itself_though_a_question_is_lost(settings: Settings, words: HashedWords) -> None:
    (settings.kb_dir / "golden.yaml").write_text(GOLDEN)
    lost = rebuild(settings, embedder=words).collection
    lose_the_opening_hours(settings)
    MilvusClient(settings.milvus_uri).drop_partition(lost, partition_name("passage", "shared"))
    assert "golden questions lost: " in mend(settings, embedder=words)
    hits = Index(Milvus.of(settings), words, settings.index_alias).search(["x"], ["shared"], live(settings))
    assert hits.passages
