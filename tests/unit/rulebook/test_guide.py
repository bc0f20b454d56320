"""The rules that the guide for support leads offers to copy work where the guide says to paste them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from router.commands.rules import rules as commands
from router.rulebook.examples.results import ExampleResult
from router.rulebook.lint.doubts import doubts
from router.rulebook.ruleset import from_files
from router.rulebook.template_names import template_names
from router.trying.rule_tests import run_tests
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES, texts

GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
OFFERED = re.compile(
    r"[Ii]n\s+`(?P<file>[^`]+)`,\s+above\s+`(?P<above>[^`]+)`:\n\n```yaml rule\n(?P<rule>.*?)```", re.DOTALL
)
MISTAKE = ("      message:", "      mesage:")
FIRST_EXAMPLE = "    examples:\n"
CASE = "customer.products: [IM]\nmessage: Is there a referral bonus?\n"


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


def printed(tmp_path: Path, old: str, new: str, *arguments: str) -> list[str]:
    """What a command prints for the guide's first change, in which something is written otherwise.

    Numbers and names that change with every change of the rules are put as the guide puts them.
    """
    first, folder = OFFERS[0], tmp_path / "rules"
    assert first.rule.count(old) == 1
    for name, text in Offer(first.file, first.above, first.rule.replace(old, new)).pasted().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    nowhere = {"VAR_DIR": str(tmp_path / "var"), "DATABASE_URL": ""}  # whoever tests may have rules in force
    asked = [*arguments, "--rules", str(folder), "--templates", str(TEMPLATES)]
    out = CliRunner().invoke(commands, asked, env=nowhere).output
    out = out.replace(f" --rules {folder}", "").replace(str(folder), "rules")
    out = re.sub(r"(?<=yaml:)[0-9]+(?=:)|(?<=\(line )[0-9]+(?=\))", "LINE", out)
    out = re.sub(r"(?<=hash )[0-9a-f]{12}", "HASH", out)
    many = r"[0-9]+(?= (things? more|routing rules?|sending rules?|tests|known gaps?|rules? (before|after)))"
    return re.sub(many, "N", out).splitlines()


def left_out_of_the_guide(lines: list[str]) -> list[str]:
    return [line for line in lines if f"\n{line}\n" not in GUIDE]


def test_the_guide_shows_what_the_check_prints_of_a_mistake_and_without_one(tmp_path: Path) -> None:
    wrong = printed(tmp_path, *MISTAKE, "check")
    right = printed(tmp_path, MISTAKE[0], MISTAKE[0], "check")
    assert len(wrong) == 2
    assert len(right) == 2
    assert left_out_of_the_guide([*wrong, *right]) == []


def test_the_guide_shows_what_the_tests_print_of_an_example_that_does_not_come_out(tmp_path: Path) -> None:
    own = f"{FIRST_EXAMPLE}      - match: Is there a bonus for friends?\n"
    told = printed(tmp_path, FIRST_EXAMPLE, own, "test")
    assert len(told) == 7
    assert left_out_of_the_guide(told) == []
    taken = printed(tmp_path, FIRST_EXAMPLE, f"{FIRST_EXAMPLE}      - match: No reply about my referral\n", "test")
    assert len(taken) > 4
    assert left_out_of_the_guide(taken[1:-1]) == []


def test_the_guide_shows_what_is_explained_of_a_made_up_case(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    assert CASE in GUIDE
    told = printed(tmp_path, MISTAKE[0], MISTAKE[0], "explain", "--facts", str(tmp_path / "case.yaml"))
    assert any("refer-a-friend decides" in line for line in told)
    assert left_out_of_the_guide([line for line in told if line]) == []


def test_no_number_of_the_guide_can_grow_old() -> None:
    assert re.findall(r"yaml:[0-9]+|\(line [0-9]+\)|\b(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b", GUIDE) == []


def test_the_rule_that_lets_a_new_template_out_works_where_its_guide_says() -> None:
    (offer,) = offers_in((TEMPLATES / "README.md").read_text(encoding="utf-8"))
    rules = from_files(offer.pasted(), frozenset({*(template_names(TEMPLATES) or ()), "fee-receipt"}))
    assert [str(result) for result in run_tests(rules).results if not result.passed] == []
    assert [str(doubt) for doubt in doubts(rules) if doubt.severity == "warning"] == []
