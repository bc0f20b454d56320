"""Freshdesk's canned responses and solution articles, read folder by folder without crowding out the service.

Both kinds raise the errors of :mod:`router.errors`. Canned responses need the key of an admin.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from router.adapters.freshdesk import LAST_PAGE, PAGE, read_as, read_list_as
from router.adapters.freshdesk_answers import json_of
from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_library_shapes import (
    ArticleFolderShape,
    ArticleShape,
    CategoryShape,
    Item,
    ResponseFolderShape,
    ResponseShape,
)
from router.errors import Unavailable
from router.importing.library import Folder, Original

LONGEST_WAIT = 300.0
"""Seconds. A person waits at the screen, so a spent minute is waited for; a spent day isn't."""
ATTEMPTS = 6
RESERVE = 0.25
"""The share of the account's calls that is left to the service and to everybody else."""
PAUSE = 15.0
DEEPEST = 10
"""Folders inside folders."""

Shape = TypeVar("Shape", bound=Item)


class PatientReads:
    """Reads that wait when Freshdesk asks for it, and before its limit is used up. ``tell`` hears of each wait."""

    def __init__(
        self,
        calls: FreshdeskCalls,
        tell: Callable[[str], None] = lambda words: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._calls = calls
        self._tell = tell
        self._sleep = sleep

    def one(self, shape: type[Shape], path: str) -> Shape:
        return read_as(shape, json_of(self._read(path)))

    def all(self, shape: type[Shape], path: str) -> list[Shape]:
        """A whole list. Its pages are undocumented: a short page ends it, and one that brings nothing new."""
        found: dict[int, Shape] = {}
        for page in range(1, LAST_PAGE + 1):
            read = read_list_as(shape, json_of(self._read(path, page)))
            new = [item for item in read if item.id not in found]
            found |= {item.id: item for item in new}
            if len(read) < PAGE or not new:
                break
        return list(found.values())

    def _read(self, path: str, page: int = 0) -> requests.Response:
        retrying = Retrying(
            retry=retry_if_exception(_limit_is_used_up),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_as_told,
            before_sleep=lambda state: self._tell(f"Freshdesk asks to wait {_as_told(state):.0f} seconds"),
            sleep=self._sleep,
            reraise=True,
        )
        answer = retrying(self._calls.read, path, {"page": page, "per_page": PAGE} if page else None)
        self._leave_some(answer)
        return answer

    def _leave_some(self, answer: requests.Response) -> None:
        try:
            total = int(answer.headers["X-RateLimit-Total"])
            remaining = int(answer.headers["X-RateLimit-Remaining"])
        except (KeyError, ValueError):
            return
        if remaining < total * RESERVE:
            self._tell(f"{remaining} of {total} calls are left in this minute; waiting {PAUSE:.0f} seconds")
            self._sleep(PAUSE)


class CannedResponses:
    """Implements :class:`router.importing.library.Library`."""

    def __init__(self, reads: PatientReads) -> None:
        self._reads = reads

    def folders(self) -> list[Folder]:
        return [shape.folder() for shape in self._reads.all(ResponseFolderShape, "/canned_response_folders")]

    def originals(self, folder: Folder) -> list[Original]:
        listed = self._reads.all(ResponseShape, f"/canned_response_folders/{folder.id}/responses")
        return [self._whole(shape).original() for shape in sorted(listed, key=lambda shape: shape.id)]

    def _whole(self, shape: ResponseShape) -> ResponseShape:
        """Some lists hold no more than ids and titles."""
        return (
            shape if shape.content_html is not None else self._reads.one(ResponseShape, f"/canned_responses/{shape.id}")
        )


class SolutionArticles:
    """Implements :class:`router.importing.library.Library`. ``url`` is the account's address."""

    def __init__(self, reads: PatientReads, url: str) -> None:
        self._reads = reads
        self._url = url

    def folders(self) -> list[Folder]:
        return [
            folder
            for category in self._reads.all(CategoryShape, "/solutions/categories")
            for folder in self._below(f"/solutions/categories/{category.id}/folders", category.name)
        ]

    def _below(self, path: str, above: str, closed: str = "", depth: int = 1) -> Iterator[Folder]:
        """A folder is no more open than the one it lies in."""
        for shape in self._reads.all(ArticleFolderShape, path):
            folder = shape.folder(above, closed)
            yield folder
            if shape.sub_folders_count and depth < DEEPEST:
                yield from self._below(
                    f"/solutions/folders/{shape.id}/subfolders", folder.path, folder.closed, depth + 1
                )

    def originals(self, folder: Folder) -> list[Original]:
        listed = self._reads.all(ArticleShape, f"/solutions/folders/{folder.id}/articles")
        return [self._whole(shape).original(self._url) for shape in sorted(listed, key=lambda shape: shape.id)]

    def _whole(self, shape: ArticleShape) -> ArticleShape:
        return (
            shape if shape.description is not None else self._reads.one(ArticleShape, f"/solutions/articles/{shape.id}")
        )


def _limit_is_used_up(fault: BaseException) -> bool:
    return isinstance(fault, Unavailable) and "429" in fault.says and (fault.retry_after or 0.0) <= LONGEST_WAIT


def _as_told(state: RetryCallState) -> float:
    fault = state.outcome.exception() if state.outcome else None
    return (fault.retry_after if isinstance(fault, Unavailable) else None) or PAUSE
