"""The same answer in another language: for all products or none, and the same in all that counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from retrieval.checking.figures import figures_in
from retrieval.checking.finding import Finding, error
from retrieval.checking.library import Library, Written
from retrieval.checking.texts import links_in, listed
from retrieval.types import Slot

USUAL = "en"


def _with_type(slot: Slot) -> str:
    return slot.name if slot.type == "text" else f"{slot.name} ({slot.type})"


COMPARED: tuple[tuple[str, str, Callable[[Written], frozenset[str]]], ...] = (
    ("figures", "", lambda written: frozenset(one.measure for one in figures_in(written.template.body))),
    ("links", "", lambda written: frozenset(links_in(written.template.body))),
    ("slots", "slots", lambda written: frozenset(map(_with_type, written.template.slots))),
    ("writing", "writing", lambda written: frozenset({written.template.writing})),
)
"""What must be the same: its name, the field it stands in (none: the reply), and how it is read."""


def check_languages(library: Library, today: date) -> Iterator[Finding]:
    """Variants that stand alone, differ from their original, or have an id that doesn't show the language."""
    main = _main_language(library.templates)
    originals = {(one.template.topic, one.template.audience): one for one in _in(library, main)}
    variants = [one for one in library.templates if one.template.language != main]
    for variant in variants:
        template = variant.template
        original = originals.get((template.topic, template.audience))
        if not template.id.endswith(f"-{template.language}"):
            yield error(variant.entry.place("id"), f'the id of this variant must end in "-{template.language}"')
        if original is None:
            says = f'there is no template in "{main}" for the topic "{template.topic}" and audience {template.audience}'
            yield error(variant.entry.place("language"), f"{says}; write that one first")
        else:
            yield from _differences(variant, original)
    yield from _for_some_only(originals, variants)


def _in(library: Library, language: str) -> list[Written]:
    return [one for one in library.templates if one.template.language == language]


def _main_language(templates: Sequence[Written]) -> str:
    """The language that most templates are written in."""
    counts = Counter(one.template.language for one in templates)
    return max(counts, key=lambda language: (counts[language], language == USUAL), default=USUAL)


def _differences(variant: Written, original: Written) -> Iterator[Finding]:
    for what, name, read in COMPARED:
        here, there = read(variant), read(original)
        if here != there:
            place = variant.entry.place(name) if name else next(variant.lines())[1]
            says = f"the {what} differ from those of {original.template.id}: here {_words(here - there)},"
            other = original.entry.place(name or "id")
            yield error(place, f"{says} there {_words(there - here)}; make both say the same", other)


def _words(items: frozenset[str]) -> str:
    return listed(sorted(items)) if items else "none more"


def _for_some_only(originals: dict[tuple[str, str], Written], variants: Sequence[Written]) -> Iterator[Finding]:
    by_topic: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for variant in variants:
        by_topic[variant.template.topic, variant.template.language].append(variant)
    for (topic, language), found in by_topic.items():
        wanted = [audience for name, audience in originals if name == topic]
        missing = [name for name in wanted if name not in {one.template.audience for one in found}]
        if missing:
            says = f'the topic "{topic}" is answered in "{language}" for {found[0].template.audience} and not for'
            place = found[0].entry.place("language")
            yield error(place, f"{says} {listed(missing)}; write it for every product, or for none")
