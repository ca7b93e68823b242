"""What an operator may set: environment variables that begin with ASSENT_."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is read from `ASSENT_<FIELD>`; the defaults suit one machine and one browser."""

    model_config = SettingsConfigDict(env_prefix="ASSENT_", frozen=True)

    data_dir: Path = Field(default=Path("var"), description="Folder of the database and of everything else kept.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder.")
    public_url: str = Field(default="http://localhost:8501", description="Address people open; https makes it secure.")
    example: bool = Field(default=False, description="Whether sign-in offers the example people without a code.")
    session_idle_hours: float = Field(default=24.0, gt=0, description="Hours after which an unused sign-in ends.")
    session_absolute_days: float = Field(default=30.0, gt=0, description="Days after which every sign-in ends.")

    ballots_per_second: float = Field(
        default=10.0, gt=0, description="Ballots one person may send a second on average, and four times that at once."
    )

    smallest_group: int = Field(
        default=5,
        ge=3,
        description="People a stakeholder group needs to be counted apart in a confidential survey.",
    )

    @property
    def is_secure(self) -> bool:
        """Whether people reach the app through https, so that cookies may never travel without it."""
        return self.public_url.lower().startswith("https://")

    @property
    def session_cookie(self) -> str:
        """Name of the sign-in cookie; `__Host-` binds it to this host and to https where there is https."""
        return "__Host-assent" if self.is_secure else "assent"

    @property
    def effective_database_url(self) -> str:
        """The database to open: the one named, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'assent.db'}"


@cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
