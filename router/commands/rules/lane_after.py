"""What a lane that was lowered in the file brings with it: expectations that no longer hold, and tags on notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from router.commands.rules.lane_subjects import Subject
from router.commands.rules.options import count
from router.commands.rules.to_type import to_type
from router.rulebook.complaints import Complaints
from router.rulebook.rule_list import OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.rulebook.sending import FILE
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.reader import read_yaml
from router.rulebook.yaml.shape import read_texts
from router.trying.rule_tests import run_tests
from router.types import Lane


def what_follows(rules: RuleSet, folder: Path, subject: Subject, lane: Lane) -> Iterator[str]:
    """Told after the file was changed; ``rules`` are those with the change. The last line is what to do next."""
    if lane == "note":
        yield from _tags_on_notes(rules, folder, subject.name)
    failed = run_tests(rules).with_status("failed")
    if failed:
        expect = "1 test expects" if len(failed) == 1 else f"{count(len(failed), 'test')} expect"
        yield f"{expect} something else now. Change what stands in these lines, or publishing is refused:"
        yield from (f"  {folder}/{result}" for result in failed)
    yield f"Next: {to_type('publish', folder)}"


def _tags_on_notes(rules: RuleSet, folder: Path, rule: str) -> Iterator[str]:
    """A rule's tags go with its own lane: what was counted as answered would be a note."""
    tree = read_yaml(rules.files[FILE], Complaints(FILE))
    then = _under(tree, OTHERWISE) if rule == OTHERWISE else _under(_rule(tree, rule), "then")
    tags = _under(then, "add tags")
    if tags is not None:
        named = ", ".join(read_texts(tags, Complaints(FILE), "add tags"))
        yield (
            f"{folder}/{FILE}:{tags.line}:{tags.column}: the rule's tags ({named}) go onto notes from now on; "
            f"take them out if they count replies"
        )


def _rule(tree: Node | None, rule: str) -> Node | None:
    listed = _under(tree, "rules")
    items = listed.items if isinstance(listed, ListNode) else ()
    for one in items:
        name = _under(one, "id")
        if isinstance(name, ScalarNode) and name.text == rule:
            return one
    return None


def _under(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    return next((value for name, value in pairs if name.text == key), None)
