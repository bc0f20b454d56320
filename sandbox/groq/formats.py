"""What the real service takes as ``response_format``, and what it refuses, in its own words.

https://console.groq.com/docs/structured-outputs
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

STRICT = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")
"""Models whose decoding is bound to a schema; of those that the stand-in serves, no other takes one at all."""
_TAKEN = {"type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "$defs"}
_TAKEN |= {"title", "description"}
_TYPES = {"object": dict, "array": list, "string": str}


def refused(response_format: object, model: str, words: str, bound: Collection[str] = STRICT) -> str:
    """Why a request with this format is refused; empty when it isn't. ``bound`` are the models that take a schema."""
    asked = response_format if isinstance(response_format, Mapping) else {}
    if asked.get("type") == "json_object" and "json" not in words.casefold():
        return "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
    if asked.get("type") != "json_schema":
        return ""
    if model not in bound:
        return (
            "This model does not support response format `json_schema`. See supported models at "
            "https://console.groq.com/docs/structured-outputs#supported-models"
        )
    inside = asked.get("json_schema")
    named = inside if isinstance(inside, Mapping) else {}
    if not named.get("name") or not isinstance(named.get("schema"), Mapping):
        return "'response_format.json_schema' : properties 'name' and 'schema' are missing"
    wrong = next(_unstrict(named["schema"], "response_format/json_schema"), "") if named.get("strict") else ""
    return f"invalid JSON schema for response_format: '{named['name']}': {wrong}" if wrong else ""


def kind_of(response_format: object) -> str:
    """``json_schema``, ``json_object``, or ``text`` where nothing was said."""
    return str(response_format.get("type", "")) if isinstance(response_format, Mapping) else "text"


def schema_of(response_format: object) -> Mapping[str, object]:
    """The schema that a strict answer must keep; empty when none was asked for."""
    inside = response_format.get("json_schema") if isinstance(response_format, Mapping) else None
    schema = inside.get("schema") if isinstance(inside, Mapping) and inside.get("strict") else None
    return schema if isinstance(schema, Mapping) else {}


def keeps(value: object, schema: Mapping[str, object]) -> bool:
    """Whether the value is what the schema asks for: objects with just their properties, lists and texts."""
    if not isinstance(value, _TYPES.get(str(schema.get("type")), object)):
        return False
    if isinstance(value, list):
        return all(keeps(one, _part(schema, "items")) for one in value)
    if isinstance(value, dict):
        properties = _part(schema, "properties")
        return set(value) == set(properties) and all(keeps(one, _part(properties, name)) for name, one in value.items())
    return True


def _unstrict(schema: Mapping[str, object], path: str) -> Iterator[str]:
    """What strict mode doesn't take."""
    for name in set(schema) - _TAKEN:
        yield f"{path}: {name} is not supported"
    if schema.get("type") == "object":
        properties = _part(schema, "properties")
        if schema.get("additionalProperties") is not False:
            yield f"{path}: `additionalProperties:false` must be set on every object"
        wanted = schema.get("required")
        if sorted(wanted if isinstance(wanted, list) else []) != sorted(properties):
            yield f"{path}: `required` is required to be supplied and to be an array including every key in properties"
        for name in properties:
            yield from _unstrict(_part(properties, name), f"{path}/{name}")
    if "items" in schema:
        yield from _unstrict(_part(schema, "items"), f"{path}/items")


def _part(schema: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = schema.get(name)
    return part if isinstance(part, Mapping) else {}
