"""The SDK's client, with explicit times and an address in whichever of its usual spellings it comes."""

from __future__ import annotations

from collections.abc import Callable

import groq
import httpx

from router.adapters.groq_deadline import begin, within

_SDK_PREFIX = "/openai/v1/"
"""The SDK puts this before every path, whatever the base address."""

_ADDRESS = "https://api.groq.com"


def build_client(api_key: str, base_url: str, timeout: float, connect_timeout: float) -> groq.Groq:
    """A client without retries of its own.

    ``base_url`` is the server's root (``https://api.groq.com``), or the root with ``/openai/v1``, or for other
    servers of the same API an address that ends in ``/v1``. Empty means Groq itself.
    """
    root, prefix = split_address(base_url)
    times = httpx.Timeout(timeout, connect=connect_timeout)
    hooks: dict[str, list[Callable[..., None]]] = {
        "request": [_with_prefix(prefix), begin],
        "response": [within(timeout)],
    }
    http = httpx.Client(base_url=root, timeout=times, event_hooks=hooks, follow_redirects=True)
    return groq.Groq(api_key=api_key or "none", base_url=root, timeout=times, max_retries=0, http_client=http)


def split_address(base_url: str) -> tuple[str, str]:
    """The server's root, and the path that its API stands under."""
    address = base_url.strip().rstrip("/") or _ADDRESS
    if address.endswith("/openai/v1"):
        return address.removesuffix("/openai/v1"), _SDK_PREFIX
    if address.endswith("/v1"):
        return address.removesuffix("/v1"), "/v1/"
    return address, _SDK_PREFIX


def _with_prefix(prefix: str) -> Callable[[httpx.Request], None]:
    """Puts the server's own prefix in the place of the SDK's, right before a request leaves."""

    def change(request: httpx.Request) -> None:
        request.url = request.url.copy_with(path=request.url.path.replace(_SDK_PREFIX, prefix, 1))

    return change
