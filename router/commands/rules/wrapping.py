"""Lines as wide as the terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap

_LEAD = re.compile(r" *(?:(?:yes|no|–)  +)?")
_COMMAND = re.compile(r"python -m router rules lane \S+ note")
_GLUE = "\N{NO-BREAK SPACE}"


def wrapped(text: str) -> str:
    """Each line broken where the terminal ends; as it is where nobody looks at one, so that it can be searched."""
    width = _width()
    return "\n".join(_wrapped(line, width) for line in text.split("\n")) if width else text


def _width() -> int:
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return max(40, shutil.get_terminal_size().columns)
    return 0


def _wrapped(line: str, width: int) -> str:
    lead = _LEAD.match(line)
    # A command stays in one piece, so that it can be copied.
    glued = _COMMAND.sub(lambda command: command[0].replace(" ", _GLUE), line)
    indent = " " * ((lead.end() if lead else 0) + 2)
    broken = textwrap.wrap(glued, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(broken).replace(_GLUE, " ")
