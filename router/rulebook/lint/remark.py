"""How something that is wrong or doubtful in the rules is told, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from router.rulebook.complaints import Complaints, RuleError
from router.rulebook.conditions import Check, Condition, checks_of
from router.rulebook.words import shorten
from router.rulebook.yaml.nodes import MappingNode, Node
from router.rulebook.yaml.reader import read_yaml

Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something worth saying about a place in a file. ``rule`` is the rule it is about, empty for none."""

    file: str
    line: int
    column: int
    severity: Severity
    message: str
    rule: str = ""

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}:{self.column}: {kind}{self.message}"


def as_remark(error: RuleError) -> Remark:
    return Remark(error.file, error.line, error.column, "error", error.message)


def place_of(condition: Condition) -> tuple[int, int]:
    """Line and column of its first check, which every condition of a valid file has."""
    first = next(checks_of(condition), None)
    return (first.line, first.column) if first is not None else (1, 1)


def told(condition: Condition) -> str:
    """A condition in a few words."""
    if isinstance(condition, Check):
        return f'"{condition.fact.name} {condition.operator} {shorten(condition.said, 40)}"'
    checks = [told(check) for check in checks_of(condition)]
    return f"{', '.join(checks[:2])}{', …' if len(checks) > 2 else ''}"


def key_in(text: str, *keys: str) -> tuple[int, int]:
    """Where a key stands in a file that was read before."""
    node: Node | None = read_yaml(text, Complaints(""))
    found = (1, 1)
    for wanted in keys:
        pairs = node.pairs if isinstance(node, MappingNode) else ()
        for key, value in pairs:
            if key.text == wanted:
                found, node = (key.line, key.column), value
    return found
