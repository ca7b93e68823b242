"""What a panelist meets in an open Delphi round, as frozen values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consensus.domain.ballots import Option
from consensus.domain.delphi.terms import ReasonTrigger
from consensus.domain.word_diff import Piece
from consensus.tally.feedback_shown import ShownFeedback


@dataclass(frozen=True, slots=True)
class MyRating:
    """What the reader said on an item; `choice` is None where it was cast before their link or code was issued."""

    choice: str | None
    comment: str
    at: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LiveItem:
    """What an item without rounds adds. picture: the number of the one that is shown, 0 while there is none.

    first: the first answer of its reader, "" before it and where their link hides it.
    """

    picture: int
    drawn_at: datetime | None
    first: str


@dataclass(frozen=True, slots=True)
class FormItem:
    """One question about one statement.

    feedback: what is shown of the round before, None where there was none. comments: those of the round before.
    change: what became of the wording since. asks: why a reason is asked for the rating as it stands.
    live: without rounds what is shown of the panel as it stands; then feedback and comments are of that picture.
    """

    id: UUID
    label: str
    section: str
    text: str
    plain_text: str
    version_sha256: str
    title: str
    question: str
    options: tuple[Option, ...]
    rating: MyRating | None
    is_recused: bool
    feedback: ShownFeedback | None
    comments: tuple[str, ...]
    change: tuple[Piece, ...]
    asks: frozenset[ReasonTrigger]
    live: LiveItem | None = None


@dataclass(frozen=True, slots=True)
class RatingForm:
    """The open round as one panelist meets it. `why_not` says why they cannot rate, "" where they can."""

    round_id: UUID
    number: int
    introduction: str
    promise: str
    closes_at: datetime
    items: tuple[FormItem, ...]
    reasons: tuple[str, ...]
    takes_comments: bool
    takes_proposals: bool
    why_not: str
    is_real_time: bool = False

    @property
    def pictures(self) -> dict[UUID, int]:
        """Which picture of the panel stands beside which item, where there are no rounds."""
        return {item.id: item.live.picture for item in self.items if item.live and item.live.picture}

    @property
    def n_to_rate(self) -> int:
        """How many items the reader is asked."""
        return sum(not item.is_recused for item in self.items)

    @property
    def n_rated(self) -> int:
        """How many of them they have answered."""
        return sum(item.rating is not None for item in self.items if not item.is_recused)
