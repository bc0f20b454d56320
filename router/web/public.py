"""The public address: the webhook, and a health check for the load balancer. ``openapi.yaml`` here describes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import structlog
from flask import Flask, Response, jsonify, request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, HTTPException

from router.meters import WEBHOOKS
from router.reading.doorbell import NotADoorbell, is_known, ticket_in
from router.web.seldom import Seldom

LARGEST_BODY = 1024 * 1024
SECRET_HEADER = "X-Router-Secret"  # noqa: S105  (the header's name)
WORDS = {
    404: "nothing here: the webhook is POST /webhooks/freshdesk",
    405: "wrong method: the webhook is POST /webhooks/freshdesk",
    413: 'the body is larger than 1 MB: send just {"ticket_id": "{{ticket.id}}"}',
}

log = structlog.get_logger()


class Bell(Protocol):
    """What the webhook needs of the rest."""

    def ring(self, ticket: int) -> str:
        """``queued`` or ``already waiting``. Raises when the database can't take it."""

    def refuse(self, reason: str, body: bytes) -> None:
        """Keep a body that could not be used, masked."""


def public_app(secrets: tuple[str, ...], bell: Callable[[], Bell]) -> Flask:
    """``bell`` is asked for on the first request, after gunicorn has forked."""
    app = Flask("router.public", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    strangers = Seldom()

    @app.post("/webhooks/freshdesk")
    def webhook() -> tuple[Response, int]:
        if not is_known(secrets, request.headers.get(SECRET_HEADER), request.headers.get("Authorization")):
            return _unknown_secret(strangers)
        try:
            body = request.get_data(cache=False)
        except (OSError, ParseException) as error:  # gunicorn's errors come through Flask on chunks that are none
            raise BadRequest("the body can't be read to its end") from error
        try:
            ticket = ticket_in(body)
        except NotADoorbell as reason:
            return _not_a_doorbell(bell, str(reason), body)
        return _ring(bell, ticket)

    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        return jsonify(status="ok"), 200

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        code = error.code or 400
        if code == 413:
            WEBHOOKS.labels("too large").inc()
        answer = jsonify(error=WORDS.get(code, error.description or error.name))
        answer.status_code = code
        answer.headers.extend([one for one in error.get_headers() if one[0] == "Allow"])
        return answer

    return app


def _unknown_secret(strangers: Seldom) -> tuple[Response, int]:
    """Never throttled by address: Freshdesk's customers share addresses, and one of them may guess at ours."""
    WEBHOOKS.labels("unknown secret").inc()
    if times := strangers.times():
        log.warning("webhook_refused", reason="secret", times=times)
    response = jsonify(error=f"unknown secret: set the header {SECRET_HEADER} in the automation rule")
    response.headers["WWW-Authenticate"] = 'Basic realm="webhook"'
    return response, 401


def _ring(bell: Callable[[], Bell], ticket: int) -> tuple[Response, int]:
    try:
        answer = bell().ring(ticket)
    except Exception as error:  # whatever keeps the bell from being taken: Freshdesk must ring again
        WEBHOOKS.labels("not taken").inc()
        log.error("webhook_not_taken", ticket_id=ticket, error=type(error).__name__)
        response = jsonify(error="the database can't take it now; ring again")
        response.headers["Retry-After"] = "300"
        return response, 503
    WEBHOOKS.labels(answer).inc()
    log.info("webhook", ticket_id=ticket, answer=answer)
    return jsonify(status=answer, ticket_id=ticket), 202


def _not_a_doorbell(bell: Callable[[], Bell], reason: str, body: bytes) -> tuple[Response, int]:
    WEBHOOKS.labels("not a doorbell").inc()
    log.warning("webhook_refused", reason=reason)
    try:
        bell().refuse(reason, body)
    except Exception as error:  # the answer says what is wrong with the body, kept or not
        log.error("rejected_not_kept", error=type(error).__name__)
    return jsonify(error=reason), 400
