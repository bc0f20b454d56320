"""The row of the step ``write``: the draft."""

from __future__ import annotations

from dataclasses import replace

from router.doors import Doors
from router.meters import DRAFT_COST, DRAFTS
from router.reading.masking import FIRST_NAME
from router.run import Run, known
from router.stages.wording import with_closings
from router.stages.write import write as write_draft
from router.types import Draft


def write(run: Run, doors: Doors) -> Run:
    if not known(run.route).drafts:
        return run
    first_name = FIRST_NAME if FIRST_NAME in doors.vault.mapping(known(run.ticket).requester_id) else ""
    draft = write_draft(
        known(run.ticket),
        known(run.message),
        known(run.customer),
        known(run.route),
        known(run.found),
        doors.model,
        first_name=first_name,
        languages=doors.embedding_languages,
    )
    if draft is not None:
        _count(draft)
    return replace(run, draft=_in_our_wording(draft, run, doors) if draft else None)


def _count(draft: Draft) -> None:
    DRAFTS.labels(draft.template or "none", draft.usage.model or "none").inc()
    if draft.usage.cost is not None:
        DRAFT_COST.labels(draft.template or "none", draft.usage.currency).inc(draft.usage.cost)


def _in_our_wording(draft: Draft, run: Run, doors: Doors) -> Draft:
    wording = doors.rule_sets.by_hash(run.rules).wording
    return with_closings(draft, known(run.message), known(run.customer), known(run.found), wording)
