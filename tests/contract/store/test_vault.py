import stat
from collections.abc import Mapping
from datetime import datetime

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from router.doors import SystemClock
from router.settings import Settings, SettingsInvalid
from router.store.tables import vault as table
from router.store.vault import SealedVault, privacy_key

MAP = {"[email 1]": "asha@mail.example", "[phone 1]": "+91 98765 43210"}


@pytest.fixture
def vault(engine: sa.Engine, settings: Settings) -> SealedVault:
    return SealedVault(engine, privacy_key(settings), SystemClock())


def keep(vault: SealedVault, requester: int, mapping: Mapping[str, str]) -> None:
    vault.grow(requester, lambda _before: (None, mapping))


def test_what_was_sealed_is_opened_again(vault: SealedVault) -> None:
    keep(vault, 1, MAP)
    assert vault.mapping(1) == MAP
    assert vault.mapping(2) == {}


def test_a_newer_map_replaces_the_older(vault: SealedVault) -> None:
    keep(vault, 1, {"[email 1]": "old@mail.example"})
    keep(vault, 1, MAP)
    assert vault.mapping(1) == MAP


def test_two_tickets_at_once_never_share_a_placeholder(vault: SealedVault) -> None:
    worked: list[Mapping[str, str]] = []

    def slower(before: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        if not worked:
            keep(vault, 1, {"[email 1]": "faster@mail.example"})
        worked.append(before)
        placeholder = f"[email {len(before) + 1}]"
        return placeholder, {**before, placeholder: "slower@mail.example"}

    assert vault.grow(1, slower) == "[email 2]"
    assert vault.mapping(1) == {"[email 1]": "faster@mail.example", "[email 2]": "slower@mail.example"}


def test_nothing_stands_in_the_clear(vault: SealedVault, engine: sa.Engine) -> None:
    keep(vault, 1, MAP)
    with engine.connect() as connection:
        sealed = connection.execute(sa.select(table.c.sealed)).scalar_one()
    assert not any(original.encode() in sealed for original in MAP.values())


def test_another_key_is_told_not_guessed_around(vault: SealedVault, engine: sa.Engine) -> None:
    keep(vault, 1, MAP)
    other = SealedVault(engine, Fernet.generate_key(), SystemClock())
    with pytest.raises(SettingsInvalid, match="ROUTER_PRIVACY_KEY"):
        other.mapping(1)


def test_a_key_that_is_none_names_the_command_that_makes_one(engine: sa.Engine) -> None:
    with pytest.raises(SettingsInvalid, match="python -m router key"):
        SealedVault(engine, b"short", SystemClock())


def test_the_key_made_at_first_start_is_kept_and_ours_alone(settings: Settings) -> None:
    first = privacy_key(settings)
    assert privacy_key(settings) == first
    assert stat.S_IMODE((settings.var / "privacy.key").stat().st_mode) == 0o600


def test_times_without_a_zone_are_refused(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.StatementError, match="zone"), engine.begin() as connection:
        connection.execute(
            sa.insert(table).values(requester=1, sealed=b"x", changed_at=datetime(2027, 3, 1))  # noqa: DTZ001
        )
