"""``rules explain``: which rule decided, by which condition, and why not the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from router.commands.opening import rules_folder, store_or_exit
from router.commands.rules import trees
from router.commands.rules.cases import case_or_exit
from router.commands.rules.options import TEMPLATES, folder_or_exit
from router.commands.signs import restore_of, standing_of
from router.errors import Unavailable
from router.rulebook.complaints import RulesInvalid, did_you_mean
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.run import Run
from router.silence import Standing
from router.trying.explaining import Explained, Explanation, explain_case, explain_run
from router.wiring import Store

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FACTS = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is to be told. ``stands`` and ``run`` are None for facts out of a file."""

    explanation: Explanation | None
    stands: Standing | None = None
    run: Run | None = None
    remarks: tuple[str, ...] = ()


@click.command()
@click.argument("ticket", type=int, required=False)
@click.option("--facts", type=_FACTS, help="Explain these facts instead of a ticket; a YAML or JSON file, - for stdin.")
@click.option("--rules", "folder", type=_FOLDER, help="Under the rules in this folder, not those of the run.")
@TEMPLATES
@click.option(
    "--expect", metavar="RULE", help="Exit with 1 if another rule decided. RULE may be otherwise or built in."
)
@click.option("--all", "everything", is_flag=True, help="Look also at the rules after the one that decided.")
@click.option("--json", "to_json", is_flag=True, help="Print one object for machines.")
def explain(
    ticket: int | None,
    facts: Path | None,
    folder: Path | None,
    templates: Path,
    expect: str | None,
    everything: bool,
    to_json: bool,
) -> None:
    """Tell why TICKET was decided as it was: each rule with each condition, the value it read, and yes or no.

    It answers for silent tickets too, and says whether the silence is a fault, a configuration or a decision. The
    facts of a file are written as in an example, or as `given` and `mail` of a scenario.
    """
    if (ticket is None) is (facts is None):
        raise click.UsageError("say a ticket's number, or --facts and a file")
    if facts is not None:
        rules, told = _of_file(facts, folder or rules_folder(), templates, everything=everything)
    else:
        rules, told = _of_ticket(ticket or 0, folder, templates, everything=everything)
    click.echo(json.dumps(_as_json(told), indent=2, ensure_ascii=False) if to_json else "\n".join(_in_words(told)))
    if expect is not None:
        _hold_against(expect, told.explanation, rules)


def _of_file(facts: Path, folder: Path, templates: Path, *, everything: bool) -> tuple[RuleSet | None, Told]:
    rules = folder_or_exit(folder, templates)
    return rules, Told(explain_case(case_or_exit(facts, rules, templates), rules, everything=everything))


def _of_ticket(ticket: int, folder: Path | None, templates: Path, *, everything: bool) -> tuple[RuleSet | None, Told]:
    store = store_or_exit()
    runs = store.records.of_ticket(ticket)
    told = Told(None, standing_of(ticket, store, runs))
    run = next((run for run in reversed(runs) if run.ticket and run.customer), None)
    if run is None:
        return None, replace(told, run=runs[-1] if runs else None)
    rules = folder_or_exit(folder, templates) if folder else _rules_of(run, store)
    put_back = restore_of(run, store)
    explanation = explain_run(run, rules, put_back, everything=everything)
    remarks = tuple(_remarks(run, runs, explanation, own_rules=folder is None))
    if put_back is None:
        remarks += ("the key of the settings doesn't open the requester's data, so rules see its placeholders",)
    return rules, replace(told, explanation=explanation, run=run, remarks=remarks)


def _rules_of(run: Run, store: Store) -> RuleSet:
    """The rules that the run went by."""
    try:
        return store.rule_sets.by_hash(run.rules)
    except (Unavailable, RulesInvalid) as gone:
        says = str(gone).splitlines()[0]
        raise click.ClickException(f"the rules of this run can't be read ({says}); give others with --rules") from gone


def _remarks(run: Run, runs: list[Run], explanation: Explanation, *, own_rules: bool) -> Iterator[str]:
    if run is not runs[-1]:
        yield "the newest run read nothing; this is the one before it that did"
    if run.route is None:
        return
    if own_rules and run.route.rule != explanation.route.rule:
        yield f"the record says that {run.route.rule} decided; the program has changed since"
    if not own_rules:
        same = run.route.rule == explanation.route.rule and run.route.decision == explanation.route.decision
        yield f"the run went by other rules, and by them {'also ' if same else ''}{run.route.rule} decided"
    if explanation.sending is not None and run.permit is not None and own_rules:
        yield f"in the end it was: {run.permit.lane}, because: {'; '.join(run.permit.reasons)}"


def _in_words(told: Told) -> Iterator[str]:
    if told.run is not None:
        yield f"Ticket {told.run.ticket_id}, run {told.run.id}, rules {told.run.rules[:12] or 'none yet'}"
    if told.stands is not None:
        yield str(told.stands)
    yield from told.remarks
    if told.explanation is not None:
        for one in (told.explanation.routing, told.explanation.sending):
            yield from _file(one) if one is not None else ()
        if told.explanation.sending is None:
            yield "\nsending.yaml: no rule is asked, because no draft is written"
    elif told.run is not None:
        yield "no rule was looked at: the run ended before it had read the ticket"


def _file(one: Explained) -> Iterator[str]:
    yield f"\n{one.file}: {one.decided} decides – {one.says}"
    yield from (f"  {line}" for line in trees.in_words(one.rules))
    if one.passed_over:
        yield f"  –    not for a machine's message: {', '.join(one.passed_over)}"


def _as_json(told: Told) -> dict[str, object]:
    explained = told.explanation
    files = (explained.routing, explained.sending) if explained else ()
    return {
        "ticket": told.run.ticket_id if told.run else None,
        "run": told.run.id if told.run else None,
        "standing": {"kind": told.stands.kind, "says": told.stands.says, "todo": told.stands.todo}
        if told.stands
        else None,
        "remarks": list(told.remarks),
        "files": {
            one.file: {
                "decided": one.decided,
                "says": one.says,
                "rules": trees.as_json(one.rules),
                "passed_over": list(one.passed_over),
            }
            for one in files
            if one is not None
        },
    }


def _hold_against(expected: str, explanation: Explanation | None, rules: RuleSet | None) -> None:
    """Exit with 1 unless this rule decided in its file."""
    sent = [rule.id for rule in rules.sending.rules] if rules else []
    routed = [rule.id for rule in rules.routing.rules] if rules else []
    if rules is not None and expected not in (*routed, *sent, OTHERWISE, BUILT_IN):
        raise click.ClickException(f'there is no rule "{expected}"{did_you_mean(expected, (*routed, *sent))}')
    one = explanation and (explanation.sending if expected in sent else explanation.routing)
    decided = one.decided if one else "no rule"
    if decided != expected:
        raise click.ClickException(f"expected {expected} to decide, but it was {decided}")
