"""What the index holds and what a search returns. Plain values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

SHARED = "shared"
"""The audience everybody belongs to."""

Writing = Literal["locked", "guided"]
SlotType = Literal["text", "amount", "date", "percentage", "duration", "link", "reference", "name", "count"]
SLOT_TYPES: tuple[SlotType, ...] = get_args(SlotType)


@dataclass(frozen=True, slots=True)
class Slot:
    """A blank in a template's body, written ``{{ name }}`` there.

    ``source`` says where its value comes from: ``customer.first name``, ``ticket.id``, a column of the customer list
    as ``customer.COLUMN``, or ``model`` for words the model writes from the passages. ``type`` says what such a value
    looks like; one that doesn't is not filled in.
    """

    name: str
    source: str
    required: bool = True
    type: SlotType = "text"


@dataclass(frozen=True, slots=True)
class Template:
    """One reply in the company's own words.

    ``topic`` names the question it answers: templates of one topic and language are siblings that say the same
    thing for different audiences. ``exact`` lists passages of the body that must survive byte for byte when
    ``writing`` is ``guided``; with ``locked`` the whole body must.
    """

    id: str
    title: str
    audience: str
    language: str
    topic: str
    writing: Writing
    body: str
    examples: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    exact: tuple[str, ...] = ()
    owner: str = ""
    review: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a knowledge-base article, small enough to embed and whole enough to quote.

    ``heading`` is the path of headings above it (``Fees > Leaving early``). ``products`` names the products whose
    figures stand in ``text``: for a piece of a table split by column exactly that column's product, for text of a
    product's own article that product, else empty. ``url`` is where the article is published, if anywhere.
    ``whole``: nothing else stands below its heading that could limit it; rows need no other rows.
    """

    id: str
    article: str
    audience: str
    title: str
    heading: str
    text: str
    products: tuple[str, ...] = ()
    path: str = ""
    url: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TemplateHit:
    """A template that was found. ``score`` is the cosine of its best example, -1 to 1.

    ``probability`` (0 to 1, calibrated) says how likely the template's topic is what the text asks for, among all
    topics of the index: those that the customer may not see keep their part. Siblings share their topic's probability,
    and each carries the whole of it.
    """

    template: Template
    score: float
    example: str
    probability: float = 0.0


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found. ``score`` is its cosine, -1 to 1."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Levels:
    """From which figures on something may be done with a hit. Chosen when the index is built, kept with its version.

    ``suggest``: probability from which a template is worth a draft for a person. ``sure``: probability from which at
    least 98 % of what is accepted is right. ``ours``: from which a message is about something we have a template for.
    """

    suggest: float = 0.5
    sure: float = 0.9
    ours: float = 0.5


@dataclass(frozen=True, slots=True)
class TextHits:
    """What was found for one of the texts: templates, most probable first, and the sign that it is ours."""

    text: str
    templates: tuple[TemplateHit, ...]
    ours: float


@dataclass(frozen=True, slots=True)
class Hits:
    """What one search returned, best first, and the collection it was read from.

    ``ours`` (0 to 1, calibrated) is a sign of its own that the message is about something we have a template for at
    all. ``by_text`` has the hits of each text that isn't blank, in the order given. ``ours`` is that of
    the text whose best template has the highest probability times similarity; ``templates`` begins with that text's.
    """

    templates: tuple[TemplateHit, ...]
    passages: tuple[PassageHit, ...]
    collection: str
    ours: float = 0.0
    by_text: tuple[TextHits, ...] = ()
    levels: Levels = Levels()

    @property
    def suggested(self) -> TemplateHit | None:
        """The first template, if it is worth a draft for a person by the version's own levels."""
        first = self.templates[0] if self.templates else None
        worth_it = first and first.probability >= self.levels.suggest and self.ours >= self.levels.ours
        return first if worth_it else None


@dataclass(frozen=True, slots=True)
class IndexState:
    """What the index says of itself.

    ``collection`` is the one behind the alias, empty when there is none; ``counts`` holds rows a partition (kind and
    audience, as ``example shared``); ``problem`` is empty when the index can be searched, else what is wrong with it.
    """

    collection: str
    model: str
    built_at: str
    counts: Mapping[str, int]
    problem: str = ""
