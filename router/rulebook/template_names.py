"""The ids of the templates in a folder, read from their front matter, so that rules can be checked against them."""

from __future__ import annotations

from pathlib import Path

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.nodes import MappingNode, ScalarNode
from router.rulebook.yaml.reader import MOST_BYTES, decode, read_yaml

_FENCE = "---\n"


def template_names(folder: Path) -> frozenset[str] | None:
    """The ids, or None when the folder holds no template: then any name is taken. Broken templates are passed over:
    checking them is not the rules' business."""
    names = (_id_of(path) for path in sorted(folder.glob("*.md")))
    return frozenset(name for name in names if name) or None


def _id_of(path: Path) -> str:
    ignored = Complaints(path.name)
    with path.open("rb") as file:
        text = decode(file.read(MOST_BYTES), ignored) or ""
    if not text.startswith(_FENCE):
        return ""
    front = read_yaml(text.removeprefix(_FENCE).partition(f"\n{_FENCE}")[0], ignored)
    pairs = front.pairs if isinstance(front, MappingNode) else ()
    return next((value.text for key, value in pairs if key.text == "id" and isinstance(value, ScalarNode)), "")
