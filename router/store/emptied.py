"""A decision record without what is personal: which rule, template and lane it was, and what happened, but not why."""

from __future__ import annotations

from router.run import Run
from router.stages.moved import is_superseded
from router.types import Draft, Permit, Receipt, Route


def emptied(run: Run) -> Run:
    """What may stay of a run once its customer's data is erased. What isn't named here goes, and what is added later.

    Enough stays to keep a second answer away: the template of each reply that was sent, and its number in Freshdesk.
    """
    return Run(
        run.id,
        run.ticket_id,
        run.started_at,
        run.first_at,
        run.attempt,
        rules=run.rules,
        collection=run.collection,
        route=_route(run.route),
        draft=_draft(run.draft),
        permit=Permit(run.permit.lane, run.permit.rule) if run.permit else None,
        receipt=_receipt(run.receipt),
        seconds=run.seconds,
        version=run.version,
        erased=True,
    )


def _route(route: Route | None) -> Route | None:
    return Route(route.decision, route.rule, "", template=route.template) if route else None


def _draft(draft: Draft | None) -> Draft | None:
    if draft is None:
        return None
    return Draft("", draft.template, draft.audience, draft.grounding, draft.writer, passages=draft.passages)


def _receipt(receipt: Receipt | None) -> Receipt | None:
    if receipt is None:
        return None
    reason = receipt.reason if is_superseded(receipt.reason) else ""
    return Receipt(receipt.delivered, reason, receipt.conversation_id, receipt.reference)
