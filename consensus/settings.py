"""What an operator may set: environment variables that begin with ASSENT_."""

from __future__ import annotations

from email.utils import parseaddr
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class MailSecurity(StrEnum):
    """How the way to the mail server is protected: not at all, after a greeting in the clear, or from the start."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_MAIL_PORTS = {MailSecurity.NONE: 25, MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}


class Settings(BaseSettings):
    """Each field is read from `ASSENT_<FIELD>`; the defaults suit one machine and one browser."""

    model_config = SettingsConfigDict(env_prefix="ASSENT_", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Field(default=Path("var"), description="Folder of the database and of everything else kept.")
    database_url: str = Field(default="", description="SQLAlchemy URL; empty means SQLite in the data folder.")
    public_url: str = Field(default="http://localhost:8501", description="Address people open; https makes it secure.")
    example: bool = Field(default=False, description="Whether sign-in offers the example people without a code.")
    session_idle_hours: float = Field(default=24.0, gt=0, description="Hours after which an unused sign-in ends.")
    session_absolute_days: float = Field(default=30.0, gt=0, description="Days after which every sign-in ends.")

    ballots_per_second: float = Field(
        default=10.0, gt=0, description="Ballots one person may send a second on average, and four times that at once."
    )

    smtp_host: str = Field(default="", description="Mail server; empty means that no mail is sent.")
    smtp_port: int = Field(
        default=0, ge=0, le=65535, description="Its port; 0 is 587 (starttls), 465 (tls), 25 (none)."
    )
    smtp_user: str = Field(default="", description="Name to log in with; empty means no login.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password to log in with.")
    smtp_security: MailSecurity = Field(default=MailSecurity.STARTTLS, description="none, starttls or tls.")
    smtp_sender: str = Field(default="", description="Whom mails come from: an address, or Name <address>.")
    smtp_reply_to: str = Field(default="", description="Where answers go; empty means to the facilitator who sends.")
    smtp_ca_file: Path | None = Field(default=None, description="Certificates the mail server's is checked against.")
    smtp_timeout: float = Field(default=20.0, gt=0, description="Seconds to wait for each answer of the mail server.")

    @model_validator(mode="after")
    def _check_mail(self) -> Self:
        for name, typed in (("SENDER", self.smtp_sender), ("REPLY_TO", self.smtp_reply_to)):
            address = parseaddr(typed)[1]
            if typed and not all(address.rpartition("@")):
                raise ValueError(f"ASSENT_SMTP_{name} must hold an address, such as Assent <consensus@example.org>.")
        if self.smtp_host and not self.smtp_sender:
            raise ValueError("ASSENT_SMTP_SENDER must say whom mails come from.")
        if self.smtp_password.get_secret_value() and self.smtp_security is MailSecurity.NONE and self.smtp_user:
            raise ValueError("ASSENT_SMTP_SECURITY must be starttls or tls: a password never travels in the clear.")
        return self

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is named."""
        return bool(self.smtp_host)

    @property
    def effective_smtp_port(self) -> int:
        """The port of the mail server."""
        return self.smtp_port or _MAIL_PORTS[self.smtp_security]

    oidc_issuer: str = Field(default="", description="Issuer URL of an OpenID Connect provider; empty means none.")
    oidc_client_id: str = Field(default="", description="What the provider calls this server.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="The secret shared with the provider.")
    oidc_name: str = Field(default="your institution", description="The provider on the button: Sign in with ….")
    oidc_panelists: bool = Field(default=False, description="Whether the provider lets panelists in, too.")

    @property
    def has_provider(self) -> bool:
        """Whether people may sign in through an identity provider."""
        return bool(self.oidc_issuer and self.oidc_client_id)

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
