"""The application, and two ways to run it: until stopped, or in a thread for tests and the demo."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import click
from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.freshdesk import (
    account,
    automation_api,
    canned_responses,
    contacts,
    control,
    control_panel,
    conversations,
    gate,
    page,
    search,
    solutions,
    ticket_list,
    tickets,
)
from sandbox.freshdesk.automations import Automations
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.limits import PLANS
from sandbox.freshdesk.seed import sow
from sandbox.freshdesk.switches import Switches

_API = (
    tickets.blueprint,
    ticket_list.blueprint,
    conversations.blueprint,
    contacts.blueprint,
    account.blueprint,
    automation_api.blueprint,
    search.blueprint,
    canned_responses.blueprint,
    solutions.blueprint,
)

Source = Path | str | Mapping[str, Any] | None


class DeskApp(Flask):
    """One request at a time looks at the desk. What may wait (a fault, a client, a live page) waits outside of that."""

    def dispatch_request(self) -> ResponseReturnValue:
        desk: Desk = self.extensions["desk"]
        request.get_data()  # whoever stands still in the middle of a request keeps nobody waiting
        with desk.lock:
            return super().dispatch_request()


def create_app(desk: Desk, automations: Automations, refill: Callable[[], None]) -> Flask:
    """The application over a desk. ``refill`` puts the desk back to how it began."""
    app = DeskApp("sandbox.freshdesk", template_folder="templates", static_folder="static")
    app.extensions |= {"desk": desk, "automations": automations, "refill": refill}
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.globals["moment"] = page.moment
    gate.install(app)
    for blueprint in _API:
        app.register_blueprint(blueprint, url_prefix=gate.PREFIX)
    for blueprint in (control.blueprint, control_panel.blueprint, page.blueprint):
        app.register_blueprint(blueprint)
    return app


class RunningDesk:
    """A desk that serves in a thread of its own. Also a context manager."""

    def __init__(self, desk: Desk, server: BaseWSGIServer, on_stop: Callable[[], None]) -> None:
        self.desk = desk
        self.url = f"http://127.0.0.1:{server.server_port}"
        self.api_key = desk.api_key
        self._server = server
        self._on_stop = on_stop
        self._thread = threading.Thread(
            target=server.serve_forever, args=(0.02,), name="sandbox-freshdesk", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        self._on_stop()

    def __enter__(self) -> RunningDesk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Quiet(WSGIRequestHandler):
    """No line a request; the desk's own time in the Date header; tells the application the path as it was sent, before
    anybody folded its slashes."""

    protocol_version = "HTTP/1.1"

    def make_environ(self) -> dict[str, Any]:
        return super().make_environ() | {gate.SENT_PATH: self.requestline.split(" ")[1]}

    def date_time_string(self, timestamp: float | None = None) -> str:
        app = self.server.app
        now: float = app.extensions["desk"].now().timestamp() if isinstance(app, Flask) else time.time()
        return super().date_time_string(now if timestamp is None else timestamp)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def build(
    *, api_key: str, seed: Source = None, rules: Source = None, fast_clock: float = 1.0, plan: str = "pro"
) -> tuple[Desk, Automations, Flask]:
    """A filled desk, its rules and its application. ``fast_clock`` makes webhook retries come N times sooner."""
    desk = Desk(api_key=api_key)
    automations = Automations(desk, fast_clock)

    def refill() -> None:
        desk.meter.plan, desk.meter.other_apps, desk.switches = PLANS[plan], 0, Switches()
        desk.clock.ahead = timedelta(0)
        desk.meter.clear()
        desk.faults.clear()
        automations.deliverer.clear()
        sow(desk, Path(seed) if isinstance(seed, str) else seed)
        automations.shelf.restock(Path(rules) if isinstance(rules, str) else rules)

    refill()
    return desk, automations, create_app(desk, automations, refill)


def start(
    port: int = 0,
    *,
    api_key: str = "sandbox-key",
    seed: Source = None,
    rules: Source = None,
    fast_clock: float = 1.0,
    plan: str = "pro",
) -> RunningDesk:
    """Serve on loopback in a thread; port 0 takes a free one. ``seed`` and ``rules`` are paths or their content."""
    desk, automations, app = build(api_key=api_key, seed=seed, rules=rules, fast_clock=fast_clock, plan=plan)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    automations.base_url = f"http://127.0.0.1:{server.server_port}"
    return RunningDesk(desk, server, automations.deliverer.stop)


def serve(port: int, *, host: str = "127.0.0.1", **options: Any) -> None:
    """Serve until stopped."""
    _, automations, app = build(**options)
    server = make_server(host, port, app, threaded=True, request_handler=_Quiet)
    automations.base_url = f"http://{host}:{server.server_port}"
    click.echo(f"Freshdesk stand-in on {automations.base_url}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        automations.deliverer.stop()
