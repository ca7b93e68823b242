"""The survey as a report tells it."""

from sqlmodel import Session, col, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import SurveyState
from consensus.exports.survey_account import SurveyAccount
from consensus.persistence.tables import Process, Response
from consensus.services.people.participation import count_asked
from consensus.services.surveys.collated_answers import collated_answers
from consensus.services.surveys.survey import survey_of


def survey_account(session: Session, process: Process) -> SurveyAccount | None:
    """The survey for a report; None where its answers may not be told yet."""
    survey = survey_of(session, process.id)
    if survey is None or survey.state is not SurveyState.CLOSED:
        return None
    try:
        return read_account(session, process)
    except ConflictError:
        return None


def read_account(session: Session, process: Process) -> SurveyAccount:
    """What may be told of the answers now, or a refusal."""
    answers = collated_answers(session, process)
    paper = select(Response.member_id).where(
        Response.survey_id == answers.survey_id,
        col(Response.finished_at).is_not(None),
        col(Response.entered_by).is_not(None),
    )
    is_confidential = process.anonymity.hides_names
    return SurveyAccount(
        title=answers.instrument.title,
        n_asked=count_asked(session, process.id),
        n_respondents=answers.n_finished,
        n_paper=len(session.exec(paper).all()),
        questions=answers.questions,
        smallest=FEWEST_CONFIDENTIAL if is_confidential else 1,
        is_simulated=process.is_simulated,
    )
