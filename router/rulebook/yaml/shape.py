"""Takes a mapping of a rule file apart: known keys, required keys, and values of the kind that is expected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from router.rulebook.complaints import Complaints, did_you_mean, odd_letter, one_of
from router.rulebook.yaml.hints import NO_TRIAL, NOTHING, TRIAL
from router.rulebook.yaml.lines import glued_key
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode, in_words

_QUOTE, _TEST_OF = '"', "the test of "
_MOST_SHOWN = 80
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class Fields:
    """A mapping with known keys. Whatever doesn't fit becomes a complaint and reads as empty.

    ``what`` names the mapping in messages, as in ``a rule``; ``usual`` is the key that was meant where a text alone
    stands in its place.
    """

    def __init__(
        self,
        node: Node,
        complaints: Complaints,
        what: str,
        required: Collection[str],
        optional: Collection[str] = (),
        *,
        usual: str = "",
    ) -> None:
        self.node = node
        self._complaints = complaints
        self._what = what
        self._nodes = {key.text: value for key, value in mapping_pairs(node, complaints, what, usual)}
        if isinstance(node, MappingNode):
            hints = self._refuse_unknown(node, (*required, *optional))
            for key in required:
                if key not in self._nodes and f'"{key}"' not in hints:
                    complaints.at(node, f'{what} needs "{key}"')

    def _refuse_unknown(self, node: MappingNode, known: Collection[str]) -> str:
        """What was told, so that a key that was misspelt isn't missed too."""
        hints = ""
        for key, _ in node.pairs:
            if key.text == TRIAL and TRIAL not in known:
                self._complaints.at(key, NO_TRIAL)
            elif key.text not in known:
                near = did_you_mean(key.text, known)
                hints += near
                self._complaints.at(key, f'{self._what} has no "{key.text}"{near or f"; it may hold {one_of(known)}"}')
        return hints

    def get(self, key: str) -> Node | None:
        return self._nodes.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def text(self, key: str) -> str:
        node = self.get(key)
        return read_text(node, self._complaints, key) if node is not None else ""

    def plain_id(self, key: str = "id") -> str:
        """A name that reads the same in files, records and tags: ``fraud-to-a-person``."""
        text, node = self.text(key), self.get(key)
        if node is not None and text and not _ID.fullmatch(text):
            message = f'the {key} "{text}" must be small letters a to z, digits and hyphens, as in fraud-to-a-person'
            self._complaints.at(node, message + odd_letter(text))
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        node = self.get(key)
        return read_texts(node, self._complaints, key) if node is not None else ()

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        node = self.get(key)
        return read_choice(node, self._complaints, key, choices) or default if node is not None else default

    def choices(self, key: str, choices: Collection[str]) -> tuple[str, ...]:
        node = self.get(key)
        return read_choices(node, self._complaints, key, choices) if node is not None else ()

    def yes(self, key: str) -> bool:
        """A yes-or-no value; no when it isn't there."""
        return self.choice(key, ("yes", "no"), "no") == "yes"

    def items(self, key: str) -> tuple[Node, ...]:
        node = self.get(key)
        return read_items(node, self._complaints, key) if node is not None else ()


def mapping_pairs(
    node: Node, complaints: Complaints, what: str, usual: str = ""
) -> tuple[tuple[ScalarNode, Node], ...]:
    """``usual`` is the key that somebody surely meant who wrote a value alone, to show the right form with."""
    if isinstance(node, MappingNode):
        return node.pairs
    glued = glued_key(node.text) if isinstance(node, ScalarNode) and node.plain else ""
    if glued:
        complaints.at(node, f'a blank is missing after "{glued}"')
        return ()
    if isinstance(node, ScalarNode) and not node.text:
        complaints.at(node, f"{what} {NOTHING}")
        return ()
    shown = as_written(node)
    form = f"; write {what.removeprefix(_TEST_OF).strip(_QUOTE)}: {{{usual}: {shown}}}" if usual and shown else ""
    complaints.at(node, f"{what} must be keys and values (key: value), but this is {in_words(node)}{form}")
    return ()


def as_written(node: Node) -> str:
    """A short text, or a short list of texts, as it would stand in a file; empty where it is neither."""
    texts = [item.text for item in one_or_many(node) if isinstance(item, ScalarNode)]
    if len(texts) < len(one_or_many(node)):
        return ""
    shown = f"[{', '.join(texts)}]" if isinstance(node, ListNode) else "".join(texts)
    return shown if len(shown) <= _MOST_SHOWN else ""


def refuse_comma_list(node: Node, complaints: Complaints) -> bool:
    """A text with commas where several words may stand, and whether it was one. In quotes it is surely meant so."""
    if not isinstance(node, ScalarNode) or not node.plain or ", " not in node.text:
        return False
    shown = node.text if len(node.text) <= _MOST_SHOWN else "..."
    meant = f"one text with commas; did you mean a list: [{shown}]?"
    complaints.at(node, f"{meant} put it in quotes if it is one text")
    return True


def single_pair(node: Node, complaints: Complaints, what: str) -> tuple[ScalarNode, Node] | None:
    """The one key and value that this mapping holds."""
    pairs = mapping_pairs(node, complaints, what)
    if len(pairs) == 1:
        return pairs[0]
    if trial := next((key for key, _ in pairs if key.text == TRIAL), None):
        complaints.at(trial, NO_TRIAL)
        return None
    if isinstance(node, MappingNode):
        complaints.at(node, f"{what} must hold exactly one key, but this holds {len(pairs)}")
    return None


def read_text(node: Node, complaints: Complaints, what: str) -> str:
    if isinstance(node, ScalarNode) and node.text.strip():
        return node.text.strip()
    complaints.at(node, f'"{what}" must be a text, but this is {in_words(node)}')
    return ""


def read_texts(node: Node, complaints: Complaints, what: str) -> tuple[str, ...]:
    """One text or a list of them."""
    if refuse_comma_list(node, complaints):
        return ()
    return tuple(read_text(item, complaints, what) for item in one_or_many(node))


def one_or_many(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else (node,)


def read_choice(node: Node, complaints: Complaints, what: str, choices: Collection[str]) -> str:
    """One of the choices, empty (with a complaint) when it is none of them."""
    if isinstance(node, ListNode):
        complaints.at(node, f'"{what}" takes one word and no list; it is {one_of(choices)}')
        return ""
    text = read_text(node, complaints, what)
    if text and text not in choices:
        hint = did_you_mean(text, choices) or f"; it is {one_of(choices)}"
        complaints.at(node, f'"{what}" can\'t be "{text}"{hint}')
        return ""
    return text


def read_choices(node: Node, complaints: Complaints, what: str, choices: Collection[str]) -> tuple[str, ...]:
    if refuse_comma_list(node, complaints):
        return ()
    read = (read_choice(item, complaints, what, choices) for item in one_or_many(node))
    return unique(text for text in read if text)


def read_items(node: Node, complaints: Complaints, what: str) -> tuple[Node, ...]:
    if isinstance(node, ListNode):
        return node.items
    complaints.at(node, f'"{what}" must be a list (each entry after a dash), but this is {in_words(node)}')
    return ()


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts without repeats, in their order."""
    return tuple(dict.fromkeys(texts))
