"""What editors are told about the rule files. A YAML 1.2 reader stands in for the editor's."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from router.commands.rules import rules
from router.rulebook.facts import FACTS
from router.rulebook.operators import ALL_OPERATORS
from router.rulebook.schema.files import schemas
from tests.unit.rulebook.lendora import FOLDER

ROOT = FOLDER.parent
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
MAPPED = {Path(schema).name: pattern for schema, pattern in SETTINGS["yaml.schemas"].items()}


def problems(schema: str, text: str) -> list[str]:
    validator = Draft7Validator(json.loads(schemas()[schema]))
    return [error.message for error in validator.iter_errors(as_an_editor_reads(text))]


def as_an_editor_reads(text: str) -> Any:
    return _with_dates_as_text(YAML(typ="safe", pure=True).load(text))


def _with_dates_as_text(value: Any) -> Any:
    """Editors leave dates as they are written."""
    if isinstance(value, dict):
        return {_with_dates_as_text(key): _with_dates_as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_dates_as_text(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schemas_in_the_rules_folder_are_the_ones_that_the_code_makes(name: str) -> None:
    written = (FOLDER / "schema" / name).read_text(encoding="utf-8")
    assert written == schemas()[name], "run: python -m router rules schema"
    Draft7Validator.check_schema(json.loads(written))


def test_the_command_writes_them_into_the_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(rules, ["schema", "--rules", str(tmp_path)])
    assert result.exit_code == 0
    assert {path.name: path.read_text() for path in (tmp_path / "schema").iterdir()} == schemas()


def test_an_editor_finds_a_schema_for_every_rule_file() -> None:
    assert sorted(MAPPED) == sorted(schemas())
    covered = [path for pattern in MAPPED.values() for path in ROOT.glob(pattern)]
    assert sorted(covered) == sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.parametrize(
    ("schema", "path"), [(schema, path) for schema, pattern in MAPPED.items() for path in sorted(ROOT.glob(pattern))]
)
def test_the_example_companys_files_satisfy_their_schemas(schema: str, path: Path) -> None:
    assert problems(schema, path.read_text(encoding="utf-8")) == []


RULE = """
rules:
  - id: one
    title: 1
    owner: o@lendora.example
    when: {%s}
    then: {%s}
otherwise: {retrieve: {from: shared}}
"""


@pytest.mark.parametrize(
    "when",
    [
        "message: {contains: [fraud, 24, true], case: exact}",
        "message: {contains: 24}",
        "ticket.cf_amount: {is: 3}",
        "customer list.since: {before: 2025-01-01}",
        "ticket.attachments: {greater than: 3}, ticket.age: {less than: 2 hours}",
        "ticket.attachments: {greater than: '3'}",
        "ticket.status: {is any of: [open, 7]}",
        "time.date: {is any of: [2026-12-25, 2026-12-26]}",
        "all: [{customer.conflict: {is: no}}, {not: {message: {is empty: yes}}}]",
        "customer.products: {is: [IM, IM+]}",
    ],
)
def test_what_the_service_reads_an_editor_lets_pass(when: str) -> None:
    assert problems("routing.json", RULE % (when, "ignore: 1")) == []


@pytest.mark.parametrize(
    ("when", "then"),
    [
        ("mesage: {contains: fraud}", "ignore: x"),
        ("message: {contain: fraud}", "ignore: x"),
        ("message: {greater than: 3}", "ignore: x"),
        ("message: {}", "ignore: x"),
        ("ticket.attachments: {greater than: many}", "ignore: x"),
        ("ticket.age: {greater than: 3 months}", "ignore: x"),
        ("time.date: {is: Monday}", "ignore: x"),
        ("customer.kind: {is: old}", "ignore: x"),
        ("customer.conflict: {is: true}", "ignore: x"),
        ("draft.template: {is: lock-in-im}", "ignore: x"),
        ("any: []", "ignore: x"),
        ("message: {contains: fraud}", "hand ovr: {group: Risk}"),
        ("message: {contains: fraud}", "hand over: {priority: highest}"),
        ("message: {contains: fraud}", "retrieve: {from: everywhere}"),
    ],
)
def test_a_wrong_fact_operator_value_or_action_is_underlined(when: str, then: str) -> None:
    assert problems("routing.json", RULE % (when, then)) != []


def test_what_stands_under_the_pointer_is_explained() -> None:
    schema = json.loads(schemas()["sending.json"])
    facts = schema["definitions"]["condition"]["properties"]
    for fact in FACTS:
        assert fact.meaning in facts[fact.name]["description"]
    tests = [one for name, one in schema["definitions"].items() if name.startswith("test-of-")]
    told = {
        operator for test in tests for operator in test["properties"] if test["properties"][operator]["description"]
    }
    assert told == {*ALL_OPERATORS, "case"}
