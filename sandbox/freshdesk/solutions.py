"""Solutions: categories, folders inside folders, articles. Drafts stand in the lists beside what is published."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sandbox.freshdesk import library_shapes as shapes
from sandbox.freshdesk.checks import Field, check, check_query, sent_json
from sandbox.freshdesk.errors import not_found
from sandbox.freshdesk.gate import this_desk
from sandbox.freshdesk.library import DRAFT, PUBLISHED, Article, ArticleFolder, Category
from sandbox.freshdesk.paging import answer, page_of

blueprint = Blueprint("solutions", __name__)

_FIELDS = {
    "title": Field(),
    "description": Field(),
    "status": Field("Integer", choices=(DRAFT, PUBLISHED)),
    "tags": Field("Array"),
}
_NAMES = {"description": "html"}
_PAGING = ("page", "per_page")


@blueprint.get("/solutions/categories")
def categories() -> Response:
    check_query(_PAGING)
    shown, following = page_of(list(this_desk().library.categories.values()))
    return answer([shapes.category(one) for one in shown], following)


@blueprint.get("/solutions/categories/<int:category_id>")
def category(category_id: int) -> Response:
    return jsonify(shapes.category(_category(category_id)))


@blueprint.get("/solutions/categories/<int:category_id>/folders")
def folders(category_id: int) -> Response:
    """The folders right below the category; those inside them come with ``/folders/{id}/subfolders``."""
    _category(category_id)
    return _folders(this_desk().library.folders_below(category_id, None))


@blueprint.get("/solutions/folders/<int:folder_id>")
def folder(folder_id: int) -> Response:
    return jsonify(shapes.folder(this_desk().library, _folder(folder_id)))


@blueprint.get("/solutions/folders/<int:folder_id>/subfolders")
def subfolders(folder_id: int) -> Response:
    return _folders(this_desk().library.folders_below(_folder(folder_id).category_id, folder_id))


@blueprint.get("/solutions/folders/<int:folder_id>/articles")
def articles(folder_id: int) -> Response:
    check_query(_PAGING)
    _folder(folder_id)
    library = this_desk().library
    shown, following = page_of(library.articles_in(folder_id))
    return answer([shapes.article(library, one, listed=True) for one in shown], following)


@blueprint.get("/solutions/articles/<int:article_id>")
def article(article_id: int) -> Response:
    return jsonify(shapes.article(this_desk().library, _article(article_id)))


@blueprint.put("/solutions/articles/<int:article_id>")
def update(article_id: int) -> Response:
    found, body = _article(article_id), sent_json()
    check(body, _FIELDS)
    for name, value in body.items():
        setattr(found, _NAMES.get(name, name), value)
    found.updated_at = this_desk().now()
    return jsonify(shapes.article(this_desk().library, found))


@blueprint.delete("/solutions/articles/<int:article_id>")
def delete(article_id: int) -> tuple[str, int]:
    del this_desk().library.articles[_article(article_id).id]
    return "", 204


def _folders(found: list[ArticleFolder]) -> Response:
    check_query(_PAGING)
    shown, following = page_of(found)
    return answer([shapes.folder(this_desk().library, one) for one in shown], following)


def _category(category_id: int) -> Category:
    found = this_desk().library.categories.get(category_id)
    if found is None:
        raise not_found()
    return found


def _folder(folder_id: int) -> ArticleFolder:
    found = this_desk().library.folders.get(folder_id)
    if found is None:
        raise not_found()
    return found


def _article(article_id: int) -> Article:
    found = this_desk().library.articles.get(article_id)
    if found is None:
        raise not_found()
    return found
