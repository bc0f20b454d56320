"""An answer must have come whole in time: the client alone waits anew for each piece, and a slow drip never ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import httpx

_BEGAN = "router_began"


class _Hurried(httpx.SyncByteStream):
    """The pieces of a body until the deadline, by the monotonic clock."""

    def __init__(self, pieces: httpx.SyncByteStream, deadline: float, request: httpx.Request) -> None:
        self._pieces = pieces
        self._deadline = deadline
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer did not come whole in time", request=self._request)
            yield piece

    def close(self) -> None:
        self._pieces.close()


def begin(request: httpx.Request) -> None:
    """Note when the request left."""
    request.extensions[_BEGAN] = time.monotonic()


def within(seconds: float) -> Callable[[httpx.Response], None]:
    """Lets the body of a response come until so many seconds after its request left."""

    def hurry(response: httpx.Response) -> None:
        began = response.request.extensions.get(_BEGAN, time.monotonic())
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Hurried(response.stream, began + seconds, response.request)

    return hurry
