from pathlib import Path

import pytest

from router.settings import SettingsInvalid, read_settings
from router.wiring import secrets_of


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's environment nor a .env of the checkout plays a part."""
    monkeypatch.chdir(tmp_path)
    for name in ("FRESHDESK_URL", "FRESHDESK_API_KEY", "GROQ_MODELS", "ROUTER_BIND"):
        monkeypatch.delenv(name, raising=False)


def test_an_unknown_variable_is_an_error_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTER_QUIET_SECOND", "3")
    with pytest.raises(SettingsInvalid, match="did you mean ROUTER_QUIET_SECONDS"):
        read_settings()


def test_an_unknown_variable_in_the_env_file_is_one_too() -> None:
    Path(".env").write_text("ROUTER_NONSENSE=1\n")
    with pytest.raises(SettingsInvalid, match=r"ROUTER_NONSENSE: no such setting$"):
        read_settings()


def test_an_env_file_that_is_no_utf_8_is_told() -> None:
    Path(".env").write_bytes("ROUTER_RULES=Büro\n".encode("latin-1"))
    with pytest.raises(SettingsInvalid, match="save it as UTF-8"):
        read_settings()


def test_all_mistakes_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHDESK_URL", "https://acme.freshdesk.com/a/tickets")
    monkeypatch.setenv("ROUTER_BIND", "8080")
    with pytest.raises(SettingsInvalid) as raised:
        read_settings()
    assert "FRESHDESK_URL: must be the account's address" in str(raised.value)
    assert "ROUTER_BIND: must be HOST:PORT" in str(raised.value)


def test_a_trailing_slash_of_the_account_is_taken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHDESK_URL", "https://acme.freshdesk.com/")
    assert read_settings().freshdesk_url == "https://acme.freshdesk.com"


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_MODELS", "one, two ,")
    assert read_settings().groq_models == ("one", "two")


def test_secrets_may_come_as_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from-a-file\n")
    monkeypatch.setenv("FRESHDESK_API_KEY_FILE", str(tmp_path / "key"))
    assert read_settings().freshdesk_api_key.get_secret_value() == "from-a-file"


def test_a_secret_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHDESK_API_KEY_FILE", "/nowhere/key")
    with pytest.raises(SettingsInvalid, match="FRESHDESK_API_KEY_FILE: can't read /nowhere/key"):
        read_settings()


def test_secrets_never_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRESHDESK_API_KEY", "very-secret-key")
    monkeypatch.setenv("ROUTER_WEBHOOK_SECRETS", "secret-one-secret-one,secret-two-secret-two")
    assert "secret-one" not in repr(read_settings())
    assert "very-secret" not in repr(read_settings())


@pytest.mark.parametrize("secrets", ["", "short", "long-enough-for-a-secret,short"])
def test_a_webhook_without_a_good_secret_is_refused(monkeypatch: pytest.MonkeyPatch, secrets: str) -> None:
    monkeypatch.setenv("ROUTER_WEBHOOK_SECRETS", secrets)
    with pytest.raises(SettingsInvalid, match="ROUTER_WEBHOOK_SECRETS"):
        secrets_of(read_settings())
