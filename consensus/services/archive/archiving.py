"""Making the archive of a process: with its people for another server, or without them for publication."""

from uuid import UUID

from sqlmodel import Session

from consensus.domain.roles import Action
from consensus.exports.archive.making import Archive, Contents, pack, to_json, to_json_lines
from consensus.exports.document.progress import Progress, unwatched
from consensus.services.access import Standing, require
from consensus.services.archive.gathering import check_at_rest, gather
from consensus.services.archive.recounting import events_of, rounds_of, statements_of
from consensus.services.audit import note
from consensus.services.context import Context

_ALWAYS_WITHHELD = (
    "Who gave which ballot of a confidential or secret round: the ballots stand there without their voters.",
    "Answers to surveys: what came of them is in the statements.",
    "Links, codes, passwords, sign-ins and mails.",
)
_WITHOUT_PEOPLE = (
    "Names, addresses, institutions, countries and disciplines: everybody has a number.",
    "Declared interests, and what events of the record say of people; such events keep their seal.",
)

# How much of the work is done when the rows, and when the ballots too are read.
_GATHERED, _READ = 0.2, 0.7


def make_archive(
    ctx: Context, process_id: UUID, *, with_people: bool = False, progress: Progress = unwatched
) -> Archive:
    """Pack the process as it stands, and put the fingerprint on record; refused while a round is not revealed.

    What `progress` raises leaves nothing on record; once it was told 1 the archive is made.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EXPORT, process_id, changes=True)
        check_at_rest(session, standing.process)
        archive = pack(_contents(ctx, session, standing, progress, with_people=with_people))
        progress(1)
        note(session, standing, "archive.made", process_id, sha256=archive.fingerprint, with_people=with_people)
        return archive


def _contents(ctx: Context, session: Session, standing: Standing, progress: Progress, *, with_people: bool) -> Contents:
    process = standing.process
    progress(0.05)
    gathered = gather(session, process, with_people=with_people)
    data = {"people": gathered.people, "tables": gathered.tables}
    progress(_GATHERED)
    rounds = to_json(rounds_of(session, gathered, lambda share: progress(_GATHERED + (_READ - _GATHERED) * share)))
    progress(_READ)
    return Contents(
        process_id=process.id,
        title=process.title,
        made_at=ctx.db.now(session),
        files={
            "process.json": to_json(data),
            "statements.json": to_json(statements_of(session, gathered, with_people=with_people)),
            "rounds.json": rounds,
            "events.jsonl": to_json_lines(events_of(session, process, with_people=with_people)),
        },
        withheld=(*_ALWAYS_WITHHELD, *(() if with_people else _WITHOUT_PEOPLE)),
    )
