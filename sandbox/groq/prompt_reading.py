"""Reading the router's prompt as a model would: the task, what is fenced, and the ids."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(
    r"^<<<(?P<kind>customer message|template|keep|passage)(?: (?P<label>[^\n]*?))?>>>\n"
    r"(?P<text>.*?)\n<<<end (?P=kind)>>>$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class ReadPassage:
    id: str
    products: tuple[str, ...]
    title: str
    text: str


@dataclass(frozen=True)
class ReadPrompt:
    """What stands in a prompt. ``task`` is empty when the prompt isn't one of the router's."""

    task: str
    blanks: tuple[str, ...]
    greeting: str
    message: str
    template: str
    keep: tuple[str, ...]
    passages: tuple[ReadPassage, ...]


def read_prompt(user: str) -> ReadPrompt:
    """Take the prompt apart; whatever is missing is empty."""
    fences = list(_FENCE.finditer(user))
    outside = _FENCE.sub("", user)

    def texts(kind: str) -> list[str]:
        return [fence["text"] for fence in fences if fence["kind"] == kind]

    blanks = _line(outside, "Blanks that are yours")
    return ReadPrompt(
        task=_line(outside, "Task"),
        blanks=() if blanks in ("", "none") else tuple(name.strip() for name in blanks.split(",")),
        greeting=_line(outside, "Greeting"),
        message="\n".join(texts("customer message")),
        template="\n".join(texts("template")),
        keep=tuple(texts("keep")),
        passages=tuple(_passage(fence["label"], fence["text"]) for fence in fences if fence["kind"] == "passage"),
    )


def _passage(label: str, text: str) -> ReadPassage:
    name, *about = label.split(" | ")
    products = next((part.removeprefix("for: ") for part in about if part.startswith("for: ")), "")
    title = " | ".join(part for part in about if not part.startswith("for: "))
    return ReadPassage(name, tuple(part.strip() for part in products.split(",") if part.strip()), title, text)


def _line(text: str, name: str) -> str:
    match = re.search(rf"^{re.escape(name)}: (.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""
