"""Canned responses and their folders. They can be changed over the API; deleting one is refused, as really it is."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sandbox.freshdesk import library_shapes as shapes
from sandbox.freshdesk.checks import Field, check, check_query, sent_json
from sandbox.freshdesk.errors import not_found
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.library import ALL_AGENTS, PERSONAL, SOME_GROUPS, CannedResponse, ResponseFolder
from sandbox.freshdesk.paging import answer, page_of

blueprint = Blueprint("canned_responses", __name__)

_FIELDS = {
    "title": Field(),
    "content_html": Field(),
    "folder_id": Field("Integer"),
    "visibility": Field("Integer", choices=(ALL_AGENTS, PERSONAL, SOME_GROUPS)),
    "group_ids": Field("Array"),
}
_NAMES = {"content_html": "html"}
_PAGING = ("page", "per_page")


@blueprint.get("/canned_response_folders")
def folders() -> Response:
    check_query(_PAGING)
    library = this_desk().library
    shown, following = page_of(list(library.response_folders.values()))
    return answer([shapes.response_folder(library, one) for one in shown], following)


@blueprint.get("/canned_response_folders/<int:folder_id>")
def folder(folder_id: int) -> Response:
    """Only ids and titles inside: the words come with the next call."""
    found = _folder(folder_id)
    library = this_desk().library
    inside = [{"id": one.id, "title": one.title} for one in library.responses_in(folder_id)]
    return jsonify(shapes.response_folder(library, found) | {"canned_responses": inside})


@blueprint.get("/canned_response_folders/<int:folder_id>/responses")
def responses(folder_id: int) -> Response:
    check_query(_PAGING)
    _folder(folder_id)
    shown, following = page_of(this_desk().library.responses_in(folder_id))
    return answer([shapes.response(one) for one in shown], following)


@blueprint.get("/canned_responses/<int:response_id>")
def response(response_id: int) -> Response:
    return jsonify(shapes.response(_response(response_id)))


@blueprint.put("/canned_responses/<int:response_id>")
def update(response_id: int) -> Response:
    found, body = _response(response_id), sent_json()
    check(body, _FIELDS)
    if "folder_id" in body:
        _folder(body["folder_id"])
    for name, value in body.items():
        setattr(found, _NAMES.get(name, name), value)
    found.updated_at = this_desk().now()
    return jsonify(shapes.response(found))


def _folder(folder_id: int) -> ResponseFolder:
    found = this_desk().library.response_folders.get(folder_id)
    if found is None:
        raise not_found()
    return found


def _response(response_id: int) -> CannedResponse:
    found = this_desk().library.responses.get(response_id)
    if found is None:
        raise not_found()
    return found
