"""Settings of the index, from the environment and ``.env``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_PORT = 19530
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """Names are those of the environment variables; each description stands in the README's table."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", case_sensitive=True, populate_by_name=True)

    milvus_uri: str = Field(
        default=f"http://127.0.0.1:{DEFAULT_PORT}", alias="MILVUS_URI", description="Where the index server listens"
    )
    milvus_token: SecretStr = Field(
        default=SecretStr(""), alias="MILVUS_TOKEN", description="`user:password` or token of a remote Milvus"
    )
    embedding_model: str = Field(
        default="all-MiniLM-L6-v2",
        alias="EMBEDDING_MODEL",
        description="The default comes with the packages; anything else is a sentence-transformers name or a path",
    )
    embedding_languages: str = Field(
        default="en", alias="EMBEDDING_LANGUAGES", description="Languages the model understands, with commas"
    )
    templates_dir: Path = Field(default=Path("templates"), alias="TEMPLATES_DIR", description="Folder of templates")
    kb_dir: Path = Field(default=Path("kb"), alias="KB_DIR", description="Folder of knowledge-base articles")
    segments_file: Path = Field(
        default=Path("rules/segments.yaml"), alias="SEGMENTS_FILE", description="Where the products are declared"
    )
    var_dir: Path = Field(default=Path("var"), alias="VAR_DIR", description="Folder for the index's own files")
    index_alias: str = Field(
        default="knowledge",
        alias="INDEX_ALIAS",
        pattern=r"^[a-z][a-z0-9_]{0,40}$",
        description="Name of the live index in Milvus",
    )

    @classmethod
    def of_only(cls, names: Collection[str]) -> Settings:
        """Settings of which these variables alone are read; all others are as by default, whatever stands in them."""
        return cls(**defaults_of_all_but(names, cls))

    @field_validator("milvus_uri")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("MILVUS_URI must look like http://HOST:PORT")
        return value

    @property
    def serves_here(self) -> bool:
        """Whether the index server is expected on this machine."""
        return urlsplit(self.milvus_uri).hostname in LOOPBACK

    @property
    def port(self) -> int:
        """The port that clients will knock at."""
        return urlsplit(self.milvus_uri).port or DEFAULT_PORT

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages the model understands."""
        return tuple(code.strip() for code in self.embedding_languages.split(",") if code.strip())


def defaults_of_all_but(names: Collection[str], settings: type[BaseSettings]) -> dict[str, Any]:
    """By variable: given to the class, they hide whatever stands in the environment and in ``.env``."""
    fields = settings.model_fields.values()
    return {str(field.alias): field.default for field in fields if field.alias not in names}
