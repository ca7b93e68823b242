"""The survey as a section of the report: what was asked, how many answered, and how the answers fall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consensus.domain.shares import percent_text
from consensus.exports.literal import markdown_inline, markdown_line
from surveys.collation import Count, QuestionCollation, RowCollation
from surveys.model import QuestionKind

BAR_WIDTH = 20
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


def survey_section(account: SurveyAccount, *, level: int = 2) -> str:
    """Markdown under headings from `level` on; whatever people typed appears literally. Texts are only counted."""
    heading = "#" * level
    parts = [
        f"{heading} Survey: {markdown_inline(account.title)}",
        turnout_sentence(account),
        *(part for question in account.questions for part in _question(question, account.smallest, f"{heading}#")),
    ]
    return "\n\n".join(parts)


def to_survey_markdown(account: SurveyAccount) -> bytes:
    """The section as a file of its own."""
    return (survey_section(account, level=1) + "\n").encode()


def turnout_sentence(account: SurveyAccount) -> str:
    """How many were asked and sent it in."""
    paper = f" {account.n_paper} of the answers came on paper." if account.n_paper else ""
    return (
        f"{account.n_respondents} of {account.n_asked} people asked sent the survey in "
        f"({percent_text(account.n_respondents, account.n_asked)}).{paper} "
        "Shares are of those who answered a question; “cannot judge” and skipping are counted apart."
    )


def _question(collation: QuestionCollation, smallest: int, heading: str) -> Iterator[str]:
    yield f"{heading} {markdown_line(collation.question.text)}"
    yield numbers_sentence(collation)
    if collation.rows:
        for row in collation.rows:
            yield f"**{markdown_inline(row.row.label)}.** {numbers_sentence(row)}"
            yield _distribution(row, smallest)
    elif collation.question.kind is QuestionKind.RANKING:
        yield FIRST_PLACES
        yield _distribution(collation, smallest)
    elif collation.question.kind is not QuestionKind.TEXT:
        yield _distribution(collation, smallest)


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


def _distribution(counted: QuestionCollation | RowCollation, smallest: int) -> str:
    if not counted.n_valid:
        return "Nobody answered."
    if counted.n_valid < smallest:
        return TOO_FEW
    lines = ["| Answer | People | Share | |", "|---|--:|--:|:--|"]
    return "\n".join(lines + [_line(count, counted.n_valid) for count in counted.counts])


def _line(count: Count, n_valid: int) -> str:
    label, _, n = count
    filled = round(BAR_WIDTH * n / n_valid)
    return (
        f"| {markdown_inline(label)} | {n} | {percent_text(n, n_valid)} | {'█' * filled}{'░' * (BAR_WIDTH - filled)} |"
    )
