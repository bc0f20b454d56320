"""Reading the router's prompt as a model would: the task, what is fenced, and the ids."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"^<<<(?P<label>[^\n]*)\n(?P<text>.*?)(?=\n<<<)", re.MULTILINE | re.DOTALL)
_KEEP = re.compile(r"\[keep \d+: (.*?)\]", re.DOTALL)
_PASSAGE = re.compile(r"p\d+\b")


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


def read_prompt(system: str, user: str) -> ReadPrompt:
    """Take the prompt apart; whatever is missing is empty. All below the first fence mark is material."""
    blocks = [(block["label"], block["text"]) for block in _BLOCK.finditer(user)]
    outside = user.partition("<<<")[0]

    def text(label: str) -> str:
        return next((text for name, text in blocks if name == label), "")

    task = re.search(r"\((\w+), version \d+\)", system)
    blanks = _line(outside, "Your blanks")
    return ReadPrompt(
        task=task[1] if task else "",
        blanks=tuple(name.partition(" (")[0].strip() for name in blanks.split(",") if name.strip()),
        greeting=_line(outside, "Greeting"),
        message=text("message"),
        template=text("template"),
        keep=tuple(_KEEP.findall(text("template"))),
        passages=tuple(_passage(label, text) for label, text in blocks if _PASSAGE.match(label)),
    )


def _passage(label: str, text: str) -> ReadPassage:
    name, _, about = label.partition(" ")
    products, closed, title = about.removeprefix("(").partition(") ") if about.startswith("(") else ("", "", about)
    return ReadPassage(name, tuple(products.split(", ")) if closed else (), title, text)


def _line(text: str, name: str) -> str:
    match = re.search(rf"^{re.escape(name)}: (.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""
