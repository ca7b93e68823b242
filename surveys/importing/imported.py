"""What comes out of a file: an instrument, and everything in the file that it does not carry."""

from dataclasses import dataclass

from surveys.model import Instrument


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the file that was left out or changed: where it stood, and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """An instrument, its text in our own form, the form of the file it came from, and what was not carried over."""

    instrument: Instrument
    text: str
    form: str
    notes: tuple[Note, ...] = ()
