"""Every setting of the service, from the environment and ``.env``. Secrets may also come as files (``NAME_FILE``)."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from typing_extensions import Annotated  # noqa: UP035  (pydantic wants this one for NoDecode)

from retrieval.settings import defaults_of_all_but
from router.spending import SPANS, prices_of

OWN_PREFIX = "ROUTER_"
SECRETS = ("FRESHDESK_API_KEY", "ROUTER_WEBHOOK_SECRETS", "ROUTER_PRIVACY_KEY", "GROQ_API_KEY", "DATABASE_URL")

Names = Annotated[tuple[str, ...], NoDecode]
"""A list written with commas."""


class SettingsInvalid(Exception):
    """The environment can't be used as it is. The text names each variable and what it takes."""


class Settings(BaseSettings):
    """Names are those of the environment variables; each description stands in the README's table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", case_sensitive=True, populate_by_name=True)

    freshdesk_url: str = Field(
        default="", alias="FRESHDESK_URL", description="Your account, such as `https://acme.freshdesk.com`"
    )
    freshdesk_api_key: SecretStr = Field(
        default=SecretStr(""), alias="FRESHDESK_API_KEY", description="API key of the agent we act as"
    )
    freshdesk_timeout: float = Field(
        default=15.0, gt=0, alias="FRESHDESK_TIMEOUT", description="Seconds to wait for one Freshdesk answer"
    )
    webhook_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        alias="ROUTER_WEBHOOK_SECRETS",
        description="One secret, or two with a comma while you change it; sent as `X-Router-Secret` or Basic password",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""), alias="DATABASE_URL", description="`postgresql://...`; empty is SQLite in `VAR_DIR`"
    )
    privacy_key: SecretStr = Field(
        default=SecretStr(""),
        alias="ROUTER_PRIVACY_KEY",
        description="Key that encrypts personal data; empty makes one in `VAR_DIR/privacy.key`",
    )
    groq_api_key: SecretStr = Field(
        default=SecretStr(""), alias="GROQ_API_KEY", description="Empty: templates are filled without a model"
    )
    groq_base_url: str = Field(
        default="", alias="GROQ_BASE_URL", description="Another OpenAI-compatible server; empty is Groq's"
    )
    groq_models: Names = Field(
        default=("llama-3.3-70b-versatile", "openai/gpt-oss-120b"),
        alias="GROQ_MODELS",
        description="Models in the order they are tried",
    )
    groq_timeout: float = Field(
        default=30.0, gt=0, alias="GROQ_TIMEOUT", description="Seconds to wait for one answer of the model"
    )
    groq_prices: Names = Field(
        default=("llama-3.3-70b-versatile=0.59/0.79", "openai/gpt-oss-120b=0.15/0.60"),
        alias="GROQ_PRICES",
        description="`MODEL=PROMPT/ANSWER` for a million tokens, with commas; Groq's list prices of June 2026",
    )
    groq_currency: str = Field(
        default="USD", alias="GROQ_CURRENCY", description="The currency of `GROQ_PRICES` and of budgets"
    )
    groq_breaker_failures: int = Field(
        default=3,
        ge=1,
        alias="GROQ_BREAKER_FAILURES",
        description="After so many failures in a row a model, or all of Groq, is left alone for a while",
    )
    groq_breaker_seconds: float = Field(
        default=60.0, gt=0, alias="GROQ_BREAKER_SECONDS", description="So long; then one call tries whether it is back"
    )
    model_tokens_per_hour: int | None = Field(
        default=None,
        ge=0,
        alias="ROUTER_MODEL_TOKENS_PER_HOUR",
        description="So many tokens of the model at most, over all workers; then templates alone. Empty: no limit",
    )
    model_tokens_per_day: int | None = Field(
        default=None, ge=0, alias="ROUTER_MODEL_TOKENS_PER_DAY", description="The same for a day, by UTC"
    )
    model_tokens_per_month: int | None = Field(
        default=None, ge=0, alias="ROUTER_MODEL_TOKENS_PER_MONTH", description="The same for a month"
    )
    model_money_per_hour: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        alias="ROUTER_MODEL_MONEY_PER_HOUR",
        description="So much money for the model at most; a model without a price counts by its tokens alone",
    )
    model_money_per_day: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        alias="ROUTER_MODEL_MONEY_PER_DAY",
        description="The same for a day, by UTC",
    )
    model_money_per_month: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        alias="ROUTER_MODEL_MONEY_PER_MONTH",
        description="The same for a month",
    )
    embedding_languages: Names = Field(
        default=("en",),
        alias="EMBEDDING_LANGUAGES",
        description="Languages the embedding model understands; others get a note at most",
    )
    support_addresses: Names = Field(
        default=(),
        alias="ROUTER_SUPPORT_ADDRESSES",
        description="Your own mailboxes, with commas: mail from them is a machine's, and they are never masked",
    )
    rules: Path = Field(default=Path("rules"), alias="ROUTER_RULES", description="Folder of the rules files")
    customer_list: Path = Field(
        default=Path("var/customers.csv"), alias="ROUTER_CUSTOMER_LIST", description="CSV file of your customers"
    )
    var: Path = Field(default=Path("var"), alias="VAR_DIR", description="Folder for database, key and index")
    bind: str = Field(
        default="0.0.0.0:8080",
        alias="ROUTER_BIND",
        description="Public address: webhook and `/healthz`",
    )
    ops_bind: str = Field(
        default="127.0.0.1:8081", alias="ROUTER_OPS_BIND", description="Address for `/readyz`, `/status` and `/metrics`"
    )
    worker_ops_bind: str = Field(
        default="127.0.0.1:8082",
        alias="ROUTER_WORKER_OPS_BIND",
        description="Address for the worker's own `/metrics`; port 0 takes any, empty shows none",
    )
    web_threads: int = Field(
        default=8, ge=1, le=64, alias="ROUTER_WEB_THREADS", description="Threads of the web program"
    )
    worker_threads: int = Field(
        default=24,
        ge=1,
        le=64,
        alias="ROUTER_WORKER_THREADS",
        description="Tickets at once; most of their time they wait for Freshdesk and the model",
    )
    quiet_seconds: float = Field(
        default=15.0,
        ge=0,
        alias="ROUTER_QUIET_SECONDS",
        description="Wait after a bell, so that quick messages become one answer",
    )
    give_up_hours: float = Field(
        default=24.0,
        gt=0,
        alias="ROUTER_GIVE_UP_HOURS",
        description="How long a ticket waits for Freshdesk or the index before a person gets it",
    )
    freshdesk_reserve: int = Field(
        default=20,
        ge=0,
        le=90,
        alias="ROUTER_FRESHDESK_RESERVE",
        description="Percent of the account's calls a minute that reading leaves to your other apps and to posting",
    )
    sweep_minutes: float = Field(
        default=5.0,
        ge=0,
        alias="ROUTER_SWEEP_MINUTES",
        description="Minutes between two looks at Freshdesk's list for tickets whose bell never rang; 0 never looks",
    )
    most_replies_per_ticket: int = Field(
        default=3,
        ge=0,
        alias="ROUTER_MOST_REPLIES_PER_TICKET",
        description="So many replies on one ticket at most; then drafts are notes, and two robots stop talking",
    )
    most_replies_per_requester: int = Field(
        default=3,
        ge=0,
        alias="ROUTER_MOST_REPLIES_PER_REQUESTER",
        description="So many replies to one requester in 24 hours at most, over all tickets; then drafts are notes",
    )
    most_replies_per_hour: int = Field(
        default=200,
        ge=0,
        alias="ROUTER_MOST_REPLIES_PER_HOUR",
        description="So many replies to everybody within an hour at most; then drafts are notes, and `status` says so",
    )
    keep_records_days: int = Field(
        default=365,
        ge=0,
        alias="ROUTER_KEEP_RECORDS_DAYS",
        description="Days for which decision records, drafts, bells and personal data are kept after a ticket's last "
        "sign of life; 0 keeps them for good",
    )
    keep_steps_days: int = Field(
        default=14,
        ge=0,
        alias="ROUTER_KEEP_STEPS_DAYS",
        description="Days for which the steps of ended runs and refused webhook bodies are kept; 0 keeps them for good",
    )
    rules_watch: bool = Field(
        default=False,
        alias="ROUTER_RULES_WATCH",
        description="`yes`: the worker publishes the rules folder whenever it is valid (development)",
    )
    log_level: str = Field(default="INFO", alias="ROUTER_LOG_LEVEL", description="`DEBUG`, `INFO`, `WARNING`, `ERROR`")

    @field_validator(
        "groq_models", "groq_prices", "embedding_languages", "support_addresses", "webhook_secrets", mode="before"
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("groq_prices")
    @classmethod
    def _prices(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        prices_of(value)
        return value

    @field_validator(*(f"model_{what}_per_{span}" for what in ("tokens", "money") for span in SPANS), mode="before")
    @classmethod
    def _no_limit(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("freshdesk_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        value = value.rstrip("/")
        if value and not re.fullmatch(r"https?://[^/\s]+", value):
            raise ValueError("must be the account's address and no more, such as https://acme.freshdesk.com")
        return value

    @field_validator("bind", "ops_bind", "worker_ops_bind")
    @classmethod
    def _host_and_port(cls, value: str, field: ValidationInfo) -> str:
        if value == "" and field.field_name == "worker_ops_bind":
            return value
        if not re.fullmatch(r"\S+:\d{1,5}", value):
            raise ValueError("must be HOST:PORT, such as 127.0.0.1:8081")
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()


def read_settings(only: Collection[str] = (), **given: Any) -> Settings:
    """The settings in force. ``given`` overrides by field name. Raises ``SettingsInvalid`` with all that is wrong.

    With ``only`` these variables alone are read, and all others are as by default, whatever stands in them.
    """
    wanted = only or names()
    complaints: list[str] = []
    try:
        complaints += [] if only else _unknown()
        values: dict[str, Any] = {**defaults_of_all_but(wanted, Settings), **_secrets_from_files(wanted), **given}
        settings = Settings(**values)
    except ValidationError as error:
        said = ((".".join(map(str, one["loc"])), one["msg"]) for one in error.errors())
        complaints += [f"{name}: {says.removeprefix('Value error, ')}" for name, says in said]
    except UnicodeDecodeError as error:
        raise SettingsInvalid(".env can't be read: save it as UTF-8") from error
    if complaints:
        raise SettingsInvalid("\n".join(complaints))
    return settings


def names() -> list[str]:
    """The names of all environment variables that are read."""
    return [str(field.alias) for field in Settings.model_fields.values()]


def _secrets_from_files(wanted: Collection[str]) -> dict[str, str]:
    found = {}
    for name in (name for name in SECRETS if name in wanted):
        if path := os.environ.get(f"{name}_FILE"):
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsInvalid(f"{name}_FILE: can't read {path}: {error.strerror}") from error
    return found


def _unknown() -> list[str]:
    known = [*names(), *(f"{name}_FILE" for name in SECRETS)]
    complaints = []
    for name in sorted({*os.environ, *dotenv_values(".env")}):
        if name.startswith(OWN_PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            complaints.append(f"{name}: no such setting" + (f", did you mean {near[0]}?" if near else ""))
    return complaints
