"""Files that no lead means to write: each is refused with its place, in bounded time and memory.

How single lines of broken YAML are told stands in test_yaml_reader.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from router.commands.rules import rules
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import FILES, read_folder
from tests.unit.rulebook.lendora import FOLDER, changed, complaints_about, texts

ROUTING, SENDING, SEGMENTS = "routing.yaml", "sending.yaml", "segments.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in texts().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def complaints_of(folder: Path) -> list[str]:
    with pytest.raises(RulesInvalid) as caught:
        read_folder(folder)
    return [str(error) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "1:1: routing.yaml must be keys and values"),
        ("We hand over everything that sounds like fraud.\n", "1:1: routing.yaml must be keys and values"),
        ('{"rules": [{"id": "a",}', "1:11: a list was opened here with [ and isn't closed"),
        ("rules:\n  - id: a\n title: b\n", "3:2: "),
        ("rules:\n  - id: a\n    title: b\n\towner: c\n", "4:1: there is a tab here; indent with blanks"),
        ("usual: &usual {is: yes}\nrules: []\n", '1:8: "&usual" is a YAML anchor'),
        ("otherwise: {ignore: x}\n<<: {title: b}\n", '2:1: "<<" (merge) isn\'t used in these files'),
        ("%YAML 9.9\n---\nrules: []\n", "1:1: this YAML version isn't known"),
        ("rules: !!python/object/apply:os.system [exit]\n", '1:8: "tag:yaml.org,2002:python/object/apply:os.system"'),
        ("- rules\n- otherwise\n", "1:1: routing.yaml must be keys and values (key: value), but this is a list"),
        ("", "1:1: the file is empty"),
        ("\n\n# nothing yet\n", "1:1: the file is empty"),
        ("---\n...\n", "2:1: routing.yaml must be keys and values (key: value), but this is nothing"),
        ("rules:\notherwise:\n", '1:7: "rules" must be a list'),
    ],
)
def test_a_file_that_is_no_rule_file_is_told_at_its_first_wrong_place(folder: Path, text: str, place: str) -> None:
    (folder / ROUTING).write_text(text, encoding="utf-8")
    found = complaints_of(folder)
    assert found[0].startswith(f"{ROUTING}:{place}"), found


@pytest.mark.parametrize("name", FILES)
def test_every_file_may_be_empty_binary_or_a_folder_and_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("")
    assert any(one.startswith(f"{name}:1:1: the file is empty") for one in complaints_of(folder))
    (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert any(one.startswith(f"{name}:1:1: this isn't UTF-8 text") for one in complaints_of(folder))
    (folder / name).unlink()
    (folder / name).mkdir()
    assert f"{name}:1:1: this file can't be read: it is a folder" in complaints_of(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(folder: Path) -> None:
    (folder / SENDING).chmod(0)
    assert f"{SENDING}:1:1: this file can't be read: permission denied" in complaints_of(folder)


def test_a_link_that_leads_nowhere_or_in_a_circle_is_told(folder: Path) -> None:
    (folder / SENDING).unlink()
    (folder / SENDING).symlink_to(folder / "gone.txt")
    assert any(one.startswith(f"{SENDING}:1:1: this file is missing") for one in complaints_of(folder))
    (folder / SENDING).unlink()
    (folder / SENDING).symlink_to(folder / SENDING)
    assert any(one.startswith(f"{SENDING}:1:1: this file can't be read: too many") for one in complaints_of(folder))


def test_a_folder_that_is_not_there_misses_every_file_and_the_command_says_what_to_do(tmp_path: Path) -> None:
    assert len(complaints_of(tmp_path / "gone")) == len(FILES)
    result = CliRunner().invoke(rules, ["check", "--rules", str(tmp_path / "gone")])
    assert result.exit_code == 1
    assert "say where the rules are with --rules" in result.output


def test_what_stands_after_a_mistake_in_another_file_is_told_too(folder: Path) -> None:
    (folder / SEGMENTS).write_text("")
    (folder / ROUTING).write_text("rules: [\n")
    (folder / SENDING).write_text("highest lane: all\n")
    told = {one.partition(":")[0] for one in complaints_of(folder)}
    assert {SEGMENTS, ROUTING, SENDING} <= told


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: fraud-goes", "id: fr\u0430ud-goes", '(letter 3 is "\u0430", cyrillic small letter a)'),
        ("id: fraud-goes", "id: fraud\u2010goes", '(letter 6 is "\u2010", hyphen)'),
        ("id: fraud-goes", "id: fraud-g\u200boes", "(letter 8 is zero width space)"),
        ("id: fraud-goes", "id: \uff46raud-goes", '(letter 1 is "\uff46", fullwidth latin small letter f)'),
        ("  - customer.kind:", "  - customer.kin\u0501:", 'did you mean "customer.kind"? (letter 13 is "\u0501"'),
        ("    then:", "    th\u0435n:", 'did you mean "then"? (letter 3 is "\u0435", cyrillic small letter ie)'),
        ("priority: urgent", "priority: urg\u0435nt", 'did you mean "urgent"? (letter 4 is "\u0435"'),
    ],
)
def test_a_letter_that_only_looks_right_is_named(old: str, new: str, expected: str) -> None:
    found = complaints_about(changed(ROUTING, old, new))
    assert any(expected in one for one in found), found


def test_places_count_the_same_with_windows_line_ends_and_a_bom(folder: Path) -> None:
    text = texts()[ROUTING].replace("priority: urgent", "priority: urgnet", 1)
    (folder / ROUTING).write_text(text, encoding="utf-8")
    as_written = complaints_of(folder)
    (folder / ROUTING).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert complaints_of(folder) == as_written
    (folder / ROUTING).write_bytes(b"\xef\xbb\xbf%" + text.encode())
    assert complaints_of(folder)[0].startswith(f"{ROUTING}:1:")


def test_a_company_without_products_is_told_what_its_files_expect_of_them(folder: Path) -> None:
    empty = "segments: {}\nwhen the message names:\n" + texts()[SEGMENTS].partition("when the message names:\n")[2]
    (folder / SEGMENTS).write_text(empty)
    assert any('"may see" can\'t be "IM"; it is shared' in one for one in complaints_of(folder))
    assert any('"products" can\'t be "IM"; it is nothing' in one for one in complaints_of(folder))


RULE = """rules:
  - id: one
    title: One
    owner: o@lendora.example
    when: {%s}
    then: {hand over: {group: Support}}
    trial: %s
