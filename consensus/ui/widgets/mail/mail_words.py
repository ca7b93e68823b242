"""The words of mails on pages: their kinds and states."""

from consensus.domain.lifecycle import MessageState
from consensus.domain.mail_text import MessageKind

KINDS = {
    MessageKind.INVITATION: "Invitation",
    MessageKind.INVITATION_REMINDER: "Reminder to answer the invitation",
    MessageKind.SURVEY_REMINDER: "Reminder for the survey",
    MessageKind.MEETING_NOTICE: "Meeting notice",
    MessageKind.ROUND_REMINDER: "Reminder for the round",
    MessageKind.FEEDBACK_NOTICE: "Notice of the letters after a round",
    MessageKind.LINK: "Link on request",
}
WHO = {
    MessageKind.INVITATION: "to those who are not invited yet",
    MessageKind.INVITATION_REMINDER: "to those who have neither accepted nor declined",
    MessageKind.SURVEY_REMINDER: "to those who have not sent it in",
    MessageKind.MEETING_NOTICE: "to everybody who was invited and has not declined",
    MessageKind.ROUND_REMINDER: "to those who have not rated everything in the round that is open",
    MessageKind.FEEDBACK_NOTICE: "to those with a letter after the last round; it leads to the sign-in",
}
_GOOD, _BAD, _UNSURE, _QUIET = "color:#2b8a66", "color:#c2502a", "color:#b4700f", "opacity:.8"
# Each with the style of its word; the colours hold on a light and on a dark page.
STATES = {
    MessageState.WAITING: ("Waiting", _QUIET),
    MessageState.SENDING: ("Being sent", _QUIET),
    MessageState.SENT: ("Sent", _GOOD),
    MessageState.BOUNCED: ("Came back", _BAD),
    MessageState.FAILED: ("Failed", _BAD),
    MessageState.UNCLEAR: ("Unclear whether it was sent", _UNSURE),
    MessageState.DROPPED: ("Not needed any more", _QUIET),
    MessageState.CANCELLED: ("Cancelled", _QUIET),
}
