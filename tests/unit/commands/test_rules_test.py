from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result

from router.commands.rules import rules
from tests.unit.rulebook.shop import written_to

WRONG = """
  - id: wrong
    given: {message: My cup is broken}
    expect: {route: {rule: otherwise, group: Complaints}}
"""
ROUTING = "routing.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written_to(tmp_path / "rules")


def run(folder: Path, *options: str) -> Result:
    arguments = ["test", "--rules", str(folder), "--templates", str(folder / "none"), *options]
    return CliRunner().invoke(rules, arguments)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_good_rules_are_summed_up_and_their_gaps_counted(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    assert result.output == "15 tests: none failed, 1 known gap, every condition seen yes and no\n"
    assert f"{folder}/routing.yaml:25:9: broken, known gap: still a gap\n" in run(folder, "-v").output


def test_a_gap_that_is_closed_is_told_since_there_is_something_to_do(folder: Path) -> None:
    edit(folder / ROUTING, "- match: My cup is broken", "- known gap: My cup is broken")
    assert "this gap is closed; make it a match" in run(folder).output


def test_what_failed_stands_last_before_the_sum(folder: Path) -> None:
    edit(folder / ROUTING, "      - match: {ticket.tags: [breakage], message: Look at this}\n", "")
    edit(folder / ROUTING, "- match: My cup is broken", "- match: My cup is new")
    *_, never, failed, _heads, _decides, _asked, _tags, _sum = run(folder).output.splitlines()
    assert "no test has seen a yes here" in never
    assert "broken, match: it didn't apply" in failed


def test_of_several_conditions_that_hold_together_one_is_enough(folder: Path) -> None:
    edit(folder / ROUTING, "any:", "all:")
    both = "{ticket.tags: [breakage], message: It is smashed}"
    edit(folder / ROUTING, "- no match: Where is my parcel?", f"- no match: {both}")
    told = run(folder).output
    assert "    at least one of these should be no:\n" in told
    assert "    message contains broken, smashed  yes, it read smashed\n" in told


LONG_ID = "a-rule-with-a-name-that-goes-on-and-on-to-the-end"


def test_tables_fit_a_terminal_and_no_id_is_cut(folder: Path) -> None:
    edit(folder / ROUTING, "id: broken", f"id: {LONG_ID}")
    edit(folder / ROUTING, "- match: My cup is broken", f"- match: {'My cup is new and ' * 20} fine")
    told = [line for line in run(folder).output.splitlines() if line.startswith("    ")]
    assert max(map(len, told)) <= 80
    assert any(LONG_ID in line.split() for line in told)
    rows = run(folder, "-v").output.split("\n\n")[0].splitlines()
    assert any(LONG_ID in line.split() for line in rows)


def test_a_failure_shows_a_table_of_expected_and_got_and_the_exit_code_is_1(tmp_path: Path) -> None:
    folder = written_to(tmp_path / "rules", WRONG)
    result = run(folder)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0] == f"{folder}/tests/shop.yaml:5:28: wrong, scenario: came out otherwise"
    assert [line.split() for line in lines[1:4]] == [
        ["what", "expected", "got"],
        ["route,", "rule", "otherwise", "broken"],
        ["route,", "group", "Complaints", "Repairs"],
    ]
    starts = {line.index(word) for line, word in zip(lines[1:4], ("got", "broken", "Repairs"), strict=True)}
    assert len(starts) == 1


def test_a_rule_without_an_example_makes_the_exit_code_1(folder: Path) -> None:
    edit(
        folder / ROUTING, "      - match: {time.business hours: no}\n      - no match: {time.business hours: yes}\n", ""
    )
    edit(folder / ROUTING, "{template: we-are-closed}}\n    examples:\n", "{template: we-are-closed}}\n")
    result = run(folder)
    assert result.exit_code == 1
    assert "closed-now, examples: there is none; add a match and a no match" in result.output