otherwise: {retrieve: {from: shared}}
"""


@pytest.mark.parametrize(
    "number", ["three", "1_000", "1,000", "1 000", "1e3", "0x10", "017", "+3", ".5", "3.", "\u0663", "~", ".inf", "3 %"]
)
def test_what_is_no_plain_number_is_refused_as_it_was_written(number: str) -> None:
    found = complaints_about(texts() | {ROUTING: RULE % (f"message.questions: {{greater than: '{number}'}}", "no")})
    assert found[0].startswith(f'{ROUTING}:5:46: "message.questions" is a number')
    assert f'"{number}"' in found[0]


@pytest.mark.parametrize("number", ["3", "'3'", '"3"', "0.5", "-1", "123456789012345"])
def test_a_number_may_stand_in_quotes(number: str) -> None:
    files = texts() | {ROUTING: RULE % (f"message.questions: {{less than: {number}}}", "no")}
    assert [one for one in complaints_about(files) if one.startswith(ROUTING)] == []


@pytest.mark.parametrize("word", ["on", "off", "true", "false", "y", "Yes", "NO", "1", "~"])
def test_only_yes_and_no_are_yes_and_no(word: str) -> None:
    found = complaints_about(texts() | {ROUTING: RULE % (f"customer.conflict: {{is: {word}}}", word)})
    assert any(f'"customer.conflict" is yes or no, so it can never be "{word}"' in one for one in found)
    assert any(f'"trial" can\'t be "{word}"' in one for one in found)


def test_words_that_yaml_would_guess_at_are_compared_as_they_were_written() -> None:
    when = "ticket.tags: {is any of: [no, on, 1_000, 017, 2026-01-01, ~]}"
    files = texts() | {ROUTING: RULE % (when, "no")}
    assert [one for one in complaints_about(files) if one.startswith(ROUTING)] == []


HUNGRY = {
    "10 MB": "rules: [" + "a, " * 3_500_000 + "]",
    "10 MB of comments": "# nothing\n" * 1_000_000,
    "brackets": "[" * 30_000,
    "brackets in a rule": "otherwise: " + "{all: [" * 30_000,
    "dashes": "- " * 30_000,
    "question marks": "? " * 30_000,
    "quotes": "'" * 300_001,
    "a million laughs": "a: &a [lol, lol]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(9)),
    "one endless word": "a" * 500_000,
    "one endless key": f"{'a' * 400_000}: b",
    "a rule of nothing a hundred thousand times": "otherwise: {ignore: x}\nrules:\n" + "- {}\n" * 100_000,
    "ten thousand facts that are almost one": "otherwise: {ignore: x}\nrules:\n- when:\n"
    + "".join(f"    mesage{number}: {{is: a}}\n" for number in range(10_000)),
    "the same key again and again": "a: 1\n" * 100_000,
}
"""Files that cost a careless reader its memory or its life, by what they are."""

READ_THEM = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
from pathlib import Path
from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import read_folder
told = {}
for text in sorted(Path(sys.argv[2]).iterdir()):
    Path(sys.argv[1], "routing.yaml").write_bytes(text.read_bytes())
    try:
        read_folder(Path(sys.argv[1]))
    except RulesInvalid as invalid:
        told[text.name] = [str(error) for error in invalid.errors if error.file == "routing.yaml"][:1]
print(json.dumps(told))
"""


