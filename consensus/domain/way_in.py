"""The ways in which a person can have come in."""

from enum import StrEnum


class WayIn(StrEnum):
    """What a sign-in began with."""

    LINK = "link"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105
    PROVIDER = "provider"
    EXAMPLE = "example"


WORDS = {
    WayIn.LINK: "by link",
    WayIn.CODE: "by personal code",
    WayIn.PASSWORD: "by password",
    WayIn.PROVIDER: "through the identity provider",
    WayIn.EXAMPLE: "by trying the example",
}
