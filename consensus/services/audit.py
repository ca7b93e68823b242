"""What happened, in an order nobody can change unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.chain import START, ChainedEvent
from consensus.domain.roles import Action
from consensus.persistence.database import database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Event, Person, Process
from consensus.services.access import Standing, require
from consensus.services.chained import covered_by_chain
from consensus.services.context import Context

SENTENCES: Mapping[str, str] = {
    "process.created": "The process was created.",
    "process.changed": "Title, question or scope were changed.",
    "process.started": "The process was started.",
    "process.finished": "The process was finished.",
    "secrecy.set": "Votes in this process are {mode}.",
    "process.taken_in": "The process was taken in from an archive (SHA-256 {sha256}) with {n} events before this one.",
    "archive.made": "An archive was made (SHA-256 {sha256}).",
    "smallest_group.set": "Stakeholder groups are counted apart from {n} people on.",
    "definition.set": "The consensus definition was set: {sentence}",
    "definition.locked": "The consensus definition was locked (SHA-256 {sha256}).",
    "deviation.recorded": "Deviation: {what}. Before: {before} After: {after} Reason: {reason}",
    "member.added": "{name} was added as {role}.",
    "member.changed": "The entry of {name} was changed.",
    "address.changed": "The e-mail address of {name} was changed.",
    "member.removed": "{name} was removed.",
    "panel.imported": "The list “{file}” was imported: {counts}",
    "panel.import_added": "Added from “{file}”: {names}.",
    "panel.import_changed": "Changed by “{file}”: {names}.",
    "invitation.moved": "The invitation of {name} became {state}.",
    "invitation.accepted": "{name} accepted the invitation.",
    "invitation.declined": "{name} declined the invitation.",
    "reply_by.set": "The invited are asked to answer by {day}.",
    "consent_text.added": "Version {number} of the consent text was put in force (SHA-256 {sha256}).",
    "consent.given": "{name} agreed to version {number} of the consent text.",
    "consent.refused": "{name} did not agree to version {number} of the consent text.",
    "consent.withdrawn": "{name} withdrew consent, given to version {before} of the consent text.",
    "link.issued": "A personal link was issued for {name}.",
    "link.mailed": "A personal link went into a mail to {name}.",
    "mail.queued": "{n} of “{kind}” were put into the outbox.",
    "mail.text_changed": "The text of “{kind}” was changed.",
    "mail.cancelled": "The mail “{kind}” to {name} was cancelled.",
    "mail.all_cancelled": "All mails that waited were cancelled: {n}.",
    "mail.tried_again": "The mail “{kind}” to {name} was put into the outbox again.",
    "mail.arrived": "The mail “{kind}” to {name} was marked as sent.",
    "mail.bounced": "The mail “{kind}” to {name} came back: {reason}",
    "quiet_hours.set": "No mail goes out from {begin} to {end} ({zone}).",
    "code.issued": "A personal code was issued for {name}.",
    "link.used": "{name} came in by personal link.",
    "code.used": "{name} came in by personal code.",
    "link.refused": "The link of {name} was tried in a second browser ({agent}) and refused.",
    "staff_link.issued": "An administrator issued a one-time link for {name}.",
    "staff_link.used": "{name} came in by one-time link.",
    "factor.reset": "The authenticator app of {name} was switched off by an administrator.",
    "sign_ins.ended": "The sign-ins of {name} were ended.",
    "process.handed_over": "{name} handed the process over to {successor} and is now {role}.",
    "process.left": "{name} handed the process over to {successor} and left.",
    "interests.set": "Declarations of interest are {words}; of each the report says: {publication}.",
    "interest.declared": "{name} declared {what} on {topic}.",
    "interest.entered": "For {name} it was entered from paper that they declare {what} on {topic}.",
    "conflict.decided": "On the interest of {name} on {topic} it was decided: {decision}.",
    "survey.added": "The survey “{title}” was added.",
    "survey.opened": "The survey was opened.",
    "survey.edited": "The questions of the survey were edited.",
    "survey.frozen": "The questions were fixed as version {number} (SHA-256 {sha256}).",
    "survey.revised": (
        "The questions were replaced while the survey was open, now version {number} (SHA-256 {sha256}); "
        "answers set aside: {n_set_aside}. Reason: {reason}"
    ),
    "survey.entry_begun": "The paper form of {name} is being entered.",
    "survey.taken_over": "The survey of {name} was taken over to enter a paper form; answers given by hand are gone.",
    "survey.entered": "The survey of {name} was entered from paper and sent in.",
    "survey.results_shown": "The results of the survey were shown to the panel.",
    "survey.closed": "The survey was closed with {n_finished} sent in.",
    "protocol.set": "The protocol of the method “{method}” was set (SHA-256 {sha256}).",
    "protocol.changed": "The protocol was changed: {what}.",
    "delphi.planned": "Delphi round {number} was planned on {n_items} statements, to close at {closes_at}.",
    "delphi.dropped": "The plan of Delphi round {number} was taken back.",
    "delphi.opened": (
        "Delphi round {number} was opened until {closes_at}: {n_items} items, {n_electors} entitled, {n_recused} "
        "recused; order and arms from the seed {seed}, protocol SHA-256 {protocol_sha256}."
    ),
    "delphi.extended": "The deadline of Delphi round {number} was moved from {before} to {after}. Reason: {reason}",
    "delphi.closed": "Delphi round {number} was closed with {n_cast} of {n_electors} having rated.",
    "delphi.revealed": "Delphi round {number} was revealed.",
    "proposal.made": "A panelist proposed an item.",
    "proposal.decided": "A proposed item was {what}. Reason: {reason}",
    "petition.made": "A panelist asked for statement {label} to be rated again: {n} do now.",
    "topic.added": "The topic “{title}” was added.",
    "topic.changed": "The topic “{title}” was changed.",
    "topic.moved": "The topic “{title}” was moved.",
    "evidence.added": "Evidence was added to “{title}”.",
    "evidence.removed": "Evidence was removed from “{title}”.",
    "reference.added": "A reference was added: {text}",
    "reference.changed": "A reference was corrected: {text}",
    "reference.removed": "A reference was removed: {text}",
    "references.imported": "References were taken in from a file: {n}, left out as known: {n_left_out}.",
    "presentation.added": "A presentation was added to “{title}”.",
    "future_study.added": "An area for future study was added.",
    "theme.added": "The theme “{label}” was added.",
    "theme.changed": "The theme “{before}” became “{label}”.",
    "theme.moved": "The theme “{label}” was moved.",
    "theme.merged": "The theme “{label}” was merged into “{into}”.",
    "theme.split": "The theme “{label}” was split off from “{before}” with {n} answers.",
    "theme.removed": "The theme “{label}” was removed.",
    "coding.added": "Answers were put under the theme “{label}”: {n}.",
    "coding.removed": "Answers were taken from the theme “{label}”: {n}.",
    "coding.undone": "Undone: {act}",
    "agenda.generated": "The agenda was generated with {n} items.",
    "agenda.changed": "The agenda was changed by hand.",
    "statement.added": "Candidate {label} was added: “{text}”",
    "statement.reworded": "Statement {label} was reworded (version {number}): “{text}” Reason: {reason}",
    "statement.merged": "Statements {parents} were merged into {label}: “{text}” Reason: {reason}",
    "statement.split": "Statement {parents} was split into {label}. Reason: {reason}",
    "statement.sourced": "Statement {label} was linked to the theme “{theme}”.",
    "statement.withdrawn": "Statement {label} was withdrawn.",
    "statement.restored": "Statement {label} was taken up again.",
    "statement.presented": "Statement {label} was presented to the panel.",
    "statement.taken_back": "Statement {label} was taken back from presentation.",
    "statement.adopted": "Statement {label} was adopted by {route}.",
    "statement.adoption_undone": "The adoption of statement {label} by {route} was undone. Reason: {reason}",
    "statement.rationale": "The rationale of statement {label} was written.",
    "statement.graded": "On statement {label} it was stated: {words}",
    "statement.minority": "Version {number} of the minority statement on {label} was written.",
    "dissent.written": "A dissent on statement {label} was written.",
    "dissent.changed": "A dissent on statement {label} was changed.",
    "dissent.taken_back": "A dissent on statement {label} was taken back.",
    "meeting.added": "The meeting “{title}” was planned.",
    "meeting.started": "The meeting was started.",
    "meeting.ended": "The meeting was ended.",
    "meeting.topic": "The meeting turned to “{title}”.",
    "meeting.topic_undone": "“{title}” had been taken up by mistake; “{before}” is on again.",
    "note.changed": "The shared note on “{title}” was changed.",
    "note.put_in_minutes": "The shared note on “{title}” was put into the minutes.",
    "note.left_out_of_minutes": "The shared note on “{title}” was left out of the minutes.",
    "snapshot.taken": "The day was put on record as “{label}” (SHA-256 {sha256}).",
    "room_code.issued": "A room code was made for the meeting; one made before no longer works.",
    "projector.issued": "A projector link was made for the meeting; one made before, and its screens, no longer work.",
    "projector.opened": "A screen was opened by the projector link ({agent}).",
    "projector.revoked": "The projector link was ended, with every screen opened by it.",
    "break.begun": "A break began: {title}, {minutes} min.",
    "break.ended": "The break was ended.",
    "break.undone": "The break had been begun by mistake; the meeting goes on.",
    "timer.begun": "{title} went on the clock: {minutes} min.",
    "timer.paused": "The clock for {title} stood still.",
    "timer.resumed": "The clock for {title} ran on.",
    "timer.ended": "{title} ended: {spent}.",
    "timer.undone": "{title} had been put on the clock by mistake.",
    "floor.asked": "{name} asked for the floor.",
    "floor.taken_back": "{name} left the queue for the floor.",
    "floor.given": "{name} was given the floor.",
    "floor.skipped": "{name} was passed over.",
    "floor.ended": "{name} has spoken.",
    "floor.limited": "Speaking time: {limit}.",
    "presence.in": "{name} checked in.",
    "presence.out": "{name} left.",
    "presence.in_undone": "{name} had been checked in by mistake.",
    "presence.out_undone": "{name} had been checked out by mistake.",
    "round.opened": "Round {number} was opened: {n_items} to vote on, {n_electors} entitled.",
    "hands.begun": "Round {number} is taken by a show of hands.",
    "hands.left": "Round {number} is taken on phones after all.",
    "hands.counted": "The hands of round {number} were counted: {hands}.",
    "hands.corrected": "The count of hands in round {number} was corrected from {hands_before} to {hands}.",
    "ballot.entered": "A ballot on paper was entered in round {number}, with {n} answers.",
    "countdown.extended": "The countdown of vote {number} was extended by {seconds} s.",
    "round.closed": "Round {number} was closed with {n_cast} of {n_electors} having voted.",
    "round.reopened": "Round {number} was opened again.",
    "round.voided": "Round {number} was declared void: {reason}",
    "round.revealed": "Round {number} was revealed.",
    "report.written": "The passage “{title}” of the report was written by hand (version {number}).",
    "report.generated": "The passage “{title}” of the report is the generated text again (version {number}).",
    "check.opened": (
        "Check {number}: {n_asked} were asked whether they object to statement {label} "
        "(version {version}, SHA-256 {sha256})."
    ),
    "check.ended": "Check {number} on statement {label} was ended: {n_answered} of {n_asked} answered, {n_objections}.",
    "checklist.answered": "Item {item} of the checklist {title} was answered (version {number}).",
    "checklist.taken_back": "The answer to item {item} of the checklist {title} was taken back (version {number}).",
    "publication.made": "The final statements were published as version {number} (SHA-256 of the page {sha256}).",
    "publication.shown": "The public page was switched on.",
    "publication.hidden": "The public page was switched off.",
    "ballots.recorded": "Ballots were recorded: {n}.",
}


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the record; `actor` is empty where naming would break a promise."""

    sequence: int
    at: datetime
    actor: str
    verb: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Whether every digest of the chain fits; `first_broken` is the sequence of the first that does not."""

    n_events: int
    is_intact: bool
    first_broken: int | None


def record(
    session: Session,
    process: Process,
    verb: str,
    object_id: UUID,
    *,
    actor_id: UUID | None,
    audience: Audience = Audience.EVERYONE,
    **detail: Any,
) -> Event:
    """Append an event to the chain of a locked process and raise its revision, within the caller's transaction."""
    db = database_of(session)
    covered = ChainedEvent(
        process_id=process.id,
        sequence=process.n_events + 1,
        at=db.now(session),
        actor_id=actor_id,
        verb=verb,
        object_type=verb.partition(".")[0],
        object_id=str(object_id),
        detail=detail,
    )
    process.n_events = covered.sequence
    process.chain_head = covered.digest(db.key, process.chain_head)
    event = Event(
        process_id=covered.process_id,
        sequence=covered.sequence,
        at=covered.at,
        actor_id=actor_id,
        verb=verb,
        object_type=covered.object_type,
        object_id=covered.object_id,
        detail=detail,
        digest=process.chain_head,
    )
    session.add(event)
    session.add(process)
    db.touch(session, process, audience)
    return event


