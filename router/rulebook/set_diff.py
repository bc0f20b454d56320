"""Two sets of rule files side by side: what was taken out, what was put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

from router.rulebook.complaints import Complaints, RulesInvalid
from router.rulebook.ruleset import SCENARIOS
from router.rulebook.yaml.reader import MOST_BYTES, decode


def rule_files(folder: Path) -> list[Path]:
    """Every YAML file where a set has its files, whether it belongs to one or not."""
    found = (path for place in (folder, folder / SCENARIOS) for path in place.glob("*"))
    return sorted(path for path in found if path.suffix.lower() in (".yaml", ".yml"))


def folder_texts(folder: Path) -> dict[str, str]:
    """The texts of all rule files in a folder, valid or not. Raises ``RulesInvalid`` for one that isn't text."""
    texts = {}
    for path in rule_files(folder):
        complaints = Complaints(path.relative_to(folder).as_posix())
        try:
            with path.open("rb") as file:
                text = decode(file.read(MOST_BYTES + 1), complaints)
        except OSError as error:
            complaints.add(1, 1, f"this file can't be read: {error.strerror}")
            text = None
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
