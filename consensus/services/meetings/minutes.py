"""The minutes of the meeting, made from the record of events, the agenda and the rounds, by the rules of secrecy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.minutes import EntryKind, Minutes, MinutesEntry
from consensus.domain.roles import Action
from consensus.domain.word_diff import word_diff
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import unwatched
from consensus.exports.minutes import minutes_document
from consensus.persistence.tables import Event, Meeting, StatementVersion
from consensus.services.access import Standing, require
from consensus.services.audit import sentence_of
from consensus.services.context import Context
from consensus.services.meetings.full_consensus_minutes import asked_about_in, checks_sentence, heard_at_adoptions
from consensus.services.meetings.meeting import meeting_of
from consensus.services.meetings.minutes_clock import clock_of_day
from consensus.services.meetings.minutes_items import items_of
from consensus.services.meetings.minutes_presence import presence_of
from consensus.services.meetings.objection_views import checks_of_process
from consensus.services.processes.results import Export
from consensus.services.rounds.round_views import RoundView, rounds_of_process
from consensus.services.statements.comments import answers_of
from consensus.services.statements.topics import topics_of_process

FILES = tuple(f"minutes.{ending}" for ending in FORMATS)

# What the minutes tell of the record, and nothing else: who pressed what is in the record itself.
KINDS: Mapping[str, EntryKind] = {
    "meeting.started": EntryKind.MEETING,
    "meeting.ended": EntryKind.MEETING,
    "meeting.topic": EntryKind.TOPIC,
    "meeting.topic_undone": EntryKind.TOPIC,
    "break.begun": EntryKind.BREAK,
    "break.ended": EntryKind.BREAK,
    "break.undone": EntryKind.BREAK,
    "timer.begun": EntryKind.CLOCK,
    "timer.ended": EntryKind.CLOCK,
    "timer.undone": EntryKind.CLOCK,
    "presence.in": EntryKind.PRESENCE,
    "presence.out": EntryKind.PRESENCE,
    "presence.in_undone": EntryKind.PRESENCE,
    "presence.out_undone": EntryKind.PRESENCE,
    "statement.added": EntryKind.STATEMENT,
    "statement.presented": EntryKind.STATEMENT,
    "statement.taken_back": EntryKind.STATEMENT,
    "statement.reworded": EntryKind.STATEMENT,
    "statement.merged": EntryKind.STATEMENT,
    "statement.split": EntryKind.STATEMENT,
    "statement.withdrawn": EntryKind.STATEMENT,
    "statement.restored": EntryKind.STATEMENT,
    "round.opened": EntryKind.VOTE,
    "hands.begun": EntryKind.VOTE,
    "hands.left": EntryKind.VOTE,
    "hands.corrected": EntryKind.VOTE,
    "round.closed": EntryKind.VOTE,
    "round.reopened": EntryKind.VOTE,
    "round.voided": EntryKind.VOTE,
    "round.revealed": EntryKind.VOTE,
    "check.opened": EntryKind.CHECK,
    "check.ended": EntryKind.CHECK,
    "statement.adopted": EntryKind.ADOPTION,
    "statement.adoption_undone": EntryKind.ADOPTION,
    "snapshot.taken": EntryKind.SNAPSHOT,
}


def get_minutes(ctx: Context, process_id: UUID) -> Minutes:
    """The minutes as far as the meeting has come; refused before it has begun."""
    with ctx.db.reading() as session:
        return _minutes(session, require(ctx, session, Action.EXPORT, process_id))


def export_minutes(ctx: Context, process_id: UUID, name: str) -> Export:
    """The minutes as one of `FILES`."""
    if name not in FILES:
        raise NotFoundError
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        minutes = _minutes(session, standing)
    form = FORMATS[name.rpartition(".")[2]]
    content = form.write(minutes_document(minutes), unwatched)
    return Export(f"{standing.process.slug}-{name}", form.media_type, content)


def _minutes(session: Session, standing: Standing) -> Minutes:
    process = standing.process
    meeting = meeting_of(session, process.id)
    if meeting is None or meeting.started_at is None:
        raise ConflictError("The minutes begin with the meeting, and it has not begun.")
    zone = ZoneInfo(process.time_zone or "UTC")
    events = _events(session, meeting, meeting.started_at)
    topics = topics_of_process(session, standing)
    began = meeting.started_at.astimezone(zone)
    return Minutes(
        process=process.title,
        title=meeting.title,
        day=f"{began.day} {began:%B %Y}",
        began=f"{began:%H:%M}",
        ended=clock_of_day(meeting.ended_at, zone) if meeting.ended_at else "",
        time_zone=process.time_zone or "UTC",
        rule=ConsensusDefinition.from_dict(process.definition).sentence(),
        simulated=process.is_simulated,
        items=items_of(session, standing, meeting, topics, zone),
        presence=presence_of(session, process.id, events, zone),
        entries=_entries(session, standing, events, zone),
        adopted=tuple((s.label, s.text) for topic in topics for s in topic.statements if s.adopted is not None),
    )


def _events(session: Session, meeting: Meeting, since: datetime) -> Sequence[Event]:
    """Those of the day: presence from before the opening too, and nothing after the end."""
    query = (
        select(Event)
        .where(Event.process_id == meeting.process_id, col(Event.verb).in_(KINDS))
        .order_by(col(Event.sequence))
    )
    ended = meeting.ended_at
    return [
        event
        for event in session.exec(query)
        if (event.at >= since or event.verb.startswith("presence.")) and (ended is None or event.at <= ended)
    ]


def _entries(session: Session, standing: Standing, events: Sequence[Event], zone: ZoneInfo) -> tuple[MinutesEntry, ...]:
    wordings = _wordings(session, events)
    rounds = {str(round_.id): round_ for round_ in rounds_of_process(session, standing)}
    checks = {str(check.id): check for check in checks_of_process(session, standing)}
    heard = heard_at_adoptions(session, standing)
    entries = []
    for (_, verb, clock), group in groupby(events, key=lambda event: _alike(event, zone)):
        first, *others = group
        kind = KINDS[verb]
        if verb == "statement.reworded":
            entries.append(_rewording(first, wordings.get(first.object_id, ()), zone))
        elif others:
            names = ", ".join(event.detail["name"] for event in (first, *others))
            said = "Checked in" if verb == "presence.in" else "Left"
            entries.append(MinutesEntry(clock, kind, f"{said}: {names}."))
        else:
            notes = _votes(rounds.get(first.object_id), verb) if kind is EntryKind.VOTE else ()
            if verb in ("statement.presented", "statement.adopted"):
                notes = _worded_then(first, wordings.get(first.object_id, ()))
            if verb == "check.opened":
                notes = asked_about_in(checks.get(first.object_id))
            if verb == "statement.adopted":
                notes += heard.get(first.object_id, ())
            entries.append(MinutesEntry(clock, kind, _sentence(first), notes=notes))
    return tuple(entries)


def _sentence(event: Event) -> str:
    """As the record has it, without the fingerprint that only the record needs."""
    if event.verb == "hands.corrected":
        return f"The count of hands in round {event.detail['number']} was corrected."
    if event.verb == "check.opened":
        return checks_sentence(event.detail)
    return f"Put on record: “{event.detail['label']}”." if event.verb == "snapshot.taken" else sentence_of(event)


def _alike(event: Event, zone: ZoneInfo) -> tuple[int, str, str]:
    """What comings, and what goings, of one minute share; everything else stands alone."""
    is_presence = event.verb in ("presence.in", "presence.out")
    return 0 if is_presence else event.sequence, event.verb, clock_of_day(event.at, zone)


_Wordings = Mapping[str, Sequence[tuple[StatementVersion, tuple[str, ...]]]]


def _wordings(session: Session, events: Iterable[Event]) -> _Wordings:
    """The versions of the statements of the day, with the comments each answers."""
    verbs = ("statement.reworded", "statement.presented", "statement.adopted")
    versions = session.exec(
        select(StatementVersion)
        .where(col(StatementVersion.statement_id).in_({UUID(e.object_id) for e in events if e.verb in verbs}))
        .order_by(col(StatementVersion.number))
    ).all()
    answers = answers_of(session, [version.id for version in versions])
    found: dict[str, list[tuple[StatementVersion, tuple[str, ...]]]] = {}
    for version in versions:
        found.setdefault(str(version.statement_id), []).append((version, answers.get(version.id, ())))
    return found


def _worded_then(event: Event, versions: Sequence[tuple[StatementVersion, tuple[str, ...]]]) -> tuple[str, ...]:
    """The wording in force at an event."""
    return tuple(version.text for version, _ in versions if version.created_at <= event.at)[-1:]


def _rewording(
    event: Event, versions: Sequence[tuple[StatementVersion, tuple[str, ...]]], zone: ZoneInfo
) -> MinutesEntry:
    number = event.detail["number"]
    texts = {version.number: version.text for version, _ in versions}
    answers = next((said for version, said in versions if version.number == number), ())
    changes = word_diff(texts[number - 1], texts[number]) if {number, number - 1} <= texts.keys() else ()
    return MinutesEntry(
        clock_of_day(event.at, zone),
        EntryKind.STATEMENT,
        f"Statement {event.detail['label']} was reworded (version {number}). Reason: {event.detail['reason']}",
        changes,
        tuple(f"It answers the comment: “{text}”" for text in answers),
    )


def _votes(round_: RoundView | None, verb: str) -> tuple[str, ...]:
    """What was voted on when a vote opens, and the verdicts when it is revealed."""
    if round_ is None:
        return ()
    if verb == "round.opened":
        return tuple(f"{item.label}: {item.text} (SHA-256 {item.version_sha256[:12]}…)" for item in round_.items)
    if verb == "round.revealed":
        return tuple(f"{item.label}: {item.verdict.sentence}" for item in round_.items if item.verdict is not None)
    return ()
