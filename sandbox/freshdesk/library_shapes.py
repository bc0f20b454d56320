"""Canned responses and solutions as the API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sandbox.freshdesk.html import flat_text
from sandbox.freshdesk.library import Article, ArticleFolder, CannedResponse, Category, Library, ResponseFolder
from sandbox.freshdesk.shapes import stamp

_NOBODY_COUNTED = {"thumbs_up": 0, "thumbs_down": 0, "hits": 0, "suggested": 0, "feedback_count": 0}


def response_folder(library: Library, it: ResponseFolder) -> dict[str, Any]:
    return {
        "id": it.id,
        "name": it.name,
        "personal": it.personal,
        "responses_count": len(library.responses_in(it.id)),
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.created_at),
    }


def response(it: CannedResponse) -> dict[str, Any]:
    return {
        "id": it.id,
        "title": it.title,
        "folder_id": it.folder_id,
        "content": flat_text(it.html),
        "content_html": it.html,
        "attachments": attachments(it.attachments, it.id, it.created_at),
        "group_ids": it.group_ids,
        "visibility": it.visibility,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }


def category(it: Category) -> dict[str, Any]:
    return {
        "id": it.id,
        "name": it.name,
        "description": it.description,
        "visible_in_portals": [],
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.created_at),
    }


def folder(library: Library, it: ArticleFolder) -> dict[str, Any]:
    return {
        "id": it.id,
        "name": it.name,
        "description": None,
        "visibility": it.visibility,
        "category_id": it.category_id,
        "parent_folder_id": it.parent_id,
        "sub_folders_count": len(library.folders_below(it.category_id, it.id)),
        "articles_count": len(library.articles_in(it.id)),
        "hierarchy": _hierarchy(library, it)[:-1],
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.created_at),
    }


def article(library: Library, it: Article, *, listed: bool = False) -> dict[str, Any]:
    """An article as viewed, or as an item of a list: tags are missing there."""
    shown = _article_fields(library, it)
    return {name: value for name, value in shown.items() if name != "tags"} if listed else shown


def _article_fields(library: Library, it: Article) -> dict[str, Any]:
    above = library.folders[it.folder_id]
    return {
        "id": it.id,
        "title": it.title,
        "description": it.html,
        "description_text": flat_text(it.html),
        "type": 1,
        "status": it.status,
        "agent_id": 67_013_469_919,
        "category_id": above.category_id,
        "folder_id": it.folder_id,
        "hierarchy": _hierarchy(library, above),
        "tags": it.tags,
        "seo_data": {"meta_title": "", "meta_description": ""},
        "attachments": attachments(it.attachments, it.id, it.created_at),
        "cloud_files": [],
        **_NOBODY_COUNTED,
        "created_at": stamp(it.created_at),
        "updated_at": stamp(it.updated_at),
    }


def _hierarchy(library: Library, it: ArticleFolder) -> list[dict[str, Any]]:
    path: list[ArticleFolder] = [it]
    while path[0].parent_id is not None:
        path.insert(0, library.folders[path[0].parent_id])
    top = library.categories[it.category_id]
    steps = [("category", top.id, top.name), *(("folder", one.id, one.name) for one in path)]
    return [
        {"level": level, "type": kind, "data": {"id": number, "name": name, "language": "en"}}
        for level, (kind, number, name) in enumerate(steps)
    ]


def attachments(names: Sequence[str], of: int, moment: datetime) -> list[dict[str, Any]]:
    return [
        {
            "id": of + place + 1,
            "name": name,
            "content_type": "application/pdf",
            "size": 48_213,
            "attachment_url": f"https://files.example/{of}/{name}",
            "created_at": stamp(moment),
            "updated_at": stamp(moment),
        }
        for place, name in enumerate(names)
    ]
