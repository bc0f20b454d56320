"""Rule files on a disk: which there are, and their text. Only plain files are opened: a pipe would never end."""

from __future__ import annotations

import stat
from pathlib import Path

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.reader import MOST_BYTES, decode


def yaml_files(*folders: Path) -> list[Path]:
    """Every YAML file that stands in these folders themselves."""
    found = (path for folder in folders for path in folder.glob("*"))
    return sorted(path for path in found if path.suffix.lower() in (".yaml", ".yml"))


def shown(path: Path) -> str:
    """A file's name as text: letters that are none are shown as question marks."""
    return path.as_posix().encode("utf-8", "replace").decode()


def read_bytes(path: Path) -> bytes:
    """The content, at most one byte more than a rule file may have. Raises ``OSError``."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(0, "it isn't a file" if not path.is_dir() else "it is a folder", str(path))
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def read_file(path: Path, complaints: Complaints) -> str | None:
    """The text, or None with a complaint."""
    if shown(path) != str(path):
        complaints.add(1, 1, "this file's name holds letters that can't be read; rename it")
        return None
    try:
        return decode(read_bytes(path), complaints)
    except FileNotFoundError:
        complaints.add(1, 1, f"this file is missing in {path.parent}")
    except OSError as error:
        complaints.add(1, 1, f"this file can't be read: {(error.strerror or 'unknown reason').lower()}")
    return None
