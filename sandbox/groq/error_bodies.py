"""Groq's error answers, as the real service words them (https://console.groq.com/docs/errors)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ErrorAnswer:
    """An error as it goes over the wire."""

    status: int
    error: dict[str, str]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, object]:
        return {"error": self.error}


def rate_limited(model: str, seconds: float) -> ErrorAnswer:
    message = (
        f"Rate limit reached for model `{model}` in organization `org_sandbox` service tier `on_demand` on tokens per "
        f"minute (TPM): Limit 12000, Used 11000, Requested 1500. Please try again in {seconds:g}s."
    )
    error = {"message": message, "type": "tokens", "code": "rate_limit_exceeded"}
    return ErrorAnswer(429, error, {"retry-after": f"{seconds:g}"})


def internal_error() -> ErrorAnswer:
    return ErrorAnswer(500, {"message": "Internal Server Error", "type": "internal_server_error"})


def model_not_found(model: str) -> ErrorAnswer:
    message = f"The model `{model}` does not exist or you do not have access to it."
    return ErrorAnswer(404, {"message": message, "type": "invalid_request_error", "code": "model_not_found"})


def model_decommissioned(model: str) -> ErrorAnswer:
    message = (
        f"The model `{model}` has been decommissioned and is no longer supported. Please refer to "
        "https://console.groq.com/docs/deprecations for a recommendation on which model to use instead."
    )
    return ErrorAnswer(400, {"message": message, "type": "invalid_request_error", "code": "model_decommissioned"})


def wrong_key() -> ErrorAnswer:
    return ErrorAnswer(401, {"message": "Invalid API Key", "type": "invalid_request_error", "code": "invalid_api_key"})


def json_validate_failed(generated: str) -> ErrorAnswer:
    message = "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details."
    error = {
        "message": message,
        "type": "invalid_request_error",
        "code": "json_validate_failed",
        "failed_generation": generated,
    }
    return ErrorAnswer(400, error)


def bad_request(message: str) -> ErrorAnswer:
    return ErrorAnswer(400, {"message": message, "type": "invalid_request_error"})
