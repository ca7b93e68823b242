"""Which tables of a process travel in its archive, by what their rows belong to it, and what is personal in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from consensus.persistence.tables import metadata


@dataclass(frozen=True, slots=True)
class Travel:
    """A table that travels: rows whose `owner` column points to a row that does.

    personal: columns that are emptied in an archive without people.
    people_only: the table travels only in an archive with people.
    """

    owner: str
    personal: tuple[str, ...] = ()
    people_only: bool = False


TRAVELS: Mapping[str, Travel] = {
    "process": Travel(""),
    "member": Travel(
        "process_id",
        ("country", "discipline", "fields", "search", "name_likeness", "address_likeness"),
    ),
    "agenda": Travel("process_id"),
    "consent_text": Travel("process_id"),
    "deviation": Travel("process_id"),
    "future_study": Travel("process_id"),
    "reference": Travel("process_id"),
    "survey": Travel("process_id", ("notes",)),
    "topic": Travel("process_id"),
    "meeting": Travel("process_id"),
    "round": Travel("process_id"),
    "theme": Travel("process_id"),
    "agenda_item": Travel("process_id"),
    "interest_declaration": Travel("process_id", people_only=True),
    "invitation": Travel("member_id", ("reason",)),
    "consent": Travel("member_id"),
    "earlier_instrument": Travel("survey_id"),
    "response": Travel("survey_id"),
    "attendance": Travel("meeting_id"),
    "topic_turn": Travel("meeting_id"),
    "meeting_timer": Travel("meeting_id", ("title",)),
    "passage_version": Travel("process_id"),
    "presentation": Travel("topic_id", ("presenter",)),
    "statement": Travel("topic_id"),
    "statement_version": Travel("statement_id"),
    "minority_version": Travel("statement_id"),
    "source": Travel("statement_id"),
    "version_parent": Travel("version_id"),
    "answered_comment": Travel("version_id"),
    "evidence_item": Travel("topic_id"),
    "round_item": Travel("round_id"),
    "vote_countdown": Travel("round_id"),
    "elector": Travel("round_id", ("has_conflict",)),
    "participation": Travel("round_id", people_only=True),
    "receipt": Travel("round_id"),
    "item_count": Travel("item_id"),
    "verdict": Travel("item_id"),
    "delphi_protocol": Travel("process_id"),
    "delphi_round": Travel("round_id"),
    "delphi_item": Travel("item_id"),
    "item_feedback": Travel("item_id"),
    "item_recusal": Travel("item_id"),
    "adoption": Travel("statement_id"),
    "adoption_presence": Travel("statement_id"),
    "undone_adoption": Travel("statement_id", people_only=True),
    "conflict_decision": Travel("declaration_id", people_only=True),
}

# What gives access, what is on its way, what only the running meeting needs, and what would tie a person to an answer:
# ballots and written dissents travel in files of their own, as far as secrecy lets them.
STAYS = frozenset(
    {
        "access_link",
        "answer",
        "attempt",
        "ballot",
        "ballot_entry",
        "ballot_revision",
        "coding",
        "coding_act",
        "day_snapshot",
        "dissent",
        "earlier_answer",
        "event",
        "given_feedback",
        "hand_count",
        "item_proposal",
        "linked_identity",
        "loose_comment",
        "mail_template",
        "meeting_break",
        "message",
        "person",
        "panel_picture",
        "personal_code",
        "petition",
        "public_page",
        "publication",
        "published_file",
        "projector_link",
        "projector_screen",
        "rating_reason",
        "recovery_code",
        "room_code",
        "sealed_ballot",
        "shown_picture",
        "speaker",
        "speaking_time",
        "staff_password",
        "topic_note",
        "totp_secret",
        "web_session",
    }
)


def tables_that_travel(*, with_people: bool) -> list[str]:
    """The tables of an archive, those that others point to first."""
    return [
        table.name
        for table in metadata.sorted_tables
        if table.name in TRAVELS and (with_people or not TRAVELS[table.name].people_only)
    ]
