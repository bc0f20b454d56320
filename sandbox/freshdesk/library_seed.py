"""The canned responses and articles that a desk starts with: of the seed file, else of ``library.yaml`` beside this."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.freshdesk.html import from_text
from sandbox.freshdesk.library import (
    ALL_AGENTS,
    DRAFT,
    FOLDER_VISIBILITY,
    PERSONAL,
    PUBLISHED,
    SOME_GROUPS,
    Article,
    ArticleFolder,
    CannedResponse,
    Category,
    Library,
    ResponseFolder,
)

EXAMPLE_COMPANY = Path(__file__).parent / "library.yaml"
FIRST_ID = 67_000_284_001
_RESPONSE_VISIBILITY = {"all agents": ALL_AGENTS, "personal": PERSONAL, "some groups": SOME_GROUPS}


def library_of(plan: Mapping[str, Any], moment: datetime) -> Library:
    """What stands under ``canned responses`` and ``solutions``. Odd content is a ``KeyError`` or ``TypeError``."""
    return _Sowing(moment).sow(plan)


class _Sowing:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.ids = itertools.count(FIRST_ID)
        self.library = Library()

    def sow(self, plan: Mapping[str, Any]) -> Library:
        for folder in plan.get("canned responses") or []:
            self._responses(folder)
        for category in plan.get("solutions") or []:
            self._category(category)
        return self.library

    def _responses(self, plan: Mapping[str, Any]) -> None:
        folder = ResponseFolder(next(self.ids), plan["folder"], self.moment, bool(plan.get("personal")))
        self.library.response_folders[folder.id] = folder
        for one in plan.get("responses") or []:
            response = CannedResponse(next(self.ids), one["title"], folder.id, _html(one), self.moment, self.moment)
            response.visibility = _RESPONSE_VISIBILITY[one.get("for", "personal" if folder.personal else "all agents")]
            response.attachments = list(one.get("attachments") or [])
            self.library.responses[response.id] = response

    def _category(self, plan: Mapping[str, Any]) -> None:
        category = Category(next(self.ids), plan["category"], self.moment)
        self.library.categories[category.id] = category
        for folder in plan.get("folders") or []:
            self._folder(folder, category.id, None)

    def _folder(self, plan: Mapping[str, Any], category_id: int, parent_id: int | None) -> None:
        seen_by = FOLDER_VISIBILITY[plan.get("visible to", "all")]
        folder = ArticleFolder(next(self.ids), plan["folder"], category_id, self.moment, parent_id, seen_by)
        self.library.folders[folder.id] = folder
        for one in plan.get("articles") or []:
            article = Article(next(self.ids), one["title"], folder.id, _html(one), self.moment, self.moment)
            article.status = DRAFT if one.get("draft") else PUBLISHED
            article.attachments, article.tags = list(one.get("attachments") or []), list(one.get("tags") or [])
            self.library.articles[article.id] = article
        for inner in plan.get("folders") or []:
            self._folder(inner, category_id, folder.id)


def _html(plan: Mapping[str, Any]) -> str:
    return str(plan["html"]) if "html" in plan else from_text(str(plan.get("text", "")))
