from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from router.rulebook.ruleset import read_folder
from router.store.publications import Publication
from router.store.tables import rule_sets
from tests.unit.commands.desk_of_a_lead import Lead, lead

__all__ = ["lead"]


def titled(lead: Lead, title: str) -> str:
    """The hash of the folder with another title of the first rule; nothing else in it changes."""
    path = lead.rules / "sending.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith("    title:"))
    lines[place] = f"    title: {title}\n"
    path.write_text("".join(lines), encoding="utf-8")
    return read_folder(lead.rules).sha256


def in_force(lead: Lead) -> str | None:
    return lead.store.rule_sets.hash_in_force()


def publish(lead: Lead, title: str) -> str:
    sha256 = titled(lead, title)
    done = lead.run("publish")
    assert done.exit_code == 0, done.output
    assert in_force(lead) == sha256
    return sha256


def test_publishing_is_remembered_with_who_when_and_how(lead: Lead) -> None:
    first = in_force(lead)
    second = publish(lead, "Second")
    told = lead.run("history", folder=False).output.splitlines()
    assert [line[:12] for line in told] == [second[:12], str(first)[:12]]
    assert "publish by priya" in told[0]
    assert told[0].endswith("in force")
    assert not told[1].endswith("in force")
    listed = json.loads(lead.run("history", "--json", folder=False).output)
    assert [(one["hash"], one["by"], one["how"], one["in_force"]) for one in listed] == [
        (second, "priya", "publish", True),
        (first, "anna", "publish", False),
    ]


def test_publishing_the_same_again_adds_no_line(lead: Lead) -> None:
    again = lead.run("publish")
    assert again.exit_code == 0, again.output
    assert "in force already" in again.output
    assert len(lead.store.publications.newest()) == 1


def test_a_failing_example_keeps_the_set_from_being_published(lead: Lead) -> None:
    before = in_force(lead)
    lead.edit("sending.yaml", "      - match: ", "      - no match: ")
    done = lead.run("publish")
    assert done.exit_code == 1
    assert "not published: the rules in force stay as they are" in done.output
    assert in_force(lead) == before


def test_what_the_check_warns_of_is_told_and_published_all_the_same(lead: Lead) -> None:
    lead.edit("wording.yaml", "words: [by tomorrow,", "words: [at once, by tomorrow,")
    before = in_force(lead)
    done = lead.run("publish")
    (warning, published, *_) = done.output.splitlines()
    assert 'warning: "at once" stands in nominee' in warning
    assert published.startswith("in force for all workers")
    assert in_force(lead) != before


def test_lanes_that_are_set_by_hand_are_called_to_mind(lead: Lead) -> None:
    lead.run("lane", "all", "shadow")
    titled(lead, "Second")
    assert "1 lane set by hand still counts;" in lead.run("publish").output


