from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rulebook.complaints import Complaints
from router.rulebook.yaml.nodes import ListNode, MappingNode, Node, ScalarNode
from router.rulebook.yaml.reader import DEEPEST, MOST_BYTES, decode, read_yaml


def complaints_about(text: str) -> list[str]:
    complaints = Complaints("f.yaml")
    read_yaml(text, complaints)
    return [str(error) for error in complaints.errors]


def tree_of(text: str) -> Node | None:
    complaints = Complaints("f.yaml")
    tree = read_yaml(text, complaints)
    assert complaints.errors == []
    return tree


@pytest.mark.parametrize("word", ["no", "on", "yes", "017", "1_000", "2026-01-01", "1e3", "~", "null", "0x1F", ".inf"])
def test_every_scalar_stays_the_letters_that_were_written(word: str) -> None:
    tree = tree_of(f"key: {word}")
    assert isinstance(tree, MappingNode)
    assert tree.pairs[0][1] == ScalarNode(word, 1, 6)


def test_every_node_knows_its_line_and_column() -> None:
    tree = tree_of("a:\n  - x\n  - b: 1\n")
    assert isinstance(tree, MappingNode)
    items = tree.pairs[0][1]
    assert isinstance(items, ListNode)
    assert [(item.line, item.column) for item in items.items] == [(2, 5), (3, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: 1\na: 2\nb:\n  c: 1\n  c: 2\n",
            ['f.yaml:2:1: "a" stands here twice', 'f.yaml:5:3: "c" stands here twice'],
        ),
        ("a:\n\tb: 1", ["f.yaml:2:1: there is a tab here"]),
        ("a: |\n  x\n\ty\n", ["f.yaml:3:1: there is a tab here"]),
        ("a: &x 1", ['f.yaml:1:4: "&x" is a YAML anchor']),
        ("a: *x", ['f.yaml:1:4: "*x" is a YAML alias']),
        ("a: !!str 1", ["f.yaml:1:4:"]),
        ("a: ! x", ['f.yaml:1:4: "!" is a YAML tag']),
        ("<<: {a: 1}", ['f.yaml:1:1: "<<" (merge)']),
        ("? [a]\n: b", ["f.yaml:1:3: a key must be a word"]),
        ("a: [1, 2", ["f.yaml:1:4: a list was opened here"]),
        ("a: 'x\n", ["f.yaml:1:4: a quote that is opened here isn't closed"]),
        ("a: b: c", ['f.yaml:1:5: a ":" too many']),
        ("a: 1\n---\nb: 1", ["f.yaml:2:1: a second document"]),
        ("a: \x00", ["f.yaml:1:4: there is a character here that can't be seen"]),
        ("a: \ud800", ["f.yaml:1:4: there is half a character"]),
        ("a: @x", ['f.yaml:1:4: a value can\'t begin with "@"']),
        ("", ["f.yaml:1:1: the file is empty"]),
        ("# only a comment\n", ["f.yaml:1:1: the file is empty"]),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, expected: list[str]) -> None:
    found = complaints_about(text)
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize("text", ["[" * 30_000, "- " * 30_000, "a: " + "[1," * 30_000, "{a: " * 30_000])
def test_thousands_of_brackets_end_at_the_depth_limit(text: str) -> None:
    assert f"nested more than {DEEPEST} levels" in complaints_about(text)[0]


def test_a_file_that_is_too_big_is_refused() -> None:
    complaints = Complaints("f.yaml")
    assert decode(b"a" * (MOST_BYTES + 1), complaints) is None
    assert "bigger than 512 KB" in complaints.errors[0].message
    assert "bigger than 512 KB" in complaints_about("a" * (MOST_BYTES + 1))[0]


def test_bytes_that_are_no_utf8_are_found() -> None:
    complaints = Complaints("f.yaml")
    assert decode("a: 1\nb: ü".encode("latin-1"), complaints) is None
    assert str(complaints.errors[0]).startswith("f.yaml:2:4: this isn't UTF-8")


def test_a_bom_and_windows_line_ends_make_no_difference() -> None:
    assert decode("\ufeffa: 1\r\nb: 2\r\n".encode(), Complaints("f.yaml")) == "a: 1\nb: 2\n"


@given(st.text(alphabet=st.sampled_from("ab:-[]{},&*!|>'\"#?%@\t\n\r \ufeff\x00"), max_size=60))
def test_any_text_ends_in_a_tree_or_a_complaint(text: str) -> None:
    complaints = Complaints("f.yaml")
    tree = read_yaml(text, complaints)
    assert tree is not None or complaints.errors
