"""One line for each service function that takes a context: the action it asks for, and a call of it."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import select

from consensus.domain.conflicts import NOTHING, Decision, Publication
from consensus.domain.delphi.method_packs import load_method_packs
from consensus.domain.delphi.tailoring import usual
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import InvitationState
from consensus.domain.mail_text import DEFAULTS, MessageKind
from consensus.domain.references.model import Reference
from consensus.domain.roles import Action, Role
from consensus.domain.taking_part import DeclineReason
from consensus.exports.access_sheet import Layout
from consensus.persistence.tables import (
    DelphiRound,
    InterestDeclaration,
    ItemProposal,
    MeetingTimer,
    Message,
    Presentation,
    Round,
    RoundItem,
    Speaker,
)
from consensus.services import audit
from consensus.services.archive import archiving, importing
from consensus.services.context import Context
from consensus.services.delphi import (
    analysis_files,
    delphi_results,
    delphi_rounds,
    delphi_views,
    discussion,
    letters,
    petitions,
    proposals,
    protocols,
    rating_form,
    said_reasons,
)
from consensus.services.interests import conflicts, interests
from consensus.services.mail import bounces, mail_check, mail_texts, mailing, outbox_views
from consensus.services.meetings import (
    agenda,
    breaks,
    corrections,
    day_snapshots,
    floor,
    meeting,
    minutes,
    notes,
    objection_views,
    objections,
    presence,
    projector_links,
    rooms,
    timers,
    undoing_adoption,
)
from consensus.services.people import (
    access_sheets,
    consent,
    consent_copy,
    handover,
    member_history,
    panel,
    panel_balance,
    panel_export,
    panel_import,
    people,
    taking_part,
)
from consensus.services.processes import (
    beginning,
    definitions,
    journey,
    processes,
    results,
    secrecy,
    small_groups,
    tasks,
    what_if,
)
from consensus.services.reports import checklists, exporting, publishing, report, result_tables
from consensus.services.rounds import (
    ballots,
    countdowns,
    hands,
    paper_ballots,
    round_views,
    rounds,
    secret_casting,
    secret_lists,
    voiding,
)
from consensus.services.sign_in import account, arrivals, credentials, passwords, second_factor, sign_ins
from consensus.services.statements import (
    comments,
    dissents,
    drafting,
    minority,
    references,
    statement_rounds,
    statements,
    topics,
    trail,
    wording_changes,
)
from consensus.services.surveys import (
    coding_board,
    collation,
    instrument_files,
    instruments,
    paper_entry,
    survey,
    survey_progress,
    survey_results,
    survey_versions,
    themes,
)
from surveys.agenda_plan import DayPlan
from surveys.loader import parse_instrument
from tests.services.builders import ANN, FACILITATOR, INSTRUMENT, PATIENT, Built, Vote, definition

INVITATION = MessageKind.INVITATION
DRAFT = panel.MemberDraft("Dora Dahl", institution="Dahl Hospital")
BEGINNING = beginning.Beginning(
    "rand_ucla", usual(load_method_packs()["rand_ucla"].protocol), "begun", "Begun", "Which?"
)
RIS = b"TY  - JOUR\nTI  - A trial\nER  - \n"
LIST = panel_import.PanelFile("list.csv", b"name,institution\nEve Ebert,Ebert Hospital\n")


class Ids(Mapping[str, Any]):
    """What a call names, by kind; remembers which kinds it was asked for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self.asked: set[str] = set()

    def __getitem__(self, kind: str) -> Any:
        self.asked.add(kind)
        return self._values[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def swapped(self, kind: str, value: Any) -> "Ids":
        """The same with one of them replaced."""
        return Ids({**self._values, kind: value})


def _agenda_item(built: Built) -> UUID | None:
    """The item of the first topic, where a day was planned."""
    items = agenda.get_agenda(built.context(FACILITATOR), built.process_id).items
    return next((item.id for item in items if item.topic_id == built.topic_id), None)


_KNOWN: dict[UUID, dict[str, Any]] = {}


def ids_of(vote: Vote) -> Ids:
    """The ids of a process, by their kinds; read once, since every test is given the process as it was made."""
    if vote.built.process_id not in _KNOWN:
        _KNOWN[vote.built.process_id] = _read_ids(vote)
    return Ids(_KNOWN[vote.built.process_id])


def _read_ids(vote: Vote) -> dict[str, Any]:
    built = vote.built
    with built.db.reading() as session:
        of_process = select(InterestDeclaration.id).where(InterestDeclaration.process_id == built.process_id)
        declaration = session.exec(of_process).first()
        of_topic = select(Presentation.id).where(Presentation.topic_id == built.topic_id)
        talk = session.exec(of_topic).first()
        timer = session.exec(select(MeetingTimer.id).where(MeetingTimer.meeting_id == built.meeting_id)).first()
        speaker = session.exec(select(Speaker.id).where(Speaker.meeting_id == built.meeting_id)).first()
        delphi = session.exec(
            select(RoundItem)
            .join(DelphiRound, DelphiRound.round_id == RoundItem.round_id)
            .join(Round, Round.id == RoundItem.round_id)
            .where(Round.process_id == built.process_id)
        ).first()
        proposal = session.exec(select(ItemProposal.id).where(ItemProposal.topic_id == built.topic_id)).first()
        message_id = session.exec(select(Message.id).where(Message.process_id == built.process_id)).first()
    return {
        "process": built.process_id,
        "slug": built.slug,
        "member": built.members[ANN],
        "message": message_id,
        "patient": built.members[PATIENT],
        "survey": built.survey_id,
        "topic": built.topic_id,
        "talk": talk,
        "timer": timer,
        "speaker": speaker,
        "agenda_item": _agenda_item(built),
        "late_topic": built.other_topic_id,
        "theme": built.theme_id,
        "other_theme": built.other_theme_id,
        "evidence": built.evidence_id,
        "reference": built.reference_id,
        "declaration": declaration,
        "meeting": built.meeting_id,
        "statement": built.first,
        "other_statement": built.second,
        "round": vote.id,
        "check": objection_views.list_checks(built.context(FACILITATOR), built.process_id)[0].id,
        "room": built.room_code(),
        "item": vote.items[0].id,
        "delphi": delphi.round_id if delphi else None,
        "delphi_item": delphi.id if delphi else None,
        "proposal": proposal,
    }


def make_report(ctx: Context, process_id: UUID) -> None:
    """Begin an export and wait for its end: what it reads may be put back after the call."""
    exporting.start_export(ctx, process_id, exporting.DocumentKind.REPORT, "md")
    _wait(ctx, process_id)


def make_archive_file(ctx: Context, process_id: UUID) -> None:
    """The same for an archive."""
    exporting.start_archive(ctx, process_id, with_people=False)
    _wait(ctx, process_id)


def publish_page(ctx: Context, process_id: UUID) -> None:
    """The same for the public page."""
    exporting.start_publication(ctx, process_id)
    _wait(ctx, process_id)


def _wait(ctx: Context, process_id: UUID) -> None:
    while (found := exporting.get_export(ctx, process_id)) is not None and found.is_under_way:
        time.sleep(0.005)


Call = Callable[[Context, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Line:
    """What a function asks for, and a call of it with the ids of a process."""

    action: Action
    call: Call


LINES: dict[str, Line] = {
    "archiving.make_archive": Line(Action.EXPORT, lambda ctx, i: archiving.make_archive(ctx, i["process"])),
    "agenda.add_break": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.add_break(ctx, i["process"], "Coffee", 15)),
    "agenda.add_topic_item": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.add_topic_item(ctx, i["late_topic"])),
    "agenda.edit_item": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.edit_item(ctx, i["agenda_item"], 20)),
    "agenda.generate_agenda": Line(
        Action.EDIT_AGENDA,
        lambda ctx, i: agenda.generate_agenda(ctx, i["process"], DayPlan(), replaces_edits=True),
    ),
    "agenda.get_agenda": Line(Action.VIEW_STATEMENTS, lambda ctx, i: agenda.get_agenda(ctx, i["process"])),
    "agenda.move_item": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.move_item(ctx, i["agenda_item"], up=False)),
    "agenda.remove_item": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.remove_item(ctx, i["agenda_item"])),
    "agenda.set_consent": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.set_consent(ctx, i["agenda_item"], True)),
    "agenda.set_day": Line(Action.EDIT_AGENDA, lambda ctx, i: agenda.set_day(ctx, i["process"], 540, 480)),
    "access_sheets.issue_sheet": Line(
        Action.HAND_OUT_ACCESS,
        lambda ctx, i: access_sheets.issue_sheet(
            ctx, i["process"], access_sheets.SheetRequest(access_sheets.Scope.GROUP, "nobody"), Layout.CARDS
        ),
    ),
    "access_sheets.preview_sheet": Line(
        Action.HAND_OUT_ACCESS,
        lambda ctx, i: access_sheets.preview_sheet(
            ctx, i["process"], access_sheets.SheetRequest(access_sheets.Scope.EVERYBODY)
        ),
    ),
    "arrivals.list_refused_links": Line(
        Action.VIEW_PANEL, lambda ctx, i: arrivals.list_refused_links(ctx, i["process"])
    ),
    "audit.list_events": Line(Action.VIEW_AUDIT, lambda ctx, i: audit.list_events(ctx, i["process"])),
    "audit.verify_chain": Line(Action.VIEW_AUDIT, lambda ctx, i: audit.verify_chain(ctx, i["process"])),
    "ballots.cast_ballot": Line(
        Action.CAST_BALLOT, lambda ctx, i: ballots.cast_ballot(ctx, i["item"], "any wording", "agree")
    ),
    "bounces.report_bounce": Line(Action.MANAGE_PANEL, lambda ctx, i: bounces.report_bounce(ctx, i["process"], b"")),
    "coding_board.get_board": Line(Action.VIEW_COLLATION, lambda ctx, i: coding_board.get_board(ctx, i["process"])),
    "coding_board.suggest_for_theme": Line(
        Action.VIEW_COLLATION, lambda ctx, i: coding_board.suggest_for_theme(ctx, i["theme"])
    ),
    "coding_board.suggest_groups": Line(
        Action.VIEW_COLLATION, lambda ctx, i: coding_board.suggest_groups(ctx, i["process"])
    ),
    "collation.get_collation": Line(Action.VIEW_COLLATION, lambda ctx, i: collation.get_collation(ctx, i["process"])),
    "collation.draft_statement": Line(
        Action.DRAFT_STATEMENT,
        lambda ctx, i: collation.draft_statement(ctx, i["topic"], "Offer it.", "", [("method", "local")]),
    ),
    "collation.draft_statement_from": Line(
        Action.DRAFT_STATEMENT,
        lambda ctx, i: collation.draft_statement_from(
            ctx, i["process"], "method", "local", topic_id=i["topic"], text="Offer it."
        ),
    ),
    "collation.list_details": Line(
        Action.VIEW_COLLATION, lambda ctx, i: collation.list_details(ctx, i["process"], ["method"])
    ),
    "consent.add_text": Line(
        Action.EDIT_PROCESS, lambda ctx, i: consent.add_text(ctx, i["process"], "We keep your answers.")
    ),
    "consent.answer_consent": Line(
        Action.ANSWER_INVITATION, lambda ctx, i: consent.answer_consent(ctx, i["process"], "any text", agrees=True)
    ),
    "consent.get_count": Line(Action.VIEW_PANEL, lambda ctx, i: consent.get_count(ctx, i["process"])),
    "consent.get_member_words": Line(Action.VIEW_PANEL, lambda ctx, i: consent.get_member_words(ctx, i["member"])),
    "consent.get_my_consent": Line(Action.VIEW_PROCESS, lambda ctx, i: consent.get_my_consent(ctx, i["process"])),
    "consent.list_states": Line(Action.VIEW_PANEL, lambda ctx, i: consent.list_states(ctx, i["process"])),
    "consent.list_texts": Line(Action.VIEW_PANEL, lambda ctx, i: consent.list_texts(ctx, i["process"])),
    "consent_copy.export_consent": Line(
        Action.VIEW_PROCESS, lambda ctx, i: consent_copy.export_consent(ctx, i["process"])
    ),
    "conflicts.decide_conflict": Line(
        Action.REVIEW_CONFLICTS,
        lambda ctx, i: conflicts.decide_conflict(ctx, i["declaration"], Decision.DISCLOSED_ONLY, "It is small."),
    ),
    "conflicts.get_review": Line(Action.VIEW_CONFLICTS, lambda ctx, i: conflicts.get_review(ctx, i["process"])),
    "credentials.issue_code": Line(Action.HAND_OUT_ACCESS, lambda ctx, i: credentials.issue_code(ctx, i["member"])),
    "credentials.issue_link": Line(Action.HAND_OUT_ACCESS, lambda ctx, i: credentials.issue_link(ctx, i["member"])),
    "definitions.are_votes_known": Line(
        Action.EDIT_PROCESS, lambda ctx, i: definitions.are_votes_known(ctx, i["process"])
    ),
    "definitions.list_deviations": Line(
        Action.VIEW_PROCESS, lambda ctx, i: definitions.list_deviations(ctx, i["process"])
    ),
    "definitions.lock_definition": Line(
        Action.EDIT_PROCESS, lambda ctx, i: definitions.lock_definition(ctx, i["process"])
    ),
    "definitions.set_definition": Line(
        Action.EDIT_PROCESS,
        lambda ctx, i: definitions.set_definition(ctx, i["process"], definition(threshold="2/3"), "A late insight"),
    ),
    "instrument_files.export_instrument": Line(
        Action.RUN_SURVEY, lambda ctx, i: instrument_files.export_instrument(ctx, i["process"])
    ),
    "instrument_files.export_schema": Line(
        Action.RUN_SURVEY, lambda ctx, i: instrument_files.export_schema(ctx, i["process"])
    ),
    "handover.hand_over": Line(
        Action.HAND_OVER, lambda ctx, i: handover.hand_over(ctx, i["member"], become=Role.OBSERVER)
    ),
    "handover.list_successors": Line(Action.HAND_OVER, lambda ctx, i: handover.list_successors(ctx, i["process"])),
    "instruments.discard_draft": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.discard_draft(ctx, i["survey"])),
    "instruments.dismiss_notes": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.dismiss_notes(ctx, i["survey"])),
    "instruments.edit_draft": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.edit_draft(ctx, i["survey"], dict)),
    "instruments.get_editor": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.get_editor(ctx, i["process"])),
    "instruments.replace_draft": Line(
        Action.RUN_SURVEY,
        lambda ctx, i: instruments.replace_draft(ctx, i["survey"], INSTRUMENT.encode(), "opening.toml"),
    ),
    "instruments.revise": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.revise(ctx, i["survey"], "Shorter")),
    "instruments.save_draft": Line(
        Action.RUN_SURVEY, lambda ctx, i: instruments.save_draft(ctx, i["survey"], INSTRUMENT, based_on="")
    ),
    "instruments.start_blank": Line(Action.RUN_SURVEY, lambda ctx, i: instruments.start_blank(ctx, i["process"])),
    "instruments.start_from_file": Line(
        Action.RUN_SURVEY,
        lambda ctx, i: instruments.start_from_file(ctx, i["process"], INSTRUMENT.encode(), "opening.toml"),
    ),
    "instruments.start_shipped": Line(
        Action.RUN_SURVEY, lambda ctx, i: instruments.start_shipped(ctx, i["process"], "pump_chemotherapy")
    ),
    "interests.declare": Line(
        Action.DECLARE_INTERESTS, lambda ctx, i: interests.declare(ctx, i["process"], i["topic"], NOTHING)
    ),
    "interests.declare_for": Line(
        Action.ENTER_INTERESTS, lambda ctx, i: interests.declare_for(ctx, i["member"], i["topic"], NOTHING)
    ),
    "interests.declare_nothing_on_the_rest": Line(
        Action.DECLARE_INTERESTS, lambda ctx, i: interests.declare_nothing_on_the_rest(ctx, i["process"])
    ),
    "interests.declare_nothing_on_the_rest_for": Line(
        Action.ENTER_INTERESTS, lambda ctx, i: interests.declare_nothing_on_the_rest_for(ctx, i["member"])
    ),
    "interests.get_my_interests": Line(
        Action.DECLARE_INTERESTS, lambda ctx, i: interests.get_my_interests(ctx, i["process"])
    ),
    "interests.set_asking": Line(
        Action.EDIT_PROCESS,
        lambda ctx, i: interests.set_asking(ctx, i["process"], asks=True, publication=Publication.COUNTS),
    ),
    "small_groups.get_smallest_group": Line(
        Action.EDIT_PROCESS, lambda ctx, i: small_groups.get_smallest_group(ctx, i["process"])
    ),
    "small_groups.set_smallest_group": Line(
        Action.EDIT_PROCESS, lambda ctx, i: small_groups.set_smallest_group(ctx, i["process"], 4)
    ),
    "drafting.draft_from_theme": Line(
        Action.DRAFT_STATEMENT, lambda ctx, i: drafting.draft_from_theme(ctx, i["theme"], i["topic"], "Offer it.")
    ),
    "drafting.link_theme": Line(
        Action.DRAFT_STATEMENT, lambda ctx, i: drafting.link_theme(ctx, i["statement"], i["theme"])
    ),
    "drafting.list_similar": Line(Action.VIEW_COLLATION, lambda ctx, i: drafting.list_similar(ctx, i["process"])),
    "drafting.merge_statements": Line(
        Action.DRAFT_STATEMENT,
        lambda ctx, i: drafting.merge_statements(ctx, [i["statement"], i["other_statement"]], "Offer both."),
    ),
    "drafting.split_statement": Line(
        Action.DRAFT_STATEMENT, lambda ctx, i: drafting.split_statement(ctx, i["statement"], ["Offer it.", "Or not."])
    ),
    "journey.get_overview": Line(Action.VIEW_PANEL, lambda ctx, i: journey.get_overview(ctx, i["process"])),
    "mail_check.send_test_mail": Line(Action.MANAGE_PANEL, lambda ctx, i: mail_check.send_test_mail(ctx, i["process"])),
    "mail_texts.get_text": Line(Action.VIEW_PANEL, lambda ctx, i: mail_texts.get_text(ctx, i["process"], INVITATION)),
    "mail_texts.preview": Line(
        Action.VIEW_PANEL,
        lambda ctx, i: mail_texts.preview(ctx, i["process"], INVITATION, DEFAULTS[INVITATION], i["member"]),
    ),
    "mail_texts.restore_text": Line(
        Action.MANAGE_PANEL, lambda ctx, i: mail_texts.restore_text(ctx, i["process"], INVITATION)
    ),
    "mail_texts.save_text": Line(
        Action.MANAGE_PANEL,
        lambda ctx, i: mail_texts.save_text(ctx, i["process"], INVITATION, DEFAULTS[INVITATION]),
    ),
    "mailing.cancel": Line(Action.MANAGE_PANEL, lambda ctx, i: mailing.cancel(ctx, i["message"])),
    "mailing.cancel_waiting": Line(Action.MANAGE_PANEL, lambda ctx, i: mailing.cancel_waiting(ctx, i["process"])),
    "mailing.list_due": Line(Action.VIEW_PANEL, lambda ctx, i: mailing.list_due(ctx, i["process"], INVITATION)),
    "mailing.mark_arrived": Line(Action.MANAGE_PANEL, lambda ctx, i: mailing.mark_arrived(ctx, i["message"])),
    "mailing.send": Line(
        Action.MANAGE_PANEL,
        lambda ctx, i: mailing.send(ctx, i["process"], INVITATION, member_ids=[i["member"]]),
    ),
    "mailing.set_quiet_hours": Line(
        Action.EDIT_PROCESS, lambda ctx, i: mailing.set_quiet_hours(ctx, i["process"], "21:00", "07:00", "Europe/Oslo")
    ),
    "mailing.try_again": Line(Action.MANAGE_PANEL, lambda ctx, i: mailing.try_again(ctx, i["message"])),
    "floor.add_speaker": Line(Action.RUN_MEETING, lambda ctx, i: floor.add_speaker(ctx, i["meeting"], "A guest")),
    "floor.add_speaker of another": Line(
        Action.RUN_MEETING, lambda ctx, i: floor.add_speaker(ctx, i["meeting"], "", i["patient"])
    ),
    "floor.ask": Line(Action.ASK_FLOOR, lambda ctx, i: floor.ask(ctx, i["meeting"])),
    "floor.end_speaking": Line(Action.RUN_MEETING, lambda ctx, i: floor.end_speaking(ctx, i["speaker"])),
    "floor.give_floor": Line(Action.RUN_MEETING, lambda ctx, i: floor.give_floor(ctx, i["speaker"])),
    "floor.limit_speaking": Line(Action.RUN_MEETING, lambda ctx, i: floor.limit_speaking(ctx, i["meeting"], 120)),
    "floor.skip_speaker": Line(Action.RUN_MEETING, lambda ctx, i: floor.skip_speaker(ctx, i["speaker"])),
    "floor.take_back": Line(Action.ASK_FLOOR, lambda ctx, i: floor.take_back(ctx, i["meeting"])),
    "notes.get_notes": Line(Action.RUN_MEETING, lambda ctx, i: notes.get_notes(ctx, i["topic"])),
    "notes.put_note_in_minutes": Line(
        Action.RUN_MEETING, lambda ctx, i: notes.put_note_in_minutes(ctx, i["topic"], True)
    ),
    "notes.save_own_note": Line(
        Action.RUN_MEETING, lambda ctx, i: notes.save_own_note(ctx, i["topic"], "Ask Ann.", based_on=0)
    ),
    "notes.save_shared_note": Line(
        Action.RUN_MEETING, lambda ctx, i: notes.save_shared_note(ctx, i["topic"], "Agreed: no fasting.", based_on=0)
    ),
    "undoing_adoption.issues_before_undoing": Line(
        Action.ADOPT_STATEMENT, lambda ctx, i: undoing_adoption.issues_before_undoing(ctx, i["statement"])
    ),
    "undoing_adoption.undo_adoption": Line(
        Action.ADOPT_STATEMENT, lambda ctx, i: undoing_adoption.undo_adoption(ctx, i["statement"], "A slip.")
    ),
    "meeting.add_meeting": Line(
        Action.EDIT_AGENDA, lambda ctx, i: meeting.add_meeting(ctx, i["process"], "Second", date(2012, 9, 8))
    ),
    "meeting.check_in": Line(Action.JOIN_MEETING, lambda ctx, i: meeting.check_in(ctx, i["meeting"])),
    "meeting.check_out": Line(Action.JOIN_MEETING, lambda ctx, i: meeting.check_out(ctx, i["meeting"])),
    "meeting.check_in of another": Line(
        Action.RUN_MEETING, lambda ctx, i: meeting.check_in(ctx, i["meeting"], i["patient"])
    ),
    "meeting.check_out of another": Line(
        Action.RUN_MEETING, lambda ctx, i: meeting.check_out(ctx, i["meeting"], i["patient"])
    ),
    "meeting.choose_topic": Line(
        Action.RUN_MEETING, lambda ctx, i: meeting.choose_topic(ctx, i["meeting"], i["topic"])
    ),
    "meeting.end_meeting": Line(Action.RUN_MEETING, lambda ctx, i: meeting.end_meeting(ctx, i["meeting"])),
    "meeting.get_meeting": Line(Action.VIEW_STATEMENTS, lambda ctx, i: meeting.get_meeting(ctx, i["process"])),
    "meeting.record_full_consensus": Line(
        Action.ADOPT_STATEMENT, lambda ctx, i: meeting.record_full_consensus(ctx, i["meeting"], i["statement"])
    ),
    "meeting.start_meeting": Line(Action.RUN_MEETING, lambda ctx, i: meeting.start_meeting(ctx, i["meeting"])),
    "member_history.get_history": Line(Action.VIEW_PANEL, lambda ctx, i: member_history.get_history(ctx, i["member"])),
    "outbox_views.get_mail_overview": Line(
        Action.VIEW_PANEL, lambda ctx, i: outbox_views.get_mail_overview(ctx, i["process"])
    ),
    "outbox_views.list_messages": Line(Action.VIEW_PANEL, lambda ctx, i: outbox_views.list_messages(ctx, i["process"])),
    "panel.add_member": Line(Action.MANAGE_PANEL, lambda ctx, i: panel.add_member(ctx, i["process"], DRAFT)),
    "panel.edit_member": Line(Action.MANAGE_PANEL, lambda ctx, i: panel.edit_member(ctx, i["member"], DRAFT)),
    "panel.get_panel": Line(Action.VIEW_PANEL, lambda ctx, i: panel.get_panel(ctx, i["process"])),
    "panel.get_member": Line(Action.VIEW_PANEL, lambda ctx, i: panel.get_member(ctx, i["member"])),
    "panel.find_alike": Line(Action.VIEW_PANEL, lambda ctx, i: panel.find_alike(ctx, i["process"], ANN)),
    "panel_balance.get_balance": Line(Action.VIEW_PANEL, lambda ctx, i: panel_balance.get_balance(ctx, i["process"])),
    "panel_export.export_panel": Line(
        Action.EXPORT, lambda ctx, i: panel_export.export_panel(ctx, i["process"], "panel.csv")
    ),
    "panel_import.import_people": Line(
        Action.MANAGE_PANEL,
        lambda ctx, i: panel_import.import_people(
            ctx,
            i["process"],
            LIST,
            token=panel_import.preview_import(ctx, i["process"], LIST).token,
        ),
    ),
    "panel_import.preview_import": Line(
        Action.MANAGE_PANEL, lambda ctx, i: panel_import.preview_import(ctx, i["process"], LIST)
    ),
    "panel.mark_invited": Line(
        Action.MANAGE_PANEL,
        lambda ctx, i: panel.mark_invited(ctx, i["process"]),
    ),
    "panel.record_invitation": Line(
        Action.MANAGE_PANEL,
        lambda ctx, i: panel.record_invitation(ctx, i["member"], InvitationState.DECLINED, "No time"),
    ),
    "panel.remove_member": Line(Action.MANAGE_PANEL, lambda ctx, i: panel.remove_member(ctx, i["member"])),
    "paper_entry.begin_entry": Line(
        Action.RUN_SURVEY, lambda ctx, i: paper_entry.begin_entry(ctx, i["survey"], i["member"])
    ),
    "paper_entry.enter_answer": Line(
        Action.RUN_SURVEY, lambda ctx, i: paper_entry.enter_answer(ctx, i["survey"], i["member"], "method", "local")
    ),
    "paper_entry.export_form": Line(Action.EXPORT, lambda ctx, i: paper_entry.export_form(ctx, i["process"])),
    "paper_entry.finish_entry": Line(
        Action.RUN_SURVEY, lambda ctx, i: paper_entry.finish_entry(ctx, i["survey"], i["member"])
    ),
    "paper_entry.get_entry": Line(
        Action.RUN_SURVEY, lambda ctx, i: paper_entry.get_entry(ctx, i["survey"], i["member"])
    ),
    "paper_entry.list_paper_members": Line(
        Action.RUN_SURVEY, lambda ctx, i: paper_entry.list_paper_members(ctx, i["survey"])
    ),
    "presence.check_in_at_the_door": Line(
        Action.RUN_MEETING, lambda ctx, i: presence.check_in_at_the_door(ctx, i["meeting"], "7QK4-M2TX-9HRW")
    ),
    "presence.search_people": Line(Action.RUN_MEETING, lambda ctx, i: presence.search_people(ctx, i["meeting"], ANN)),
    "processes.find_process": Line(Action.VIEW_PROCESS, lambda ctx, i: processes.find_process(ctx, i["slug"])),
    "processes.finish_process": Line(Action.FINISH_PROCESS, lambda ctx, i: processes.finish_process(ctx, i["process"])),
    "processes.get_process": Line(Action.VIEW_PROCESS, lambda ctx, i: processes.get_process(ctx, i["process"])),
    "processes.start_process": Line(Action.EDIT_PROCESS, lambda ctx, i: processes.start_process(ctx, i["process"])),
    "processes.update_process": Line(
        Action.EDIT_PROCESS,
        lambda ctx, i: processes.update_process(ctx, i["process"], title="New", question="", scope=""),
    ),
    "checklists.suggested_checklist": Line(
        Action.EXPORT, lambda ctx, i: checklists.suggested_checklist(ctx, i["process"])
    ),
    "checklists.get_checklist": Line(
        Action.EXPORT, lambda ctx, i: checklists.get_checklist(ctx, i["process"], "accord")
    ),
    "checklists.export_checklist": Line(
        Action.EXPORT, lambda ctx, i: checklists.export_checklist(ctx, i["process"], "checklist-accord.csv")
    ),
    "checklists.list_answers": Line(
        Action.EXPORT, lambda ctx, i: checklists.list_answers(ctx, i["process"], "accord", "M1")
    ),
    "checklists.answer_item": Line(
        Action.EDIT_RESULTS,
        lambda ctx, i: checklists.answer_item(ctx, i["process"], "accord", "M1", "Not registered.", seen=0),
    ),
    "checklists.take_back_answer": Line(
        Action.EDIT_RESULTS, lambda ctx, i: checklists.take_back_answer(ctx, i["process"], "accord", "M1", seen=0)
    ),
    "result_tables.export_tables": Line(
        Action.EXPORT, lambda ctx, i: result_tables.export_tables(ctx, i["process"], "tables.xlsx")
    ),
    "publishing.get_public_page": Line(Action.EXPORT, lambda ctx, i: publishing.get_public_page(ctx, i["process"])),
    "publishing.publish": Line(Action.PUBLISH, lambda ctx, i: publishing.publish(ctx, i["process"])),
    "publishing.show_public_page": Line(
        Action.PUBLISH, lambda ctx, i: publishing.show_public_page(ctx, i["process"], is_on=False)
    ),
    "report.get_report": Line(Action.EXPORT, lambda ctx, i: report.get_report(ctx, i["process"])),
    "report.read_document": Line(Action.EXPORT, lambda ctx, i: report.read_document(ctx, i["process"])),
    "report.export_trace": Line(Action.EXPORT, lambda ctx, i: report.export_trace(ctx, i["process"])),
    "report.list_passage_versions": Line(
        Action.EXPORT, lambda ctx, i: report.list_passage_versions(ctx, i["process"], "methods.rule")
    ),
    "report.write_passage": Line(
        Action.EDIT_RESULTS,
        lambda ctx, i: report.write_passage(ctx, i["process"], "methods.rule", "By vote.", seen=0, basis=""),
    ),
    "report.take_generated": Line(
        Action.EDIT_RESULTS, lambda ctx, i: report.take_generated(ctx, i["process"], "methods.rule", seen=0)
    ),
    "exporting.start_export": Line(Action.EXPORT, lambda ctx, i: make_report(ctx, i["process"])),
    "exporting.start_archive": Line(Action.EXPORT, lambda ctx, i: make_archive_file(ctx, i["process"])),
    "exporting.start_publication": Line(Action.PUBLISH, lambda ctx, i: publish_page(ctx, i["process"])),
    "exporting.get_export": Line(Action.EXPORT, lambda ctx, i: exporting.get_export(ctx, i["process"])),
    "exporting.cancel_export": Line(Action.EXPORT, lambda ctx, i: exporting.cancel_export(ctx, i["process"])),
    "exporting.fetch_export": Line(
        Action.EXPORT, lambda ctx, i: exporting.fetch_export(ctx, i["process"], UUID(int=1))
    ),
    "exporting.preview_report": Line(Action.EXPORT, lambda ctx, i: exporting.preview_report(ctx, i["process"])),
    "results.read_statements": Line(Action.EXPORT, lambda ctx, i: results.read_statements(ctx, i["process"])),
    "results.export": Line(Action.EXPORT, lambda ctx, i: results.export(ctx, i["process"], "statements.md")),
    "results.get_results": Line(Action.VIEW_RESULTS, lambda ctx, i: results.get_results(ctx, i["process"])),
    "rooms.check_in_by_room": Line(Action.JOIN_MEETING, lambda ctx, i: rooms.check_in_by_room(ctx, i["room"])),
    "rooms.export_poster": Line(Action.RUN_MEETING, lambda ctx, i: rooms.export_poster(ctx, i["process"])),
    "rooms.get_room": Line(Action.RUN_MEETING, lambda ctx, i: rooms.get_room(ctx, i["meeting"])),
    "rooms.new_room_code": Line(Action.RUN_MEETING, lambda ctx, i: rooms.new_room_code(ctx, i["meeting"])),
    "objection_views.list_checks": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: objection_views.list_checks(ctx, i["process"])
    ),
    "objections.adopt_unopposed": Line(
        Action.ADOPT_STATEMENT, lambda ctx, i: objections.adopt_unopposed(ctx, i["check"], room_was_asked=True)
    ),
    "objections.ask_for_objections": Line(
        Action.RUN_ROUND, lambda ctx, i: objections.ask_for_objections(ctx, i["meeting"], i["statement"])
    ),
    "objections.end_check": Line(Action.RUN_ROUND, lambda ctx, i: objections.end_check(ctx, i["check"])),
    "objections.issues_before_asking": Line(
        Action.RUN_ROUND, lambda ctx, i: objections.issues_before_asking(ctx, i["meeting"], i["statement"])
    ),
    "objections.put_to_vote": Line(Action.RUN_ROUND, lambda ctx, i: objections.put_to_vote(ctx, i["check"])),
    "statement_rounds.list_statement_rounds": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: statement_rounds.list_statement_rounds(ctx, i["process"])
    ),
    "round_views.get_round": Line(Action.VIEW_STATEMENTS, lambda ctx, i: round_views.get_round(ctx, i["round"])),
    "round_views.list_rounds": Line(Action.VIEW_STATEMENTS, lambda ctx, i: round_views.list_rounds(ctx, i["process"])),
    "protocols.get_protocol": Line(Action.VIEW_STATEMENTS, lambda ctx, i: protocols.get_protocol(ctx, i["process"])),
    "protocols.choose_method": Line(
        Action.EDIT_PROCESS, lambda ctx, i: protocols.choose_method(ctx, i["process"], "rand_ucla")
    ),
    "protocols.change_protocol": Line(
        Action.EDIT_PROCESS,
        lambda ctx, i: protocols.change_protocol(ctx, i["process"], load_method_packs()["rand_ucla"].protocol, "Why"),
    ),
    "delphi_rounds.plan_round": Line(
        Action.RUN_ROUND, lambda ctx, i: delphi_rounds.plan_round(ctx, i["process"], [i["other_statement"]])
    ),
    "delphi_rounds.drop_round": Line(Action.RUN_ROUND, lambda ctx, i: delphi_rounds.drop_round(ctx, i["delphi"])),
    "delphi_rounds.open_now": Line(Action.RUN_ROUND, lambda ctx, i: delphi_rounds.open_now(ctx, i["delphi"])),
    "delphi_rounds.extend_round": Line(
        Action.RUN_ROUND,
        lambda ctx, i: delphi_rounds.extend_round(ctx, i["delphi"], datetime(2013, 1, 1, tzinfo=UTC), "Holidays"),
    ),
    "delphi_rounds.close_now": Line(Action.RUN_ROUND, lambda ctx, i: delphi_rounds.close_now(ctx, i["delphi"])),
    "delphi_rounds.reveal": Line(Action.RUN_ROUND, lambda ctx, i: delphi_rounds.reveal(ctx, i["delphi"])),
    "delphi_views.get_board": Line(Action.VIEW_ANALYSES, lambda ctx, i: delphi_views.get_board(ctx, i["process"])),
    "delphi_results.list_results": Line(
        Action.VIEW_RESULTS, lambda ctx, i: delphi_results.list_results(ctx, i["delphi"])
    ),
    "delphi_results.get_analysis": Line(
        Action.VIEW_ANALYSES, lambda ctx, i: delphi_results.get_analysis(ctx, i["delphi"])
    ),
    "rating_form.get_form": Line(Action.VIEW_STATEMENTS, lambda ctx, i: rating_form.get_form(ctx, i["process"])),
    "rating_form.get_item": Line(Action.CAST_BALLOT, lambda ctx, i: rating_form.get_item(ctx, i["delphi_item"])),
    "rating_form.get_answered": Line(
        Action.CAST_BALLOT, lambda ctx, i: rating_form.get_answered(ctx, i["delphi_item"])
    ),
    "rating_form.note_pictures": Line(
        Action.CAST_BALLOT, lambda ctx, i: rating_form.note_pictures(ctx, i["delphi"], {})
    ),
    "rating_form.note_seen": Line(Action.CAST_BALLOT, lambda ctx, i: rating_form.note_seen(ctx, i["delphi"])),
    "rating_form.give_reasons": Line(
        Action.CAST_BALLOT, lambda ctx, i: rating_form.give_reasons(ctx, i["delphi_item"], [])
    ),
    "proposals.propose_item": Line(
        Action.CAST_BALLOT, lambda ctx, i: proposals.propose_item(ctx, i["delphi"], i["topic"], "Cost.")
    ),
    "proposals.list_proposals": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: proposals.list_proposals(ctx, i["process"])
    ),
    "proposals.accept_proposal": Line(Action.RUN_ROUND, lambda ctx, i: proposals.accept_proposal(ctx, i["proposal"])),
    "proposals.merge_proposal": Line(
        Action.RUN_ROUND,
        lambda ctx, i: proposals.merge_proposal(ctx, i["proposal"], i["statement"], "It says so already."),
    ),
    "proposals.decline_proposal": Line(
        Action.RUN_ROUND, lambda ctx, i: proposals.decline_proposal(ctx, i["proposal"], "Out of scope.")
    ),
    "discussion.get_discussion": Line(
        Action.VIEW_ANALYSES, lambda ctx, i: discussion.get_discussion(ctx, i["process"])
    ),
    "analysis_files.export_analysis": Line(
        Action.VIEW_ANALYSES, lambda ctx, i: analysis_files.export_analysis(ctx, i["process"], number=1)
    ),
    "said_reasons.list_reasons": Line(Action.VIEW_ANALYSES, lambda ctx, i: said_reasons.list_reasons(ctx, i["delphi"])),
    "said_reasons.list_asked_again": Line(
        Action.VIEW_ANALYSES, lambda ctx, i: said_reasons.list_asked_again(ctx, i["process"])
    ),
    "letters.my_letters": Line(Action.VIEW_RESULTS, lambda ctx, i: letters.my_letters(ctx, i["process"])),
    "letters.note_read": Line(Action.CAST_BALLOT, lambda ctx, i: letters.note_read(ctx, i["process"], 1)),
    "letters.export_letter": Line(
        Action.VIEW_RESULTS, lambda ctx, i: letters.export_letter(ctx, i["process"], number=1)
    ),
    "petitions.list_settled": Line(Action.VIEW_STATEMENTS, lambda ctx, i: petitions.list_settled(ctx, i["process"])),
    "petitions.ask_again": Line(
        Action.CAST_BALLOT, lambda ctx, i: petitions.ask_again(ctx, i["other_statement"], "New evidence.")
    ),
    "rounds.close_round": Line(Action.RUN_ROUND, lambda ctx, i: rounds.close_round(ctx, i["round"])),
    "rounds.issues_before_opening": Line(
        Action.RUN_ROUND, lambda ctx, i: rounds.issues_before_opening(ctx, i["meeting"], [i["statement"]])
    ),
    "rounds.open_round": Line(Action.RUN_ROUND, lambda ctx, i: rounds.open_round(ctx, i["meeting"], [i["statement"]])),
    "rounds.reopen_round": Line(Action.RUN_ROUND, lambda ctx, i: rounds.reopen_round(ctx, i["round"])),
    "secret_casting.cast_secret_ballot": Line(
        Action.CAST_BALLOT,
        lambda ctx, i: secret_casting.cast_secret_ballot(ctx, i["round"], "0123456789ABCDEF", ()),
    ),
    "secret_lists.export_lists": Line(Action.VIEW_RESULTS, lambda ctx, i: secret_lists.export_lists(ctx, i["process"])),
    "secret_lists.list_secret_rounds": Line(
        Action.VIEW_RESULTS, lambda ctx, i: secret_lists.list_secret_rounds(ctx, i["process"])
    ),
    "secrecy.get_secrecy": Line(Action.EDIT_PROCESS, lambda ctx, i: secrecy.get_secrecy(ctx, i["process"])),
    "secrecy.set_secrecy": Line(
        Action.EDIT_PROCESS, lambda ctx, i: secrecy.set_secrecy(ctx, i["process"], Anonymity.SECRET)
    ),
    "voiding.void_round": Line(Action.RUN_ROUND, lambda ctx, i: voiding.void_round(ctx, i["round"], "A wrong list.")),
    "hands.take_by_hands": Line(Action.RUN_ROUND, lambda ctx, i: hands.take_by_hands(ctx, i["round"])),
    "hands.take_on_phones": Line(Action.RUN_ROUND, lambda ctx, i: hands.take_on_phones(ctx, i["round"])),
    "hands.count_hands": Line(Action.RUN_ROUND, lambda ctx, i: hands.count_hands(ctx, i["round"], {})),
    "paper_ballots.list_paper_voters": Line(
        Action.RUN_ROUND, lambda ctx, i: paper_ballots.list_paper_voters(ctx, i["round"])
    ),
    "paper_ballots.enter_paper": Line(
        Action.RUN_ROUND, lambda ctx, i: paper_ballots.enter_paper(ctx, i["round"], i["member"], {})
    ),
    "countdowns.extend_countdown": Line(Action.RUN_ROUND, lambda ctx, i: countdowns.extend_countdown(ctx, i["round"])),
    "rounds.reveal_round": Line(Action.RUN_ROUND, lambda ctx, i: rounds.reveal_round(ctx, i["round"])),
    "sign_ins.end_member_sign_ins": Line(
        Action.HAND_OUT_ACCESS, lambda ctx, i: sign_ins.end_member_sign_ins(ctx, i["member"])
    ),
    "sign_ins.list_member_sign_ins": Line(
        Action.HAND_OUT_ACCESS, lambda ctx, i: sign_ins.list_member_sign_ins(ctx, i["member"])
    ),
    "statements.add_candidate": Line(
        Action.DRAFT_STATEMENT, lambda ctx, i: statements.add_candidate(ctx, i["topic"], "Offer it.")
    ),
    "statements.adopt": Line(Action.ADOPT_STATEMENT, lambda ctx, i: statements.adopt(ctx, i["statement"])),
    "statements.list_statements": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: statements.list_statements(ctx, i["process"])
    ),
    "statements.list_versions": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: statements.list_versions(ctx, i["statement"])
    ),
    "statements.present_statement": Line(
        Action.RUN_MEETING, lambda ctx, i: statements.present_statement(ctx, i["statement"])
    ),
    "statements.restore": Line(Action.DRAFT_STATEMENT, lambda ctx, i: statements.restore(ctx, i["statement"])),
    "statements.reword": Line(
        Action.DRAFT_STATEMENT, lambda ctx, i: statements.reword(ctx, i["statement"], "Offer it.", "", "Shorter")
    ),
    "statements.set_rationale": Line(
        Action.EDIT_RESULTS, lambda ctx, i: statements.set_rationale(ctx, i["statement"], "It hurts less.", "")
    ),
    "statements.unpresent": Line(Action.RUN_MEETING, lambda ctx, i: statements.unpresent(ctx, i["statement"])),
    "statements.withdraw": Line(Action.DRAFT_STATEMENT, lambda ctx, i: statements.withdraw(ctx, i["statement"])),
    "survey.add_survey": Line(
        Action.RUN_SURVEY,
        lambda ctx, i: survey.add_survey(ctx, i["process"], parse_instrument(INSTRUMENT, "opening.toml")),
    ),
    "survey.close_survey": Line(Action.RUN_SURVEY, lambda ctx, i: survey.close_survey(ctx, i["survey"])),
    "survey.finish_survey": Line(Action.ANSWER_SURVEY, lambda ctx, i: survey.finish_survey(ctx, i["survey"])),
    "survey.get_monitor": Line(Action.VIEW_PANEL, lambda ctx, i: survey.get_monitor(ctx, i["process"])),
    "survey.get_my_survey": Line(Action.ANSWER_SURVEY, lambda ctx, i: survey.get_my_survey(ctx, i["process"])),
    "survey.open_survey": Line(Action.RUN_SURVEY, lambda ctx, i: survey.open_survey(ctx, i["survey"])),
    "survey.reopen_my_survey": Line(Action.ANSWER_SURVEY, lambda ctx, i: survey.reopen_my_survey(ctx, i["survey"])),
    "survey.save_answer": Line(
        Action.ANSWER_SURVEY, lambda ctx, i: survey.save_answer(ctx, i["survey"], "method", "local")
    ),
    "survey_versions.list_versions": Line(
        Action.VIEW_COLLATION, lambda ctx, i: survey_versions.list_versions(ctx, i["process"])
    ),
    "taking_part.accept": Line(Action.ANSWER_INVITATION, lambda ctx, i: taking_part.accept(ctx, i["process"])),
    "taking_part.decline": Line(
        Action.ANSWER_INVITATION, lambda ctx, i: taking_part.decline(ctx, i["process"], DeclineReason.NO_TIME)
    ),
    "taking_part.get_member_answer": Line(
        Action.VIEW_PANEL, lambda ctx, i: taking_part.get_member_answer(ctx, i["member"])
    ),
    "taking_part.get_my_invitation": Line(
        Action.VIEW_PROCESS, lambda ctx, i: taking_part.get_my_invitation(ctx, i["process"])
    ),
    "taking_part.set_reply_by": Line(
        Action.EDIT_PROCESS, lambda ctx, i: taking_part.set_reply_by(ctx, i["process"], date(2012, 9, 1))
    ),
    "survey_progress.get_progress": Line(
        Action.RUN_SURVEY, lambda ctx, i: survey_progress.get_progress(ctx, i["process"])
    ),
    "survey_results.export_survey": Line(
        Action.EXPORT, lambda ctx, i: survey_results.export_survey(ctx, i["process"], "survey-results.md")
    ),
    "survey_results.get_survey_results": Line(
        Action.VIEW_RESULTS, lambda ctx, i: survey_results.get_survey_results(ctx, i["process"])
    ),
    "survey_results.show_to_panel": Line(
        Action.RUN_SURVEY, lambda ctx, i: survey_results.show_to_panel(ctx, i["process"])
    ),
    "projector_links.get_projector_link": Line(
        Action.RUN_MEETING, lambda ctx, i: projector_links.get_projector_link(ctx, i["meeting"])
    ),
    "projector_links.issue_projector_link": Line(
        Action.RUN_MEETING, lambda ctx, i: projector_links.issue_projector_link(ctx, i["meeting"])
    ),
    "projector_links.revoke_projector_link": Line(
        Action.RUN_MEETING, lambda ctx, i: projector_links.revoke_projector_link(ctx, i["meeting"])
    ),
    "breaks.begin_break": Line(Action.RUN_MEETING, lambda ctx, i: breaks.begin_break(ctx, i["meeting"], "Tea", 15)),
    "breaks.end_break": Line(Action.RUN_MEETING, lambda ctx, i: breaks.end_break(ctx, i["meeting"])),
    "tasks.list_my_tasks": Line(Action.VIEW_PROCESS, lambda ctx, i: tasks.list_my_tasks(ctx, i["process"])),
    "themes.add_theme": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.add_theme(ctx, i["process"], "Cost")),
    "themes.code_answers": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.code_answers(ctx, i["theme"], [])),
    "themes.edit_theme": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.edit_theme(ctx, i["theme"], "Cost", "")),
    "themes.merge_themes": Line(
        Action.CODE_ANSWERS, lambda ctx, i: themes.merge_themes(ctx, i["theme"], i["other_theme"])
    ),
    "themes.move_theme": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.move_theme(ctx, i["theme"], up=False)),
    "themes.remove_theme": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.remove_theme(ctx, i["theme"])),
    "themes.split_theme": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.split_theme(ctx, i["theme"], "Apart", [])),
    "themes.uncode_answers": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.uncode_answers(ctx, i["theme"], [])),
    "themes.undo": Line(Action.CODE_ANSWERS, lambda ctx, i: themes.undo(ctx, i["process"])),
    "trail.get_trail": Line(Action.VIEW_STATEMENTS, lambda ctx, i: trail.get_trail(ctx, i["statement"])),
    "timers.begin_discussion": Line(Action.RUN_MEETING, lambda ctx, i: timers.begin_discussion(ctx, i["meeting"])),
    "timers.begin_presentation": Line(
        Action.RUN_MEETING, lambda ctx, i: timers.begin_presentation(ctx, i["meeting"], i["talk"])
    ),
    "timers.pause_timer": Line(Action.RUN_MEETING, lambda ctx, i: timers.pause_timer(ctx, i["timer"])),
    "timers.resume_timer": Line(Action.RUN_MEETING, lambda ctx, i: timers.resume_timer(ctx, i["timer"])),
    "timers.stop_timer": Line(Action.RUN_MEETING, lambda ctx, i: timers.stop_timer(ctx, i["timer"])),
    "topics.add_evidence": Line(Action.EDIT_AGENDA, lambda ctx, i: topics.add_evidence(ctx, i["topic"], "It works.")),
    "topics.add_future_study": Line(
        Action.EDIT_AGENDA, lambda ctx, i: topics.add_future_study(ctx, i["process"], "Children")
    ),
    "topics.add_presentation": Line(
        Action.EDIT_AGENDA, lambda ctx, i: topics.add_presentation(ctx, i["topic"], "Pain", ANN, 10)
    ),
    "topics.add_topic": Line(Action.EDIT_AGENDA, lambda ctx, i: topics.add_topic(ctx, i["process"], "Cost", "", 10)),
    "topics.edit_topic": Line(Action.EDIT_AGENDA, lambda ctx, i: topics.edit_topic(ctx, i["topic"], "Cost", "", 10)),
    "topics.list_future_study": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: topics.list_future_study(ctx, i["process"])
    ),
    "topics.list_topics": Line(Action.VIEW_STATEMENTS, lambda ctx, i: topics.list_topics(ctx, i["process"])),
    "topics.move_topic": Line(Action.EDIT_AGENDA, lambda ctx, i: topics.move_topic(ctx, i["topic"], up=False)),
    "topics.remove_evidence": Line(Action.EDIT_AGENDA, lambda ctx, i: topics.remove_evidence(ctx, i["evidence"])),
    "comments.list_comments": Line(Action.VIEW_STATEMENTS, lambda ctx, i: comments.list_comments(ctx, i["statement"])),
    "corrections.issues_before_undoing_topic": Line(
        Action.RUN_MEETING, lambda ctx, i: corrections.issues_before_undoing_topic(ctx, i["meeting"])
    ),
    "corrections.list_recent_moves": Line(
        Action.RUN_MEETING, lambda ctx, i: corrections.list_recent_moves(ctx, i["meeting"])
    ),
    "corrections.undo_break": Line(Action.RUN_MEETING, lambda ctx, i: corrections.undo_break(ctx, i["meeting"])),
    "corrections.undo_presence": Line(
        Action.RUN_MEETING, lambda ctx, i: corrections.undo_presence(ctx, i["meeting"], i["patient"], is_coming=True)
    ),
    "corrections.undo_timer": Line(Action.RUN_MEETING, lambda ctx, i: corrections.undo_timer(ctx, i["timer"])),
    "corrections.undo_topic": Line(Action.RUN_MEETING, lambda ctx, i: corrections.undo_topic(ctx, i["meeting"])),
    "day_snapshots.export_snapshots": Line(
        Action.EXPORT, lambda ctx, i: day_snapshots.export_snapshots(ctx, i["process"], "snapshots.md")
    ),
    "day_snapshots.list_snapshots": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: day_snapshots.list_snapshots(ctx, i["process"])
    ),
    "day_snapshots.take_snapshot": Line(
        Action.RUN_MEETING, lambda ctx, i: day_snapshots.take_snapshot(ctx, i["meeting"], "Before lunch")
    ),
    "dissents.get_desk": Line(Action.VIEW_RESULTS, lambda ctx, i: dissents.get_desk(ctx, i["process"])),
    "dissents.take_back_dissent": Line(
        Action.WRITE_DISSENT, lambda ctx, i: dissents.take_back_dissent(ctx, i["statement"])
    ),
    "dissents.write_dissent": Line(
        Action.WRITE_DISSENT, lambda ctx, i: dissents.write_dissent(ctx, i["statement"], "Not in children.")
    ),
    "minority.list_minority_versions": Line(
        Action.VIEW_AUDIT, lambda ctx, i: minority.list_minority_versions(ctx, i["statement"])
    ),
    "minutes.export_minutes": Line(
        Action.EXPORT, lambda ctx, i: minutes.export_minutes(ctx, i["process"], "minutes.md")
    ),
    "minutes.get_minutes": Line(Action.EXPORT, lambda ctx, i: minutes.get_minutes(ctx, i["process"])),
    "references.add_reference": Line(
        Action.EDIT_AGENDA, lambda ctx, i: references.add_reference(ctx, i["process"], Reference("A trial"))
    ),
    "references.edit_reference": Line(
        Action.EDIT_AGENDA, lambda ctx, i: references.edit_reference(ctx, i["reference"], Reference("A trial"))
    ),
    "references.import_references": Line(
        Action.EDIT_AGENDA, lambda ctx, i: references.import_references(ctx, i["process"], RIS)
    ),
    "references.list_references": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: references.list_references(ctx, i["process"])
    ),
    "references.preview_import": Line(
        Action.EDIT_AGENDA, lambda ctx, i: references.preview_import(ctx, i["process"], RIS)
    ),
    "references.remove_reference": Line(
        Action.EDIT_AGENDA, lambda ctx, i: references.remove_reference(ctx, i["reference"])
    ),
    "statements.set_strength": Line(
        Action.EDIT_RESULTS, lambda ctx, i: statements.set_strength(ctx, i["statement"], None, None)
    ),
    "wording_changes.list_changes": Line(
        Action.VIEW_STATEMENTS, lambda ctx, i: wording_changes.list_changes(ctx, i["process"])
    ),
    "what_if.list_analyses": Line(Action.VIEW_ANALYSES, lambda ctx, i: what_if.list_analyses(ctx, i["process"])),
}

