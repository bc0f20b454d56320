"""Sets the stage: stand-ins, index and programs, on free ports, with everything they write under one folder."""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from router.settings import read_settings
from router.wiring import Store, open_store
from sandbox.demo.cast import FOLDER
from sandbox.demo.programs import Programs, free_port

API_KEY = "sandbox-key"
GROQ_KEY = "sandbox-groq-key"
ENVIRONMENT = "environment"
"""The file with all settings, for a shell in which the service's own commands are tried."""


@dataclass(frozen=True)
class Addresses:
    """Where everything listens, all on loopback."""

    desk: str
    groq: str
    milvus: str
    public: str
    ops: str


def addresses() -> Addresses:
    """Ports that are free right now."""
    desk, groq, milvus, public, ops = (free_port() for _ in range(5))
    return Addresses(
        f"http://127.0.0.1:{desk}",
        f"http://127.0.0.1:{groq}",
        f"http://127.0.0.1:{milvus}",
        f"127.0.0.1:{public}",
        f"127.0.0.1:{ops}",
    )


@dataclass(frozen=True)
class Scene:
    """Everything of one run: its folder, its addresses, its settings, and the programs once they are started."""

    folder: Path
    where: Addresses
    secret: str
    settings: Mapping[str, str]
    seed: Path | None
    programs: Programs
    plan: str

    @classmethod
    def new(
        cls,
        folder: Path,
        customers: str,
        seed: Path | None,
        *,
        model: bool = True,
        database_url: str = "",
        plan: str = "enterprise",
    ) -> Scene:
        """A fresh folder and free ports; nothing is started yet."""
        folder = folder.absolute()
        where, secret = addresses(), secrets.token_hex(16)
        settings = environment(folder, where, secret, model, database_url)
        _lay_out(folder, where, secret, customers)
        lines = [f"{name}={shlex.quote(value)}" for name, value in settings.items()]
        (folder / ENVIRONMENT).write_text("\n".join([*lines, ""]), encoding="utf-8")
        return cls(folder, where, secret, settings, seed, Programs(folder / "logs", settings), plan)

    @classmethod
    def of_the_cast(cls, folder: Path, **options: Any) -> Scene:
        """With the people whom the help desk and the customer list know in the demo."""
        customers = (FOLDER / "customers.csv").read_text(encoding="utf-8")
        return cls.new(folder, customers, FOLDER / "cast.yaml", **options)

    def start_stand_ins(self) -> None:
        """Freshdesk, Groq and the index server."""
        desk = ["--port", _port(self.where.desk), "--api-key", API_KEY, "--fast-clock", "60", "--plan", self.plan]
        desk += ["--rules", str(self.folder / "automations.yaml"), *(["--seed", str(self.seed)] if self.seed else [])]
        self.programs.start("freshdesk", "sandbox", "freshdesk", *desk)
        self.programs.start("groq", "sandbox", "groq", "--port", _port(self.where.groq), "--api-key", GROQ_KEY)
        self.programs.start("milvus", "retrieval", "serve", "--port", _port(self.where.milvus))
        self.programs.wait_for("freshdesk", f"{self.where.desk}/sandbox/healthz")

    def build_index(self) -> None:
        """Build the index in the foreground, with its progress bar."""
        subprocess.run([sys.executable, "-m", "retrieval", "rebuild"], check=True, env={**os.environ, **self.settings})

    def start_service(self) -> None:
        """The two programs, until both are at work. The worker builds the index when there is none."""
        self.start_web()
        self.programs.start("worker", "router", "worker")
        self.wait_for_worker()

    def start_web(self) -> None:
        """Until it is ready."""
        self.programs.start("web", "router", "web")
        self.programs.wait_for("web", f"http://{self.where.ops}/readyz")

    def wait_for_worker(self) -> None:
        """Until the worker, started by whomever, has given a sign of life."""
        self.programs.wait_until("worker", self._worker_is_alive)

    def open_store(self) -> Store:
        """The service's database, to read its decision records."""
        return open_store(read_settings(var=self.folder, database_url=self.settings["DATABASE_URL"]), connections=2)

    def _worker_is_alive(self) -> bool:
        return not requests.get(f"http://{self.where.ops}/status", timeout=5).json()["problems"]


