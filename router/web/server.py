"""gunicorn with two addresses in one process: the public one and the ops one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication

from router.web.patience import PatientThreads

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def by_port(public: WsgiApp, ops: WsgiApp, ops_port: int) -> WsgiApp:
    """Sends a request to the app of the address it came in by.

    The port is the listening socket's own, as gunicorn tells it, never the client's ``Host`` header.
    """

    def dispatch(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        chosen = ops if environ.get("SERVER_PORT") == str(ops_port) else public
        return chosen(environ, start_response)

    return dispatch


class Server(BaseApplication):
    """gunicorn without a command line or a configuration file of its own."""

    def __init__(self, app: WsgiApp, binds: list[str], threads: int) -> None:
        self._app = app
        self._options = {
            "bind": binds,
            # One process, so its counters are all there are; who needs more starts `web` on more hosts.
            "workers": 1,
            "threads": threads,
            "worker_class": PatientThreads,
            "timeout": 60,
            "graceful_timeout": 20,
            "keepalive": 5,
            "limit_request_line": 4094,
            "forwarded_allow_ips": "",  # nothing here depends on what a proxy says of the client
            "limit_request_fields": 60,
            "limit_request_field_size": 8190,
            "accesslog": None,
            # Below that gunicorn repeats what strangers sent; PatientThreads tells of it without the words.
            "loglevel": "error",
            "proc_name": "router-web",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self._app
