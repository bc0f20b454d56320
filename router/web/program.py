"""The web program: two small apps in one gunicorn process. Holds no model and knows no index."""

from __future__ import annotations

import socket
from functools import cache

import structlog

from router.settings import Settings, SettingsInvalid
from router.store.watched_folder import read_or_problem
from router.web.ops import ops_app
from router.web.public import public_app
from router.web.server import Server, by_port
from router.wiring import Store, StoredBell, StoredState, open_store, secrets_of

BUSY_SECONDS = 4.0
"""A webhook that waits longer gets 503 and rings again: Freshdesk gives up on a slow answer anyway."""


log = structlog.get_logger()


def _must_be_free(address: str) -> None:
    host, _, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            says = f"{address} can't be listened on ({error.strerror}): set ROUTER_BIND or ROUTER_OPS_BIND"
            raise SettingsInvalid(says) from error


def serve(settings: Settings) -> None:
    """Serve until told to stop."""

    @cache
    def store() -> Store:
        # Opened on the first request, after gunicorn's fork: a connection must not be shared by two processes.
        return open_store(settings, settings.web_threads, BUSY_SECONDS)

    @cache
    def bell() -> StoredBell:
        return StoredBell(store(), settings.quiet_seconds, BUSY_SECONDS)

    if isinstance(says := read_or_problem(settings.rules), str):
        log.error("rules_folder_not_used", folder=str(settings.rules), says=says)
    for address in (settings.bind, settings.ops_bind):
        _must_be_free(address)
    log.info("web_starts", public=settings.bind, ops=settings.ops_bind)
    public = public_app(secrets_of(settings), bell)
    ops = ops_app(lambda: StoredState(store()))
    app = by_port(public, ops, int(settings.ops_bind.rpartition(":")[2]))
    Server(app, [settings.bind, settings.ops_bind], settings.web_threads).run()
