"""The two shapes in which Freshdesk says no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class FieldError:
    field: str
    message: str
    code: str
    additional_info: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, object]:
        shown: dict[str, object] = {k: v for k, v in asdict(self).items() if k != "additional_info"}
        return shown | ({"additional_info": dict(self.additional_info)} if self.additional_info else {})


class ApiError(Exception):
    """An answer that isn't a success. ``body`` None means an empty body."""

    def __init__(self, status: int, body: dict[str, object] | None) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def invalid(*errors: FieldError, status: int = 400) -> ApiError:
    """The shape for validation: a list of fields."""
    return ApiError(status, {"description": "Validation failed", "errors": [e.as_json() for e in errors]})


def flat(status: int, code: str, message: str) -> ApiError:
    """The shape for everything else."""
    return ApiError(status, {"code": code, "message": message})


def not_found() -> ApiError:
    return ApiError(404, None)


def not_allowed(method: str, allowed: Sequence[str]) -> ApiError:
    verbs = ", ".join(allowed)
    return ApiError(405, {"message": f"{method} method is not allowed. It should be one of these method(s): {verbs}"})


def unknown_field(name: str) -> FieldError:
    return FieldError(name, "Unexpected/invalid field in request", "invalid_field")


def wrong_value(name: str, allowed: Sequence[object]) -> FieldError:
    values = ",".join(str(value) for value in allowed)
    return FieldError(name, f"It should be one of these values: '{values}'", "invalid_value")


def missing(name: str, kind: str) -> FieldError:
    return FieldError(name, f"It should be a/an {kind}", "missing_field")


def wrong_type(name: str, kind: str) -> FieldError:
    return FieldError(name, f"Value set is of the wrong type. It should be a/an {kind}", "datatype_mismatch")
