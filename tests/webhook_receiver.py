"""A receiver of webhooks that answers as told and remembers what came."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

PATIENCE = 10.0


@dataclass(frozen=True)
class Rung:
    """One webhook as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class WebhookReceiver:
    """``answers`` are the statuses of the next calls; 202 when there is none left."""

    answers: list[int] = field(default_factory=list)
    rung: list[Rung] = field(default_factory=list)

    def __enter__(self) -> WebhookReceiver:
        self._arrived = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/webhooks/freshdesk"

    def take(self, call: Rung) -> int:
        with self._arrived:
            self.rung.append(call)
            self._arrived.notify_all()
            return self.answers.pop(0) if self.answers else 202

    def wait_for(self, count: int) -> list[Rung]:
        """The calls so far, once there are ``count`` of them."""
        return self.wait_until(lambda: len(self.rung) >= count, f"{count} webhooks")

    def wait_until(self, met: Callable[[], bool], what: str) -> list[Rung]:
        with self._arrived:
            assert self._arrived.wait_for(met, timeout=PATIENCE), f"waited for {what}, got {self.rung}"
            return list(self.rung)


def _handler(receiver: WebhookReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8")
            status = receiver.take(Rung("POST", self.path, dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
            return

    return Handler
