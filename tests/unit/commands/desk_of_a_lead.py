"""A lead's place of work: a copy of the rules folder, a database of its own, and the commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from router.commands.rules import rules
from router.rulebook.examples.usual import FILE as USUAL
from router.settings import read_settings
from router.wiring import Store, open_store
from tests.laid_out import lay_out
from tests.unit.rulebook.lendora import FOLDER


@dataclass(frozen=True)
class Lead:
    """``rules`` is the lead's folder; ``run`` is what they type."""

    rules: Path
    var: Path
    store: Store

    def run(self, command: str, *arguments: str, folder: bool = True) -> Result:
        where = ["--rules", str(self.rules)] if folder else []
        return CliRunner().invoke(rules, [command, *arguments, *where], env={"VAR_DIR": str(self.var)})

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.rules / file).read_text(encoding="utf-8")
        assert old in text
        (self.rules / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lead]:
    monkeypatch.setenv("LOGNAME", "priya")
    monkeypatch.chdir(FOLDER.parent)
    settings = read_settings(var=tmp_path / "var")
    lay_out(settings)
    store = open_store(settings, connections=1)
    folder = Path(shutil.copytree(FOLDER, tmp_path / "rules"))
    for scenarios in set((folder / "tests").iterdir()) - {folder / USUAL}:
        scenarios.unlink()
    store.rule_sets.publish(folder, "anna", store.clock.now())
    yield Lead(folder, tmp_path / "var", store)
    store.engine.dispose()
