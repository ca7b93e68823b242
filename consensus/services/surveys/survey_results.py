"""What came out of the survey: for those who run it, and for the panel once it is shown; as a page and as files."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.groups import groups_apart
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.exports.sections.survey import to_survey_markdown
from consensus.exports.survey_account import SurveyAccount
from consensus.exports.survey_files import (
    SurveyData,
    to_codebook_csv,
    to_earlier_csv,
    to_rows_csv,
    to_sav,
    to_texts_csv,
    to_xlsx,
)
from consensus.exports.survey_page import to_survey_page
from consensus.persistence.tables import Answer, Member, Person, Process, Response, Survey
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.surveys.collated_answers import collated_answers, collated_survey
from consensus.services.surveys.survey import instrument_of
from consensus.services.surveys.survey_account import read_account
from consensus.services.surveys.survey_earlier import earlier_rows
from surveys.answer_table import AnswerTable, Column, answer_table
from surveys.answers import comment_key, shown_questions
from surveys.model import Instrument, QuestionKind

_SHUFFLE = random.SystemRandom()
_ROW_FILES: Mapping[str, tuple[Callable[[SurveyData], bytes], str]] = {
    "survey-rows.csv": (to_rows_csv, "text/csv; charset=utf-8"),
    "survey-texts.csv": (to_texts_csv, "text/csv; charset=utf-8"),
    "survey-earlier.csv": (to_earlier_csv, "text/csv; charset=utf-8"),
    "survey-codebook.csv": (to_codebook_csv, "text/csv; charset=utf-8"),
    "survey.xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "survey.sav": (to_sav, "application/x-spss-sav"),
}
ACCOUNT_FILES: Mapping[str, tuple[Callable[[SurveyAccount], bytes], str]] = {
    "survey-results.md": (to_survey_markdown, "text/markdown; charset=utf-8"),
    "survey-report.html": (to_survey_page, "text/html; charset=utf-8"),
}
FILES = (*_ROW_FILES, *ACCOUNT_FILES)
_PERSONAL = ("name", "stakeholder_group", "institution", "country", "discipline")
_PEOPLE = ("respondent", *_PERSONAL, "on_paper", "started_at", "finished_at")


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """The survey as it came out. `account` holds no text of anybody for those who do not run it.

    rows_refusal: why there are no files with a row for each respondent; "" where there are.
    """

    survey_id: UUID
    account: SurveyAccount
    shown_since: datetime | None
    may_show: bool
    may_export: bool
    rows_refusal: str


@dataclass(frozen=True, slots=True)
class _Respondent:
    response: Response
    member: Member
    name: str
    answers: Mapping[str, Any]


def get_survey_results(ctx: Context, process_id: UUID) -> SurveyResults:
    """The results; refused to the panel until they are shown."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_RESULTS, process_id)
        survey = collated_survey(session, standing.process)
        runs = standing.may(Action.VIEW_COLLATION)
        if not runs and survey.results_shown_at is None:
            raise ConflictError("The facilitators have not shown the results of the survey yet.")
        account = read_account(session, standing.process)
        if not runs:
            account = replace(account, questions=tuple(replace(q, texts=()) for q in account.questions))
        is_closed = survey.state is SurveyState.CLOSED
        return SurveyResults(
            survey_id=survey.id,
            account=account,
            shown_since=survey.results_shown_at,
            may_show=standing.may(Action.RUN_SURVEY) and is_closed and survey.results_shown_at is None,
            may_export=standing.may(Action.EXPORT),
            rows_refusal=_rows_refusal(standing.process, account.n_respondents),
        )


def show_to_panel(ctx: Context, process_id: UUID) -> None:
    """Let the panel see the results of the closed survey, from now on."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.RUN_SURVEY, process_id, changes=True)
        survey = collated_survey(session, standing.process)
        if survey.state is not SurveyState.CLOSED:
            raise ConflictError("The results are shown once the survey is closed.")
        if survey.results_shown_at is None:
            survey.results_shown_at = ctx.db.now(session)
            session.add(survey)
            note(session, standing, "survey.results_shown", survey.id)


def export_survey(ctx: Context, process_id: UUID, name: str) -> Export:
    """One of `FILES`."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.EXPORT, process_id).process
        filename = f"{process.slug}-{name}"
        if name in ACCOUNT_FILES:
            write_account, media_type = ACCOUNT_FILES[name]
            return Export(filename, media_type, write_account(read_account(session, process)))
        if name not in _ROW_FILES:
            raise NotFoundError
        if refusal := _rows_refusal(process, collated_answers(session, process).n_finished):
            raise ConflictError(refusal)
        write, media_type = _ROW_FILES[name]
        return Export(filename, media_type, write(_data(session, process)))


def _rows_refusal(process: Process, n_respondents: int) -> str:
    smallest = process.smallest_group
    if process.anonymity is Anonymity.OPEN or n_respondents >= smallest:
        return ""
    return (
        f"Files with a row for each respondent of a confidential survey need at least {smallest} respondents: "
        "of fewer, what somebody said in the room would find their row."
    )


