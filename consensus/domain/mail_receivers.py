"""Who gets which mail: judged when a mail is written, and again at the moment it is sent."""

from dataclasses import dataclass

from consensus.domain.lifecycle import InvitationState, MeetingState, ProcessState, SurveyState
from consensus.domain.mail_text import MessageKind
from consensus.domain.roles import Action, Role, may


@dataclass(frozen=True, slots=True)
class Course:
    """How far a process is, as far as mails depend on it; None where there is no survey or no meeting.

    why_no_reminder, why_no_feedback: why nobody is reminded of a Delphi round or told of a letter; "" where they are.
    """

    process: ProcessState
    survey: SurveyState | None
    meeting: MeetingState | None
    is_example: bool = False
    why_no_reminder: str = "No round is open."
    why_no_feedback: str = "No round is revealed yet."


@dataclass(frozen=True, slots=True)
class Seat:
    """How far a member is; `owes_ratings` in the open Delphi round, `has_news`: a letter they were not told of."""

    role: Role
    invitation: InvitationState
    has_address: bool
    has_responded: bool
    owes_ratings: bool = False
    has_news: bool = False


_INVITED = frozenset({InvitationState.SENT, InvitationState.OPENED, InvitationState.ACCEPTED})
_GOES_TO = {
    MessageKind.INVITATION: frozenset({InvitationState.DRAFTED, InvitationState.BOUNCED}),
    MessageKind.INVITATION_REMINDER: frozenset({InvitationState.SENT, InvitationState.OPENED}),
    MessageKind.SURVEY_REMINDER: _INVITED,
    MessageKind.MEETING_NOTICE: _INVITED,
    MessageKind.ROUND_REMINDER: frozenset(InvitationState) - {InvitationState.DECLINED},
    MessageKind.FEEDBACK_NOTICE: frozenset(InvitationState) - {InvitationState.DECLINED},
    MessageKind.LINK: frozenset(InvitationState),
}
_FOR_WHO_OWES_ANSWERS = frozenset({MessageKind.INVITATION_REMINDER, MessageKind.SURVEY_REMINDER})


def why_closed(kind: MessageKind, course: Course) -> str:
    """Why nobody gets this mail now, in one sentence; "" if it can go out."""
    for is_so, why in (
        (course.is_example, "This is the example. Anybody may try its facilitator, so it sends no mail."),
        (
            course.process is ProcessState.DRAFT,
            "Start the process first, on the overview: until then a personal link leads nowhere.",
        ),
        (course.process is not ProcessState.RUNNING, "The process is over, and nothing more is asked of the panel."),
        (kind is MessageKind.SURVEY_REMINDER and course.survey is not SurveyState.OPEN, "The survey is not open."),
        (kind is MessageKind.MEETING_NOTICE and course.meeting is None, "No meeting is planned."),
        (kind is MessageKind.MEETING_NOTICE and course.meeting is MeetingState.ENDED, "The meeting is over."),
        (kind is MessageKind.ROUND_REMINDER and bool(course.why_no_reminder), course.why_no_reminder),
        (kind is MessageKind.FEEDBACK_NOTICE and bool(course.why_no_feedback), course.why_no_feedback),
    ):
        if is_so:
            return why
    return ""


def why_unwanted(kind: MessageKind, seat: Seat) -> str:
    """Why this member does not get the mail, in one sentence; "" if they do."""
    if seat.role is Role.FACILITATOR:
        return "Facilitators write the mails and get none."
    if not seat.has_address:
        return "No e-mail address is entered."
    is_asked = may(seat.role, Action.ANSWER_SURVEY, ProcessState.RUNNING)
    if kind is MessageKind.SURVEY_REMINDER and not is_asked:
        return f"As {seat.role.value} they are not asked."
    if kind in _FOR_WHO_OWES_ANSWERS and seat.has_responded:
        return "The survey has been sent in."
    if why := _nothing_of_a_round(kind, seat):
        return why
    return "" if seat.invitation in _GOES_TO[kind] else f"The invitation is {seat.invitation.value}."


def _nothing_of_a_round(kind: MessageKind, seat: Seat) -> str:
    if kind is MessageKind.ROUND_REMINDER and not seat.owes_ratings:
        return "Nothing is missing from them."
    if kind is MessageKind.FEEDBACK_NOTICE and not seat.has_news:
        return "There is no letter for them that they were not told of."
    return ""
