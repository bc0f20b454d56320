"""What the database knows of a ticket, gathered to tell how it stands and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from router.commands.opening import settings_or_exit
from router.reading.masking import restore
from router.replay.originals import has_placeholders
from router.run import Run
from router.settings import SettingsInvalid
from router.silence import Bell, Signs, Standing, standing
from router.store.folder_problem import STALE_WORKER
from router.store.vault import SealedVault, privacy_key
from router.wiring import Store

_REFUSED_LOOKED_AT = 500


def standing_of(ticket: int, store: Store, runs: list[Run]) -> Standing:
    """How the ticket stands right now. ``runs`` are its records, oldest first."""
    return standing(signs_of(ticket, store, runs))


def signs_of(ticket: int, store: Store, runs: list[Run]) -> Signs:
    now = store.clock.now()
    number = re.compile(rf"(?<!\d){ticket}(?!\d)")
    refused = (one.reason for one in store.rejected.newest(_REFUSED_LOOKED_AT) if number.search(one.body))
    return Signs(
        ticket=ticket,
        runs=tuple(runs),
        bells=tuple(Bell(*one) for one in store.inbox.of_ticket(ticket)),
        refused=tuple(reversed(tuple(refused))),
        stopped=store.switches.stopped(),
        has_rules=store.rule_sets.hash_in_force() is not None,
        workers=sum(now - at < STALE_WORKER for at, _ in store.heartbeats.all().values()),
        now=now,
    )


def is_erased(run: Run, put_back: Callable[[str], str]) -> bool:
    """Whether the run read personal data that nothing can put back any more."""
    texts = (run.ticket.subject if run.ticket else "", run.message.text if run.message else "")
    return run.erased or any(has_placeholders(put_back(text)) for text in texts)


def restore_of(run: Run, store: Store) -> Callable[[str], str] | None:
    """What puts the requester's own data back for comparing; None where it can't be opened with the settings' key."""
    try:
        sealed = SealedVault(store.engine, privacy_key(settings_or_exit()), store.clock)
        return partial(restore, mapping=sealed.mapping(run.ticket.requester_id)) if run.ticket else None
    except (SettingsInvalid, OSError):
        return None
