"""Two sets of rule files side by side: what was taken out, what was put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from router.rulebook.complaints import Complaints, RulesInvalid
from router.rulebook.ruleset import SCENARIOS
from router.rulebook.yaml.files import read_file, shown, yaml_files


def rule_files(folder: Path) -> list[Path]:
    """Every YAML file where a set has its files, whether it belongs to one or not."""
    return yaml_files(folder, folder / SCENARIOS)


def folder_texts(folder: Path) -> dict[str, str]:
    """The texts of all rule files in a folder, valid or not. Raises ``RulesInvalid`` for one that isn't text."""
    texts = {}
    for path in rule_files(folder):
        complaints = Complaints(shown(path.relative_to(folder)))
        text = read_file(path, complaints)
        if text is None:
            raise RulesInvalid(tuple(complaints.errors))
        texts[complaints.file] = text
    return texts


def changed_files(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The files that differ, in alphabetical order."""
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]


def difference(before: Mapping[str, str], after: Mapping[str, str], old: str, new: str) -> Iterator[str]:
    """The lines of a unified difference, file by file; ``old`` and ``new`` name the two sets."""
    for name in changed_files(before, after):
        was, now = before.get(name, "").splitlines(), after.get(name, "").splitlines()
        yield from unified_diff(was, now, f"{old}/{name}", f"{new}/{name}", lineterm="")