def _data(session: Session, process: Process) -> SurveyData:
    survey = collated_survey(session, process)
    instrument = instrument_of(survey)
    respondents = _respondents(session, survey)
    is_open = process.anonymity is Anonymity.OPEN
    if not is_open:
        _SHUFFLE.shuffle(respondents)
    given = [respondent.answers for respondent in respondents]
    people, notes = _named(respondents) if is_open else _nameless(respondents, process.smallest_group)
    texts = [] if is_open else _texts(instrument, given)
    if process.is_simulated:
        notes = ("Simulated example: the people and their answers are invented.", *notes)
    return SurveyData(
        title=instrument.title,
        people=people,
        table=answer_table(instrument, given, reserved=_PEOPLE, with_texts=is_open),
        texts=texts,
        earlier=earlier_rows(session, survey, {r.member.id: r.name for r in respondents}, with_names=is_open),
        notes=notes,
    )


def _respondents(session: Session, survey: Survey) -> list[_Respondent]:
    """Everybody who sent the survey in, by name."""
    answers: dict[UUID, dict[str, Any]] = {}
    given = select(Answer.member_id, Answer.question, Answer.value).where(Answer.survey_id == survey.id)
    for member_id, question, value in session.exec(given):
        answers.setdefault(member_id, {})[question] = value
    rows = session.exec(
        select(Response, Member, Person.name)
        .join(Member, col(Member.id) == col(Response.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Response.survey_id == survey.id, col(Response.finished_at).is_not(None))
        .order_by(col(Person.name), col(Member.id))
    )
    return [_Respondent(response, member, name, answers.get(member.id, {})) for response, member, name in rows]


def _named(respondents: Sequence[_Respondent]) -> tuple[AnswerTable, tuple[str, ...]]:
    columns = tuple(Column(name, name.replace("_", " ").capitalize(), {}, is_text=True) for name in _PERSONAL)
    moments = tuple(Column(name, name.replace("_", " ").capitalize(), {}, is_text=True) for name in _PEOPLE[-2:])
    rows = tuple(
        (
            number,
            respondent.name,
            respondent.response.stakeholder_group,
            respondent.member.institution,
            respondent.member.country,
            respondent.member.discipline,
            int(respondent.response.entered_by is not None),
            respondent.response.started_at.isoformat(timespec="seconds"),
            respondent.response.finished_at.isoformat(timespec="seconds") if respondent.response.finished_at else "",
        )
        for number, respondent in enumerate(respondents, 1)
    )
    return AnswerTable((_RESPONDENT, *columns, _ON_PAPER, *moments), rows), ("The process is open: rows have names.",)


_RESPONDENT = Column("respondent", "Number of the row", {})
_ON_PAPER = Column("on_paper", "How the survey came in", {0: "Online", 1: "On paper"})


def _nameless(respondents: Sequence[_Respondent], smallest: int) -> tuple[AnswerTable, tuple[str, ...]]:
    """A number that tells nothing, and group and way in as far as each combination has enough rows."""
    n_paper = sum(respondent.response.entered_by is not None for respondent in respondents)
    notes = [
        "The survey is confidential: rows stand in random order and have no names, institutions, countries or times.",
        "What was written in words is a table of its own, in an order that has nothing to do with the rows.",
        "Answers alone may tell who somebody is, such as years in practice. Look before you pass a file on.",
        f"{n_paper} of {len(respondents)} came on paper.",
    ]
    columns, cells = [_RESPONDENT], [list(range(1, len(respondents) + 1))]
    sizes = Counter(respondent.response.stakeholder_group for respondent in respondents)
    blocks = groups_apart({name: sizes[name] for name in sorted(sizes)}, smallest)
    number_of = {name: number for number, block in enumerate(blocks, 1) for name in block}
    groups = [number_of.get(respondent.response.stakeholder_group, 0) for respondent in respondents]
    if blocks:
        labels = {number: " and ".join(name or "no group" for name in block) for number, block in enumerate(blocks, 1)}
        columns.append(Column("stakeholder_group", "Stakeholder group when the survey was sent in", labels))
        cells.append(groups)
    else:
        notes.append(f"Stakeholder groups are left out: not every one would have {smallest} rows.")
    paper = [int(respondent.response.entered_by is not None) for respondent in respondents]
    if n_paper > 0 and min(Counter(zip(groups, paper, strict=True)).values()) >= smallest:
        columns.append(_ON_PAPER)
        cells.append(paper)
    elif n_paper:
        notes.append("Which rows came on paper is left out: it would tell whose they are.")
    return AnswerTable(tuple(columns), tuple(zip(*cells, strict=True))), tuple(notes)


def _texts(instrument: Instrument, given: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Question and text, sorted by the text: an order that says nothing about who wrote what."""
    found: list[tuple[str, str]] = []
    shown = [shown_questions(instrument, answers) for answers in given]
    for question in instrument.questions():
        asked = [answers for answers, questions in zip(given, shown, strict=True) if question in questions]
        keys = [question.id] if question.kind is QuestionKind.TEXT else []
        for key in [*keys, comment_key(question.id)]:
            words = sorted(answers[key] for answers in asked if isinstance(answers.get(key), str))
            what = question.text if key == question.id else f"{question.text} [comment]"
            found.extend((what, text) for text in words)
    return found
