"""The minutes of a meeting: what was planned and what happened, as frozen values that files are written from."""

from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.word_diff import Piece


class EntryKind(StrEnum):
    """What an entry of the minutes is about."""

    MEETING = "meeting"
    TOPIC = "topic"
    BREAK = "break"
    CLOCK = "clock"
    PRESENCE = "presence"
    STATEMENT = "statement"
    CHECK = "check"
    VOTE = "vote"
    ADOPTION = "adoption"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class MinutesEntry:
    """One thing that happened, at a time of day ("10:05").

    changes: for a new wording, what it took out of the one before and put in. notes: sentences that belong to it.
    """

    at: str
    kind: EntryKind
    text: str
    changes: tuple[Piece, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """An item of the agenda: when it was planned and when it was really on, "" where it was not.

    presentations: planned talks with presenter and minutes. recused: who does not decide on it.
    note: what whoever ran the meeting noted for the minutes, as typed.
    """

    title: str
    planned: str
    real: str
    presentations: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPresence:
    """Somebody who came, and from when to when: "09:02–12:10, 13:00–"."""

    name: str
    role: str
    stays: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything the minutes say; ended is "" while the meeting goes on. All times are in `time_zone`."""

    process: str
    title: str
    day: str
    began: str
    ended: str
    time_zone: str
    rule: str
    simulated: bool
    items: tuple[MinutesItem, ...]
    presence: tuple[MinutesPresence, ...]
    entries: tuple[MinutesEntry, ...]
    adopted: tuple[tuple[str, str], ...]


def stays_text(times: list[tuple[str, bool]]) -> str:
    """Comings (True) and goings in order as "09:02–12:10, 13:00–"; one that has no end is still there."""
    stays: list[str] = []
    came = ""
    for at, is_coming in times:
        if is_coming and not came:
            came = at
        elif not is_coming:
            stays.append(f"{came}–{at}")
            came = ""
    if came:
        stays.append(f"{came}–")
    return ", ".join(stays)
