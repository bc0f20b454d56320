"""The second address, loopback by default: is it ready, and what is it doing?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from flask import Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from router.store.figures import Figures
from router.web.metrics import CONTENT_TYPE, metrics_page


class Desk(Protocol):
    """What the ops pages need of the rest."""

    def check_write(self) -> None:
        """Raises SQLAlchemy's errors when the database takes no write."""

    def status(self) -> Mapping[str, Any]:
        """Plain JSON values for the one on call."""

    def figures(self) -> Figures:
        """What the metrics page counts."""


def ops_app(desk: Callable[[], Desk]) -> Flask:
    """``/readyz`` answers 200 only when the database takes a write; ``/status`` tells the rest, ``/metrics`` counts."""
    app = Flask("router.ops", static_folder=None, template_folder=None)

    @app.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            desk().check_write()
        except SQLAlchemyError as error:
            return jsonify(status="not ready", reason=f"the database takes no write: {type(error).__name__}"), 503
        return jsonify(status="ready"), 200

    @app.get("/status")
    def status() -> tuple[Response, int]:
        try:
            return jsonify(desk().status()), 200
        except SQLAlchemyError as error:
            return jsonify(problem=f"the database can't be read: {type(error).__name__}"), 503

    @app.get("/metrics")
    def metrics() -> tuple[Response, int]:
        figures: Figures | None
        try:
            figures = desk().figures()
        except SQLAlchemyError:
            figures = None
        return Response(metrics_page(figures), content_type=CONTENT_TYPE), 200

    return app
