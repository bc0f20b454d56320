"""The two automation rules that ring us, as Freshdesk shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from router.doctor.desk import Survey, Webhook
from router.doctor.line import Line, broken, ok, warning
from router.doctor.secrets import is_loopback

CREATION, UPDATES = 1, 4
TABS = {CREATION: "Ticket Creation", UPDATES: "Ticket Updates"}
REQUESTER = 2
SET_UP = "set it up as README, step 6, says: Admin → Workflows → Automations"


def automations(survey: Survey, secrets: Sequence[str]) -> Iterator[Line]:
    """A rule for new tickets and one for customers' replies, each as it must be."""
    if survey.problem:
        return
    if survey.webhooks is None:
        yield warning("automation rules", "the key may not read them", f"look yourself: {SET_UP}")
        return
    for type_, tab in TABS.items():
        rules = [rule for rule in survey.webhooks if rule.type == type_]
        active = [rule for rule in rules if rule.active]
        what = f"automation rule ({tab})"
        if not active:
            says = f"“{rules[0].rule}” is switched off" if rules else "none calls /webhooks/freshdesk"
            yield broken(what, says, "switch it on" if rules else SET_UP)
        for rule in active:
            wrong = list(_wrong(rule, what, secrets))
            yield from wrong or [ok(what, f"“{rule.rule}” rings us")]


def _wrong(rule: Webhook, what: str, secrets: Sequence[str]) -> Iterator[Line]:
    named = f"“{rule.rule}”"
    if rule.type == UPDATES and rule.performer not in (None, REQUESTER):
        says = f"{named} fires on what agents do: our own posts would ring again"
        yield broken(what, says, "set it to: When an action performed by Requester")
    if rule.method.upper() not in ("POST", ""):
        yield broken(what, f"{named} sends {rule.method}", "set the request type to POST")
    if rule.url.startswith("http://") and not is_loopback(rule.url):
        yield warning(what, f"{named} calls without TLS: the secret travels readably", "write https:// in its URL")
    if rule.body and "ticket.id" not in rule.body.replace(" ", "") and "ticket_id" not in rule.body:
        yield broken(what, f"{named} sends no ticket id", 'its body: {"ticket_id": "{{ticket.id}}"}')
    if rule.secret is not None and rule.secret not in secrets:
        yield broken(what, f"{named} sends another secret than ROUTER_WEBHOOK_SECRETS has", "copy it into the rule")
