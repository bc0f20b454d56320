"""The web program as it is served: gunicorn with both addresses, over a database of its own."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from router.settings import read_settings
from router.wiring import Store, open_store
from sandbox.demo.programs import Programs, free_port

SECRET = "the-secret-of-these-tests"


@dataclass
class Web:
    """Where it listens, what it wrote to its log so far, and its database."""

    public: str
    ops: str
    log_file: Path
    programs: Programs
    store: Store

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def ring(self, body: bytes | str, secret: str = SECRET) -> requests.Response:
        headers = {"X-Router-Secret": secret}
        return requests.post(f"http://{self.public}/webhooks/freshdesk", data=body, headers=headers, timeout=30)

    def counted(self, answer: str) -> float:
        """How often the webhook gave this answer, as Prometheus is told."""
        page = requests.get(f"http://{self.ops}/metrics", timeout=10).text
        samples = (one for family in text_string_to_metric_families(page) for one in family.samples)
        return sum(s.value for s in samples if s.name == "router_webhooks_total" and s.labels["answer"] == answer)

    def connect(self) -> socket.socket:
        host, _, port = self.public.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=30)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    public, ops = (f"127.0.0.1:{free_port()}" for _ in range(2))
    environment = {
        "ROUTER_WEBHOOK_SECRETS": SECRET,
        "ROUTER_BIND": public,
        "ROUTER_OPS_BIND": ops,
        "ROUTER_WEB_THREADS": "4",
        "VAR_DIR": str(folder),
        "DATABASE_URL": "",
        "PYTHONPATH": ":".join(path for path in sys.path if path),
    }
    programs = Programs(folder / "logs", environment)
    programs.start("web", "router", "web")
    try:
        programs.wait_for("web", f"http://{ops}/readyz")
        yield Web(public, ops, folder / "logs" / "web.log", programs, open_store(read_settings(var=folder)))
    finally:
        programs.stop()
