"""``wording.yaml``: what a draft may never say, and what it must always say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from router.posting.letters import seen
from router.posting.text import as_read
from router.rulebook.complaints import Complaints
from router.rulebook.names import plain
from router.rulebook.phrases import occurrences
from router.rulebook.split_words import split_occurrences
from router.rulebook.values import Vocabulary
from router.rulebook.wording_limits import holds_too_much
from router.rulebook.wording_parts import EVERYBODY, PartReader, WordingExample
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.shape import Fields

FILE = "wording.yaml"
_NEEDED, _POSSIBLE = ("id", "title", "owner"), ("trial", "examples")


@dataclass(frozen=True, slots=True)
class NeverSay:
    """Words that no draft may hold, except in a sentence that also holds one of ``unless``."""

    id: str
    title: str
    owner: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    trial: bool
    examples: tuple[WordingExample, ...]
    line: int
    column: int

    def without_exceptions(self) -> NeverSay:
        return replace(self, unless=())


@dataclass(frozen=True, slots=True)
class AlwaysSay:
    """A text that ends every answer for these audiences. ``language`` is empty where it fits any, ``countries`` too."""

    id: str
    title: str
    owner: str
    audiences: tuple[str, ...]
    language: str
    text: str
    trial: bool
    examples: tuple[WordingExample, ...]
    line: int
    column: int
    countries: tuple[str, ...] = ()

    def is_for(self, audiences: Collection[str], country: str = "") -> bool:
        """Whether readers of these audiences get it. A country that nobody knows may be any: in doubt it is said."""
        if country and self.countries and country not in self.countries:
            return False
        return EVERYBODY in self.audiences or not set(self.audiences).isdisjoint(audiences)


@dataclass(frozen=True, slots=True)
class Wording:
    """``links_to`` are the only hosts that a link may lead to; none named: those that our texts link to."""

    never_say: tuple[NeverSay, ...] = ()
    always_say: tuple[AlwaysSay, ...] = ()
    links_to: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[NeverSay | AlwaysSay, ...]:
        return (*self.never_say, *self.always_say)


NO_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class Said:
    """Forbidden words in a text: the rule, and the words as the text has them."""

    rule: NeverSay
    words: str


def said(wording: Wording, text: str) -> tuple[Said, ...]:
    """What the text says to its reader and may not, rules on trial included. ``text`` is Markdown."""
    text = seen(plain(as_read(text)))
    return tuple(
        dict.fromkeys(
            Said(rule, found)
            for rule in wording.never_say
            for words in rule.words
            for found in (*occurrences(words, text, rule.unless), *split_occurrences(words, text, rule.unless))
        )
    )


def closings(
    wording: Wording, audiences: Collection[str], languages: Collection[str], country: str = ""
) -> tuple[AlwaysSay, ...]:
    """The texts that must end an answer for these audiences, rules on trial included, in the order of the file.

    Without an audience only what is for everybody. Where no language is known a text in any language is due: rather
    one too many than one that is missing. The same holds for a country that isn't known.
    """
    return tuple(
        rule
        for rule in wording.always_say
        if rule.is_for(audiences, country) and (not rule.language or not languages or rule.language in languages)
    )


def read_wording(node: Node, vocabulary: Vocabulary, complaints: Complaints) -> Wording:
    fields = Fields(node, complaints, FILE, (), ("links to", "never say", "always say"))
    if holds_too_much(node, complaints):
        return NO_WORDING
    parts = PartReader(vocabulary, complaints)
    wording = Wording(
        tuple(_never_say(item, parts) for item in fields.items("never say")),
        tuple(_always_say(item, parts) for item in fields.items("always say")),
        parts.hosts(fields),
    )
    _refuse_same_ids(wording.rules, complaints)
    _refuse_contradictions(wording, complaints)
    return wording


def _never_say(node: Node, parts: PartReader) -> NeverSay:
    fields = Fields(node, parts.complaints, "a rule", (*_NEEDED, "words"), (*_POSSIBLE, "unless"))
    words = parts.words(fields, "words")
    return NeverSay(
        id=fields.plain_id(),
        title=fields.text("title"),
        owner=fields.text("owner"),
        words=words,
        unless=parts.unless(fields, words),
        trial=fields.yes("trial"),
        examples=parts.text_examples(fields),
        line=node.line,
        column=node.column,
    )


def _always_say(node: Node, parts: PartReader) -> AlwaysSay:
    fields = Fields(node, parts.complaints, "a rule", (*_NEEDED, "for", "text"), (*_POSSIBLE, "language", "countries"))
    return AlwaysSay(
        id=fields.plain_id(),
        title=fields.text("title"),
        owner=fields.text("owner"),
        audiences=parts.audiences(fields),
        language=parts.language(fields),
        text=parts.text(fields),
        trial=fields.yes("trial"),
        examples=parts.audience_examples(fields),
        line=node.line,
        column=node.column,
        countries=parts.countries(fields),
    )


def _refuse_same_ids(rules: Iterable[NeverSay | AlwaysSay], complaints: Complaints) -> None:
    first: dict[str, NeverSay | AlwaysSay] = {}
    for rule in rules:
        before = first.setdefault(rule.id, rule)
        if before is not rule and rule.id:
            complaints.at(rule, f'the id "{rule.id}" is taken by the rule in line {before.line}')


def _refuse_contradictions(wording: Wording, complaints: Complaints) -> None:
    """A text that must be said and holds what may not: every answer with it would stay a note."""
    for rule in wording.always_say:
        for found in {one.rule.id: one for one in reversed(said(wording, rule.text))}.values():
            if not found.rule.trial:
                message = f'its text says "{found.words}", which the rule "{found.rule.id}" forbids'
                complaints.at(rule, f"{message}: every answer with it would stay a note")
