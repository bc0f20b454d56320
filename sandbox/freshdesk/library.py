"""What agents have written once for all: canned responses and solution articles, in their folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

ALL_AGENTS, PERSONAL, SOME_GROUPS = 0, 1, 2
DRAFT, PUBLISHED = 1, 2
FOLDER_VISIBILITY = {
    "all": 1,
    "logged-in": 2,
    "agents": 3,
    "companies": 4,
    "bots": 5,
    "contact segments": 6,
    "company segments": 7,
}


@dataclass
class ResponseFolder:
    id: int
    name: str
    created_at: datetime
    personal: bool = False


@dataclass
class CannedResponse:
    """``html`` as Freshdesk keeps it, placeholders raw. ``visibility`` is one of the three numbers above."""

    id: int
    title: str
    folder_id: int
    html: str
    created_at: datetime
    updated_at: datetime
    visibility: int = ALL_AGENTS
    group_ids: list[int] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


@dataclass
class Category:
    id: int
    name: str
    created_at: datetime
    description: str | None = None


@dataclass
class ArticleFolder:
    """``parent_id`` is the folder above, None right below the category."""

    id: int
    name: str
    category_id: int
    created_at: datetime
    parent_id: int | None = None
    visibility: int = FOLDER_VISIBILITY["all"]


@dataclass
class Article:
    id: int
    title: str
    folder_id: int
    html: str
    created_at: datetime
    updated_at: datetime
    status: int = PUBLISHED
    attachments: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


Kept = TypeVar("Kept", ResponseFolder, CannedResponse, Category, ArticleFolder, Article)


@dataclass
class Library:
    response_folders: dict[int, ResponseFolder] = field(default_factory=dict)
    responses: dict[int, CannedResponse] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    folders: dict[int, ArticleFolder] = field(default_factory=dict)
    articles: dict[int, Article] = field(default_factory=dict)

    def responses_in(self, folder_id: int) -> list[CannedResponse]:
        return [response for response in self.responses.values() if response.folder_id == folder_id]

    def articles_in(self, folder_id: int) -> list[Article]:
        return [article for article in self.articles.values() if article.folder_id == folder_id]

    def folders_below(self, category_id: int, parent_id: int | None) -> list[ArticleFolder]:
        return [f for f in self.folders.values() if (f.category_id, f.parent_id) == (category_id, parent_id)]
