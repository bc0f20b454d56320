"""The README's table of settings is made from the settings themselves: `python -m tests.unit.test_readme` renews it."""

import re
from pathlib import Path

from pydantic.fields import FieldInfo

from retrieval.settings import Settings as RetrievalSettings
from router.settings import Settings as RouterSettings

README = Path(__file__).parents[2] / "README.md"
TABLE = re.compile(r"(<!-- settings: .*? -->\n).*?(<!-- end of settings -->)", re.DOTALL)


def default_of(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if isinstance(value, tuple):
        value = ",".join(value)
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    return "" if value in (None, "") else f"`{value}`"


def table() -> str:
    fields: dict[str, FieldInfo] = {}
    for settings in (RouterSettings, RetrievalSettings):
        for field in settings.model_fields.values():
            fields.setdefault(str(field.alias), field)
    rows = [f"| `{name}` | {default_of(field)} | {field.description} |" for name, field in fields.items()]
    return "\n".join(["| variable | default | what it is |", "| --- | --- | --- |", *rows]) + "\n"


def test_every_setting_stands_in_the_readme_as_it_is() -> None:
    found = TABLE.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert table() in found.group(0)


def test_every_setting_says_what_it_is() -> None:
    for settings in (RouterSettings, RetrievalSettings):
        assert all(field.description for field in settings.model_fields.values())


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(TABLE.sub(lambda m: m.group(1) + table() + m.group(2), text), encoding="utf-8")
