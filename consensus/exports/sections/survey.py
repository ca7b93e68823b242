"""The survey as a section: what was asked, how many answered, and how the answers fall. Texts are only counted."""

from collections.abc import Iterator

from consensus.domain.shares import percent_text
from consensus.exports.document.markdown import to_markdown
from consensus.exports.document.model import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Role,
    Run,
    Table,
    cells,
    paragraph,
    strong,
)
from consensus.exports.survey_account import FIRST_PLACES, TOO_FEW, SurveyAccount, numbers_sentence, turnout_sentence
from surveys.collation import QuestionCollation, RowCollation
from surveys.model import QuestionKind

_COLUMNS = (Column("Answer", 6), Column("People", 1, is_number=True), Column("Share", 1, is_number=True))


def survey_parts(account: SurveyAccount, *, level: int = 1) -> Iterator[Block]:
    """The section with its heading, then each question with a table; headings from `level` on."""
    yield Heading(level, _title(account), "survey")
    yield from _questions(account, level + 1)


def to_survey_markdown(account: SurveyAccount) -> bytes:
    """The section as a file of its own."""
    title = _title(account)
    return to_markdown(Document(title, "", title, title, tuple(_questions(account, 1))))


def _title(account: SurveyAccount) -> str:
    return f"Survey: {account.title}"


def _questions(account: SurveyAccount, level: int) -> Iterator[Block]:
    yield paragraph(turnout_sentence(account))
    for place, question in enumerate(account.questions, start=1):
        yield from _question(question, account.smallest, level, f"table-question-{place}")


def _question(collation: QuestionCollation, smallest: int, level: int, key: str) -> Iterator[Block]:
    yield Heading(level, collation.question.text)
    yield paragraph(numbers_sentence(collation))
    if collation.rows:
        for place, row in enumerate(collation.rows, start=1):
            yield Paragraph((strong(f"{row.row.label}."), Run(f" {numbers_sentence(row)}")))
            yield _distribution(row, smallest, f"{key}-{place}", row.row.label)
        return
    if collation.question.kind is QuestionKind.TEXT:
        return
    if collation.question.kind is QuestionKind.RANKING:
        yield paragraph(FIRST_PLACES)
    yield _distribution(collation, smallest, key, collation.question.text)


def _distribution(counted: QuestionCollation | RowCollation, smallest: int, key: str, caption: str) -> Block:
    if not counted.n_valid:
        return paragraph("Nobody answered.", Role.NOTE)
    if counted.n_valid < smallest:
        return paragraph(TOO_FEW, Role.NOTE)
    rows = tuple(cells(label, str(n), percent_text(n, counted.n_valid)) for label, _, n in counted.counts)
    return Table(key, f"Answers to “{caption}”", _COLUMNS, rows)
