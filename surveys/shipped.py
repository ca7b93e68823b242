"""The instruments that come along, to begin a survey from."""

from dataclasses import dataclass
from pathlib import Path

from consensus.domain.errors import NotFoundError
from surveys.loader import parse_instrument
from surveys.model import Instrument

FOLDER = Path(__file__).parent / "instruments"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One of them, by the name of its file."""

    name: str
    instrument: Instrument


def list_shipped() -> tuple[Shipped, ...]:
    """All of them, in the order of their names."""
    return tuple(Shipped(path.stem, parse_instrument(_text(path), path.name)) for path in sorted(FOLDER.glob("*.toml")))


def read_shipped(name: str) -> str:
    """The text of one of them.

    Raises:
        NotFoundError: there is none of that name.
    """
    path = next((path for path in FOLDER.glob("*.toml") if path.stem == name), None)
    if path is None:
        raise NotFoundError(f"No instrument {name!r} comes along.")
    return _text(path)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
