"""A process begun from a method: rule, secrecy, protocol, survey and checklist in one go."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import available_timezones

from consensus.domain.delphi.method_packs import load_method
from consensus.domain.delphi.tailoring import Tailoring
from consensus.domain.errors import InvalidInputError
from consensus.domain.members import MemberDraft
from consensus.services.access import signed_in
from consensus.services.context import Context
from consensus.services.delphi.protocols import begin_protocol
from consensus.services.processes.processes import ProcessDraft, insert_process
from consensus.services.surveys.adding import insert_survey
from surveys.loader import parse_instrument
from surveys.shipped import read_shipped


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is asked of whoever begins a process; `method` is the slug of a pack, everything else is its."""

    method: str
    tailoring: Tailoring
    slug: str
    title: str
    question: str
    time_zone: str = "UTC"
    is_simulated: bool = False


def begin_process(ctx: Context, beginning: Beginning, facilitator: MemberDraft | None = None) -> UUID:
    """A new process in draft as its method sets it, with its facilitator: whoever begins it, unless another is named.

    Everything or nothing: a refusal leaves no process behind.
    """
    pack = load_method(beginning.method).fitted(beginning.tailoring)
    if beginning.time_zone not in available_timezones():
        raise InvalidInputError(f"There is no time zone “{beginning.time_zone}”.")
    draft = ProcessDraft(
        slug=beginning.slug,
        title=beginning.title,
        question=beginning.question,
        scope="",
        definition=pack.definition,
        anonymity=beginning.tailoring.anonymity,
        asks_interests=pack.asks_interests,
        time_zone=beginning.time_zone,
        is_simulated=beginning.is_simulated,
    )
    with ctx.db.transaction() as session:
        actor = signed_in(ctx, session)
        process = insert_process(session, actor, draft, facilitator)
        begin_protocol(session, process, pack, actor.person_id)
        if pack.instrument:
            text = read_shipped(pack.instrument)
            instrument = parse_instrument(text, pack.instrument)
            insert_survey(session, process, actor.person_id, instrument, text)
        return process.id
