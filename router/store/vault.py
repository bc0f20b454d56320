"""The way back from placeholders to personal data: one encrypted row a requester."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken

from router.errors import Unavailable
from router.ports import Clock
from router.settings import Settings, SettingsInvalid
from router.store.database import for_reading
from router.store.inserts import insert_if_new
from router.store.tables import vault

TRIES = 10
WRITTEN_ANEW_AFTER = timedelta(hours=6)
ROW = sa.select(vault.c.sealed, vault.c.changed_at).where(vault.c.requester == sa.bindparam("requester"))
T = TypeVar("T")


def privacy_key(settings: Settings) -> bytes:
    """The key from the settings, or one made once in the ``var`` folder and readable by us alone."""
    if given := settings.privacy_key.get_secret_value():
        return given.encode()
    path = settings.var / "privacy.key"
    if not path.exists():
        _write_once(path, Fernet.generate_key())
    return path.read_bytes().strip()


def _write_once(path: Path, key: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    try:
        os.link(part, path)  # fails if another program was faster, whose key then counts for both
    except FileExistsError:
        pass
    finally:
        part.unlink()


class SealedVault:
    """Keeps each requester's map encrypted (Fernet: AES-128-CBC with HMAC-SHA-256)."""

    def __init__(self, engine: sa.Engine, key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._reading = for_reading(engine)
        self._clock = clock
        try:
            self._fernet = Fernet(key)
        except ValueError as error:
            raise SettingsInvalid("ROUTER_PRIVACY_KEY: not a key. Make one with: python -m router key") from error

    def mapping(self, requester_id: int) -> Mapping[str, str]:
        """Placeholder to original. Raises ``SettingsInvalid`` when the row was sealed with another key."""
        return self._opened(self._row(requester_id)[0])

    def mappings(self, requester_ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """The same for many at once; who has none, or none any more, isn't among them."""
        query = sa.select(vault.c.requester, vault.c.sealed).where(vault.c.requester.in_(requester_ids))
        with self._reading.connect() as connection:
            rows = connection.execute(query).all()
        return {row.requester: self._opened(row.sealed) for row in rows}

    def holders_of(self, value: str) -> list[int]:
        """The requesters in whose map this value stands. Every map is opened: for the one who erases, not for runs."""
        wanted = value.casefold()
        with self._reading.connect() as connection:
            rows = connection.execute(sa.select(vault.c.requester, vault.c.sealed).order_by(vault.c.requester)).all()
        opened = ((row.requester, self._opened(row.sealed)) for row in rows)
        return [requester for requester, mapping in opened if wanted in map(str.casefold, mapping.values())]

    def grow(self, requester_id: int, work: Callable[[Mapping[str, str]], tuple[T, Mapping[str, str]]]) -> T:
        """What ``work`` makes of the map, once the map it returned is kept.

        Two tickets of one requester may grow it at once: the slower one works again on what the faster one left, so
        that a placeholder never stands for two values. Raises ``Unavailable`` when it loses again and again.
        """
        for _ in range(TRIES):
            sealed, changed_at = self._row(requester_id)
            before = self._opened(sealed)
            result, after = work(before)
            if (dict(after) == dict(before) and self._is_fresh(changed_at)) or self._replaced(
                requester_id, sealed, after
            ):
                return result
        raise Unavailable("vault", "many tickets of one requester at once", 1.0)

    def _is_fresh(self, changed_at: datetime | None) -> bool:
        """A map in use is written anew now and then, so that its age tells that nobody uses it any more."""
        return changed_at is None or self._clock.now() - changed_at < WRITTEN_ANEW_AFTER

    def _row(self, requester_id: int) -> tuple[bytes | None, datetime | None]:
        with self._reading.connect() as connection:
            row = connection.execute(ROW, {"requester": requester_id}).first()
        return (row.sealed, row.changed_at) if row else (None, None)

    def _opened(self, sealed: bytes | None) -> Mapping[str, str]:
        if sealed is None:
            return {}
        try:
            opened: dict[str, str] = json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise SettingsInvalid("ROUTER_PRIVACY_KEY: this key doesn't open what was sealed before") from error
        return opened

    def _replaced(self, requester_id: int, seen: bytes | None, mapping: Mapping[str, str]) -> bool:
        """Write the map if nobody has written since ``seen`` was read."""
        sealed = self._fernet.encrypt(json.dumps(dict(mapping)).encode())
        row = {"sealed": sealed, "changed_at": self._clock.now()}
        with self._engine.begin() as connection:
            if seen is None:
                new = insert_if_new(connection.dialect.name, vault, "requester")
                return connection.execute(new, {"requester": requester_id, **row}).first() is not None
            unchanged = sa.update(vault).where(vault.c.requester == requester_id, vault.c.sealed == seen)
            return connection.execute(unchanged.values(row)).rowcount == 1
