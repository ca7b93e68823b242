"""What a member answered to the invitation and to the consent text, for the staff."""

from uuid import UUID

import streamlit as st

from consensus.domain.lifecycle import InvitationState
from consensus.domain.taking_part import REASON_WORDS
from consensus.services.people import consent, taking_part
from consensus.ui import current
from consensus.ui.widgets.pieces import labelled
from consensus.ui.widgets.times import day_and_clock


def draw(member_id: UUID, time_zone: str) -> None:
    """Draw the answer, its reason and date, and every word on consent."""
    ctx = current.context()
    answer = taking_part.get_member_answer(ctx, member_id)
    words = consent.get_member_words(ctx, member_id)
    if answer.state in (InvitationState.ACCEPTED, InvitationState.DECLINED):
        labelled("Taking part", f"{answer.state.value.capitalize()} on {day_and_clock(answer.changed_at, time_zone)}")
    if answer.state is InvitationState.DECLINED:
        reason = REASON_WORDS[answer.decline_reason] if answer.decline_reason else ""
        labelled("Reason", ": ".join(filter(None, (reason, answer.reason))))
    for word in words:
        said = "Agreed to" if word.given else "Did not agree to"
        labelled("Consent", f"{said} version {word.version} on {day_and_clock(word.at, time_zone)}")
    if not words and consent.get_count(ctx, current.process_id()) is not None:
        st.caption("Has not answered the consent text yet.")
