"""``rules explain``: which rule decided, by which condition, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from router.commands.opening import rules_folder, store_or_exit
from router.commands.rules.cases import case_or_exit, names_no_draft
from router.commands.rules.happened import happened
from router.commands.rules.options import TEMPLATES, folder_or_exit
from router.commands.rules.told import Told, as_json, in_words
from router.commands.rules.wrapping import wrapped
from router.commands.signs import is_erased, restore_of, signs_of
from router.errors import Unavailable
from router.replay.replay import ERASED
from router.rulebook.complaints import RulesInvalid, did_you_mean
from router.rulebook.examples.usual import FILE as USUAL
from router.rulebook.fact_values import Restore
from router.rulebook.rule_list import BUILT_IN, OTHERWISE
from router.rulebook.ruleset import RuleSet
from router.run import Run
from router.silence import standing
from router.trying.explaining import Explained, Explanation, explain_case, explain_run
from router.wiring import Store

_SEALED = "the key of the settings doesn't open the requester's data, so rules see its placeholders"
_NO_TEMPLATE = "no template is looked for here; name draft.template to try sending.yaml"
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FACTS = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command()
@click.argument("ticket", type=int, required=False)
@click.option("--facts", type=_FACTS, help="Explain these facts instead of a ticket; a YAML or JSON file, - for stdin.")
@click.option("--rules", "folder", type=_FOLDER, help="Under the rules in this folder, not those of the run.")
@TEMPLATES
@click.option(
    "--expect", metavar="RULE", help="Exit with 1 if another rule decided. RULE may be otherwise or built in."
)
@click.option(
    "--all", "everything", is_flag=True, help="Every rule with every condition, also those after the one that decided."
)
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
    """Tell what became of TICKET and why: the rule that decided, the conditions that held, and what they read.

    It answers for silent tickets too, and says whether the silence is a fault, a configuration or a decision. The
    facts of a file are written as in an example, or as `given` and `mail` of a scenario.
    """
    if (ticket is None) is (facts is None):
        raise click.UsageError("say a ticket's number, or --facts and a file")
    if facts is not None:
        rules, told = _of_file(facts, folder or rules_folder(), templates, everything=everything)
    else:
        rules, told = _of_ticket(ticket or 0, folder, templates, everything=everything)
    click.echo(as_json(told) if to_json else wrapped("\n".join(in_words(told, everything=everything))))
    if expect is not None:
        _hold_against(expect, told.explanation, rules)


def _of_file(facts: Path, folder: Path, templates: Path, *, everything: bool) -> tuple[RuleSet | None, Told]:
    rules = folder_or_exit(folder, templates)
    case = case_or_exit(facts, rules, templates)
    remarks = () if case.mail else (f"what isn't given is as usual: {folder / USUAL}",)
    given = " ".join(str(case.facts.get("message") or "").split())
    explanation = explain_case(case, rules, everything=everything)
    if names_no_draft(case) and explanation.route.decision == "retrieve" and _undecided(explanation.sending):
        return rules, Told(replace(explanation, sending=None), remarks=remarks, given=given, unasked=_NO_TEMPLATE)
    return rules, Told(explanation, remarks=remarks, given=given)


def _undecided(sending: Explained | None) -> bool:
    return sending is not None and sending.decided == OTHERWISE


def _of_ticket(ticket: int, folder: Path | None, templates: Path, *, everything: bool) -> tuple[RuleSet | None, Told]:
    store = store_or_exit()
    runs = store.records.of_ticket(ticket)
    signs = signs_of(ticket, store, runs)
    told = Told(None, standing(signs), tuple(happened(signs)))
    run = next((run for run in reversed(runs) if run.ticket and run.customer), None)
    if run is None:
        return None, replace(told, run=runs[-1] if runs else None)
    rules = folder_or_exit(folder, templates) if folder else _rules_of(run, store)
    put_back = restore_of(run, store)
    explanation = explain_run(run, rules, put_back, everything=everything)
    hidden = _hidden(run, put_back)
    remarks = tuple(_remarks(run, runs, explanation, own_rules=folder is None, hidden=bool(hidden)))
    return rules, replace(told, explanation=explanation, run=run, remarks=(*remarks, *hidden))


def _hidden(run: Run, put_back: Restore | None) -> tuple[str, ...]:
    """What is to be told where rules see placeholders in place of what the run compared."""
    if put_back is None:
        return (_SEALED,)
    return (ERASED.format("the ticket"),) if is_erased(run, put_back) else ()


def _rules_of(run: Run, store: Store) -> RuleSet:
    """The rules that the run went by."""
    try:
        return store.rule_sets.by_hash(run.rules)
    except (Unavailable, RulesInvalid) as gone:
        says = str(gone).splitlines()[0]
        raise click.ClickException(f"the rules of this run can't be read ({says}); give others with --rules") from gone


def _remarks(run: Run, runs: list[Run], explanation: Explanation, *, own_rules: bool, hidden: bool) -> Iterator[str]:
    if run is not runs[-1]:
        yield "the newest run read nothing; this is the one before it that did"
    if run.route is None:
        return
    if own_rules and run.route.rule != explanation.route.rule:
        why = "what it read can't be compared any more" if hidden else "the program has changed since"
        yield f"the record says that {run.route.rule} decided; {why}"
    if not own_rules:
        same = run.route.rule == explanation.route.rule and run.route.decision == explanation.route.decision
        yield f'the run went by other rules, and by them {"also " if same else ""}"{run.route.rule}" decided'


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
