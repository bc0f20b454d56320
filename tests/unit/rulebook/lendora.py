"""The example company's rules, and copies of them with one thing changed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import FILES, RuleSet, from_files

FOLDER = Path(__file__).parents[3] / "rules"
TEMPLATES = FOLDER.parent / "templates"


@cache
def lendora() -> RuleSet:
    return from_files(texts())


def texts() -> dict[str, str]:
    scenarios = (f"tests/{path.name}" for path in sorted((FOLDER / "tests").glob("*.yaml")))
    return {name: (FOLDER / name).read_text(encoding="utf-8") for name in dict.fromkeys((*FILES, *scenarios))}


def with_sending(sending: str) -> dict[str, str]:
    """The files with other sending rules, and without the scenarios, which name the rules that they are sent by."""
    files = texts() | {"sending.yaml": sending}
    return {name: "scenarios: []\n" if "\nscenarios:" in text else text for name, text in files.items()}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The files with one passage replaced. The passage must be there."""
    files = texts()
    assert old in files[file]
    return files | {file: files[file].replace(old, new, 1)}


def complaints_about(files: dict[str, str], templates: frozenset[str] | None = None) -> list[str]:
    try:
        from_files(files, templates)
    except RulesInvalid as invalid:
        return [str(error) for error in invalid.errors]
    return []