def test_when_no_test_ran_the_exit_code_is_1(folder: Path) -> None:
    (folder / ROUTING).write_text("otherwise: {retrieve: {from: shared}}\n")
    (folder / "sending.yaml").write_text("highest lane: note\notherwise: {lane: note}\n")
    (folder / "wording.yaml").write_text("never say: []\n")
    for name in ("customers.yaml", "calendar.yaml"):
        text = (folder / name).read_text()
        (folder / name).write_text(text[: text.index("examples:")])
    result = run(folder)
    assert result.exit_code == 1
    assert result.output.startswith("no test ran")


def test_a_condition_that_never_varied_is_told_with_its_place(folder: Path) -> None:
    edit(folder / ROUTING, "      - match: {ticket.tags: [breakage], message: Look at this}\n", "")
    result = run(folder)
    assert result.exit_code == 0
    assert "broken: no test has seen a yes here: ticket.tags is any of breakage" in result.output
    assert result.output.splitlines()[-1].endswith("1 condition never seen both yes and no")


def test_verbose_shows_each_rule_with_its_examples(folder: Path) -> None:
    lines = run(folder, "-v").output.splitlines()
    assert lines[0].split() == ["no", "known", "took", "never", "never"]
    assert lines[1].split() == ["rule", "match", "match", "gap", "part", "yes", "no"]
    (broken,) = [line for line in lines if line.split()[:1] == ["broken"]]
    assert broken.split() == ["broken", "2", "1", "1", "2"]


def test_json_is_one_object_of_totals_results_and_coverage(tmp_path: Path) -> None:
    result = run(written_to(tmp_path / "rules", WRONG), "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert (told["passed"], told["totals"]["tests"], told["totals"]["failed"]) == (False, 16, 1)
    (failed,) = [one for one in told["results"] if one["status"] == "failed"]
    assert failed["differences"][0] == {"what": "route, rule", "expected": "otherwise", "got": "broken"}
    broken = next(one for one in told["coverage"] if one["rule"] == "broken")
    assert (broken["match"], broken["took_part"]) == (2, 3)
    assert [check["never"] for check in broken["conditions"]] == ["", ""]


def test_junit_names_file_and_line_of_what_failed_and_skips_known_gaps(tmp_path: Path) -> None:
    folder = written_to(tmp_path / "rules", WRONG)
    report = tmp_path / "out" / "junit.xml"
    assert run(folder, "--junit", str(report)).exit_code == 1
    root = Xml.parse(report).getroot()
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("skipped")) == ("testsuites", "16", "1", "1")
    (case,) = root.findall(".//testcase[failure]")
    assert (case.get("file"), case.get("line")) == (f"{folder}/tests/shop.yaml", "5")
    failure = case.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "route, rule: expected otherwise, got broken" in failure.text
    assert all(case.get("name") and case.get("classname") for case in root.iter("testcase"))


def test_rules_with_a_mistake_fail_in_every_form(folder: Path, tmp_path: Path) -> None:
    edit(folder / ROUTING, "group: Repairs", "grup: Repairs")
    report = tmp_path / "junit.xml"
    result = run(folder, "--json", "--junit", str(report))
    assert result.exit_code == 1
    (mistake,) = json.loads(result.output)["mistakes"]
    assert (mistake["file"], mistake["line"]) == (f"{folder}/routing.yaml", 19)
    (error,) = Xml.parse(report).getroot().findall(".//error")
    assert 'did you mean "group"?' in str(error.get("message"))
    assert 'did you mean "group"?' in run(folder).output


def test_what_xml_can_not_hold_does_not_break_the_report(tmp_path: Path) -> None:
    folder = written_to(
        tmp_path / "rules", WRONG.replace("wrong", r'"wr\u200Bong \x07"').replace("otherwise", "broken")
    )
    report = tmp_path / "junit.xml"
    run(folder, "--junit", str(report))
    assert Xml.parse(report).getroot().tag == "testsuites"
