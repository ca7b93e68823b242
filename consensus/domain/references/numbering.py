"""Numbers of references, in the order in which they are first cited; each work once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Citing(Protocol):
    """Whatever cites a work."""

    @property
    def reference(self) -> str:
        """The work as it is printed, without its DOI."""

    @property
    def doi(self) -> str:
        """Its DOI, "" where it has none."""


@dataclass(frozen=True, slots=True)
class NumberedReference:
    """An entry of the list of references."""

    number: int
    text: str
    doi: str = ""

    @property
    def line(self) -> str:
        """The entry as it is printed after its number."""
        return " ".join(part for part in (self.text, f"doi:{self.doi}" if self.doi else "") if part)


class Numbering:
    """Gives each work its number when it is cited first."""

    def __init__(self) -> None:
        self._numbers: dict[str, NumberedReference] = {}

    def cite(self, citing: Citing) -> int | None:
        """The number of the work that is cited; None where nothing is."""
        key = citing.doi.lower() or " ".join(citing.reference.casefold().split())
        if not key:
            return None
        entry = self._numbers.setdefault(
            key, NumberedReference(len(self._numbers) + 1, citing.reference.strip(), citing.doi)
        )
        return entry.number

    def listed(self) -> tuple[NumberedReference, ...]:
        """The list of references so far."""
        return tuple(self._numbers.values())


def number_all(citing: Iterable[Citing]) -> tuple[NumberedReference, ...]:
    """The list of references of all that cites, in this order."""
    numbering = Numbering()
    for one in citing:
        numbering.cite(one)
    return numbering.listed()
