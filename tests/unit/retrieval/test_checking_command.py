"""``python -m retrieval check``: what it prints, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from retrieval.cli import main
from tests.checked import Company


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    company = Company(tmp_path)
    for name, value in (("TEMPLATES_DIR", "templates"), ("KB_DIR", "kb"), ("SEGMENTS_FILE", "segments.yaml")):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    for path in sorted(tmp_path.rglob("*.md")):  # whatever the day is on which this runs
        path.write_text(path.read_text().replace("review: 2027-05-31", f"review: {next_year()}"))
    return company


def next_year() -> str:
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(days=300)).date().isoformat()


def check(*options: str) -> Result:
    return CliRunner().invoke(main, ["check", "--no-model", *options])


def test_all_is_well(company: Company) -> None:
    result = check("--strict")
    assert result.output == (
        "all is well: 6 templates, 4 articles, 2 golden questions; examples were not compared by meaning\n"
    )
    assert result.exit_code == 0


def test_an_error_is_exit_code_1(company: Company) -> None:
    company.change("templates/hours.md", "2 business days", "9 business days")
    result = check()
    assert result.output.startswith('templates/hours.md:25: "9 business days" stands in no article;')
    assert "\n1 error in 6 templates, 4 articles, 2 golden questions;" in result.output
    assert result.exit_code == 1


def test_a_warning_is_exit_code_1_only_when_asked_strictly(company: Company) -> None:
    company.change("templates/hours.md", "owner: lead@example.com\n", "")
    assert (check().exit_code, check("--strict").exit_code) == (0, 1)
    assert check().output.startswith('templates/hours.md:2: warning: "owner" is missing')


def test_json_is_for_machines(company: Company) -> None:
    company.change("templates/nominee.md", "nominee question 3", "hours question 4")
    told = json.loads(check("--json").output)
    assert (told["errors"], told["warnings"], told["compared by meaning"]) == (1, 0, False)
    assert told["findings"] == [
        {
            "path": "templates/nominee.md",
            "line": 14,
            "severity": "error",
            "says": 'the example "hours question 4" stands also at templates/hours.md:15; keep it in one of them',
            "other": {"path": "templates/hours.md", "line": 15},
        }
    ]


def test_annotations_stand_beside_the_lines_of_a_pull_request(company: Company) -> None:
    company.change("templates/exit-fee-im.md", "1%", "4%")
    company.change("templates/exit-fee-im-de.md", "1%", "4%")
    lines = check("--annotations", "github").output.splitlines()
    assert lines[0].startswith('::error file=templates/exit-fee-im-de.md,line=25::"4%25" stands in no article;')
    assert check("--annotations", "github", "--json").exit_code == 2
