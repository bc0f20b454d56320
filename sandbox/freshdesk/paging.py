"""Pages of a list, and the ``link`` header that tells there is a next one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request

from sandbox.freshdesk.checks import number
from sandbox.freshdesk.errors import FieldError, invalid
from sandbox.freshdesk.gate import this_desk

_LAST_PAGE = 300
_SHORT = 3


def page_of(items: list[Any], *, wall: bool = False) -> tuple[list[Any], str]:
    """This page's items, and the address of the next page or nothing. ``wall``: the list ends at the 300th page."""
    page = number("page", 1) or 1
    size = number("per_page", 30, highest=100) or 30
    if this_desk().switches.short_pages:
        size = min(size, _SHORT)
    if wall and page > _LAST_PAGE:
        words = f"You cannot access tickets beyond the {_LAST_PAGE}th page. Please provide a smaller page number."
        raise invalid(FieldError("page", words, "invalid_value"))
    start = (page - 1) * size
    more = len(items) > start + size
    return items[start : start + size], _address(page + 1) if more else ""


def answer(shown: list[Any], following: str) -> Response:
    """A bare array. The stray blank in ``link`` is Freshdesk's own."""
    response = jsonify(shown)
    if following:
        response.headers["link"] = f'< {following}>;rel="next"'
    return response


def _address(page: int) -> str:
    query = {key: value for key, value in request.args.items() if key != "page"} | {"page": str(page)}
    return f"{request.base_url}?{urlencode(query)}"
