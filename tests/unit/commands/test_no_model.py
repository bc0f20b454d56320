from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAVY = ("torch", "pymilvus", "sentence_transformers")


@pytest.mark.parametrize("module", ["router.commands.rules", "router.commands.tickets", "router.cli"])
def test_commands_do_not_load_the_embedding_model(module: str) -> None:
    script = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("[]", 0), ended.stderr


def test_testing_the_rules_does_not_load_it_either() -> None:
    script = (
        "import sys, pathlib\n"
        "from router.rulebook.ruleset import read_folder\n"
        "from router.trying.rule_tests import run_tests\n"
        "run_tests(read_folder(pathlib.Path('rules')))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout.strip(), ended.returncode) == ("[]", 0), ended.stderr