def environment(
    folder: Path, where: Addresses, secret: str, with_model: bool = True, database_url: str = ""
) -> dict[str, str]:
    """The settings of all programs. Everything is set, so that no ``.env`` of the machine plays a part."""
    return {
        "FRESHDESK_URL": where.desk,
        "FRESHDESK_API_KEY": API_KEY,
        "FRESHDESK_TIMEOUT": "10",
        "ROUTER_WEBHOOK_SECRETS": secret,
        "DATABASE_URL": database_url,
        "ROUTER_PRIVACY_KEY": "",
        "GROQ_API_KEY": GROQ_KEY if with_model else "",
        "GROQ_BASE_URL": where.groq,
        "GROQ_MODELS": "llama-3.3-70b-versatile,openai/gpt-oss-120b",
        "GROQ_BREAKER_SECONDS": "2",
        "EMBEDDING_MODEL": "all-MiniLM-L6-v2",
        "EMBEDDING_LANGUAGES": "en",
        "MILVUS_URI": where.milvus,
        "ROUTER_SUPPORT_ADDRESSES": "support@lendora.example",
        "ROUTER_RULES": str(folder / "rules"),
        "SEGMENTS_FILE": str(folder / "rules" / "segments.yaml"),
        "ROUTER_CUSTOMER_LIST": str(folder / "customers.csv"),
        "VAR_DIR": str(folder),
        "ROUTER_BIND": where.public,
        "ROUTER_OPS_BIND": where.ops,
        "ROUTER_WORKER_OPS_BIND": "127.0.0.1:0",
        "ROUTER_QUIET_SECONDS": "0.5",
        "ROUTER_LOG_LEVEL": "INFO",
        "HF_HUB_OFFLINE": "1",
    }


def _lay_out(folder: Path, where: Addresses, secret: str, customers: str) -> None:
    """A fresh folder: the rules with ``highest lane`` raised, the customer list, and the desk's automation rules."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "automations.yaml").exists():
        raise ValueError(f"{folder} holds something else than a former demo: name another folder")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree("rules", folder / "rules")
    _raise_highest_lane(folder / "rules" / "sending.yaml")
    (folder / "customers.csv").write_text(customers, encoding="utf-8")
    (folder / "automations.yaml").write_text(json.dumps(_automations(where, secret)), encoding="utf-8")


def _raise_highest_lane(sending: Path) -> None:
    """As delivered nothing goes farther than a note; in the sandbox, and only there, replies may go out."""
    text = sending.read_text(encoding="utf-8")
    raised, times = re.subn(r"^highest lane: note", "highest lane: reply", text, flags=re.MULTILINE)
    if times != 1:
        raise ValueError(f"{sending}: no line `highest lane: note` to raise for the demo")
    sending.write_text(raised, encoding="utf-8")


def tell(url: str, body: Mapping[str, Any]) -> Any:
    """POST JSON to a control endpoint; its JSON answer."""
    answer = requests.post(url, json=body, timeout=30)
    answer.raise_for_status()
    return answer.json()


def _port(url: str) -> str:
    return url.rpartition(":")[2]


def _automations(where: Addresses, secret: str) -> dict[str, Any]:
    """The two rules that the README tells to set up: new tickets, and replies of the requester."""
    action = {
        "field_name": "trigger_webhook",
        "request_type": "POST",
        "url": f"http://{where.public}/webhooks/freshdesk",
        "custom_headers": {"X-Router-Secret": secret},
        "content": {
            "content_layout": 2,
            "content_type": "json",
            "content": '{"ticket_id": "{{ticket.id}}", "triggered_event": "{{triggered_event}}"}',
        },
    }
    reply = {"performer": {"type": 2}, "events": [{"field_name": "reply_sent"}]}
    return {
        "rules": [
            {"type": 1, "name": "Ring for new tickets", "actions": [action]},
            {"type": 4, "name": "Ring for replies of customers", **reply, "actions": [action]},
        ]
    }
