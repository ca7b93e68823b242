"""A process is given its survey, whether by its facilitator or by the method it begins with."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from consensus.persistence.tables import Process, Survey
from consensus.services.audit import record
from surveys.loader import instrument_to_dict
from surveys.model import Instrument


def insert_survey(
    session: Session,
    process: Process,
    actor_id: UUID | None,
    instrument: Instrument,
    draft: str = "",
    notes: Sequence[tuple[str, str]] = (),
) -> UUID:
    """Give a locked process without one its survey."""
    survey = Survey(
        process_id=process.id,
        instrument=instrument_to_dict(instrument),
        draft=draft,
        notes=[list(row) for row in notes],
    )
    session.add(survey)
    session.flush()
    record(session, process, "survey.added", survey.id, actor_id=actor_id, title=instrument.title)
    return survey.id
