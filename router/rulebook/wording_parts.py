"""The parts of a rule in ``wording.yaml``: its words, its audiences, its text and its examples."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from retrieval.types import SHARED
from router.rulebook.complaints import Complaints
from router.rulebook.countries import CODE
from router.rulebook.names import plain
from router.rulebook.phrases import can_be_found, occurrences
from router.rulebook.rule_list import ExampleKind
from router.rulebook.values import Vocabulary
from router.rulebook.yaml.nodes import MappingNode, Node, ScalarNode
from router.rulebook.yaml.shape import (
    Fields,
    one_or_many,
    read_choice,
    read_choices,
    read_text,
    read_texts,
    refuse_comma_list,
    single_pair,
)

EVERYBODY = "everybody"
"""Instead of audiences: every answer, standard replies too."""

_LANGUAGE = re.compile(r"[a-z]{2}", re.ASCII)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
_KINDS: tuple[ExampleKind, ...] = get_args(ExampleKind)

MOST_WORDS = 500
"""Entries of one list: each exception is looked for in each of the words."""


@dataclass(frozen=True, slots=True)
class WordingExample:
    """A text in which the words are found or not, or the audiences of an answer that gets the text or doesn't."""

    kind: ExampleKind
    text: str
    audiences: tuple[str, ...]
    line: int
    column: int
    country: str = ""


@dataclass(frozen=True, slots=True)
class PartReader:
    vocabulary: Vocabulary
    complaints: Complaints

    def words(self, fields: Fields, key: str) -> tuple[str, ...]:
        node = fields.get(key)
        if node is None:
            return ()
        if not one_or_many(node):
            self.complaints.at(node, f'"{key}" is empty; it needs at least one word')
        if refuse_comma_list(node, self.complaints):
            return ()
        if len(one_or_many(node)) > MOST_WORDS:
            self.complaints.at(node, f'"{key}" holds more than {MOST_WORDS} entries; split the rule')
            return ()
        return tuple(words for item in one_or_many(node) if (words := self._comparable(item, key)))

    def _comparable(self, node: Node, key: str) -> str:
        words = read_text(node, self.complaints, key)
        if words and not can_be_found(words):
            self.complaints.at(node, f'"{words}" can never be found: there is no letter and no digit in it')
            return ""
        return words

    def unless(self, fields: Fields, words: tuple[str, ...]) -> tuple[str, ...]:
        """An exception that stands in the forbidden words themselves would switch them off."""
        unless, node = self.words(fields, "unless"), fields.get("unless")
        for forbidden in words if unless else ():
            text = plain(forbidden)
            excuse = next((excuse for excuse in unless if any(occurrences(excuse, text))), None)
            if excuse is not None and node is not None:
                message = f'"{excuse}" stands in "{forbidden}" itself, so "{forbidden}" would never be found'
                self.complaints.at(node, message)
        return unless

    def audiences(self, fields: Fields) -> tuple[str, ...]:
        node = fields.get("for")
        return self._audiences(node, "for", (EVERYBODY,)) if node is not None else ()

    def _audiences(self, node: Node, key: str, more: tuple[str, ...] = ()) -> tuple[str, ...]:
        if not one_or_many(node):
            self.complaints.at(node, f'"{key}" is empty; it needs at least one audience')
        if self.vocabulary.products is None:
            return read_texts(node, self.complaints, key)
        return read_choices(node, self.complaints, key, (*more, SHARED, *self.vocabulary.products))

    def language(self, fields: Fields) -> str:
        language, node = fields.text("language"), fields.get("language")
        if node is not None and language and not _LANGUAGE.fullmatch(language):
            self.complaints.at(node, f'"{language}" isn\'t a language; write its two letters, as in en or hi')
        return language

    def countries(self, fields: Fields) -> tuple[str, ...]:
        node = fields.get("countries")
        return tuple(self._country(item) for item in one_or_many(node)) if node is not None else ()

    def _country(self, node: Node | None) -> str:
        code = read_text(node, self.complaints, "country") if node is not None else ""
        if node is not None and code and not CODE.fullmatch(code):
            says = f'"{code}" isn\'t a country; write its two letters in capitals, as in IN or DE'
            self.complaints.at(node, says)
        return code

    def hosts(self, fields: Fields) -> tuple[str, ...]:
        """The names of hosts, in small letters and without ``www.``; what isn't one is complained about."""
        node = fields.get("links to")
        if node is None:
            return ()
        hosts = []
        for item in one_or_many(node):
            host = read_text(item, self.complaints, "links to").lower().removeprefix("www.")
            if host and not _HOST.fullmatch(host):
                says = f'"{host}" is no host; write its name alone, as in help.example.com'
                self.complaints.at(item, says)
            hosts.append(host)
        return tuple(host for host in hosts if _HOST.fullmatch(host))

    def text(self, fields: Fields) -> str:
        text, node = fields.text("text"), fields.get("text")
        if node is not None and "{{" in text:
            self.complaints.at(node, "there is a blank ({{ }}) in this text, and nothing fills it; write plain words")
        return text

    def text_examples(self, fields: Fields) -> tuple[WordingExample, ...]:
        return self._examples(fields, self._text_example)

    def audience_examples(self, fields: Fields) -> tuple[WordingExample, ...]:
        return self._examples(fields, self._audience_example)

    def _examples(
        self, fields: Fields, read: Callable[[ExampleKind, Node], WordingExample]
    ) -> tuple[WordingExample, ...]:
        pairs = (single_pair(item, self.complaints, "an example") for item in fields.items("examples"))
        found = ((self._kind(pair[0]), pair[1]) for pair in pairs if pair is not None)
        return tuple(read(kind, value) for kind, value in found if kind is not None)

    def _kind(self, key: ScalarNode) -> ExampleKind | None:
        chosen = read_choice(key, self.complaints, "an example", _KINDS)
        return next((kind for kind in _KINDS if kind == chosen), None)

    def _text_example(self, kind: ExampleKind, node: Node) -> WordingExample:
        return WordingExample(kind, read_text(node, self.complaints, kind), (), node.line, node.column)

    def _audience_example(self, kind: ExampleKind, node: Node) -> WordingExample:
        if not isinstance(node, MappingNode):
            return WordingExample(kind, "", self._audiences(node, kind), node.line, node.column)
        fields = Fields(node, self.complaints, "an example", ("for", "country"))
        country = self._country(fields.get("country"))
        return WordingExample(kind, "", self.audiences(fields), node.line, node.column, country)
