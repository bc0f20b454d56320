"""How fast rules are read and decide, beside zen-engine (GoRules) with the same table and the same facts.

Both decide each message in turn, so that a noisy machine slows both, and both begin with the facts as the stages hand
them over and end with the name of a rule. The decisions must be the same. The commands are timed as a lead runs them,
start of the program included. Replay has a benchmark of its own (:mod:`benchmarks.replay`). Prints one JSON object
last.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import zen

from benchmarks.rule_table import OTHERWISE, Row, as_yaml, as_zen, for_zen, rows, tickets
from router.logs import set_up_logs
from router.rulebook.facts import Value
from router.rulebook.known import Known
from router.rulebook.rule_list import walk
from router.rulebook.ruleset import RuleSet, from_files

ROOT = Path(__file__).parent.parent
RULES = ROOT / "rules"
MESSAGES = ROOT.parent / "shared" / "data" / "banking77_valid.jsonl"
TABLE = "table"
COMMANDS = ("check", "test")
BUILT_IN = (
    "I have lost my card and need a new one before I travel on Friday",
    "Why was I charged a fee for this transfer? Nobody told me about it",
    "How long does it take until the money that I sent last week arrives",
    "please tell me how to change my mobile number, the old one does not work any more",
)
KEPT = (("segments.yaml", "customers.yaml", "tests/usual.yaml"), "highest lane: note\notherwise:\n  lane: note\n")


@click.command()
@click.option("--messages", type=click.Path(path_type=Path), default=MESSAGES, help="JSON lines with a text each.")
@click.option("--decisions", default=1000, show_default=True, help="How many messages each table decides.")
@click.option("--sentences", default=5, show_default=True, help="How many of the texts make one message.")
@click.option("--commands/--no-commands", default=True, help="Whether the rules commands are timed too.")
def main(messages: Path, decisions: int, sentences: int, commands: bool) -> None:
    """Measure 60 and 1,000 rules, and the commands on the example company's rules."""
    texts = _texts(messages)
    facts = tickets([_message(texts, place, sentences) for place in range(decisions)])
    result: dict[str, Any] = {
        "decisions": decisions,
        "messages": messages.name if messages.exists() else "built in",
        "characters_mean": round(sum(len(str(one["message"])) for one in facts) / len(facts)),
    }
    for number in (60, 1000):
        result[f"rules_{number}"] = _measure(rows(number, texts), facts)
    if commands:
        result["commands_seconds"] = {name: _seconds_of(name) for name in COMMANDS}
    click.echo(json.dumps(result))


def _texts(path: Path) -> Sequence[str]:
    if not path.exists():
        return BUILT_IN
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def _message(texts: Sequence[str], place: int, sentences: int) -> str:
    return " ".join(texts[(place * sentences + more) % len(texts)] for more in range(sentences))


def _measure(table: Sequence[Row], facts: Sequence[Mapping[str, Value]]) -> dict[str, Any]:
    yaml, graph = as_yaml(table), as_zen(table)
    begun = time.perf_counter()
    ruleset = from_files(_files(yaml))
    loaded = time.perf_counter()
    compiled = zen.ZenDecisionContent(graph)  # of the ways to ask it, this one and its loader are the fastest: tried
    theirs = zen.ZenEngine({"loader": lambda name: compiled})
    theirs.evaluate(TABLE, for_zen(facts[0]))
    zen_loaded = time.perf_counter()
    seconds, decided = _decided(ruleset, theirs, facts)
    ours, other, traced = (len(facts) / seconds[name] for name in ("ours", "zen", "traced"))
    return {
        "decisions_per_second": round(ours, 1),
        "ms_per_decision": round(1000 / ours, 3),
        "ms_with_trace": round(1000 / traced, 3),
        "zen_decisions_per_second": round(other, 1),
        "zen_ms_per_decision": round(1000 / other, 3),
        "times_zen": round(ours / other, 2),
        "rules_looked_at_mean": round(sum(decided) / len(decided), 1),
        "undecided_share": round(sum(looked == len(table) for looked in decided) / len(decided), 2),
        "load_seconds": round(loaded - begun, 3),
        "zen_load_seconds": round(zen_loaded - loaded, 3),
        "kilobytes": round(len(yaml) / 1024, 1),
    }


def _files(routing: str) -> dict[str, str]:
    names, sending = KEPT
    texts = {name: (RULES / name).read_text(encoding="utf-8") for name in names}
    return texts | {"routing.yaml": routing, "sending.yaml": sending}


def _decided(
    ruleset: RuleSet, theirs: zen.ZenEngine, facts: Sequence[Mapping[str, Value]]
) -> tuple[dict[str, float], list[int]]:
    """Seconds by who decided, and how many of our rules each decision looked at."""
    seconds = dict.fromkeys(("ours", "zen", "traced"), 0.0)
    looked: list[int] = []

    def timed(who: str, decide: Callable[[], str]) -> str:
        begun = time.perf_counter()
        decision = decide()
        seconds[who] += time.perf_counter() - begun
        return decision

    for one in facts:
        ours = timed("ours", lambda one=one: _ours(ruleset, one))
        zens = timed("zen", lambda one=one: theirs.evaluate(TABLE, for_zen(one))["result"].get("rule", OTHERWISE))
        timed("traced", lambda one=one: str(len(walk(ruleset.routing.rules, Known(one)).trace)))
        if ours != zens:
            raise click.ClickException(f"decided differently: {ours} and {zens} for {one}")
        looked.append(len(walk(ruleset.routing.rules, Known(one)).looked_at))
    return seconds, looked


def _ours(ruleset: RuleSet, facts: Mapping[str, Value]) -> str:
    walked = walk(ruleset.routing.rules, Known(facts))
    return walked.rule.id if walked.rule else OTHERWISE


def _seconds_of(command: str) -> float | None:
    """How long the command takes on the example company's rules; None while there is no such command."""
    words = [sys.executable, "-m", "router", "rules", command]
    if subprocess.run([*words, "--help"], capture_output=True, cwd=ROOT).returncode:
        return None
    begun = time.perf_counter()
    subprocess.run([*words, "--rules", str(RULES)], capture_output=True, cwd=ROOT, check=False)
    return round(time.perf_counter() - begun, 2)


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