# These ask for no action in a process, but for somebody who is signed in; what else they ask for has tests of its own.
WITHOUT_A_PROCESS: dict[str, Call] = {
    "account.get_account": lambda ctx, i: account.get_account(ctx),
    "passwords.prove_password": lambda ctx, i: passwords.prove_password(ctx, "any password"),
    "passwords.set_password": lambda ctx, i: passwords.set_password(ctx, "a quiet lake in june"),
    "second_factor.begin_factor": lambda ctx, i: second_factor.begin_factor(ctx),
    "second_factor.confirm_factor": lambda ctx, i: second_factor.confirm_factor(ctx, "000000"),
    "second_factor.end_factor": lambda ctx, i: second_factor.end_factor(ctx, "any password"),
    "sign_ins.end_my_other_sign_ins": lambda ctx, i: sign_ins.end_my_other_sign_ins(ctx),
    "sign_ins.end_my_sign_in": lambda ctx, i: sign_ins.end_my_sign_in(ctx, i["member"]),
    "sign_ins.list_my_sign_ins": lambda ctx, i: sign_ins.list_my_sign_ins(ctx),
    "processes.list_my_processes": lambda ctx, i: processes.list_my_processes(ctx),
    "processes.may_create": lambda ctx, i: processes.may_create(ctx),
    "processes.create_process": lambda ctx, i: processes.create_process(
        ctx, processes.ProcessDraft("new", "New", "", "", definition()), DRAFT
    ),
    "beginning.begin_process": lambda ctx, i: beginning.begin_process(ctx, BEGINNING, DRAFT),
}

# These are for administrators, by a sign-in that is bound to no process.
FOR_ADMINISTRATORS: dict[str, Call] = {
    "people.add_person": lambda ctx, i: people.add_person(ctx, "Dora Dahl", "dora@example.org"),
    "people.edit_person": lambda ctx, i: people.edit_person(ctx, i["member"], "Dora Dahl", ""),
    "people.end_sign_ins_of": lambda ctx, i: people.end_sign_ins_of(ctx, i["member"]),
    "people.issue_staff_link": lambda ctx, i: people.issue_staff_link(ctx, i["member"]),
    "people.reset_factor": lambda ctx, i: people.reset_factor(ctx, i["member"]),
    "people.search_people": lambda ctx, i: people.search_people(ctx),
    "people.set_administrator": lambda ctx, i: people.set_administrator(ctx, i["member"], is_administrator=True),
    "processes.list_all_processes": lambda ctx, i: processes.list_all_processes(ctx),
    "importing.read_archive": lambda ctx, i: importing.read_archive(ctx, b""),
    "importing.import_archive": lambda ctx, i: importing.import_archive(ctx, b""),
}
