"""Everything the wall has to hold: the company's whole knowledge, its rules, and the stages a ticket passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, combinations
from typing import Any

import numpy as np

from retrieval.documents.knowledge import Knowledge
from retrieval.embedding import SentenceModel, Vectors
from retrieval.rows import rows_of
from retrieval.vectors import embed_all
from router.adapters.index import KnowledgeIndex
from router.doors import Doors
from router.pipeline import PIPELINE
from router.rulebook.ruleset import RuleSet
from router.run import Run
from router.stages.retrieve import texts_of
from router.types import Counts, Customer, Lane, Message
from tests.clock import SetClock
from tests.unit.tickets import MESSAGE, MORNING, TICKET

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
STAGES = [stage for stage in PIPELINE if stage.name in ("route", "retrieve", "write", "check", "permit")]


class EachOnce:
    """The real model, which computes each text once, however many tests ask for it."""

    def __init__(self) -> None:
        self._model = SentenceModel()
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        return self._model.name

    def embed(self, texts: Sequence[str]) -> Vectors:
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            self._known.update(zip(missing, embed_all(missing, self._model), strict=True))
        return np.stack([self._known[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Words:
    """The very words of a row of the index: an example question of a template, or a passage with its headings.

    ``document`` is the template's id or the passage's.
    """

    text: str
    kind: str
    audience: str
    document: str

    @property
    def naming(self) -> Words:
        """The same words, and the product they belong to."""
        return replace(self, text=f"{self.text} This is about {self.audience}.")


def own_words(knowledge: Knowledge) -> list[Words]:
    """The words of every example and every passage."""
    rows = rows_of(knowledge.templates, knowledge.passages)
    return [
        Words(row.embedded, row.kind, row.audience, row.document if row.kind == "example" else row.id) for row in rows
    ]


class FirstDay:
    """What was done before, where nothing was: no posts, no replies, nobody's personal data, no lane set by hand."""

    def ours(self, ticket: int) -> tuple[int, ...]:
        return ()

    def mapping(self, requester: int) -> Mapping[str, str]:
        return {}

    def lane_of(self, rule: str = "", template: str = "") -> Lane | None:
        return None

    def first_lane(self, ticket: int) -> Lane | None:
        return None

    def replies_to(self, requester: int, at: datetime) -> Counts:
        return Counts()

    def replies_in_an_hour(self, but_on: int, at: datetime) -> int:
        return 0

    def sent_templates(self, ticket: int) -> tuple[str, ...]:
        return ()


class OneSet:
    """One set of rules, in force for ever."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def in_force(self) -> RuleSet:
        return self.rules

    def by_hash(self, sha256: str) -> RuleSet:
        assert sha256 == self.rules.sha256
        return self.rules


@dataclass(frozen=True, slots=True)
class Company:
    """The index as the worker holds it, what it was built from, and the rules."""

    index: KnowledgeIndex
    collection: str
    knowledge: Knowledge
    rules: RuleSet
    doors: Doors

    @staticmethod
    def of(index: KnowledgeIndex, knowledge: Knowledge, rules: RuleSet) -> Company:
        return Company(index, index.state().collection, knowledge, rules, doors_of(index, rules))

    def sets(self) -> Iterator[tuple[str, ...]]:
        """Every set of products that somebody may hold, the empty one first."""
        names = self.rules.segments.names
        return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))

    def customer(self, products: Sequence[str]) -> Customer:
        may_see = self.rules.segments.may_see(products)
        return Customer("existing", tuple(products), may_see, False, "strong", "reply")

    def strangers_to(self, audience: str) -> list[tuple[str, ...]]:
        """The sets of products whose holders may not see this audience."""
        return [products for products in self.sets() if audience not in self.rules.segments.may_see(products)]

    def message(self, text: str) -> Message:
        return replace(MESSAGE, text=text, newest=text, products_named=self.rules.segments.products_named(text))

    def searched_with(self, texts: Sequence[str]) -> list[str]:
        """All that the pipeline will embed for these messages."""
        return [text for message in texts for text in texts_of(self.message(message))]

    def answer(self, text: str, customer: Customer) -> Run:
        """The ticket's way from route to permit, by the service's own stages and without a model."""
        message = self.message(text)
        run = Run("run-1", TICKET.id, MORNING, MORNING, rules=self.rules.sha256)
        run = replace(run, ticket=replace(TICKET, subject=""), message=message, customer=customer)
        for stage in STAGES:
            run = stage.add(run, self.doors)
        return run


def doors_of(index: KnowledgeIndex, rules: RuleSet) -> Doors:
    before, unused = FirstDay(), _unused()
    return Doors(
        desk=unused,
        customers=unused,
        index=index,
        model=None,
        vault=before,  # type: ignore[arg-type]
        outbox=before,  # type: ignore[arg-type]
        switches=before,  # type: ignore[arg-type]
        rule_sets=OneSet(rules),
        history=before,
        memory=unused,
        clock=SetClock(),
        embedding_languages=("en",),
        support_addresses=(),
        settle_seconds=0.0,
        give_up=timedelta(hours=1),
    )


def _unused() -> Any:
    return None


def audiences_in(run: Run) -> set[str]:
    """Whose content a run found, and whose its draft says it is."""
    found = set()
    if run.found is not None:
        found |= {hit.template.audience for hit in run.found.templates}
        found |= {hit.passage.audience for hit in run.found.passages}
    if run.draft is not None:
        found |= set(run.draft.audience.split(", "))
    return found


LEAST = 25
"""Characters. Shorter sentences, such as a greeting, are nobody's own."""


def said_only_to_others(company: Company, products: Sequence[str]) -> list[str]:
    """The sentences of all templates and passages that stand in none of those the holders of these may see."""
    may_see = company.rules.segments.may_see(products)
    texts = [(one.audience, one.body) for one in company.knowledge.templates]
    texts += [(one.audience, one.text) for one in company.knowledge.passages]
    visible = "\n".join(" ".join(text.split()) for audience, text in texts if audience in may_see)
    theirs = (part for audience, text in texts if audience not in may_see for part in SENTENCE_END.split(text))
    sentences = (" ".join(part.split()) for part in theirs)
    return [one for one in dict.fromkeys(sentences) if len(one) >= LEAST and one not in visible]
