"""Searching the index: only partitions of the audiences asked for, and each hit is looked at again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.embedding import Embedder, SentenceModel, Vectors, finite
from retrieval.errors import IndexDamaged
from retrieval.health import index_state, weights_problem
from retrieval.matching.ranking import combined, leading, ranked
from retrieval.milvus import Match, Milvus
from retrieval.passages import best_passages
from retrieval.settings import Settings
from retrieval.shelf import Shelf, Shelves
from retrieval.types import Hits, IndexState, PassageHit, Template, TemplateHit, TextHits
from retrieval.vectors import probe_of
from retrieval.walled import best_of, is_for, matches_for, partitions_for
from retrieval.wording import CANDIDATES

EXAMPLES_A_TEMPLATE = 12
"""How many example rows are fetched for each template wanted: each row of each text costs the server time."""
ENOUGH_TEMPLATES = 3
MOST_ROWS = 16_384
"""A real Milvus returns no more from one search."""
FIELDS = ("audience", "document", "text")
LOOK_AGAIN_AFTER = 60.0
"""Seconds for which a version that was found sound is not counted again."""


class Index:
    """The index as the service uses it: state, search, and documents by id. Safe to use from several threads."""

    def __init__(
        self, milvus: Milvus, embedder: Embedder, alias: str, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._milvus = milvus
        self._embedder = embedder
        self._alias = alias
        self._clock = clock
        self._shelves = Shelves(milvus)
        self._weighed: set[str] = set()
        self._sound: tuple[IndexState, float] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Index:
        """The index of the settings. Nothing is connected to or loaded yet."""
        return cls(Milvus.of(settings), SentenceModel(settings.embedding_model), settings.index_alias)

    def state(self) -> IndexState:
        """What stands behind the alias now. Its rows are counted on first sight and then once a minute.

        Raises ``IndexUnavailable``, or ``ModelProblem`` when the model can't be asked whether the version is its own.
        """
        if self._sound is not None:
            state, seen = self._sound
            if self._clock() - seen < LOOK_AGAIN_AFTER and self._milvus.target(self._alias) == state.collection:
                return state
        state = index_state(self._milvus, self._alias, self._embedder.name)
        if not state.problem:
            state = replace(state, problem=self._weights_problem(state.collection))
        self._sound = (state, self._clock()) if not state.problem else None
        return state

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        """The best templates and passages for the texts, of these audiences only.

        The texts are those of one message: all of it, its parts, its sentences. Each has its own hits; those of the
        message are combined from them (:mod:`retrieval.matching.ranking`, :mod:`retrieval.passages`). No audience or no
        text: nothing is asked and nothing found. Raises ``IndexUnavailable``, or ``IndexDamaged`` when this version
        can't be searched with our model.
        """
        wanted = [text for text in texts if text.strip()]
        if not audiences or not wanted:
            return Hits((), (), collection)
        shelf = self._shelf(collection)
        vectors = self._vectors(wanted, shelf)
        by_text = self._by_text(shelf, wanted, vectors, audiences, templates)
        return Hits(
            templates=combined(by_text)[:templates],
            passages=self._passages(shelf, wanted, vectors, audiences, passages),
            collection=collection,
            ours=leading(by_text).ours,
            by_text=by_text,
            levels=shelf.matcher.levels,
        )

    def template(self, template_id: str, audiences: Sequence[str], collection: str) -> Template | None:
        """A template by id, if its audience is among these."""
        found = self._shelves.of(collection).templates.get(template_id)
        return found if found is not None and found.audience in audiences else None

    def siblings(self, template_id: str, audiences: Sequence[str], collection: str) -> list[Template]:
        """Templates of the same topic and language for others of these audiences."""
        templates = self._shelves.of(collection).templates
        own = templates.get(template_id)
        return [
            other
            for other in templates.values()
            if own is not None
            and other.id != own.id
            and (other.topic, other.language) == (own.topic, own.language)
            and other.audience in audiences
        ]

    def outside(self, audiences: Sequence[str], collection: str) -> list[str]:
        """Texts of the version's documents that are for none of these audiences."""
        return self._shelves.of(collection).outside(audiences)

    def _shelf(self, collection: str) -> Shelf:
        shelf = self._shelves.of(collection)
        if shelf.record.model != self._embedder.name:
            says = f'{collection} was built with the model "{shelf.record.model}", this process uses'
            raise IndexDamaged(f'{says} "{self._embedder.name}"; run python -m retrieval rebuild')
        if problem := self._weights_problem(collection):
            raise IndexDamaged(f"{collection} was {problem}")
        return shelf

    def _weights_problem(self, collection: str) -> str:
        """Looked for once a version: the name of a model stays when its weights change."""
        if collection in self._weighed:
            return ""
        problem = weights_problem(self._milvus, collection, self._embedder.name, probe_of(self._embedder))
        if not problem:
            self._weighed.add(collection)
        return problem

    def _vectors(self, texts: Sequence[str], shelf: Shelf) -> Vectors:
        vectors = finite(self._embedder.embed(texts))
        if vectors.shape[1] != shelf.record.dimension:
            says = f"vectors have {vectors.shape[1]} numbers, those of the index {shelf.record.dimension}"
            raise IndexDamaged(f"{says}; run python -m retrieval rebuild")
        return vectors

    def _by_text(
        self, shelf: Shelf, texts: Sequence[str], vectors: Vectors, audiences: Sequence[str], wanted: int
    ) -> tuple[TextHits, ...]:
        judged = shelf.matcher.judge(vectors)
        found = self._examples(shelf, vectors, audiences, wanted)
        hits = []
        for at, (text, matches) in enumerate(zip(texts, found, strict=True)):
            best = best_of(matches_for([matches], audiences), lambda match: match.fields["document"])
            known = [(match, shelf.templates.get(match.fields["document"])) for match in best]
            templates = ranked(
                TemplateHit(one, match.score, match.fields["text"], judged.probability(at, one.topic, one.language))
                for match, one in known
                if one is not None and is_for(audiences, one)
            )
            hits.append(TextHits(text, templates[:wanted], float(judged.ours[at])))
        return tuple(hits)

    def _examples(self, shelf: Shelf, vectors: Vectors, audiences: Sequence[str], wanted: int) -> list[list[Match]]:
        """The nearest examples of each text: templates whose examples are not among them are not near.

        More are fetched while all of them together lead to hardly any template.
        """
        partitions = partitions_for(shelf, "example", audiences)
        if not partitions or not wanted:
            return [[] for _ in vectors]
        limit = min(wanted * EXAMPLES_A_TEMPLATE, MOST_ROWS)
        while True:
            found = self._milvus.search(shelf.collection, vectors, partitions, limit, FIELDS)
            documents = {match.fields["document"] for matches in found for match in matches}
            if (
                len(documents) >= min(wanted, ENOUGH_TEMPLATES)
                or limit >= MOST_ROWS
                or all(len(matches) < limit for matches in found)
            ):
                return found
            limit = min(limit * 4, MOST_ROWS)

    def _passages(
        self, shelf: Shelf, texts: Sequence[str], vectors: Vectors, audiences: Sequence[str], wanted: int
    ) -> tuple[PassageHit, ...]:
        partitions = partitions_for(shelf, "passage", audiences)
        if not partitions or not wanted:
            return ()
        found = self._milvus.search(shelf.collection, vectors, partitions, max(wanted, CANDIDATES), ("audience",))
        return best_passages(texts, found, shelf.passages, audiences)[:wanted]
