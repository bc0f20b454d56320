"""Reading what a client sent: every unknown key, wrong type and wrong value is an error, all of them at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import request

from sandbox.freshdesk.errors import FieldError, flat, invalid, missing, unknown_field, wrong_type, wrong_value

TYPES: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Boolean": (bool,),
    "Array": (list,),
    "key/value pair": (dict,),
    "value": (str, int, float, bool, list, dict),
}


@dataclass(frozen=True)
class Field:
    """What a field of a body may hold. Null is always taken, unless the field is required."""

    kind: str = "String"
    required: bool = False
    choices: tuple[object, ...] = ()


def sent_json() -> dict[str, Any]:
    """The body as an object; a form with files is read the way Freshdesk names its keys."""
    if request.mimetype == "multipart/form-data":
        return _from_form()
    if not request.get_data():
        return {}
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise flat(400, "invalid_json", "Request body has invalid json format")
    return body


def _from_form() -> dict[str, Any]:
    body: dict[str, Any] = {}
    for key, values in request.form.lists():
        nested = re.fullmatch(r"custom_fields\[(\w+)\]", key)
        if nested:
            body.setdefault("custom_fields", {})[nested[1]] = values[-1]
        elif key.endswith("[]"):
            body[key.removesuffix("[]")] = values
        else:
            body[key] = int(values[-1]) if values[-1].isdigit() else values[-1]
    return body


def check(body: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    """Refuse the body with all that is wrong with it."""
    problems = [unknown_field(name) for name in body if name not in fields]
    for name, field in fields.items():
        problems += _problems(name, field, body.get(name))
    if problems:
        raise invalid(*problems)


def _problems(name: str, field: Field, value: Any) -> list[FieldError]:
    if value is None or (field.required and value == ""):
        return [missing(name, field.kind)] if field.required else []
    odd_bool = isinstance(value, bool) and field.kind not in ("Boolean", "value")
    if odd_bool or not isinstance(value, TYPES[field.kind]):
        return [wrong_type(name, field.kind)]
    if field.choices and value not in field.choices:
        return [wrong_value(name, field.choices)]
    return []


def check_custom(sent: Mapping[str, Any], known: Sequence[str]) -> None:
    unknown = [unknown_field(name) for name in sent if name not in known]
    if unknown:
        raise invalid(*unknown)


def check_query(known: Sequence[str]) -> None:
    """Refuse parameters that the call doesn't know."""
    unknown = [unknown_field(name) for name in request.args if name not in known]
    if unknown:
        raise invalid(*unknown)


def includes(known: Sequence[str]) -> set[str]:
    """What the client wants embedded."""
    wanted = [name for name in request.args.get("include", "").split(",") if name]
    if any(name not in known for name in wanted):
        raise invalid(wrong_value("include", known))
    return set(wanted)


def number(name: str, fallback: int | None = None, highest: int | None = None) -> int | None:
    """A positive whole number from the query."""
    text = request.args.get(name)
    if text is None:
        return fallback
    if not text.isdigit() or int(text) < 1 or (highest is not None and int(text) > highest):
        limit = f" and less than or equal to {highest}" if highest else ""
        raise invalid(FieldError(name, f"It should be a Positive Integer{limit}", "invalid_value"))
    return int(text)


def moment(name: str) -> datetime | None:
    """A time from the query; without a zone it is UTC."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as fault:
        words = "It should be in the 'combined date and time ISO8601' format"
        raise invalid(FieldError(name, words, "invalid_date")) from fault
    return read if read.tzinfo else read.replace(tzinfo=UTC)
