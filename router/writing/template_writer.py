"""Writing without a model: fills what the ticket and the customer's record can fill, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.types import Passage, Slot, Template
from router.writing.blanks import blank_names, replace_blanks
from router.writing.slot_words import ModelWords, unfit

FIRST_NAME = "[first name]"
"""Stands for the requester's first name; delivery puts the name in. Names never enter a draft."""

MODEL = "model"
"""The source of a blank whose words only a model can write."""

GREETING = Slot("first name", "customer.first name", required=False)
"""The one blank that a reply without a template may hold."""

QUOTES_OPENING = "These pieces of the knowledge base come closest to the question:"
"""Said to the agent, never to a customer."""

NO_WORDS = ModelWords()
_CUSTOMER = "customer."


@dataclass(frozen=True, slots=True)
class Values:
    """What may be put into blanks. ``first_name`` is a placeholder, empty when the contact has no name."""

    ticket_id: int
    columns: Mapping[str, str] = field(default_factory=dict)
    first_name: str = FIRST_NAME


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its blanks filled; ``unfilled`` names those that still stand in it.

    ``unfit`` says of those for which there were words why they may not stand there.
    """

    text: str
    unfilled: tuple[str, ...] = ()
    unfit: Mapping[str, str] = field(default_factory=dict)


def fill_template(template: Template, values: Values, model: ModelWords = NO_WORDS) -> Filled:
    """The template's body, byte for byte apart from its blanks."""
    return fill(template.body, template.slots, values, model)


def fill(text: str, slots: Sequence[Slot], values: Values, model: ModelWords = NO_WORDS) -> Filled:
    """Fill the blanks of any text that uses these slots. A blank without a slot, or without words that may stand
    there, stays."""
    by_name = {slot.name: slot for slot in slots}
    wrong = {name: says for name, slot in by_name.items() if (says := _what_is_wrong(slot, values, model))}

    def words(name: str) -> str | None:
        slot = by_name.get(name)
        return None if slot is None or name in wrong else _words_for(slot, values, model)

    filled = replace_blanks(text, words)
    names = blank_names(text)
    unfilled = tuple(name for name in names if words(name) is None)
    return Filled(filled, unfilled, {name: wrong[name] for name in names if name in wrong})


def quote_passages(passages: Sequence[Passage], most: int = 3) -> str:
    """A text for the agent that quotes the best passages as they stand, each under its title."""
    return "\n\n".join([QUOTES_OPENING, *(_quoted(passage) for passage in passages[:most])]) + "\n"


def _what_is_wrong(slot: Slot, values: Values, model: ModelWords) -> str:
    """Why there are words for the blank, and they may not stand there."""
    if slot.source == MODEL:
        return model.unfit.get(slot.name, "")
    value = _column(slot.source, values.columns)
    return unfit(value, slot) if value else ""


def _words_for(slot: Slot, values: Values, model: ModelWords) -> str | None:
    """The slot's words: empty drops the blank, None leaves it for a person."""
    if slot.source == "customer.first name":
        return values.first_name
    if slot.source == "ticket.id":
        return str(values.ticket_id)
    value = model.words.get(slot.name, "") if slot.source == MODEL else _column(slot.source, values.columns)
    return value or (None if slot.required else "")


def _column(source: str, columns: Mapping[str, str]) -> str:
    if not source.startswith(_CUSTOMER):
        return ""
    wanted = source.removeprefix(_CUSTOMER).strip().casefold()
    return next((value.strip() for name, value in columns.items() if name.strip().casefold() == wanted), "")


def _quoted(passage: Passage) -> str:
    title = " > ".join(part for part in (passage.title, passage.heading) if part)
    product = f" ({', '.join(passage.products)})" if passage.products else ""
    lines = "\n".join(f"> {line}".rstrip() for line in passage.text.strip().splitlines())
    return f"**{title}**{product}\n\n{lines}"
