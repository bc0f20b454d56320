"""Searching the index: only partitions of the audiences asked for, and each hit is looked at again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence

from retrieval.embedding import Embedder, SentenceModel, Vectors, finite
from retrieval.errors import IndexDamaged
from retrieval.health import index_state
from retrieval.milvus import Match, Milvus
from retrieval.partitions import Kind
from retrieval.settings import Settings
from retrieval.shelf import Shelf, Shelves
from retrieval.types import Hits, IndexState, Passage, PassageHit, Template, TemplateHit

LOG = logging.getLogger(__name__)

EXAMPLES_A_TEMPLATE = 12
"""How many example rows are fetched for each template wanted; more when that gives too few templates."""
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
        self._sound: tuple[IndexState, float] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Index:
        """The index of the settings. Nothing is connected to or loaded yet."""
        return cls(Milvus.of(settings), SentenceModel(settings.embedding_model), settings.index_alias)

    def state(self) -> IndexState:
        """What stands behind the alias now. Its rows are counted on first sight and then once a minute."""
        if self._sound is not None:
            state, seen = self._sound
            if self._clock() - seen < LOOK_AGAIN_AFTER and self._milvus.target(self._alias) == state.collection:
                return state
        state = index_state(self._milvus, self._alias, self._embedder.name)
        self._sound = (state, self._clock()) if not state.problem else None
        return state

    def search(
        self, texts: Sequence[str], audiences: Sequence[str], collection: str, *, templates: int = 5, passages: int = 5
    ) -> Hits:
        """The best templates and passages for the texts, of these audiences only.

        A document's score is that of the text that fits it best. No audience or no text: nothing is asked and nothing
        found. Raises ``IndexUnavailable``, or ``IndexDamaged`` when this version can't be searched with our model.
        """
        wanted = [text for text in texts if text.strip()]
        if not audiences or not wanted:
            return Hits((), (), collection)
        shelf = self._shelf(collection)
        vectors = self._vectors(wanted, shelf)
        return Hits(
            self._templates(shelf, vectors, audiences, collection, templates),
            self._passages(shelf, vectors, audiences, collection, passages),
            collection,
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
        return shelf

    def _vectors(self, texts: Sequence[str], shelf: Shelf) -> Vectors:
        vectors = finite(self._embedder.embed(texts))
        if vectors.shape[1] != shelf.record.dimension:
            says = f"vectors have {vectors.shape[1]} numbers, those of the index {shelf.record.dimension}"
            raise IndexDamaged(f"{says}; run python -m retrieval rebuild")
        return vectors

    def _templates(
        self, shelf: Shelf, vectors: Vectors, audiences: Sequence[str], collection: str, wanted: int
    ) -> tuple[TemplateHit, ...]:
        partitions = _partitions(shelf, "example", audiences)
        if not partitions or not wanted:
            return ()
        limit = min(wanted * EXAMPLES_A_TEMPLATE, MOST_ROWS)
        while True:
            found = self._milvus.search(collection, vectors, partitions, limit, FIELDS)
            best = best_of(matches_for(found, audiences), lambda match: match.fields["document"])
            if len(best) >= wanted or limit >= MOST_ROWS or all(len(matches) < limit for matches in found):
                break
            limit = min(limit * 4, MOST_ROWS)
        known = [(match, shelf.templates.get(match.fields["document"])) for match in best]
        hits = [TemplateHit(one, match.score, match.fields["text"]) for match, one in known if one is not None]
        return tuple(hit for hit in hits if _is_for(audiences, hit.template))[:wanted]

    def _passages(
        self, shelf: Shelf, vectors: Vectors, audiences: Sequence[str], collection: str, wanted: int
    ) -> tuple[PassageHit, ...]:
        partitions = _partitions(shelf, "passage", audiences)
        if not partitions or not wanted:
            return ()
        found = self._milvus.search(collection, vectors, partitions, wanted, FIELDS)
        best = best_of(matches_for(found, audiences), lambda match: match.id)
        hits = [PassageHit(shelf.passages[match.id], match.score) for match in best if match.id in shelf.passages]
        return tuple(hit for hit in hits if _is_for(audiences, hit.passage))[:wanted]


def matches_for(found: Iterable[Iterable[Match]], audiences: Sequence[str]) -> list[Match]:
    """All matches of these audiences. Others can't come; if one does, the server searched too much."""
    kept = []
    for match in (match for matches in found for match in matches):
        if match.fields.get("audience") in audiences:
            kept.append(match)
        else:
            LOG.error("row %s is not for %s and was dropped: the index server searched too much", match.id, audiences)
    return kept


def _is_for(audiences: Sequence[str], document: Template | Passage) -> bool:
    """Whether the document may be shown: a row is only a label on it, and a label may be wrong."""
    if document.audience in audiences:
        return True
    LOG.error("%s is not for %s and was dropped: a row of the index leads to it", document.id, audiences)
    return False


def best_of(matches: Iterable[Match], key: Callable[[Match], str]) -> list[Match]:
    """The best match of each key, best first; equal scores in the order of their ids."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: (-match.score, match.id)):
        best.setdefault(key(match), match)
    return list(best.values())


def _partitions(shelf: Shelf, kind: Kind, audiences: Sequence[str]) -> list[str]:
    names = []
    for audience in dict.fromkeys(audiences):
        name = shelf.partitions.get(f"{kind} {audience}")
        if name:
            names.append(name)
        elif f"{kind} {audience}" not in shelf.record.counts:
            LOG.warning('the index has nothing of the kind "%s" for "%s"', kind, audience)
    return names
