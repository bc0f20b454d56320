"""A folder of files for a person to review, and a hidden file in it that remembers what came from where."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from router.errors import Refused
from router.importing.changes import Known

PLACE = "the folder for review"
MEMORY = ".freshdesk.json"

_NUMBER = re.compile(r"^freshdesk:\s*[\"']?(\d+)", re.MULTILINE)
_FIELDS_END = re.compile(r"^---\s*$", re.MULTILINE)


class ReviewFolder:
    """Implements :class:`router.importing.run.Review` with Markdown files. ``live`` is the folder that counts."""

    def __init__(self, folder: Path, live: Path) -> None:
        self._folder = folder
        self._live = live

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else brings anything into this folder meanwhile; the system lets it go however the process ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        held = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise Refused(PLACE, f"another import is at work in {self._folder}: wait until it is done") from error
        finally:
            os.close(held)

    def known(self) -> dict[int, Known]:
        path = self._folder / MEMORY
        try:
            kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            return {int(number): Known(**one) for number, one in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError) as error:
            says = f"{path} can't be read ({error}): bring an older one back, or delete it"
            raise Refused(PLACE, f"{says}; without it files that differ count as edited by hand") from error

    def in_use(self) -> dict[int, str]:
        return dict(self._numbered())

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """A number is looked for even where the rest of the file is broken."""
        for path in sorted([*self._live.rglob("*.md"), *self._live.rglob("*.meta.yaml")]):
            text = path.read_text(encoding="utf-8", errors="replace")
            if path.suffix == ".md" and text.startswith("---"):
                text = _FIELDS_END.split(text, maxsplit=2)[1]
            elif path.suffix == ".md":
                continue
            if found := _NUMBER.search(text):
                yield int(found[1]), str(path)

    def names(self) -> frozenset[str]:
        files = [*self._live.rglob("*.*"), *self._folder.rglob("*.*")]
        return frozenset(path.name.split(".")[0] for path in files)

    def path(self, name: str) -> str:
        return str(self._folder / f"{name}.md")

    def text(self, name: str) -> str | None:
        path = Path(self.path(name))
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else None

    def write(self, files: Mapping[str, str], known: Mapping[int, Known]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            Path(self.path(name)).write_text(text, encoding="utf-8", newline="\n")
        kept = {str(number): asdict(one) for number, one in sorted(known.items())}
        (self._folder / MEMORY).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
