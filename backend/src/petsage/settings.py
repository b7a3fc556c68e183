"""What the environment decides, with defaults that are safe."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""A country by its ISO 3166 alpha-2 code."""


class PoisonLine(BaseModel):
    """A country's animal poison line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100)]
    phone: Annotated[str, Field(min_length=3, max_length=40)]


class Settings(BaseSettings):
    """The app's settings; each is read from the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True)

    database_url: str = "sqlite:///petsage.db"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trusted_proxies: tuple[IPvAnyNetwork, ...] = ()
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    public_url: str = ""
    poison_lines: dict[Country, PoisonLine] = {}
