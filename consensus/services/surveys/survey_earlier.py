"""The answers that later wordings set aside, each with the words it was given to, for the files of a survey."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.persistence.tables import EarlierAnswer, EarlierInstrument, Survey
from surveys.answer_words import describe
from surveys.answers import commented_question
from surveys.form_words import words_in
from surveys.loader import instrument_from_dict
from surveys.model import DEFAULT_LANGUAGE, Instrument, Question


def earlier_rows(
    session: Session, survey: Survey, names: Mapping[UUID, str], *, with_names: bool
) -> list[tuple[str, ...]]:
    """Version, question and answer in words, and the name where it is told, of those in `names`: who sent it in.

    Without names the answers to a question stand in the order of their words, which tells nobody, and questions with
    fewer of them than a confidential survey needs are left out.
    """
    versions = _versions(session, survey)
    found: defaultdict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for answer in session.exec(select(EarlierAnswer).where(EarlierAnswer.survey_id == survey.id)):
        if answer.member_id in names:
            said = _said(versions[answer.number], answer)
            found[answer.number, answer.question].append((said, names[answer.member_id]))
    rows: list[tuple[str, ...]] = []
    for (number, key), given in sorted(found.items()):
        if not with_names and len(given) < FEWEST_CONFIDENTIAL:
            continue
        place = (versions[number].version, _asked(versions[number], key))
        rows.extend((*place, said, *((name,) if with_names else ())) for said, name in sorted(given))
    return rows


def _versions(session: Session, survey: Survey) -> dict[int, Instrument]:
    rows = session.exec(select(EarlierInstrument).where(EarlierInstrument.survey_id == survey.id))
    return {row.number: instrument_from_dict(row.instrument) for row in rows}


def _question(instrument: Instrument, key: str) -> tuple[Question | None, bool]:
    question_id, is_comment = commented_question(key)
    return instrument.question(question_id), is_comment


def _asked(instrument: Instrument, key: str) -> str:
    question, is_comment = _question(instrument, key)
    text = question.text if question else key
    return f"{text} [comment]" if is_comment else text


def _said(instrument: Instrument, answer: EarlierAnswer) -> str:
    question, is_comment = _question(instrument, answer.question)
    if question is None or is_comment:
        return str(answer.value)
    return describe(question, answer.value, words_in(DEFAULT_LANGUAGE))