def git(folder: Path, *words: str) -> str:
    known = ["-c", "user.name=Priya", "-c", "user.email=priya@lendora.example", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", str(folder), *known, *words], capture_output=True, text=True, check=True).stdout


def test_where_there_is_git_the_commit_is_remembered_and_whether_the_folder_differs_from_it(lead: Lead) -> None:
    git(lead.rules, "init", "--quiet")
    titled(lead, "Second")
    git(lead.rules, "add", ".")
    git(lead.rules, "commit", "--quiet", "-m", "Second")
    commit = git(lead.rules, "rev-parse", "HEAD").strip()
    assert lead.run("publish").exit_code == 0
    assert lead.store.publications.newest(1)[0].commit == commit
    publish(lead, "Third")
    assert lead.store.publications.newest(1)[0].commit == f"{commit} with changes"
    assert f"commit {commit[:12]} with changes" in lead.run("history", folder=False).output


def test_without_git_there_is_just_no_commit(lead: Lead, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    publish(lead, "Second")
    assert lead.store.publications.newest(1)[0].commit == ""


def test_rollback_goes_to_the_set_before_and_again_to_the_one_before_that(lead: Lead) -> None:
    first = in_force(lead)
    second, third = publish(lead, "Second"), publish(lead, "Third")
    done = lead.run("rollback")
    assert done.exit_code == 0, done.output
    assert in_force(lead) == second
    assert "differs from it in sending.yaml; the next publishing would bring that in force again" in done.output
    assert lead.run("rollback").exit_code == 0
    assert in_force(lead) == first
    none_before = lead.run("rollback")
    assert none_before.exit_code == 1
    forward = f"to go forward again: python -m router rules rollback {second[:12]} --rules {lead.rules}"
    assert f"this is the oldest set; {forward}" in none_before.output
    assert [line.how for line in lead.store.publications.newest(2)] == ["rollback", "rollback"]
    assert lead.run("rollback", third[:8]).exit_code == 0
    assert in_force(lead) == third


@pytest.mark.parametrize(
    ("word", "says"),
    [("0000000000", "no set was published whose hash begins with"), ("ab", "is too short"), ("%%%%", "no set was")],
)
def test_a_hash_that_is_not_known_is_a_clear_error(lead: Lead, word: str, says: str) -> None:
    before = in_force(lead)
    for command in ("rollback", "diff"):
        done = lead.run(command, word)
        assert done.exit_code == 1
        assert says in done.output
    assert in_force(lead) == before


def test_letters_that_begin_two_hashes_are_a_clear_error(lead: Lead) -> None:
    with lead.store.engine.begin() as connection:
        for end in ("0", "1"):
            row = {"hash": "feed" + end * 60, "files": {}, "at": lead.store.clock.now(), "author": "anna"}
            connection.execute(rule_sets.insert().values(row))
    done = lead.run("rollback", "feed")
    assert done.exit_code == 1
    assert '"feed" begins 2 hashes: feed00000000, feed11111111; give more letters' in done.output


def test_a_set_that_this_version_cannot_read_is_not_rolled_back_to(lead: Lead) -> None:
    before = in_force(lead)
    with lead.store.engine.begin() as connection:
        files = dict(read_folder(lead.rules).files) | {"sending.yaml": "highest lane: moon\n"}
        row = {"hash": "feed" * 16, "files": files, "at": lead.store.clock.now(), "author": "anna"}
        connection.execute(rule_sets.insert().values(row))
    done = lead.run("rollback", "feedfeed")
    assert done.exit_code == 1
    assert "feedfeedfeed/sending.yaml:1:" in done.output
    assert in_force(lead) == before


def test_diff_shows_what_publishing_the_folder_would_change(lead: Lead) -> None:
    assert lead.run("diff").output.startswith("no difference")
    titled(lead, "Second")
    lines = lead.run("diff").output.splitlines()
    assert f"+++ {lead.rules}/sending.yaml" in lines
    assert "+    title: Second" in lines


def test_diff_compares_two_sets_of_the_history_and_a_broken_folder_too(lead: Lead) -> None:
    second, third = publish(lead, "Second"), publish(lead, "Third")
    lines = lead.run("diff", second[:8], third[:8]).output.splitlines()
    assert [line for line in lines if line[:1] in "+-" and "title" in line] == [
        "-    title: Second",
        "+    title: Third",
    ]
    lead.edit("sending.yaml", "highest lane:", "highest lame:")
    assert "+highest lame:" in lead.run("diff").output
    (lead.rules / "routing.yaml").unlink()
    assert "--- in-force-" in lead.run("diff").output


def test_a_run_in_flight_ends_with_its_set_and_a_row_that_is_gone_is_told(lead: Lead) -> None:
    first = str(in_force(lead))
    publish(lead, "Second")
    assert lead.store.rule_sets.by_hash(first).sha256 == first
    with lead.store.engine.begin() as connection:
        connection.execute(rule_sets.delete())
    done = lead.run("lane")
    assert done.exit_code == 1
    assert "is not in the database: publish the rules again" in done.output
    assert lead.run("publish").exit_code == 0
    assert lead.run("lane").exit_code == 0


def test_a_rollback_keeps_the_commit_of_the_set(lead: Lead) -> None:
    rules = read_folder(lead.rules)
    titled(lead, "Second")
    other = read_folder(lead.rules)
    lines = [
        Publication(other.sha256, lead.store.clock.now(), "anna", "c0ffee", "publish"),
        Publication(rules.sha256, lead.store.clock.now(), "anna", "", "publish"),
    ]
    for read, line in zip((other, rules), lines, strict=True):
        lead.store.rule_sets.put_in_force(read, line)
    assert lead.run("rollback").exit_code == 0
    assert lead.store.publications.newest(1)[0].commit == "c0ffee"
