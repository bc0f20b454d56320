"""Freshdesk's list of tickets, as the sweep asks for it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from pydantic import BaseModel, ConfigDict, Field

from router.adapters.freshdesk import PAGE, all_pages, has_next, read_list_as
from router.adapters.freshdesk_answers import json_of
from router.adapters.freshdesk_http import FreshdeskCalls
from router.adapters.freshdesk_shapes import EntryShape, Number, Utc
from router.stages.understand import OUTBOUND
from router.sweep.feed import Line, Page, Word


class StatsShape(BaseModel):
    model_config = ConfigDict(extra="ignore")

    requester_responded_at: Utc | None = None
    agent_responded_at: Utc | None = None


class LineShape(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: int
    status: int
    source: Number = 0
    created_at: Utc
    updated_at: Utc
    stats: StatsShape = Field(default_factory=StatsShape)

    def line(self) -> Line:
        return Line(
            self.id,
            self.status,
            self.source == OUTBOUND,
            self.created_at,
            self.updated_at,
            self.stats.requester_responded_at,
            self.stats.agent_responded_at,
        )


class TicketFeed:
    """Implements :class:`router.sweep.feed.Feed`. A page costs three credits, a look at a thread mostly one."""

    def __init__(self, calls: FreshdeskCalls) -> None:
        self._calls = calls

    def page(self, since: datetime, number: int) -> Page:
        params: dict[str, str | int] = {
            "updated_since": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "order_by": "updated_at",
            "order_type": "asc",
            "include": "stats",
            "per_page": PAGE,
            "page": number,
        }
        answer = self._calls.read("/tickets", params)
        lines = tuple(shape.line() for shape in read_list_as(LineShape, json_of(answer)))
        return Page(lines, has_next(answer), _asked_at(answer), _credits(answer))

    def newest_word(self, line: Line) -> tuple[Word | None, int]:
        first = None if line.outbound else Word(0, line.created_at)
        entries, spent = [], 0
        for answer in all_pages(self._calls, f"/tickets/{line.id}/conversations"):
            entries += read_list_as(EntryShape, json_of(answer))
            spent += _credits(answer)
        words = [Word(entry.id, entry.created_at) for entry in entries if entry.incoming and not entry.private]
        return max(words, key=lambda word: word.message, default=first), spent


def _asked_at(answer: requests.Response) -> datetime | None:
    """Freshdesk's clock when it answered; None where the header is missing or no date."""
    try:
        return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None


def _credits(answer: requests.Response) -> int:
    told = answer.headers.get("X-RateLimit-Used-CurrentRequest", "")
    return int(told) if told.isdigit() else 1
