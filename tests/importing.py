"""A lead who brings over from the stand-in, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_library import CannedResponses, PatientReads, SolutionArticles
from router.adapters.review_folder import ReviewFolder
from router.importing.plan import Kind, read_plan
from router.importing.run import FileResult, Import, Result
from sandbox.freshdesk.server import RunningDesk

ROOT = Path(__file__).parents[1]
PRODUCTS = ("IM", "IM+")
MAP = (ROOT / "templates/import.yaml").read_text(encoding="utf-8")
RESPONSES: Kind = "canned responses"
ARTICLES: Kind = "articles"


@dataclass
class Waits:
    """Waiting that takes no time, and what was told about it."""

    slept: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def reads_of(desk: RunningDesk, waits: Waits | None = None, key: str = "") -> PatientReads:
    waits = waits or Waits()
    calls = FreshdeskCalls(desk.url, key or desk.api_key, 10.0)
    return PatientReads(calls, waits.told.append, waits.slept.append)


@dataclass
class Lead:
    """Somebody who brings over, into folders of their own."""

    desk: RunningDesk
    folder: Path
    live: Path
    map: str = MAP

    def bring(self, kind: Kind = RESPONSES, **how: bool) -> Result:
        reads = reads_of(self.desk)
        library = CannedResponses(reads) if kind == RESPONSES else SolutionArticles(reads, self.desk.url)
        plan = read_plan("import.yaml", self.map.encode(), PRODUCTS)
        return Import(kind, library, plan, ReviewFolder(self.folder, self.live), self.desk.url).run(**how)

    def change(self, path: str, **values: Any) -> None:
        auth = (self.desk.api_key, "X")
        requests.put(f"{self.desk.url}/api/v2/{path}", json=values, auth=auth, timeout=10).raise_for_status()

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.md").read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> str:
        assert old in self.text(name)
        text = self.text(name).replace(old, new, 1)
        (self.folder / f"{name}.md").write_text(text, encoding="utf-8")
        return text

    def take_into_use(self, name: str) -> Path:
        return (self.folder / f"{name}.md").rename(self.live / f"{name}.md")


def named(result: Result, name: str) -> FileResult:
    return next(file for file in result.files if file.name == name)


def outcomes(result: Result) -> set[str]:
    return {file.outcome for file in result.files}


def left_out(result: Result) -> dict[str, str]:
    return {title: why for folder in result.folders for title, why in folder.left_out}


def whole_folders(result: Result) -> dict[str, str]:
    return {folder.path: folder.why for folder in result.folders if folder.why}


def on_disk(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}
