"""The account's call limit, shared with everybody else who calls: known from each answer, and who comes first.

Posting goes first and takes what is left. Reading for answers leaves a reserve to the customer's other apps and to our
posts, the sweep leaves more. All workers know what any of them was told last.
https://developers.freshdesk.com/api/#ratelimit
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from router.adapters.freshdesk_answers import PLACE
from router.errors import Unavailable
from router.ports import Clock, RateBoard, RateReading

Priority = Literal["post", "read", "sweep"]

MINUTE = timedelta(minutes=1)
SHARED_EVERY = timedelta(seconds=1)
"""So often at most a worker reads and writes what all of them know."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of the limit. ``total`` and ``remaining`` are None where it says nothing."""

    status: int
    total: int | None
    remaining: int | None
    retry_after: float

    @staticmethod
    def by(status: int, headers: Mapping[str, str], retry_after: float) -> Told:
        return Told(
            status, _number(headers, "X-RateLimit-Total"), _number(headers, "X-RateLimit-Remaining"), retry_after
        )


def floor_of(priority: Priority, total: int, reserve: float) -> float:
    """So many calls must be left for a call of this priority. The sweep leaves half of what reading may use."""
    return {"post": 0.0, "read": total * reserve, "sweep": total * (1 + reserve) / 2}[priority]


def from_another_clock(reading: RateReading, now: datetime) -> bool:
    """Whether it was noted in what is now the future: our clock was set back, or another host's runs ahead."""
    return reading.told_at - now > MINUTE


def seconds_to_wait(reading: RateReading | None, priority: Priority, now: datetime, reserve: float) -> float:
    """How long a call of this priority should wait; 0: it may go. After a minute without news one may try."""
    if reading is None or from_another_clock(reading, now):
        return 0.0
    if reading.blocked_until is not None and reading.blocked_until > now:
        return (reading.blocked_until - now).total_seconds()
    left = (reading.minute_at + MINUTE - now).total_seconds()
    if priority == "post" or left <= 0 or reading.remaining > floor_of(priority, reading.total, reserve):
        return 0.0
    return min(left, MINUTE.total_seconds())


def after(reading: RateReading | None, told: Told, now: datetime) -> RateReading | None:
    """What is known now. A count that went up has begun anew, and so has one that is a minute old."""
    if told.total is None or told.remaining is None:
        return reading
    if reading is not None and from_another_clock(reading, now):
        reading = None
    begun_anew = reading is None or told.remaining > reading.remaining or now - reading.minute_at >= MINUTE
    minute_at = now if reading is None or begun_anew else reading.minute_at
    return RateReading(told.total, told.remaining, now, minute_at, reading.blocked_until if reading else None)


class RateGate:
    """What every call of this process passes. ``reserve`` is the share that reading leaves to others, 0 to 1."""

    def __init__(self, board: RateBoard, clock: Clock, reserve: float) -> None:
        self._board = board
        self._clock = clock
        self._reserve = reserve
        self._lock = threading.Lock()
        self._reading: RateReading | None = None
        self._shared: RateReading | None = None
        self._full: dict[str, tuple[datetime, datetime]] = {}
        self._read_at = self._written_at = datetime.min.replace(tzinfo=clock.now().tzinfo)

    def before(self, priority: Priority, label: str) -> None:
        """Return if the call may go; else raises ``Unavailable`` with the seconds to wait. ``label`` is its kind."""
        now = self._clock.now()
        if priority != "post":  # a post's intent stands already: nothing may come between
            self._learn(now)
        with self._lock:
            reading, (told_at, full) = self._reading, self._full.get(label, (now, now))
        if told_at <= now + MINUTE and full > now:
            raise Unavailable(PLACE, f"the limit for {label} is used up", (full - now).total_seconds())
        wait = seconds_to_wait(reading, priority, now, self._reserve)
        if reading is not None and wait > 0:
            self._share(now)  # who waits makes no call after which it could be told
            raise Unavailable(PLACE, _says(reading, now), wait)

    def after(self, label: str, told: Told) -> None:
        """Note what an answer told."""
        now = self._clock.now()
        with self._lock:
            self._reading = after(self._reading, told, now)
            urgent = told.status == 429 and self._block(label, told, now)
            due = urgent or abs(now - self._written_at) >= SHARED_EVERY
        if due:
            self._share(now)

    def _share(self, now: datetime) -> None:
        """Tell the other workers, unless they know."""
        with self._lock:
            reading = self._reading
            if reading is None or reading == self._shared:
                return
            self._shared, self._written_at = reading, now
        self._board.write(PLACE, reading)

    def _block(self, label: str, told: Told, now: datetime) -> bool:
        """Nobody calls until then; where calls are left, only those of this kind have used up a limit of their own."""
        until = now + timedelta(seconds=told.retry_after)
        if told.remaining:
            self._full[label] = (now, until)
            return False
        known = self._reading or RateReading(0, 0, now, now)
        # What it says is when the count begins anew, which may be well before the minute is over that we know of.
        self._reading = replace(known, remaining=0, told_at=now, minute_at=until - MINUTE, blocked_until=until)
        return True

    def _learn(self, now: datetime) -> None:
        """What other workers were told, if it is newer."""
        with self._lock:
            if abs(now - self._read_at) < SHARED_EVERY:
                return
            self._read_at = now
        shared = self._board.read(PLACE)
        if shared is None or from_another_clock(shared, now):
            return
        with self._lock:
            known = self._reading
            if known is None or shared.told_at > known.told_at or from_another_clock(known, now):
                self._reading = shared


def _says(reading: RateReading, now: datetime) -> str:
    if reading.blocked_until is not None and reading.blocked_until > now:
        return "the account's call limit is used up (429)"
    return (
        f"{reading.remaining} of the account's {reading.total} calls a minute are left, and those are kept for others"
    )


def _number(headers: Mapping[str, str], name: str) -> int | None:
    told = headers.get(name, "")
    return int(told) if told.isdigit() else None
