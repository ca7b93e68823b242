"""What a panelist takes home from a Delphi round: their own ratings beside those of the panel, as the protocol says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterBar:
    """How many chose one answer; `is_own` where its reader did, and may be shown so."""

    label: str
    n: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """A stakeholder group that is shown apart."""

    name: str
    n: int
    median: str


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One question about one statement.

    own: what its reader answered, as it is read, or why it is not shown. n, bars, median, quartiles, groups, comments:
    the panel's; empty or None where the protocol does not show them, or nobody may see them.
    """

    label: str
    section: str
    text: str
    question: str
    own: str
    own_comment: str
    reasons: tuple[str, ...]
    sentence: str
    n: int
    bars: tuple[LetterBar, ...]
    median: str
    quartiles: tuple[str, str] | None
    groups: tuple[LetterGroup, ...]
    comments: tuple[str, ...]

    @property
    def facts(self) -> str:
        """ "14 rated · median 7 · middle half 6 to 8"; of it what is shown."""
        parts = (
            f"{self.n} rated" if self.n else "",
            f"median {self.median}" if self.median else "",
            f"middle half {self.quartiles[0]} to {self.quartiles[1]}" if self.quartiles else "",
        )
        return " · ".join(filter(None, parts))

    @property
    def picture(self) -> str:
        """The bars in words."""
        counts = ", ".join(f"{bar.n} on {bar.label}" for bar in self.bars if bar.n)
        own = next((bar.label for bar in self.bars if bar.is_own), "")
        return f"Ratings of the panel: {counts}{f'; yours {own}' if own else ''}."


@dataclass(frozen=True, slots=True)
class FeedbackLetter:
    """The feedback of one round to one panelist; `shown` names its parts, `day` when the round closed."""

    process: str
    name: str
    number: int
    day: str
    shown: str
    is_simulated: bool
    items: tuple[LetterItem, ...]

    @property
    def n_rated(self) -> str:
        """ "You answered 12 of 14 questions." """
        done = sum(item.own != NOT_RATED for item in self.items)
        return f"You answered {done} of {len(self.items)} {'question' if len(self.items) == 1 else 'questions'}."


NOT_RATED = "not rated"
