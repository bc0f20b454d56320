"""The HTTP side: chat completions and models under both usual prefixes, and the control paths for tests."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from types import TracebackType

from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.groq import error_bodies
from sandbox.groq.completions import MODELS, Completions, OddBody, Refusal
from sandbox.groq.error_bodies import ErrorAnswer
from sandbox.groq.faults import fault_from, read_fault
from sandbox.groq.limits import sizes_from
from sandbox.groq.obeying import orders_from

_PREFIXES = ("/openai/v1", "/v1")


def create_app(api_key: str = "", fault: str = "") -> Flask:
    """The stand-in as a Flask app. No key set: any key will do. ``fault`` is ``KIND`` or ``KIND:COUNT``."""
    app, service = Flask(__name__), Completions()
    if fault:
        service.faults.add(read_fault(fault))
    _add_api(app, service, api_key)
    _add_control(app, service)
    _add_orders(app, service)
    return app


def _add_api(app: Flask, service: Completions, api_key: str) -> None:
    def complete() -> Response:
        if not _key_fits(api_key):
            return _error(error_bodies.wrong_key())
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            return _error(error_bodies.bad_request("could not parse the body as JSON"))
        try:
            return told(jsonify(service.complete(body)), str(body.get("model", "")))
        except Refusal as refusal:
            return told(_error(refusal.answer), str(body.get("model", "")))
        except OddBody as odd:
            return _odd(odd)

    def told(response: Response, model: str) -> Response:
        """With what is left of the model's limits."""
        response.headers.update(service.limits.headers(model))
        return response

    def models() -> Response:
        if not _key_fits(api_key):
            return _error(error_bodies.wrong_key())
        listed = [{"id": name, "object": "model", "created": 1733447754, "owned_by": "sandbox"} for name in MODELS]
        return told(_numbered(jsonify({"object": "list", "data": listed})), "")

    for prefix in _PREFIXES:
        app.add_url_rule(f"{prefix}/chat/completions", f"{prefix} complete", complete, methods=["POST"])
        app.add_url_rule(f"{prefix}/models", f"{prefix} models", models)


def _add_control(app: Flask, service: Completions) -> None:
    @app.post("/sandbox/control/fault")
    def add_fault() -> tuple[Response, int]:
        try:
            fault = fault_from(request.get_json(silent=True) or {})
            service.faults.add(fault)
        except ValueError as error:
            return jsonify({"error": str(error)}), 400
        return jsonify(asdict(fault)), 201

    @app.get("/sandbox/control/fault")
    def faults() -> Response:
        return jsonify([asdict(fault) for fault in service.faults.listed()])

    @app.get("/sandbox/control/calls")
    def calls() -> Response:
        """With ``?prompts=yes`` also the prompts, for tests that look for what must not be in them."""
        return jsonify(service.calls(prompts=request.args.get("prompts") == "yes"))

    @app.post("/sandbox/control/limits")
    def limits() -> tuple[Response, int]:
        """``requests`` and ``tokens`` that each model's buckets hold, and the ``seconds`` in which they fill."""
        try:
            service.limits.set(sizes_from(request.get_json(silent=True) or {}))
        except ValueError as error:
            return jsonify({"error": str(error)}), 400
        return jsonify(service.limits.headers("")), 200

    @app.post("/sandbox/control/reset")
    def reset() -> tuple[str, int]:
        service.reset()
        return "", 204

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"


def _add_orders(app: Flask, service: Completions) -> None:
    @app.post("/sandbox/control/orders")
    def orders() -> tuple[Response, int]:
        """What the fault ``obeys`` obeys from now on, in place of what it obeyed before."""
        try:
            service.hijacker.orders = orders_from(request.get_json(silent=True) or {})
        except ValueError as error:
            return jsonify({"error": str(error)}), 400
        return jsonify({"obeyed": service.hijacker.obeyed}), 201

    @app.get("/sandbox/control/orders")
    def obeyed() -> Response:
        return jsonify({"obeyed": service.hijacker.obeyed})


def _key_fits(api_key: str) -> bool:
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return not api_key or hmac.compare_digest(sent.encode(), api_key.encode())


def _error(answer: ErrorAnswer) -> Response:
    response = _numbered(jsonify(answer.body))
    response.status_code = answer.status
    response.headers.update(answer.headers)
    return response


def _odd(odd: OddBody) -> Response:
    """A page in place of an answer, or the answer in small pieces."""
    if odd.fault.kind == "no_json":
        return Response("<html><h1>Please log in</h1></html>", content_type="text/html")
    body, pieces = json.dumps(odd.completion).encode(), 20

    def drip() -> Iterator[bytes]:
        size = -(-len(body) // pieces)
        for start in range(0, len(body), size):
            time.sleep(odd.fault.seconds / pieces)
            yield body[start : start + size]

    return Response(drip(), content_type="application/json")


def _numbered(response: Response) -> Response:
    response.headers["x-request-id"] = f"req_{time.monotonic_ns()}"
    return response


class RunningGroq:
    """A stand-in that serves in a thread of this process. ``url`` is what the SDK takes as ``base_url``."""

    def __init__(self, server: BaseWSGIServer) -> None:
        self._server = server
        self._thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="sandbox-groq", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()

    def __enter__(self) -> RunningGroq:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request: the calls are listed at the control path."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


def _server(port: int, api_key: str, fault: str) -> BaseWSGIServer:
    app = create_app(api_key, fault)
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)


def start(port: int = 0, api_key: str = "", fault: str = "") -> RunningGroq:
    """Serve in the background on loopback; port 0 takes a free one."""
    return RunningGroq(_server(port, api_key, fault))


def serve(port: int, api_key: str = "", fault: str = "") -> None:
    """Serve on loopback until stopped."""
    _server(port, api_key, fault).serve_forever()
