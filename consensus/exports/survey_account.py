"""The survey as it is told outside of the house: what is published of it, and its sentences on numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain.shares import percent_text
from surveys.collation import QuestionCollation, RowCollation

FIRST_PLACES = "How often each was put first."
TOO_FEW = "Answered by too few people to be shown."


@dataclass(frozen=True, slots=True)
class SurveyAccount:
    """What is published of a survey; `n_paper` of those who sent it in did so on paper.

    smallest: answers a question needs for its numbers to be shown.
    """

    title: str
    n_asked: int
    n_respondents: int
    n_paper: int
    questions: Sequence[QuestionCollation]
    smallest: int = 1
    is_simulated: bool = False


def turnout_sentence(account: SurveyAccount) -> str:
    """How many were asked and sent it in."""
    paper = f" {account.n_paper} of the answers came on paper." if account.n_paper else ""
    return (
        f"{account.n_respondents} of {account.n_asked} people asked sent the survey in "
        f"({percent_text(account.n_respondents, account.n_asked)}).{paper} "
        "Shares are of those who answered a question; “cannot judge” and skipping are counted apart."
    )


def numbers_sentence(counted: QuestionCollation | RowCollation) -> str:
    """How many answered a question, and where their answers lie."""
    parts = [f"{counted.n_valid} answered"]
    if counted.n_cannot_judge:
        parts.append(f"{counted.n_cannot_judge} cannot judge")
    if counted.n_missing:
        parts.append(f"{counted.n_missing} skipped")
    if counted.location is not None:
        place = counted.location
        parts.append(f"median {place.median:g}, middle half {place.lower_quartile:g} to {place.upper_quartile:g}")
    return ", ".join(parts) + "."