def note(
    session: Session,
    standing: Standing,
    verb: str,
    object_id: UUID,
    *,
    audience: Audience = Audience.EVERYONE,
    **detail: Any,
) -> Event:
    """Append what the actor of this standing did."""
    return record(
        session, standing.process, verb, object_id, actor_id=standing.actor.person_id, audience=audience, **detail
    )


def list_events(ctx: Context, process_id: UUID, *, limit: int = 50, before: int | None = None) -> tuple[EventView, ...]:
    """The newest events first, at most `limit`, from below the sequence `before`."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_AUDIT, process_id)
        query = select(Event, Person.name).outerjoin(Person, col(Person.id) == col(Event.actor_id))
        query = query.where(Event.process_id == process_id).order_by(col(Event.sequence).desc()).limit(limit)
        if before is not None:
            query = query.where(Event.sequence < before)
        return tuple(
            EventView(event.sequence, event.at, name or "", event.verb, sentence_of(event))
            for event, name in session.exec(query)
        )


def verify_chain(ctx: Context, process_id: UUID) -> ChainCheck:
    """Recompute every digest of the chain, and compare its end with the process."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.VIEW_AUDIT, process_id).process
        events = session.exec(select(Event).where(Event.process_id == process_id).order_by(col(Event.sequence))).all()
        previous = START
        for position, event in enumerate(events, start=1):
            covered = covered_by_chain(event)
            if event.sequence != position or covered.digest(ctx.db.key, previous) != event.digest:
                return ChainCheck(len(events), False, position)
            previous = event.digest
        if len(events) != process.n_events or previous != process.chain_head:
            return ChainCheck(len(events), False, len(events) + 1)
        return ChainCheck(len(events), True, None)


def sentence_of(event: Event) -> str:
    """What an event says."""
    return SENTENCES[event.verb].format_map(event.detail)
