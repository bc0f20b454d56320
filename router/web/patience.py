"""gunicorn's threads, with an end to a client that sends its request a byte at a time.

gunicorn gives a thread to each new connection, waits in it five seconds for a first byte, and then reads for as long as
the client likes; a handful of silent or slow clients would hold every thread, and the ops pages with them. Here a
thread is given with the first byte, and a request must have arrived within ``READ_SECONDS``. A proxy in front that
reads requests whole (nginx does) keeps such clients away altogether.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from gunicorn.workers.gthread import TConn, ThreadWorker

from router.meters import WEBHOOKS
from router.web.seldom import Seldom

READ_SECONDS = 5.0

log = structlog.get_logger()


class PatientThreads(ThreadWorker):
    """``murder_pending`` is what gunicorn calls every second to close connections that have waited too long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begun: dict[TConn, float] = {}
        self._lock = threading.Lock()
        self._strangers = Seldom()

    def accept(self, listener: socket.socket) -> None:
        with suppress(BlockingIOError, ConnectionAbortedError):
            client, address = listener.accept()
            conn = TConn(self.cfg, client, address, listener.getsockname())
            conn.timeout = time.monotonic() + READ_SECONDS
            self.nr_conns += 1
            self.pending_conns.append(conn)
            self.poller.register(client, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: TConn) -> Any:
        with self._lock:
            self._begun[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            with self._lock:
                del self._begun[conn]

    def murder_pending(self) -> None:
        super().murder_pending()
        before = time.monotonic() - READ_SECONDS
        with self._lock:
            late = [conn for conn, begun in self._begun.items() if begun < before]
        for conn in late:
            # Reading only: an answer that is being worked on can still be given.
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_RD)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """A request that is no HTTP, or too large: gunicorn answers it; its words stay out of the log."""
        WEBHOOKS.labels("no request").inc()
        if times := self._strangers.times():
            log.warning("request_refused", what=type(exc).__name__, times=times)
        super().handle_error(req, client, addr, exc)
