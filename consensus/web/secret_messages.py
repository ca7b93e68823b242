"""The ballot paper of a secret vote on the live channel: read whole or not at all, and named in no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from consensus.services.rounds.secret_casting import SecretCastRequest, SecretChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KIND = "paper"


def read_paper(
    message: Mapping[str, Any], key: str, token: str, is_text: Callable[[object], bool]
) -> SecretCastRequest | None:
    """A ballot paper cast with the session `token`; None where the message is none."""
    receipt, choices = message.get("receipt"), message.get("choices")
    if not is_text(receipt) or not isinstance(choices, list):
        return None
    read = [_read_choice(one, is_text) for one in choices]
    round_id = _read_id(message.get("round"))
    whole = tuple(one for one in read if one is not None)
    if round_id is None or len(whole) < len(choices):
        return None
    return SecretCastRequest(token, key, round_id, str(receipt), whole)


def _read_choice(value: object, is_text: Callable[[object], bool]) -> SecretChoice | None:
    if not isinstance(value, dict):
        return None
    item, version, choice = _read_id(value.get("item")), value.get("version"), value.get("choice")
    if item is None or not (is_text(version) and is_text(choice)):
        return None
    return SecretChoice(item, str(version), str(choice))


def _read_id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
