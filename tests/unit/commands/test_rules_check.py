from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from router.commands.rules import rules
from router.rulebook.ruleset import read_folder
from router.store.rule_sets import StoredRuleSets
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "rules"))


def check(folder: Path, *options: str, templates: Path = TEMPLATES, database: str = "") -> Result:
    """The command, with a database only where one is named."""
    database = database or f"sqlite:///{folder.parent / 'nowhere.sqlite'}"
    arguments = ["check", "--rules", str(folder), "--templates", str(templates), *options]
    return CliRunner().invoke(rules, arguments, env={"DATABASE_URL": database})


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_good_rules_are_summed_up_in_one_line(folder: Path) -> None:
    result = check(folder)
    assert result.exit_code == 0
    assert re.search(r"\d+ routing rules, \d+ sending rules; hash [0-9a-f]{12}", result.output.splitlines()[-1])


def test_what_to_type_next_names_the_folder_unless_it_is_the_usual_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = folder.rename(folder.with_name("my rules"))
    assert f"python -m router rules test --rules '{odd}' tries" in check(odd).output
    monkeypatch.setenv("ROUTER_RULES", str(odd))
    assert "python -m router rules test tries" in check(odd).output


def test_every_mistake_is_printed_with_its_place(folder: Path) -> None:
    edit(folder / "routing.yaml", "group: Legal", "grup: Legal")
    edit(
        folder / "sending.yaml", "draft.template: {is any of: [lock-in-im,", "draft.template: {is any of: [lock-in-in,"
    )
    result = check(folder)
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{folder}/routing.yaml:")
    assert 'has no "grup", did you mean "group"?' in lines[0]
    assert 'can never be "lock-in-in", did you mean "lock-in-im"?' in lines[1]
    assert lines[2] == "2 mistakes; the rules in force stay as they are"


RULE = """
  - id: never-reached
    title: Behind everything
    owner: support@lendora.example
    when: {customer.kind: {is any of: [new, existing, unknown]}}
    then: {ignore: nobody gets here}
    examples: [{match: hello}]

"""


@pytest.fixture
def doubtful(folder: Path) -> Path:
    """Rules in which one is legal and surely not meant."""
    edit(folder / "routing.yaml", "\notherwise:", f"{RULE}otherwise:")
    return folder


def test_what_is_surely_not_meant_is_a_warning_that_only_strict_takes_for_a_mistake(doubtful: Path) -> None:
    result = check(doubtful)
    assert result.exit_code == 0
    told = next(line for line in result.output.splitlines() if "customer.kind is any of new" in line)
    assert told.startswith(f"{doubtful}/routing.yaml:")
    assert "warning: " in told
    assert check(doubtful, "--strict").exit_code == 1


def test_what_is_only_worth_knowing_is_counted_and_shown_when_asked_for(folder: Path) -> None:
    assert "worth knowing: --all shows them" in check(folder).output
    assert "information: " not in check(folder).output
    assert '"highest lane" is note' in check(folder, "--all").output


def test_machines_get_a_list_of_mistakes_and_doubts(doubtful: Path) -> None:
    found = json.loads(check(doubtful, "--json").output)
    doubt = next(one for one in found if one["rule"] == "never-reached")
    assert doubt["file"] == f"{doubtful}/routing.yaml"
    assert (doubt["severity"], doubt["column"]) == ("warning", 28)
    edit(doubtful / "routing.yaml", "group: Legal", "grup: Legal")
    result = check(doubtful, "--json")
    assert result.exit_code == 1
    assert [one["severity"] for one in json.loads(result.output)] == ["error"]


def test_a_pull_request_gets_a_line_for_each_place(folder: Path) -> None:
    edit(folder / "sending.yaml", "lane: reply 10%", "lane: reply 1000%, please")
    result = check(folder, "--annotations", "github")
    first = result.output.splitlines()[0]
    assert re.match(
        rf"::error file={folder}/sending.yaml,line=\d+,col=\d+::\"reply 1000%25, please\" isn't a lane", first
    )


def test_groups_and_agents_must_be_those_of_freshdesk_where_these_are_written_down(folder: Path) -> None:
    (folder / "tests" / "freshdesk.yaml").write_text("groups: [Support, Risk, Legal, Complaints]\n")
    edit(folder / "routing.yaml", "group: Legal", "group: Legals")
    result = check(folder)
    assert result.exit_code == 1
    assert 'tests/freshdesk.yaml doesn\'t list the group "Legals", did you mean "Legal"? If Freshdesk' in result.output
    edit(folder / "routing.yaml", "group: Legals", "group: Marketing")
    told = check(folder).output
    assert 'doesn\'t list the group "Marketing"; if Freshdesk has it, add it there' in told


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = check(tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "say where the rules are with --rules" in result.output


def test_without_templates_any_template_name_is_taken(folder: Path, tmp_path: Path) -> None:
    edit(folder / "routing.yaml", "template: new-customer-welcome", "template: not-written-yet")
    assert check(folder, templates=tmp_path / "none").exit_code == 0


def publish(folder: Path, database: Path) -> Result:
    arguments = ["publish", "--rules", str(folder), "--templates", str(TEMPLATES)]
    return CliRunner().invoke(rules, arguments, env={"DATABASE_URL": f"sqlite:///{database}"})


def hash_in_force(database: Path) -> str | None:
    return StoredRuleSets(sa.create_engine(f"sqlite:///{database}")).hash_in_force()


def test_publishing_puts_good_rules_in_force_and_leaves_them_when_the_next_are_broken(
    folder: Path, tmp_path: Path
) -> None:
    database = tmp_path / "router.sqlite"
    assert publish(folder, database).exit_code == 0
    good = hash_in_force(database)
    assert good == read_folder(folder).sha256
    edit(folder / "routing.yaml", "- match: Somebody hacked my account", "- match: Somebody hakced my account")
    assert publish(folder, database).exit_code == 1
    edit(folder / "routing.yaml", "group: Risk", "grup: Risk")
    assert publish(folder, database).exit_code == 1
    assert hash_in_force(database) == good


def test_the_rules_in_force_are_told_apart_from_those_in_the_folder(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "router.sqlite"
    url = f"sqlite:///{database}"
    assert publish(folder, database).exit_code == 0
    assert "in force" not in check(folder, database=url).output
    in_force = str(hash_in_force(database))[:12]
    edit(folder / "routing.yaml", "title: Somebody may harm", "title: Somebody might harm")
    assert f"other rules are in force ({in_force})" in check(folder, database=url).output
    assert f"python -m router rules publish --rules {folder} puts these in force" in check(folder, database=url).output
    edit(folder / "routing.yaml", "group: Risk", "grup: Risk")
    assert "puts these in force" not in check(folder, database=url).output
    StoredRuleSets(sa.create_engine(url)).say_problem("routing.yaml:1:1: broken\nand more")
    assert "the service can't use its rules folder: routing.yaml:1:1: broken\n" in check(folder, database=url).output


def test_checking_needs_no_database_and_makes_none(folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "none" / "router.sqlite"
    assert check(folder, database=f"sqlite:///{missing}").exit_code == 0
    assert not missing.parent.exists()
    strange = tmp_path / "strange.sqlite"
    strange.write_text("this is no database")
    for url in (f"sqlite:///{strange}", "postgresql://nobody@127.0.0.1:1/none"):
        result = check(folder, database=url)
        assert result.exit_code == 0
        assert "in force" not in result.output
