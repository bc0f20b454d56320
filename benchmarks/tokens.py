"""Tokens of the prompts per ticket, ours against a naive one on the same tickets, and whether facts got lost.

Tickets go through the real index and the stages up to the draft. Ours are all calls that were made, repeated ones too;
a ticket that needs no call counts as 0 in `..._per_ticket` and not at all in `..._per_asked`. The naive prompt has the
best template, the best five passages and the whole thread under the same system text, for every ticket that is to be
answered from what was found.

`template_facts_kept`: of the facts of the chosen templates, the share that stands in our prompt, or in the reply itself
where no call is needed. `passage_facts_kept`: the same of all passages above the floor, those left out as too far below
the best among them. `right_passage_kept`: of the golden questions that an article answers and a naive prompt would
have it for, the share that has it in ours; `right_passage_not_asked` counts those for which no model is asked, since
nothing good enough was found. Prints one JSON object last.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import mean
from typing import Any

import click

from benchmarks.naive import TOKENIZER, counter, naive_user
from benchmarks.pipeline import arrives
from benchmarks.public_data import rows_of
from benchmarks.right_passages import right_passages
from benchmarks.whole_service import CountingModel, service
from retrieval.facts.carried import carried
from retrieval.facts.reading import facts_in
from router.doors import Doors
from router.logs import set_up_logs
from router.run import Run, known
from router.stages.write import DEFAULT_LIMITS
from router.writing.choice import usable_passages
from router.writing.prompt import SYSTEMS
from sandbox.demo import stage
from sandbox.demo.cast import Mail, Sender, mails_of_the_cast

ROWS = "banking77_valid.jsonl"
TRIES = 5
"""On a busy machine the index may not answer in time."""


@dataclass(frozen=True)
class Counted:
    """One ticket that is to be answered from what was found. ``prompts`` are all that were sent for it."""

    run: Run
    prompts: tuple[str, ...]
    ours: int
    naive: int
    answered: int


@click.command()
@click.option("--tickets", "data", default="", help=f"Rows with `text`. Without: the demo's cast, and rows of {ROWS}.")
@click.option("--limit", default=200, show_default=True, help="So many rows, taken evenly; 0 for all.")
def main(data: str, limit: int) -> None:
    """Compare the tokens of prompts."""
    rows = _mails(data or ROWS, limit)
    mails = rows if data else [*mails_of_the_cast(), *rows]
    with service(rows) as (doors, where):
        counted, beside = _measured(mails, doors, where)
        result = _result(counted) | right_passages(doors)
    click.echo(f"tokens are those of {TOKENIZER}, for both sides", err=True)
    click.echo(json.dumps({"tickets": len(mails), "not_for_a_model": dict(beside), **result, "tokenizer": TOKENIZER}))


def _mails(data: str, limit: int) -> list[Mail]:
    rows = rows_of(data, "text")
    wanted = min(limit or len(rows), len(rows))
    texts = [str(rows[index * len(rows) // wanted]["text"]) for index in range(wanted)]
    return [
        Mail(case=f"row-{n}", sender=Sender(name=f"Customer {n}", email=f"customer{n}@mail.example"),
             subject=text[:60], text=text)
        for n, text in enumerate(texts)
    ]  # fmt: skip


def _measured(mails: list[Mail], doors: Doors, where: stage.Addresses) -> tuple[list[Counted], Counter[str]]:
    from router.steps import perform

    counted: list[Counted] = []
    beside: Counter[str] = Counter()
    for mail in mails:
        model = CountingModel(known(doors.model))
        run = Run(str(uuid.uuid4()), arrives(where, mail), doors.clock.now(), doors.clock.now())
        for step in ("prepare", "write"):
            for _ in range(TRIES):
                run = perform(step, run, replace(doors, model=model))
                if run.trouble is None or run.trouble.what != "later":
                    break
            if run.trouble:
                raise click.ClickException(f"{mail.case}: {run.trouble.place}: {run.trouble.says}")
        if known(run.route).decision == "retrieve":
            counted.append(_counted(run, model))
        else:
            beside[known(run.route).decision] += 1
    return counted, beside


def _counted(run: Run, model: CountingModel) -> Counted:
    count = counter()
    kind = "adapt" if run.draft and run.draft.template else "answer"
    system = model.calls[0][0] if model.calls else SYSTEMS[kind]
    return Counted(
        run=run,
        prompts=tuple(user for _, user, _ in model.calls),
        ours=sum(count(system) + count(user) for system, user, _ in model.calls),
        naive=count(system) + count(naive_user(known(run.ticket), known(run.found))),
        answered=sum(count(content) for *_, content in model.calls),
    )


def _result(counted: list[Counted]) -> dict[str, Any]:
    asked = [one for one in counted if one.prompts]
    if not asked:
        raise click.ClickException("no ticket needed a model: there is nothing to compare")
    without = Counter(
        "template as it stands" if one.run.draft else "nothing fits" for one in counted if not one.prompts
    )
    return {
        "to_be_answered": len(counted),
        "asked": len(asked),
        "asked_by_task": dict(Counter(known(one.run.draft).usage.task for one in asked)),
        "not_asked": dict(without),
        "calls_per_asked": round(mean(len(one.prompts) for one in asked), 2),
        **_tokens("per_ticket", counted),
        **_tokens("per_asked", asked),
        "answer_tokens_per_asked": round(mean(one.answered for one in asked), 1),
        "template_facts_kept": _kept(one for one in counted if one.run.draft),
        "passage_facts_kept": _kept((one for one in asked), passages=True),
    }


def _tokens(name: str, counted: list[Counted]) -> dict[str, float]:
    ours, naive = mean(one.ours for one in counted), mean(one.naive for one in counted)
    return {
        f"ours_{name}": round(ours, 1),
        f"naive_{name}": round(naive, 1),
        f"share_{name}": round(100 * ours / naive, 1),
    }


def _kept(counted: Iterator[Counted], *, passages: bool = False) -> float:
    """Percentage of the sources' facts that are still there."""
    here = [
        carried(fact, one.prompts or [known(one.run.draft).text])
        for one in counted
        for text in (_passages(one.run) if passages else _template(one.run))
        for fact in facts_in(text)
    ]
    return round(100 * mean(here), 2) if here else 100.0


def _template(run: Run) -> list[str]:
    name = known(run.draft).template
    return [hit.template.body for hit in known(run.found).templates if hit.template.id == name]


def _passages(run: Run) -> list[str]:
    """All that the draft may rest on, whether the prompt has them or not."""
    found, message = known(run.found), known(run.message)
    template = next((hit.template for hit in found.templates if hit.template.id == known(run.draft).template), None)
    all_of_them = usable_passages(found.passages, template, message.products_named, DEFAULT_LIMITS, several_asked=True)
    return [passage.text for passage in all_of_them]


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
