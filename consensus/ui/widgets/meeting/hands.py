"""Taking a vote by a show of hands: the way in and out, and the count of each statement."""

from uuid import UUID

import streamlit as st

from consensus.domain.ballots import Choice
from consensus.domain.show_of_hands import CALL
from consensus.domain.wording import counted
from consensus.services.rounds import hands
from consensus.services.rounds.hand_views import HandFacts
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import to_html

CORRECTED = "A count can be corrected until the reveal; each correction is on the record."
_REST = "Whoever raises no hand did not vote."


def draw_head(facts: HandFacts, needs: str, *, is_open: bool) -> None:
    """What the room does, and how many hands there can be."""
    people = f"{counted(facts.n_hands, 'person', 'people')} here may raise a hand."
    st.html(
        '<p role="status" style="margin:0;font-size:2rem;line-height:1.2;font-weight:600">'
        f"{CALL if is_open else 'Voted by a show of hands'}</p>"
        f'<p style="margin:.2rem 0 0;opacity:.85">{people} {to_html(needs)}</p>'
    )


def draw_count(round_id: UUID, item: ItemView, facts: HandFacts) -> None:
    """The count of one statement: a number for each answer, and the button that records them together.

    Whoever raises no hand did not vote, so that the rest needs no number of its own. A form, so that nothing moves
    between the last number and the press.
    """
    is_counted = item.label not in facts.uncounted
    before = {option.value: item.tally.counts.get(option.value, 0) for option in item.options} if item.tally else {}
    # Named after what is recorded, so that a count that another facilitator enters is not typed over unseen.
    key = f"meeting.hands.{item.id}.{'-'.join(map(str, before.values())) if is_counted else 'new'}"
    with st.form(f"{key}.form", border=False):
        with st.container(horizontal=True, gap="small"):
            for option in item.options:
                st.number_input(
                    option.label,
                    min_value=0,
                    value=before[option.value] if is_counted else None,
                    placeholder="0",
                    width=92,
                    key=f"{key}.{option.value}",
                )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.form_submit_button(
                "Correct the count" if is_counted else "Record the count",
                type="secondary" if is_counted else "primary",
                key=f"meeting.hands.record.{item.id}",
                on_click=_record,
                args=(round_id, item, key),
            )
            st.caption(_sum_text(sum(before.values()), facts.n_hands) if is_counted else _REST)


def draw_way(round_: RoundView) -> None:
    """The way from phones to hands before anybody has voted, and back before a count is entered."""
    if round_.may_take_by_hands:
        st.button(
            "Take it by a show of hands",
            icon=":material/front_hand:",
            type="tertiary",
            key="meeting.hands.take",
            help="Instead of phones, for the whole vote; only before anybody has voted.",
            on_click=_take,
            args=(round_.id,),
        )
    elif round_.hands is not None and round_.hands.may_go_back:
        st.button(
            "Vote on phones after all",
            icon=":material/smartphone:",
            type="tertiary",
            key="meeting.hands.leave",
            on_click=_leave,
            args=(round_.id,),
        )


def _typed(key: str) -> dict[Choice, int]:
    return {choice: int(st.session_state.get(f"{key}.{choice.value}") or 0) for choice in Choice}


def _sum_text(total: int, n_hands: int) -> str:
    rest = n_hands - total
    return f"{total} of {n_hands} hands; {rest} did not vote." if rest > 0 else f"All {n_hands} hands."


def _record(round_id: UUID, item: ItemView, key: str) -> None:
    if all(st.session_state.get(f"{key}.{choice.value}") is None for choice in Choice):
        notices.leave("Enter the hands for at least one answer, 0 where there were none.", is_refusal=True)
        return
    notices.attempt(
        hands.count_hands,
        current.context(),
        round_id,
        {item.id: _typed(key)},
        done=f"The hands for statement {item.label} are recorded.",
    )


def _take(round_id: UUID) -> None:
    notices.attempt(hands.take_by_hands, current.context(), round_id, done="The room votes by a show of hands.")


def _leave(round_id: UUID) -> None:
    notices.attempt(hands.take_on_phones, current.context(), round_id, done="The panel votes on phones.")
