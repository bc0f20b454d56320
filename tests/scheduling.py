"""Which tests stay in one process where there are several: those of a file, and those of files that share what takes
long to begin, which two processes would begin twice."""

from __future__ import annotations

import re

from xdist.scheduler import LoadFileScheduling

SHARED = (
    re.compile(r"tests/acceptance/test_(logs|loops|other_languages|privacy|service|several_languages)\.py"),
    re.compile(r"tests/contract/wall/"),
)
"""The programs of the whole service; the index of the example company."""


class FilesTogether(LoadFileScheduling):  # type: ignore[misc]
    """``--dist loadfile``, a little coarser."""

    def _split_scope(self, nodeid: str) -> str:
        return next((shared.pattern for shared in SHARED if shared.match(nodeid)), super()._split_scope(nodeid))
