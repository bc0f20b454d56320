"""A database that can't be used is told in one line, whichever program is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from router.cli import cli

NEEDED = {"FRESHDESK_URL": "http://127.0.0.1:1", "FRESHDESK_API_KEY": "k", "ROUTER_WEBHOOK_SECRETS": "s" * 32}


@pytest.mark.parametrize("program", ["web", "worker", "status", "stop"])
@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ({"VAR_DIR": "{folder}/file/var"}, "Not a directory"),
        ({"VAR_DIR": "{folder}", "DATABASE_URL": "postgresql://router:x@127.0.0.1:1/router"}, "refused"),
    ],
)
def test_no_program_starts_without_its_database(
    program: str, where: dict[str, str], reason: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    environment = {
        "DATABASE_URL": "",
        **NEEDED,
        **{name: value.format(folder=tmp_path) for name, value in where.items()},
    }
    done = CliRunner().invoke(cli, [program], env=environment)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: the database can't be opened (DATABASE_URL, VAR_DIR): ")
    assert reason in done.stderr
