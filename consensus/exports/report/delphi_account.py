"""A revealed round of a Delphi, in the words and numbers a report tells of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DelphiItemAccount:
    """One question about one statement. n_rated: as place on the scale; median and quartiles (type 7) as printed.

    is_told: whether enough rated for numbers to be shown. is_stable: no consensus, and stable, which is a result.
    """

    label: str
    text: str
    question: str
    why: str
    n_rated: int
    n_entitled: int
    median: str
    quartiles: str
    outcome: str
    is_told: bool
    is_stable: bool


@dataclass(frozen=True, slots=True)
class DelphiAccount:
    """protocol: the sentences in force when it opened. stop: what the stop rule said.

    n_rated of n_electors rated something, with n_answers of n_possible. carried: how many statements were in the round
    for which reason. settled, stable: labels of statements after it. feedback: what was shown before, "" for nothing.
    """

    number: int
    is_real_time: bool
    opened_at: datetime | None
    closed_at: datetime | None
    protocol: tuple[str, ...]
    protocol_sha256: str
    n_statements: int
    n_electors: int
    n_rated: int
    n_answers: int
    n_possible: int
    carried: tuple[tuple[str, int], ...]
    feedback: str
    settled: tuple[str, ...]
    stable: tuple[str, ...]
    moving: tuple[str, ...]
    reworded: tuple[str, ...]
    stop: str
    items: tuple[DelphiItemAccount, ...]

    @property
    def name(self) -> str:
        """What the round is called."""
        return "The Delphi without rounds" if self.is_real_time else f"Delphi round {self.number}"