def test_hungry_files_are_refused_within_the_memory_and_time_of_a_small_machine(folder: Path, tmp_path: Path) -> None:
    meal = tmp_path / "meal"
    meal.mkdir()
    for name, text in HUNGRY.items():
        (meal / name).write_text(text)
    program = [sys.executable, "-c", READ_THEM, str(folder), str(meal)]
    done = subprocess.run(program, capture_output=True, text=True, cwd=FOLDER.parent, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert sorted(told) == sorted(HUNGRY)
    assert all(errors and errors[0].startswith(f"{ROUTING}:") for errors in told.values()), told
    assert "bigger than 512 KB" in told["10 MB"][0]
    assert "levels deep" in told["brackets in a rule"][0]
    assert '"&a" is a YAML anchor' in told["a million laughs"][0]


def test_a_flood_of_mistakes_is_cut_where_a_person_reads_it(folder: Path) -> None:
    (folder / ROUTING).write_text("otherwise: {ignore: x}\nrules:\n" + "- nothing\n" * 5_000)
    result = CliRunner().invoke(rules, ["check", "--rules", str(folder), "--templates", str(folder)])
    assert result.exit_code == 1
    assert len(result.output.splitlines()) < 600
    assert "more\n" in result.output
    assert re.search(r"5\d\d\d mistakes; the rules in force stay as they are", result.output)


def test_a_pipe_in_place_of_a_file_is_told_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "tests" / "endless.yaml")
    assert "tests/endless.yaml:1:1: this file can't be read: it isn't a file" in complaints_of(folder)


def test_a_file_name_that_is_no_text_is_told(folder: Path) -> None:
    (folder / "tests" / os.fsdecode(b"mails-\xff.yaml")).write_text("scenarios: []")
    assert any(
        one == "tests/mails-?.yaml:1:1: this file's name holds letters that can't be read; rename it"
        for one in complaints_of(folder)
    )


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("ticket.age", "greater than: '" + "999999 weeks " * 150 + "1 day'"),
        ("ticket.age", "greater than: 999999 weeks"),
        ("ticket.created", "after: 9999-12-31"),
        ("ticket.created", "after: 0001-01-01"),
    ],
)
def test_what_no_ticket_lives_to_see_is_a_slip(folder: Path, fact: str, value: str) -> None:
    rule = (
        f"\n  - id: late\n    title: Late\n    owner: a@b.example\n    when: {{{fact}: {{{value}}}}}"
        "\n    then: {add tags: [late]}\n    examples: [{match: hello}]\n"
    )
    routing = folder / "routing.yaml"
    routing.write_text(
        routing.read_text(encoding="utf-8").replace("\nrules:\n", f"\nrules:\n{rule}", 1), encoding="utf-8"
    )
    assert any(one.startswith("routing.yaml:") and "can never be" in one for one in complaints_of(folder))
