"""Figures of a template: carried by an article that the same people may see, under the same product and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from retrieval.checking.figures import figures_in
from retrieval.checking.finding import Finding, Place, error
from retrieval.checking.library import Library, Written
from retrieval.checking.said import Said
from retrieval.checking.texts import listed
from retrieval.facts.carried import is_among
from retrieval.facts.fact import Fact
from retrieval.facts.plain import plain, sentences
from retrieval.types import SHARED

WORD = re.compile(r"[^\W\d_]+")
IDLE = frozenset(re.findall(r"\w+", "a an and at by for from in is it of on or that the to until when with you your"))
ABOUT = 0.7
"""The share of a row's name that a sentence about it has."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A figure of a template in its sentence."""

    figure: Fact
    sentence: str
    place: Place
    written: Written

    @property
    def own(self) -> set[str]:
        """Whose figures this template may give without naming a product."""
        return {SHARED, self.written.template.audience}


def check_figures(library: Library, today: date) -> Iterator[Finding]:
    """Figures that no article carries, or only for others, or for something else."""
    for claim in _claims(library) if library.said else ():
        seen = library.audiences.seen_by_all(claim.written.template.audience)
        carriers = [said for said in library.said if is_among(claim.figure, said.figures)]
        told = [said for said in carriers if said.audience in seen]
        if not told:
            yield _not_carried(claim, carriers)
        elif not _under_its_product(claim, told, library):
            says = f'"{claim.figure.word}" is a figure of {_whose(told)} ({told[0].place}), and this is for'
            says = f"{says} {claim.written.template.audience}; correct it, or name the product beside it"
            yield error(claim.place, says, told[0].place)
        else:
            yield from _against_its_subject(claim, library.said)


def _claims(library: Library) -> Iterator[_Claim]:
    for written in library.templates:
        for line, place in written.lines():
            for sentence in sentences(plain(line)):
                for figure in figures_in(sentence.text):
                    yield _Claim(figure, sentence.text, place, written)


def _not_carried(claim: _Claim, carriers: Sequence[Said]) -> Finding:
    if not carriers:
        says = f'"{claim.figure.word}" stands in no article; correct it, or write it there first'
        return error(claim.place, says)
    says = f'"{claim.figure.word}" stands only in what is for {_whose(carriers)} ({carriers[0].place}),'
    says += f" and not everybody who reads this template may be told that: it is for {claim.written.template.audience}"
    return error(claim.place, says, carriers[0].place)


def _whose(carriers: Sequence[Said]) -> str:
    return listed(sorted({said.audience for said in carriers}))


def _under_its_product(claim: _Claim, told: Sequence[Said], library: Library) -> bool:
    named = library.audiences.named_in(claim.sentence)
    return any(said.audience in claim.own or said.audience in named for said in told)


def _against_its_subject(claim: _Claim, said: Sequence[Said]) -> Iterator[Finding]:
    """Where the sentence names a row of a table, the figure must be one of that row."""
    rows = [one for one in said if one.audience in claim.own and _unit(claim.figure) in map(_unit, one.figures)]
    subject = _nearest({one.subject for one in rows if one.subject}, claim)
    about = [one for one in rows if one.subject == subject]
    if subject and not any(is_among(claim.figure, one.figures) for one in about):
        says = f'"{claim.figure.word}" contradicts {about[0].place}: "{about[0].text}"; correct one of them'
        yield error(claim.place, says, about[0].place)


def _unit(figure: Fact) -> tuple[str, str]:
    return figure.kind, figure.unit


def _nearest(subjects: set[str], claim: _Claim) -> str:
    """The subject named last before the figure, else the one in the whole sentence."""
    words = [(found.start(), _stem(found.group())) for found in WORD.finditer(claim.sentence)]
    for known in ([word for word in words if word[0] < claim.figure.start], words):
        named = [(places, subject) for subject in subjects if (places := _places(subject, known))]
        if named:
            return max(named, key=lambda one: (sorted(one[0], reverse=True), one[1]))[1]
    return ""


def _places(subject: str, words: Sequence[tuple[int, str]]) -> list[int]:
    """Where a sentence has the words of a subject; empty when it has too few of them to be about it."""
    wanted = {_stem(word) for word in WORD.findall(subject)} - IDLE
    places = {stem: at for at, stem in words if stem in wanted}
    return list(places.values()) if places and len(places) >= ABOUT * len(wanted) else []


def _stem(word: str) -> str:
    """The same for withdrawal, withdrawals and withdraw."""
    return word.casefold()[:5]
