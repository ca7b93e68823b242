"""Reads everything a report is written from, as the member of a standing may see it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.agenda import length_text
from consensus.domain.groups import SMALLEST_GROUP
from consensus.domain.lifecycle import InvitationState, RoundState, SurveyState
from consensus.domain.members import PATIENT_GROUPS
from consensus.domain.objections import HEARD
from consensus.domain.roles import STAFF
from consensus.domain.statements import Route
from consensus.exports.report.record import (
    AgendaLine,
    CheckAccount,
    ConsensusAccount,
    CountedChoice,
    ItemAccount,
    MeetingFacts,
    NamedBallotPaper,
    PanelFacts,
    ReportRecord,
    RoundAccount,
    SurveyFacts,
)
from consensus.persistence.database import database_of
from consensus.persistence.tables import Invitation, Member, Person
from consensus.services.access import Standing
from consensus.services.meetings.agenda import view_agenda
from consensus.services.meetings.meeting import meeting_of
from consensus.services.meetings.objection_views import CheckView, checks_of_process
from consensus.services.people.participation import ON_THE_PANEL, count_institutions, count_panel
from consensus.services.processes.results import as_published, results_of
from consensus.services.reports.delphi_record import delphi_rounds
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView, rounds_of_process
from consensus.services.statements.topics import TopicView, topics_of_process
from consensus.services.surveys.survey import instrument_of, survey_of
from consensus.services.surveys.survey_account import survey_account
from consensus.tally.verdicts import Verdict

_TOLD = (RoundState.REVEALED, RoundState.SUPERSEDED)


def read_record(session: Session, standing: Standing) -> ReportRecord:
    """The record as it stands in this transaction."""
    process = standing.process
    topics = topics_of_process(session, standing)
    rounds = rounds_of_process(session, standing)
    adopted = {
        statement.adopted.item_id
        for topic in topics
        for statement in topic.statements
        if statement.adopted is not None and statement.adopted.item_id is not None
    }
    return ReportRecord(
        results=as_published(results_of(session, standing)),
        anonymity=process.anonymity,
        panel=_panel(session, standing),
        survey=_survey(session, standing),
        meeting=_meeting(session, process.id),
        agenda=tuple(_agenda(session, standing, topics)),
        rounds=tuple(_round(round_, adopted) for round_ in rounds if round_.state in _TOLD),
        n_unrevealed=sum(round_.state in (RoundState.OPEN, RoundState.CLOSED) for round_ in rounds),
        voided=tuple((one.number, one.void_reason) for one in rounds if one.state is RoundState.VOID),
        n_events=process.n_events,
        chain_head=process.chain_head,
        time_zone=process.time_zone or "UTC",
        software=version("assent"),
        at=database_of(session).now(session),
        delphi=delphi_rounds(session, process.id),
        checks=tuple(_check(check) for check in checks_of_process(session, standing) if not check.is_open),
        full_consensus=tuple(_consensuses(topics)),
    )


def _check(check: CheckView) -> CheckAccount:
    return CheckAccount(
        number=check.number,
        label=check.label,
        text=check.text,
        version=check.version_number,
        opened_at=check.opened_at,
        ended_at=check.ended_at,
        n_asked=check.n_asked,
        n_answered=check.n_answered,
        n_objections=check.n_objections or 0,
    )


def _consensuses(topics: Sequence[TopicView]) -> Iterator[ConsensusAccount]:
    for statement in (statement for topic in topics for statement in topic.statements):
        adopted = statement.adopted
        if adopted is not None and adopted.route is Route.FULL_CONSENSUS:
            present = tuple((name, HEARD[way]) for way, names in adopted.heard for name in names)
            yield ConsensusAccount(statement.label, statement.text, adopted.adopted_at, present)


def _meeting(session: Session, process_id: UUID) -> MeetingFacts | None:
    meeting = meeting_of(session, process_id)
    return (
        None if meeting is None else MeetingFacts(meeting.title, meeting.held_on, meeting.started_at, meeting.ended_at)
    )


def _panel(session: Session, standing: Standing) -> PanelFacts:
    process = standing.process
    counts = count_panel(session, process.id)
    invited = session.exec(
        select(Member.stakeholder_group, Member.country)
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .where(
            Member.process_id == process.id,
            col(Member.role).in_(ON_THE_PANEL),
            col(Member.votes),
            col(Invitation.state) != InvitationState.DRAFTED,
        )
    ).all()
    smallest = process.smallest_group if process.anonymity.hides_names else SMALLEST_GROUP
    groups = Counter(group for group, _ in invited if group)
    staff = session.exec(
        select(Member.role, Person.name)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process.id, col(Member.role).in_(STAFF))
        .order_by(col(Member.role).desc(), func.lower(Person.name))
    ).all()
    return PanelFacts(
        invited=counts.invited,
        accepted=counts.accepted,
        declined=counts.declined,
        institutions_invited=counts.institutions,
        countries=count_institutions(country for _, country in invited),
        groups=tuple(sorted((name, n) for name, n in groups.items() if n >= smallest)),
        n_small_groups=sum(n < smallest and name.lower() not in PATIENT_GROUPS for name, n in groups.items()),
        smallest_group=smallest,
        staff=tuple((str(role), name) for role, name in staff),
        patients_invited=counts.patient_representatives,
    )


def _survey(session: Session, standing: Standing) -> SurveyFacts | None:
    survey = survey_of(session, standing.process.id)
    if survey is None or survey.state is SurveyState.DRAFT:
        return None
    instrument = instrument_of(survey)
    return SurveyFacts(
        title=instrument.title,
        n_questions=sum(len(section.questions) for section in instrument.sections),
        version=survey.number,
        opened_at=survey.opened_at,
        closed_at=survey.closed_at,
        account=survey_account(session, standing.process),
    )


def _agenda(session: Session, standing: Standing, topics: tuple[TopicView, ...]) -> list[AgendaLine]:
    talks = {
        topic.id: tuple(
            f"{talk.title}{f', {talk.presenter}' if talk.presenter else ''} ({length_text(talk.minutes)})"
            for talk in topic.presentations
        )
        for topic in topics
    }
    none: dict[UUID | None, tuple[str, ...]] = {None: ()}
    return [
        AgendaLine(item.slot.text, item.title, length_text(item.minutes), (none | talks).get(item.topic_id, ()))
        for item in view_agenda(session, standing).items
    ]


def _round(round_: RoundView, adopted: set[UUID]) -> RoundAccount:
    return RoundAccount(
        number=round_.number,
        kind=round_.kind.value,
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        definition_sentence=round_.definition_sentence,
        anonymity=round_.anonymity,
        tally_mode=round_.tally_mode,
        promise=round_.promise,
        n_electors=round_.n_electors,
        n_voted=round_.n_cast,
        items=tuple(_item(item, is_adopted=item.id in adopted) for item in round_.items),
        papers=_papers(round_.items),
        by_hands=round_.hands is not None,
    )


def _item(item: ItemView, *, is_adopted: bool) -> ItemAccount:
    verdict, tally = item.verdict, item.tally
    shared = verdict if isinstance(verdict, Verdict) else None
    return ItemAccount(
        label=item.label,
        text=item.text,
        choices=tuple(CountedChoice(answer.value, answer.label, answer.n) for answer in item.answers),
        n_missing=tally.n_missing if tally else 0,
        n_recused=tally.recused if tally else 0,
        outcome=verdict.outcome.value if verdict else "",
        verdict_sentence=verdict.sentence if verdict else "",
        share=f"{shared.numerator}/{shared.denominator}" if shared else "–",
        fragility=shared.fragility if shared else None,
        is_robust=shared is None or shared.robust,
        is_adopted=is_adopted,
        needed=shared.needed if shared and shared.definition else 0,
    )


def _papers(items: tuple[ItemView, ...]) -> tuple[NamedBallotPaper, ...]:
    """The ballots by name: only an open round that was revealed discloses any."""
    chosen: dict[str, list[str]] = {}
    for place, item in enumerate(items):
        words = {option.value: option.label for option in item.options}
        for ballot in item.named_ballots or ():
            paper = chosen.setdefault(ballot.name, [""] * len(items))
            paper[place] = words.get(ballot.choice, ballot.choice)
    return tuple(NamedBallotPaper(name, tuple(choices)) for name, choices in sorted(chosen.items()))
