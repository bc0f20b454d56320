"""Whether a secret can be guessed, and whether it travels where others can read it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from router.doctor.line import Line, broken, ok, warning

SHORTEST, FEWEST_BITS = 16, 48.0
KNOWN_WORDS = (
    "secret",
    "password",
    "passwort",
    "changeme",
    "freshdesk",
    "router",
    "webhook",
    "example",
    "12345",
    "qwert",
)
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
FIRST = "make one with: openssl rand -hex 24; put it into ROUTER_WEBHOOK_SECRETS and into both automation rules"
ANOTHER = (
    "make one with: openssl rand -hex 24; set ROUTER_WEBHOOK_SECRETS=new,old, restart web, change both automation "
    "rules, then drop the old one"
)


def weakness(secret: str) -> str:
    """Why somebody could guess it; empty when nobody can. A word in it counts for nothing, a repeated sign for little.

    The sum is Shannon's, over the secret's own signs, in bits.
    """
    if len(secret) < SHORTEST:
        return f"is shorter than {SHORTEST} characters"
    left = secret.lower()
    for word in KNOWN_WORDS:
        left = left.replace(word, "")
    counts = Counter(left)
    spread = -sum(n / len(left) * math.log2(n / len(left)) for n in counts.values()) if left else 0.0
    return "is made of few different signs, or of words" if spread * len(left) < FEWEST_BITS else ""


def webhook_secrets(secrets: Sequence[str], api_key: str) -> Iterator[Line]:
    """The secrets that the automation rules send."""
    what = "webhook secret"
    if not secrets:
        yield broken(what, "none is set: the webhook would be open to everybody, so web doesn't start", FIRST)
        return
    for place, secret in enumerate(secrets, 1):
        named = what if len(secrets) == 1 else f"{what} {place}"
        if secret == api_key:
            yield broken(named, "is the Freshdesk API key: whoever sees the rule can act as your agent", ANOTHER)
        elif says := weakness(secret):
            yield (broken if len(secret) < SHORTEST else warning)(named, says, ANOTHER)
        else:
            yield ok(named, "is long and mixed enough")
    if len(secrets) > 1:
        yield warning(what, f"{len(secrets)} are valid", "when both automation rules send the first, drop the others")


def is_loopback(address: str) -> bool:
    """Whether HOST:PORT, or the host of a URL, is this machine alone."""
    host = (urlsplit(address).hostname or "") if "//" in address else address.rpartition(":")[0]
    return host in LOOPBACK


def addresses(freshdesk_url: str, bind: str, ops_bind: str) -> Iterator[Line]:
    """What is spoken without TLS, and what listens where."""
    if freshdesk_url.startswith("http://") and not is_loopback(freshdesk_url):
        yield broken("FRESHDESK_URL", "has no TLS: the API key travels readably", "write https://")
    if is_loopback(bind):
        yield ok("ROUTER_BIND", f"{bind} is reached through a proxy on this machine only")
    else:
        yield ok("ROUTER_BIND", f"{bind} speaks no TLS itself: let only your proxy with TLS reach it")
    if not is_loopback(ops_bind):
        says = f"{ops_bind}: status and metrics are shown to whoever reaches it"
        yield warning("ROUTER_OPS_BIND", says, "let only Prometheus and the people on call reach it, by firewall")
