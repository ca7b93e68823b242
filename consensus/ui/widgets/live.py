"""The live element: its fragment runs again when the process has moved on; with items it is also the ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from consensus.ui.widgets.elements import element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class LiveItem:
    """One item of a ballot as the person may see it.

    `options` are pairs of (value, label); `choice`, `comment` and `at` are what is recorded for this person, `at`
    in UTC; `plain` is the plain-language twin, `needs` the sentence on what adoption takes, `number` a short label.
    """

    id: UUID
    version_sha256: str
    text: str
    options: tuple[tuple[str, str], ...]
    is_open: bool
    choice: str | None = None
    comment: str = ""
    at: datetime | None = None
    plain: str = ""
    needs: str = ""
    number: str = ""
    asks_comment: bool = True

    def to_data(self) -> dict[str, Any]:
        """The item as the element reads it."""
        return {
            "id": str(self.id),
            "version": self.version_sha256,
            "text": self.text,
            "plain": self.plain,
            "needs": self.needs,
            "number": self.number,
            "options": [{"value": value, "label": label} for value, label in self.options],
            "open": self.is_open,
            "choice": self.choice,
            "comment": self.comment,
            "at": self.at.astimezone(UTC).isoformat() if self.at else None,
            "asks_comment": self.asks_comment,
        }


def live(process_id: UUID, *, key: str, items: Sequence[LiveItem] = (), revision: int, person: UUID) -> None:
    """Listen to a process from inside a fragment, and let `person` vote on `items`.

    `revision` is what the fragment was drawn with; a later one runs the fragment again, by itself. Votes do not
    pass through here: the browser sends them to the live channel.
    """
    element("live", has_style=True)(
        key=key,
        data={
            "process": str(process_id),
            "person": str(person),
            "revision": revision,
            "items": [item.to_data() for item in items],
        },
        on_signal_change=_ignore,
    )


def _ignore() -> None:
    """The run that a signal causes is all that is wanted of it."""
