"""The instrument of a survey as a file, and the schema that editors check such files with."""

from uuid import UUID

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.surveys.survey import survey_of
from surveys.loader import instrument_from_dict
from surveys.schema import schema_text
from surveys.toml_writer import SCHEMA_FILE, write_instrument


def export_instrument(ctx: Context, process_id: UUID) -> Export:
    """The draft as it stands, unfinished too, or else the instrument."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.RUN_SURVEY, process_id)
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        text = survey.draft or write_instrument(instrument_from_dict(survey.instrument))
        name = f"{standing.process.slug}-instrument-{survey.number}.toml"
        return Export(name, "application/toml; charset=utf-8", text.encode())


def export_schema(ctx: Context, process_id: UUID) -> Export:
    """The JSON schema of instrument files, to lie beside them."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.RUN_SURVEY, process_id)
        return Export(SCHEMA_FILE, "application/schema+json", schema_text().encode())
