"""The copy of the consent text that a person keeps."""

from uuid import UUID

from consensus.domain.errors import ConflictError
from consensus.domain.roles import Action
from consensus.exports.consent_copy import ConsentCopy, to_text
from consensus.persistence.tables import Person
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.consent import my_consent
from consensus.services.processes.results import Export


def export_consent(ctx: Context, process_id: UUID) -> Export:
    """The newest consent text with what the actor said of it, as plain text."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PROCESS, process_id)
        mine = my_consent(session, standing)
        if mine.newest is None:
            raise ConflictError("No consent is asked of you here.")
        copy = ConsentCopy(
            process_title=standing.process.title,
            name=session.get_one(Person, standing.member.person_id).name,
            number=mine.newest.number,
            text=mine.newest.text,
            plain_text=mine.newest.plain_text,
            sha256=mine.newest.sha256,
            created_at=mine.newest.created_at,
            words=mine.words,
        )
        name = f"{standing.process.slug}-consent-{mine.newest.number}.txt"
        return Export(name, "text/plain; charset=utf-8", to_text(copy))
