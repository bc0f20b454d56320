from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from router.commands.rules import rules
from router.rulebook.ruleset import read_folder
from router.store.rule_sets import StoredRuleSets
from tests.unit.rulebook.lendora import FOLDER, TEMPLATES, lendora


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "rules"))


def check(folder: Path) -> Result:
    return CliRunner().invoke(rules, ["check", "--rules", str(folder), "--templates", str(TEMPLATES)])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_good_rules_are_summed_up_in_one_line(folder: Path) -> None:
    result = check(folder)
    assert result.exit_code == 0
    last = result.output.splitlines()[-1]
    assert last.startswith(f"all is well: {len(lendora().routing.rules)} routing rules, ")


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


def test_an_example_that_fails_is_printed_with_what_was_read(folder: Path) -> None:
    edit(folder / "routing.yaml", "- match: Somebody hacked my account", "- match: Somebody hakced my account")
    result = check(folder)
    assert result.exit_code == 1
    assert "fraud-goes-to-a-person, match: it didn't apply" in result.output
    assert "read Somebody hakced my account" in result.output
    assert "1 of " in result.output.splitlines()[-1]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = check(tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "say where the rules are with --rules" in result.output


def test_without_templates_any_template_name_is_taken(folder: Path, tmp_path: Path) -> None:
    edit(folder / "routing.yaml", "template: new-customer-welcome", "template: not-written-yet")
    result = CliRunner().invoke(rules, ["check", "--rules", str(folder), "--templates", str(tmp_path / "none")])
    assert result.exit_code == 0


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
