"""Freshdesk's JSON of canned responses and solutions, and why something of it may not be brought over."""

from __future__ import annotations

from pydantic import Field

from router.adapters.freshdesk_shapes import Flag, Number, Shape, Text, Things
from router.importing.library import Folder, Original

EVERYBODY, PUBLISHED, ALL_AGENTS = 1, 2, 0
_FOLDER_SEEN_BY = {
    2: "logged-in customers",
    3: "agents",
    4: "chosen companies",
    5: "bots",
    6: "chosen contacts",
    7: "chosen companies",
}
_RESPONSE_SEEN_BY = {1: "one agent", 2: "some groups of agents"}


class Item(Shape):
    """Anything in a list."""

    id: int


class ResponseFolderShape(Item):
    name: Text = ""
    personal: Flag = False
    responses_count: Number = 0

    def folder(self) -> Folder:
        closed = "a personal folder of one agent" if self.personal else ""
        return Folder(self.id, self.name.strip(), self.responses_count, closed)


class ResponseShape(Item):
    title: Text = ""
    content_html: str | None = None
    visibility: int | None = None
    attachments: Things = Field(default_factory=list)

    def original(self) -> Original:
        seen_by = _RESPONSE_SEEN_BY.get(-1 if self.visibility is None else self.visibility, "nobody knows whom")
        closed = "" if self.visibility == ALL_AGENTS else f"meant for {seen_by} only"
        return Original(self.id, self.title, self.content_html or "", closed, _names(self.attachments))


class CategoryShape(Item):
    name: Text = ""


class ArticleFolderShape(Item):
    name: Text = ""
    visibility: int | None = None
    articles_count: Number = 0
    sub_folders_count: Number = 0

    def folder(self, above: str, closed_above: str) -> Folder:
        seen_by = _FOLDER_SEEN_BY.get(self.visibility or 0, "nobody knows whom")
        closed = "" if self.visibility == EVERYBODY else f"open to {seen_by} only"
        return Folder(self.id, f"{above.strip()} / {self.name.strip()}", self.articles_count, closed_above or closed)


class ArticleShape(Item):
    title: Text = ""
    description: str | None = None
    status: int | None = None
    attachments: Things = Field(default_factory=list)
    cloud_files: Things = Field(default_factory=list)

    def original(self, account: str) -> Original:
        closed = "" if self.status == PUBLISHED else "a draft, not published"
        files = (*_names(self.attachments), *_names(self.cloud_files))
        page = f"{account}/support/solutions/articles/{self.id}"
        return Original(self.id, self.title, self.description or "", closed, files, page)


def _names(attachments: Things) -> tuple[str, ...]:
    return tuple(str(one.get("name") or "a file") if isinstance(one, dict) else "a file" for one in attachments)
