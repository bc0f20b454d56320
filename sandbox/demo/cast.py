"""Reads the cast: the mails of the demo and what must come of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FOLDER = Path(__file__).parent


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Sender(Shape):
    name: str
    email: str


class Expectation(Shape):
    """What must come out. An empty text is not looked at."""

    customer: Literal["", "new", "existing", "unknown"] = ""
    products: tuple[str, ...] | None = None
    route: Literal["", "ignore", "hand over", "standard reply", "retrieve"] = ""
    template: str = ""
    lane: Literal["", "shadow", "note", "reply"] = ""
    delivered: Literal["", "reply", "note", "nothing"] = ""


class Mail(Shape):
    """A mail by the customer's side of the help desk."""

    case: str
    title: str = ""
    sender: Sender = Field(alias="from")
    subject: str = ""
    text: str = ""
    html: str = ""
    headers: Annotated[dict[str, str], BeforeValidator(lambda value: value or {})] = Field(default_factory=dict)
    why: str = ""
    expect: Expectation = Expectation()

    def as_sent(self) -> dict[str, Any]:
        """The body for the sandbox's control endpoint."""
        sent: dict[str, Any] = {"name": self.sender.name, "email": self.sender.email, "subject": self.subject}
        sent |= {"html": self.html} if self.html else {"text": self.text}
        return sent | ({"headers": self.headers} if self.headers else {})


def mails_of_the_cast(path: Path = FOLDER / "cast.yaml") -> list[Mail]:
    """All mails, in the order they arrive."""
    return [Mail.model_validate(mail) for mail in yaml.safe_load(path.read_text(encoding="utf-8"))["mails"]]


def mails_of_a_file(path: Path, limit: int, spread: bool = False) -> list[Mail]:
    """Real customers' words: rows with ``text``, each a mail of an IM holder of its own, nothing expected.

    The first ``limit`` rows, or as many ``spread`` evenly over the file: such files are often sorted by intent.
    """
    lines = [(number, line) for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if line]
    wanted = min(limit, len(lines))
    chosen = [lines[index * len(lines) // wanted] for index in range(wanted)] if spread else lines[:wanted]
    return [_mail_of(number, _text_of(path, number, line)) for number, line in chosen]


def _mail_of(number: int, text: str) -> Mail:
    sender = Sender(name=f"Customer {number}", email=f"customer{number}@mail.example")
    return Mail(case=f"message-{number}", sender=sender, subject=text[:60], text=text)


def _text_of(path: Path, number: int, line: str) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}:{number}: a row must be a JSON object with a field text") from error
    return str(text)


def customers_of(mails: list[Mail], products: str = "IM") -> str:
    """A customer list in which every sender holds the product: for messages of people who aren't in the cast."""
    rows = [
        f"{mail.sender.email},C-{number},,{mail.sender.name},{products},2025-01-01" for number, mail in enumerate(mails)
    ]
    return "\n".join(["email,customer id,phone,name,products,since", *rows]) + "\n"
