"""Questions by customers that no template answers: a plain list in ``kb/unanswered.yaml``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from retrieval.documents.complaints import Complaints
from retrieval.documents.files import read_text
from retrieval.documents.nodes import Many, Text, read_nodes
from retrieval.types import Template

FILE = "unanswered.yaml"


def read_unanswered(folder: Path, templates: Iterable[Template], complaints: Complaints) -> tuple[str, ...]:
    """The questions, each once and in order; none when there is no such file.

    One that is an example of a template is a mistake: nothing can be learned from both.
    """
    path = folder / FILE
    text = read_text(path, complaints) if path.exists() else None
    root = read_nodes(text, str(path), complaints) if text is not None else None
    if root is None:
        return ()
    if not isinstance(root, Many):
        complaints.add(str(path), root.line, "write a list: one question a line, each after a hyphen")
        return ()
    examples = {_key(example): one.id for one in templates for example in one.examples}
    found = []
    for item in root.items:
        if not isinstance(item, Text) or not item.value.strip():
            says = "every item must be a question; put one with a colon in quotes, and remove empty ones"
            complaints.add(str(path), item.line, says)
        elif name := examples.get(_key(item.value)):
            complaints.add(str(path), item.line, f'"{item.value}" is an example of {name}; remove it here or there')
        else:
            found.append(item.value.strip())
    return tuple(dict.fromkeys(found))


def _key(text: str) -> str:
    return " ".join(text.lower().split())
