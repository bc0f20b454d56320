"""What a matcher learns, and the laws that its judgement keeps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.embedding import Vectors
from retrieval.matching.asking import guesses
from retrieval.matching.matcher import NOTHING_TAUGHT, Matcher, Sign, foreign_topic
from retrieval.matching.training import FEW_ASKED, train
from retrieval.types import Levels
from tests.knowledge import HashedWords

SIZE = 8
TOPICS = ("fees", "nominee", "hours", "login")
NOBODY = np.empty((0, SIZE), dtype=np.float32)


def near(seed: int, centre: int, count: int, spread: float = 0.25) -> Vectors:
    """Vectors of length 1 around one of some directions."""
    chance = np.random.default_rng(seed)
    found = np.eye(SIZE)[centre] + chance.normal(0, spread, (count, SIZE))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def lessons(each: int, topics: Sequence[str] = TOPICS, spread: float = 0.25) -> tuple[Vectors, list[str]]:
    """So many examples of each topic."""
    vectors = np.concatenate([near(at, at, each, spread) for at in range(len(topics))])
    return vectors, [topic for topic in topics for _ in range(each)]


def taught(each: int = 10, unanswered: Vectors = NOBODY) -> Matcher:
    return train(*lessons(each), unanswered)


def anything(seed: int, count: int = 20) -> Vectors:
    found = np.random.default_rng(seed).normal(size=(count, SIZE))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), each=st.integers(1, 6), topics=st.integers(1, 4), given=st.integers(0, 3))
def test_probabilities_of_all_topics_are_shares_of_one(seed: int, each: int, topics: int, given: int) -> None:
    vectors, names = lessons(each, TOPICS[:topics])
    judged = train(vectors, names, anything(seed, given)).judge(anything(seed))
    whole = judged.probabilities.sum(axis=1)
    assert np.all(judged.probabilities >= 0)
    assert np.all((judged.ours >= 0) & (judged.ours <= 1))
    if given:
        assert np.all(whole < 1), "what has no template takes a part"
    else:
        assert whole == pytest.approx(np.ones(len(whole)))


def test_a_topics_own_words_are_probable_and_ours_and_words_of_no_topic_are_not_ours() -> None:
    matcher = taught()
    own = matcher.judge(near(99, 1, 5, 0.1))
    assert all(own.probability(at, "nominee", "en") > 0.9 for at in range(5))
    assert np.all(own.ours > matcher.levels.ours)
    assert np.all(matcher.judge(near(98, 7, 5, 0.1)).ours < matcher.levels.ours)


def test_the_same_examples_teach_the_same_matcher() -> None:
    one, two = taught(), taught()
    assert (one.coefficients == two.coefficients).all()
    assert (one.blend, one.sign, one.levels, one.lesson) == (two.blend, two.sign, two.levels, two.lesson)


@pytest.mark.parametrize("each", [1, 2, 3])
@pytest.mark.parametrize("topics", [1, 2, 4])
def test_few_examples_and_few_topics_are_enough_to_begin_with(each: int, topics: int) -> None:
    vectors, names = lessons(each, TOPICS[:topics], spread=0.05)
    matcher = train(vectors, names, NOBODY)
    judged = matcher.judge(near(5, 0, 3, 0.05))
    assert all(judged.probability(at, "fees", "en") > 0.5 for at in range(3))
    assert matcher.levels == Levels(), "too few were asked to choose anything by them"


def test_without_examples_nothing_is_probable_and_nothing_ours() -> None:
    matcher = train(NOBODY, [], anything(1, 3))
    assert matcher is NOTHING_TAUGHT
    judged = matcher.judge(anything(2, 4))
    assert judged.probability(0, "fees", "en") == 0.0
    assert judged.ours.tolist() == [0.0] * 4


def test_a_question_like_an_unanswered_one_is_less_probable_and_less_ours_than_before() -> None:
    between = near(7, 0, 12, 0.03) + near(8, 7, 12, 0.03)  # partly in the words of a topic
    between = np.asarray(between / np.linalg.norm(between, axis=1, keepdims=True), dtype=np.float32)
    before, after = taught(), taught(unanswered=between[:8])
    asked = between[8:]
    assert np.all(after.judge(asked).probabilities[:, 0] < before.judge(asked).probabilities[:, 0])
    assert np.all(after.judge(asked).ours < after.levels.ours)
    assert np.any(before.judge(asked).ours >= before.levels.ours)
    assert after.lesson.caught > 0.9


def test_a_topic_with_many_examples_does_not_outweigh_one_with_few() -> None:
    vectors = np.concatenate([near(1, 0, 80), near(2, 1, 8)])
    matcher = train(vectors, ["fees"] * 80 + ["nominee"] * 8, NOBODY)
    middle = np.full((1, SIZE), 0.0, dtype=np.float32)
    middle[0, :2] = np.sqrt(0.5)
    straight = matcher.evidence(middle).regression[0]
    assert abs(float(straight[0] - straight[1])) < 1.0


def test_examples_in_a_language_that_the_model_does_not_understand_are_a_topic_apart() -> None:
    german = foreign_topic("fees", "de")
    vectors, names = lessons(10)
    matcher = train(np.concatenate([vectors, near(6, 6, 10)]), names + [german] * 10, NOBODY)
    judged = matcher.judge(near(66, 6, 1, 0.05))
    assert judged.probability(0, "fees", "de") > 0.8
    assert judged.probability(0, "fees", "en") < 0.2
    assert matcher.lesson.asked == len(names), "how they do says nothing of what the model understands"


def test_levels_are_chosen_only_by_enough_examples_left_out() -> None:
    vectors, names = lessons(FEW_ASKED // len(TOPICS) + 1)
    assert train(vectors[: -len(TOPICS)], names[: -len(TOPICS)], NOBODY).levels == Levels()
    assert train(vectors, names, NOBODY).levels != Levels()


@given(st.floats(0.05, 20), st.floats(-50, 50), st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
def test_a_stronger_signal_is_never_less_ours(slope: float, middle: float, one: float, two: float) -> None:
    low, high = Sign(slope, middle).of(np.array(sorted((one, two))))
    assert 0 <= low <= high <= 1


def test_each_example_is_guessed_without_knowing_it() -> None:
    words = HashedWords()
    texts = [f"{topic} question number {number}" for topic in ("fee", "nominee") for number in range(5)]
    texts.append("nominee of mine")  # taught as a fee, and in a nominee's words
    topics = ["fee"] * 5 + ["nominee"] * 5 + ["fee"]
    found = guesses(words.embed(texts), topics, words.embed(["weather"]))
    assert [found[at].topic for at in range(10)] == topics[:10]
    assert found[10].topic == "nominee"
    assert 0 < found[10].probability <= 1


def test_the_only_example_of_a_topic_is_not_guessed() -> None:
    vectors, names = lessons(5, TOPICS[:2])
    found = guesses(np.concatenate([vectors, near(3, 3, 1)]), [*names, "login"], NOBODY)
    assert sorted(found) == list(range(10))
