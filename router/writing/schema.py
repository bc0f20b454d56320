"""The JSON Schema of an answer, in the part of the language that a model can be bound to.

Strict structured outputs take no limits (``minItems``, ``maxLength``), want every property required and no other
allowed: https://console.groq.com/docs/structured-outputs
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

_TAKEN = ("type", "enum")


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema with references put in, every property required and none beside them."""
    whole = model.model_json_schema()
    return _strict(whole, whole.get("$defs", {}))


def _strict(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        return _strict(definitions[str(part["$ref"]).rpartition("/")[2]], definitions)
    strict = {name: part[name] for name in _TAKEN if name in part}
    if part.get("type") == "object":
        properties = {name: _strict(one, definitions) for name, one in part.get("properties", {}).items()}
        strict |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    if "items" in part:
        strict["items"] = _strict(part["items"], definitions)
    return strict
