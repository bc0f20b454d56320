"""The rules that the guide for support leads offers to copy work where the guide says to paste them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from router.rulebook.examples.results import ExampleResult
from router.rulebook.lint.doubts import doubts
from router.rulebook.ruleset import from_files
from router.rulebook.template_names import template_names
from router.trying.rule_tests import run_tests
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES, complaints_about, texts

GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
OFFERED = re.compile(
    r"[Ii]n\s+`(?P<file>[^`]+)`,\s+above\s+`(?P<above>[^`]+)`:\n\n```yaml rule\n(?P<rule>.*?)```", re.DOTALL
)
MISTAKE = ("      message:", "      mesage:")


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule of the guide, and above which rule of which file it is to be pasted."""

    file: str
    above: str
    rule: str

    @property
    def id(self) -> str:
        return self.rule.partition("- id: ")[2].partition("\n")[0]

    def pasted(self) -> dict[str, str]:
        files, place = texts(), f"  - id: {self.above}\n"
        assert files[self.file].count(place) == 1
        return files | {self.file: files[self.file].replace(place, f"{self.rule}\n{place}")}


def offers_in(guide: str) -> list[Offer]:
    return [Offer(*found.group("file", "above", "rule")) for found in OFFERED.finditer(guide)]


OFFERS = offers_in(GUIDE)


def results_of(offer: Offer) -> list[ExampleResult]:
    rules = from_files(offer.pasted(), template_names(TEMPLATES))
    return list(run_tests(rules).results)


def test_every_rule_of_the_guide_says_where_it_goes() -> None:
    assert len(OFFERS) == GUIDE.count("```yaml rule")
    assert len(OFFERS) > 10
    assert [name for name, times in Counter(offer.id for offer in OFFERS).items() if times > 1] == []


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_a_rule_of_the_guide_works_where_it_is_to_be_pasted(offer: Offer) -> None:
    results = results_of(offer)
    assert [str(result) for result in results if not result.passed] == []
    kinds = Counter(result.kind for result in results if result.rule == offer.id)
    assert kinds["scenario"] or (kinds["match"] >= 2 and kinds["no match"] >= 2)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.id)
def test_a_rule_of_the_guide_gives_no_warning_there(offer: Offer) -> None:
    rules = from_files(offer.pasted(), template_names(TEMPLATES))
    assert [str(doubt) for doubt in doubts(rules) if doubt.severity == "warning"] == []


def test_the_mistake_of_the_first_change_is_told_as_the_guide_shows_it() -> None:
    first = OFFERS[0]
    assert first.rule.count(MISTAKE[0]) == 1
    broken = Offer(first.file, first.above, first.rule.replace(*MISTAKE))
    (told,) = complaints_about(broken.pasted())
    assert told.rpartition(":")[2].strip() in GUIDE


def test_the_rule_that_lets_a_new_template_out_works_where_its_guide_says() -> None:
    (offer,) = offers_in((TEMPLATES / "README.md").read_text(encoding="utf-8"))
    rules = from_files(offer.pasted(), frozenset({*(template_names(TEMPLATES) or ()), "fee-receipt"}))
    assert [str(result) for result in run_tests(rules).results if not result.passed] == []
    assert [str(doubt) for doubt in doubts(rules) if doubt.severity == "warning"] == []
