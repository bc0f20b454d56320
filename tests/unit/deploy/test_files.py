"""What stands in deploy/ is checked by the tools that will read it, and against the service itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from retrieval.cli import main as retrieval
from retrieval.settings import Settings as RetrievalSettings
from router.cli import cli as router
from router.settings import SECRETS, Settings
from router.store.figures import Figures
from router.web.metrics import metrics_page

DEPLOY = Path(__file__).parents[3] / "deploy"
ROOT = DEPLOY.parent
METRIC = re.compile(r"\brouter_[a-z_]+")
SUFFIX = re.compile(r"_(total|count|sum|bucket|info)$")
FIGURES = Figures(swept_seconds=1.0, problems={"index": 0}, outbox={"sent": 1}, runs={"note": 1}, calls_left=1)


def promtool(*arguments: str) -> None:
    tool = shutil.which("promtool")
    if tool is None:
        pytest.skip("no promtool: apt-get install prometheus")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False, cwd=DEPLOY)
    assert done.returncode == 0, done.stdout + done.stderr


def alerts() -> list[dict[str, Any]]:
    [group] = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def shown() -> set[str]:
    """The names of all metrics that web and worker show."""
    page = metrics_page(FIGURES).decode()
    return set(re.findall(r"^# TYPE (\w+)", page, re.MULTILINE))


def anchors() -> set[str]:
    """What GitHub makes of the README's headings."""
    heads = re.findall(r"^#+ (.+)$", (DEPLOY / "README.md").read_text(), re.MULTILINE)
    return {re.sub(r"-+", "-", re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")) for head in heads}


def test_the_compose_file_is_one_by_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_compose_file_sets_only_settings_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    fields = [*Settings.model_fields.values(), *RetrievalSettings.model_fields.values()]
    known = {str(field.alias) for field in fields} | {f"{name}_FILE" for name in SECRETS}
    assert set(compose["x-router"]["environment"]) <= known
    for service in ("web", "worker"):
        assert set(compose["services"][service].get("environment", {})) <= known


def test_every_secret_of_the_compose_file_is_made_in_the_readme() -> None:
    compose, readme = yaml.safe_load((DEPLOY / "compose.yaml").read_text()), (DEPLOY / "README.md").read_text()
    for secret in compose["secrets"].values():
        assert secret["file"].removeprefix("./") in readme
    assert "deploy/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "deploy" in (ROOT / ".dockerignore").read_text().splitlines()


def test_prometheus_can_read_its_configuration() -> None:
    promtool("check", "config", "--syntax-only", "prometheus.yml")
    promtool("check", "rules", "alerts.yml")


def test_every_alert_fires_on_what_it_is_for_and_is_quiet_on_a_quiet_day() -> None:
    promtool("test", "rules", "alerts_test.yml")
    tried = (DEPLOY / "alerts_test.yml").read_text()
    for alert in alerts():
        assert tried.count(f"alertname: {alert['alert']}") >= 2, alert["alert"]


def test_every_alert_names_a_section_of_the_runbook() -> None:
    for alert in alerts():
        file, _, anchor = alert["annotations"]["runbook"].partition("#")
        assert (ROOT / file).exists()
        assert anchor in anchors(), alert["alert"]


def test_alerts_and_the_readme_speak_of_metrics_that_are_shown() -> None:
    for file in ("alerts.yml", "README.md"):
        for name in set(METRIC.findall((DEPLOY / file).read_text())):
            assert {name, SUFFIX.sub("", name)} & shown(), f"{file}: {name}"


def test_links_within_the_runbook_lead_somewhere() -> None:
    readme = (DEPLOY / "README.md").read_text()
    for anchor in re.findall(r"\]\(#([^)]+)\)", readme):
        assert anchor in anchors(), anchor


def command_of(words: list[str]) -> click.Command:
    """The command that these words name."""
    found: click.Command = {"router": router, "retrieval": retrieval}[words[0]]
    for word in words[1:]:
        if not isinstance(found, click.Group) or word.startswith("-"):
            break
        inner = found.get_command(click.Context(found), word)
        assert inner is not None, " ".join(words)
        found = inner
    return found


@pytest.mark.parametrize("readme", ["README.md", "deploy/README.md"])
def test_every_command_of_the_readmes_exists_with_its_options(readme: str) -> None:
    text = (ROOT / readme).read_text()
    for line in re.findall(r"python -m (r(?:outer|etrieval) [^`\n#|]+)", text):
        words = [word for part in line.split() if (word := part.strip(".,;:)”"))]
        command = command_of(words)
        options = {name for param in command.params for name in param.opts}
        asked = {word for word in words if word.startswith("--") and word != "--help"}
        assert asked <= options, line
