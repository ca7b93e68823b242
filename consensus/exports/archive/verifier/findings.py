"""What was found: what holds, what does not and where, and what could not be checked from this archive."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Findings:
    """Three lists of sentences; `wrong` names the place first."""

    holds: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def expect(self, is_so: bool, place: str, otherwise: str) -> bool:
        """Note what is wrong at a place unless it is as expected."""
        if not is_so:
            self.wrong.append(f"{place}: {otherwise}")
        return is_so

    def lines(self) -> list[str]:
        """The whole account, line by line."""
        return [
            *(f"  holds      {sentence}" for sentence in self.holds),
            *(f"  unchecked  {sentence}" for sentence in self.unchecked),
            *(f"  WRONG      {sentence}" for sentence in self.wrong),
        ]
