"""The live element: its fragment runs again when the process has moved on; with items it is also the ballot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consensus.ui.widgets.elements import element

if TYPE_CHECKING:
    from uuid import UUID

    from consensus.services.meetings.asked_now import Asked


def live(
    process_id: UUID, *, key: str, asked: Asked | None = None, revision: int, person: UUID, is_ballot: bool = False
) -> None:
    """Listen to a process from inside a fragment, and let `person` vote on what is asked of them.

    With `is_ballot` a vote that is opened later is drawn as soon as the server says so, before the fragment runs again.

    `revision` is what the fragment was drawn with; a later one runs the fragment again, by itself. Votes do not
    pass through here: the browser sends them to the live channel.
    """
    element("live", has_style=True)(
        key=key,
        data={
            "process": str(process_id),
            "person": str(person),
            "revision": revision,
            "asked": asked.to_data() if asked else None,
            "is_ballot": is_ballot,
        },
        on_signal_change=_ignore,
    )


def _ignore() -> None:
    """The run that a signal causes is all that is wanted of it."""
