"""A rebuild stands beside the live index and replaces it only when all is well."""

from __future__ import annotations

import fcntl
from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.embedding import Vectors
from retrieval.errors import ModelProblem, RebuildRunning, WrongDocuments
from retrieval.health import index_state
from retrieval.index import Index
from retrieval.milvus import Milvus
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from retrieval.vectors import PROBE
from retrieval.versions import versions_of
from tests.knowledge import HashedWords

COUNTS = {
    "example shared": 2,
    "example IM": 2,
    "example IM+": 2,
    "passage shared": 3,
    "passage IM": 1,
    "passage IM+": 2,
}


def versions(settings: Settings) -> list[str]:
    return versions_of(settings.index_alias, Milvus.of(settings).collections())


def test_the_first_rebuild_makes_an_index_that_is_sound(settings: Settings, words: HashedWords) -> None:
    assert "no index yet" in index_state(Milvus.of(settings), settings.index_alias, words.name).problem
    summary = rebuild(settings, embedder=words)
    state = index_state(Milvus.of(settings), settings.index_alias, words.name)
    assert (state.collection, state.problem, dict(state.counts)) == (summary.collection, "", COUNTS)
    assert (summary.embedded, summary.copied, summary.counts) == (12, 0, COUNTS)


def test_unchanged_vectors_are_copied_and_only_changed_texts_embedded(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=words)
    file = settings.templates_dir / "opening-hours.md"
    file.write_text(file.read_text().replace("When can I call you?", "When may I ring you?"))
    again = HashedWords()
    summary = rebuild(settings, embedder=again)
    assert (summary.embedded, summary.copied) == (1, 11)
    assert [text for text in again.seen if text != PROBE] == ["When may I ring you?"]


def test_a_changed_reply_is_live_without_embedding_anything(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=words)
    file = settings.templates_dir / "opening-hours.md"
    file.write_text(file.read_text().replace("9 to 18", "8 to 20"))
    summary = rebuild(settings, embedder=words)
    template = Index(Milvus.of(settings), words, settings.index_alias).template(
        "opening-hours", ["shared"], summary.collection
    )
    assert summary.embedded == 0
    assert template is not None
    assert "8 to 20" in template.body


def test_another_model_embeds_everything_anew(settings: Settings, words: HashedWords) -> None:
    rebuild(settings, embedder=words)
    assert rebuild(settings, embedder=HashedWords("other", 32)).copied == 0


def test_the_alias_moves_and_the_versions_before_stay_for_a_rollback(settings: Settings, words: HashedWords) -> None:
    first, second, third, fourth = (rebuild(settings, embedder=words).collection for _ in range(4))
    assert Milvus.of(settings).target(settings.index_alias) == fourth
    assert versions(settings) == sorted([second, third, fourth])
    assert first not in versions(settings)


def test_a_run_that_holds_the_old_version_still_reads_it(settings: Settings, words: HashedWords) -> None:
    held = rebuild(settings, embedder=words).collection
    index = Index(Milvus.of(settings), words, settings.index_alias)
    rebuild(settings, embedder=words)
    assert index.search(["When can I call you?"], ["shared"], held).templates[0].template.id == "opening-hours"
    assert index.state().collection != held


def test_wrong_documents_leave_the_live_index_as_it_was(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    (settings.templates_dir / "broken.md").write_text("no front matter")
    with pytest.raises(WrongDocuments, match=r"broken\.md:1:"):
        rebuild(settings, embedder=words)
    assert versions(settings) == [live]


class Spoilt(HashedWords):
    """Gives NaN for one text, as a broken model would."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = super().embed(texts)
        vectors[["When can I call you?" in text for text in texts]] = np.nan
        return vectors


def test_vectors_that_are_no_numbers_never_enter_the_index(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    with pytest.raises(ModelProblem, match="NaN"):
        rebuild(settings, embedder=Spoilt("spoilt"))
    assert versions(settings) == [live]


def test_a_failure_after_the_new_version_was_written_drops_it(settings: Settings, words: HashedWords) -> None:
    live = rebuild(settings, embedder=words).collection
    (settings.kb_dir / "golden.yaml").write_text(
        "- {question: 'When can I call you?', segments: [IM], expect: {template: opening-hours}}\n"
    )
    with pytest.raises(ModelProblem, match="NaN"):  # the rows are copied, so only the golden question is spoilt
        rebuild(settings, embedder=Spoilt(words.name))
    assert versions(settings) == [live]
    assert Milvus.of(settings).target(settings.index_alias) == live


def test_golden_questions_are_asked_and_a_missed_one_is_told(settings: Settings, words: HashedWords) -> None:
    (settings.kb_dir / "golden.yaml").write_text(
        "- {question: 'What are your opening hours?', segments: [], expect: {template: opening-hours}}\n"
        "- {question: 'What is the exit fee?', segments: [IM+], expect: {template: exit-fee-im}}\n"
        "- {question: 'Which relationship manager calls?', segments: [IM+], expect: {passage: relationship-manager}}\n"
        "- {question: 'Is it raining?', segments: [IM], expect: nothing}\n"
    )
    golden = rebuild(settings, embedder=words).golden
    assert (golden.asked, golden.leaks) == (4, ())
    assert len(golden.missed) == 1
    assert "exit-fee-im (first was exit-fee-im-plus)" in golden.missed[0]


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(settings: Settings, words: HashedWords) -> None:
    summary = rebuild(settings, embedder=words, dry_run=True)
    assert (summary.embedded, summary.collection, words.seen) == (12, "", [])
    assert versions(settings) == []


def test_two_rebuilds_never_run_at_once(settings: Settings, words: HashedWords) -> None:
    lock = settings.var_dir / "index" / "rebuild.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(RebuildRunning):
            rebuild(settings, embedder=words)
    assert rebuild(settings, embedder=words).rows == 12


def test_progress_is_told_to_the_end(settings: Settings, words: HashedWords) -> None:
    told: list[tuple[str, int, int]] = []
    rebuild(settings, lambda *step: told.append(step), embedder=words)
    ends = {what: (done, total) for what, done, total in told}
    once = 11  # two templates share an example
    assert ends == {
        "embedding": (once, once),
        "learning": (1, 1),
        "inserting": (12, 12),
        "writing to disk": (1, 1),
        "proving": (1, 1),
    }
