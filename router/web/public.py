"""The public address: the webhook, and a health check for the load balancer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import structlog
from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from router.web.doorbell import NotADoorbell, is_known, ticket_in

LARGEST_BODY = 1024 * 1024
SECRET_HEADER = "X-Router-Secret"  # noqa: S105  (the header's name)

log = structlog.get_logger()


class Bell(Protocol):
    """What the webhook needs of the rest."""

    def ring(self, ticket: int) -> str:
        """``queued`` or ``already waiting``. Raises SQLAlchemy's errors when the database can't take it."""

    def refuse(self, reason: str, body: bytes) -> None:
        """Keep a body that could not be used, masked."""


def public_app(secrets: tuple[str, ...], bell: Callable[[], Bell]) -> Flask:
    """``bell`` is asked for on the first request, after gunicorn has forked."""
    app = Flask("router.public", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.post("/webhooks/freshdesk")
    def webhook() -> tuple[Response, int]:
        if not is_known(secrets, request.headers.get(SECRET_HEADER), request.headers.get("Authorization")):
            log.warning("webhook_refused", reason="secret")
            return jsonify(error=f"unknown secret: set the header {SECRET_HEADER} in the automation rule"), 401
        body = request.get_data(cache=False)
        try:
            ticket = ticket_in(body)
        except NotADoorbell as reason:
            return _not_a_doorbell(bell(), str(reason), body)
        return _ring(bell(), ticket)

    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        return jsonify(status="ok"), 200

    @app.errorhandler(413)
    def too_large(_error: Exception) -> tuple[Response, int]:
        return jsonify(error='the body is larger than 1 MB: send just {"ticket_id": "{{ticket.id}}"}'), 413

    @app.errorhandler(404)
    def not_here(_error: Exception) -> tuple[Response, int]:
        return jsonify(error="nothing here: the webhook is POST /webhooks/freshdesk"), 404

    @app.errorhandler(405)
    def not_so(_error: Exception) -> tuple[Response, int]:
        return jsonify(error="wrong method: the webhook is POST /webhooks/freshdesk"), 405

    return app


def _ring(bell: Bell, ticket: int) -> tuple[Response, int]:
    try:
        answer = bell.ring(ticket)
    except SQLAlchemyError as error:
        log.error("webhook_not_taken", ticket_id=ticket, error=type(error).__name__)
        response = jsonify(error="the database can't take it now; ring again")
        response.headers["Retry-After"] = "300"
        return response, 503
    log.info("webhook", ticket_id=ticket, answer=answer)
    return jsonify(status=answer, ticket_id=ticket), 202


def _not_a_doorbell(bell: Bell, reason: str, body: bytes) -> tuple[Response, int]:
    log.warning("webhook_refused", reason=reason)
    try:
        bell.refuse(reason, body)
    except SQLAlchemyError as error:
        log.error("rejected_not_kept", error=type(error).__name__)
    return jsonify(error=reason), 400
