"""What every API call passes on its way in and out: faults, limits, the key, content types, headers."""

from __future__ import annotations

import re
import socket
import time
import uuid
from dataclasses import replace

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from sandbox.freshdesk import limits
from sandbox.freshdesk.desk import Desk
from sandbox.freshdesk.errors import ApiError, FieldError, flat, invalid, not_allowed
from sandbox.freshdesk.faults import AFTER, STALE, Fault
from sandbox.freshdesk.journal import line_of, ticket_in
from sandbox.freshdesk.records import Ticket

PREFIX = "/api/v2"
SENT_PATH = "sandbox.sent_path"
_BROKEN_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0} Bad Gateway</h1></body></html>"


def this_desk() -> Desk:
    """The desk this application serves."""
    desk = current_app.extensions["desk"]
    if not isinstance(desk, Desk):
        raise TypeError("The application was built without a desk.")
    return desk


def install(app: Flask) -> None:
    app.before_request(_way_in)
    app.after_request(_way_out)
    app.register_error_handler(ApiError, _said_no)
    app.register_error_handler(HTTPException, _routing_said_no)


def label() -> str:
    """The call without its ids, as ``GET /tickets/{id}``."""
    rule = request.url_rule.rule if request.url_rule else "unknown path"
    return f"{request.method} {re.sub(r'<[^>]+>', '{id}', rule).removeprefix(PREFIX)}"


def as_shown(ticket: Ticket) -> Ticket:
    """The ticket as this call sees it."""
    fault = g.get("fault")
    return replace(ticket, entries=ticket.entries[:-1]) if fault and fault.fault == STALE else ticket


def _is_api() -> bool:
    return request.path.startswith("/api/")


def _way_in() -> Response | None:
    if not _is_api():
        return None
    g.newest = _newest_entry()
    g.fault = this_desk().faults.take(request.method, request.path.removeprefix(PREFIX))
    struck = _strike_before(g.fault)
    if struck is not None:
        return struck
    _pay()
    _refuse_double_slash()
    _check_key()
    _check_types()
    return None


def _strike_before(fault: Fault | None) -> Response | None:
    if fault is None or fault.fault in AFTER or fault.fault == STALE:
        return None
    if fault.fault == "slow":
        time.sleep(fault.seconds)
        return None
    if fault.fault == "drop_before":
        _cut()
        return Response(status=502)
    if fault.fault == "429":
        refused = jsonify(message="You have exceeded the limit of requests per minute")
        refused.status_code = 429
        refused.headers["Retry-After"] = str(fault.retry_after)
        return refused
    if fault.fault == "refuse":
        return _refused(fault)
    return Response(_BROKEN_PAGE.format(fault.status), fault.status, mimetype="text/html")


def _refused(fault: Fault) -> Response:
    """The flat error of this status and code; a redirect leads to a login page."""
    refused = jsonify(code=fault.code, message="The request was refused.")
    refused.status_code = fault.status
    if 300 <= fault.status < 400:
        refused.headers["Location"] = "https://elsewhere.freshdesk.example/login"
    return refused


def _pay() -> None:
    name = label()
    embeds = len([part for part in request.args.get("include", "").split(",") if part])
    g.reading = this_desk().meter.take(limits.cost_of(name, embeds), limits.kind_of(name), name)
    if g.reading.retry_after:
        raise ApiError(429, {"message": "You have exceeded the limit of requests per minute"})


def _refuse_double_slash() -> None:
    if str(request.environ.get(SENT_PATH, "")).startswith("//"):
        raise invalid(FieldError("ticket", "Unexpected/invalid field in request", "invalid_field"))


def _check_key() -> None:
    sent = request.authorization
    if sent is None or sent.type != "basic" or sent.username != this_desk().api_key:
        raise flat(401, "invalid_credentials", "You have to be logged in to perform this action.")


def _check_types() -> None:
    if request.accept_mimetypes and not request.accept_mimetypes.accept_json:
        raise flat(406, "invalid_accept_header", "Accept header should allow application/json")
    if request.method not in ("POST", "PUT") or not request.content_length:
        return
    if request.mimetype not in ("application/json", "multipart/form-data"):
        words = f"Content-Type header is set to {request.mimetype or 'nothing'}. It should be set to application/json"
        raise flat(415, "invalid_content_type", words)


def _way_out(response: Response) -> Response:
    if not _is_api():
        return response
    response.headers["X-Request-Id"] = str(uuid.uuid4())
    response.headers["X-Freshdesk-Api-Version"] = "latest=v2; requested=v2"
    reading = g.get("reading")
    if reading is not None:
        response.headers["X-RateLimit-Total"] = str(reading.total)
        response.headers["X-RateLimit-Remaining"] = str(reading.remaining)
        response.headers["X-RateLimit-Used-CurrentRequest"] = str(reading.used)
        if reading.retry_after:
            response.headers["Retry-After"] = str(reading.retry_after)
    _write_down(response)
    return _strike_after(g.get("fault"), response)


def _newest_entry() -> int:
    """Of the ticket that is asked for, before the call is looked at: all that a view can be sure to show."""
    ticket = this_desk().tickets.get(ticket_in(request.path))
    return ticket.entries[-1].id if ticket and ticket.entries else 0


def _write_down(response: Response) -> None:
    posted = request.method == "POST" and response.status_code == 201 and response.get_json().get("id")
    line = line_of(request.method, request.path, response.status_code, posted or g.get("newest", 0))
    if line is not None:
        this_desk().journal.write(line)


def _strike_after(fault: Fault | None, response: Response) -> Response:
    if fault is None or fault.fault not in AFTER:
        return response
    if fault.fault == "5xx_after":
        return Response(_BROKEN_PAGE.format(fault.status), fault.status, mimetype="text/html")
    if fault.fault == "hang_after":
        time.sleep(fault.seconds)
    _cut()
    return response


def _cut() -> None:
    """End the connection without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)


def _said_no(error: ApiError) -> Response:
    response = jsonify(error.body) if error.body is not None else Response(b"", mimetype="application/json")
    response.status_code = error.status
    return response


def _routing_said_no(error: HTTPException) -> Response | HTTPException:
    if not _is_api():
        return error
    if isinstance(error, MethodNotAllowed):
        allowed = [m for m in error.valid_methods or () if m not in ("HEAD", "OPTIONS")]
        return _said_no(not_allowed(request.method, sorted(allowed)))
    if error.code == 404:
        return _said_no(ApiError(404, None))
    return _said_no(flat(error.code or 500, "invalid_request", error.description or error.name))
