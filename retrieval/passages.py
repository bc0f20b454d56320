"""The passages of a search: what the server found near each text, ordered by how well it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.milvus import Match
from retrieval.types import Passage, PassageHit
from retrieval.walled import is_for, matches_for
from retrieval.wording import worths

HEARD = 0.5
"""A text whose best passage is worth less than this share of the best one's asks nothing: a greeting, a closing."""
UNHEARD = 10**6
"""The place of a passage that only such texts found."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A passage as one text finds it: what it is worth to that text, and the place it has there, from 0."""

    hit: PassageHit
    worth: float
    place: int = 0


def best_passages(
    texts: Sequence[str],
    found: Sequence[Sequence[Match]],
    passages: Mapping[str, Passage],
    audiences: Sequence[str],
) -> tuple[PassageHit, ...]:
    """All passages that were found near the texts and are for these audiences, the best answers first.

    ``passages`` are all of the version, by id. The best of each text come first, then each text's second: one question
    of a mail doesn't take all places. A passage's score is the cosine of the text that it answers best.
    """
    lists = [_answers(text, _own(matches, passages, audiences)) for text, matches in zip(texts, found, strict=True)]
    top = max((answers[0].worth for answers in lists if answers), default=0.0)
    best: dict[str, _Answer] = {}
    places: dict[str, int] = {}
    for answers in lists:
        heard = bool(answers) and answers[0].worth >= HEARD * top
        for answer in answers:
            name = answer.hit.passage.id
            best[name] = max(best.get(name, answer), answer, key=lambda one: one.worth)
            places[name] = min(places.get(name, UNHEARD), answer.place if heard else UNHEARD)
    ordered = sorted(best, key=lambda name: (places[name], -best[name].worth, name))
    return tuple(best[name].hit for name in ordered)


def _own(matches: Sequence[Match], passages: Mapping[str, Passage], audiences: Sequence[str]) -> list[PassageHit]:
    known = [(match, passages.get(match.id)) for match in matches_for([matches], audiences)]
    return [PassageHit(one, match.score) for match, one in known if one is not None and is_for(audiences, one)]


def _answers(text: str, hits: Sequence[PassageHit]) -> list[_Answer]:
    """What a text finds, best first; equal ones in the order of their ids."""
    worth = worths(text, [_wording(hit.passage) for hit in hits], [hit.score for hit in hits])
    ordered = sorted(zip(worth, hits, strict=True), key=lambda one: (-one[0], one[1].passage.id))
    return [_Answer(hit, worth, place) for place, (worth, hit) in enumerate(ordered)]


def _wording(passage: Passage) -> str:
    return f"{passage.title} {passage.heading} {passage.text}"
