from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAVY = ("torch", "pymilvus", "sentence_transformers")

EVERY_COMMAND = """
import click
from router.cli import cli
def walk(group):
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None, name
        if isinstance(command, click.Group):
            walk(command)
walk(cli)
"""
TESTING_RULES = """
import pathlib
from router.rulebook.ruleset import read_folder
from router.trying.rule_tests import run_tests
run_tests(read_folder(pathlib.Path("rules")))
"""


@pytest.mark.parametrize("script", [EVERY_COMMAND, TESTING_RULES], ids=["every command", "testing the rules"])
def test_commands_do_not_load_the_embedding_model(script: str) -> None:
    script += f"\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("[]", 0), ended.stderr
