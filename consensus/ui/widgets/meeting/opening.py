"""Putting presented candidates to the vote: which ones, how it is watched, and what is missing before it opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from consensus.domain.ballots import RoundKind
from consensus.domain.countdowns import CHOICES, length_text
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.round_kinds import KINDS
from consensus.domain.show_of_hands import why_no_hands
from consensus.services.meetings.meeting import MeetingView
from consensus.services.processes.processes import ProcessView
from consensus.services.rounds import rounds
from consensus.services.rounds.countdowns import Countdown
from consensus.services.rounds.round_rules import rule_for, rules_on_offer
from consensus.services.statements.statements import StatementView
from consensus.ui import current
from consensus.ui.widgets.links import draw_link
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.meeting.secrecy_words import SECRECY

MODES = {
    TallyMode.LIVE: (
        "Watch the counts",
        "You see how the votes fall as they arrive. The names of those who are missing stay hidden.",
    ),
    TallyMode.SEALED: (
        "Watch who is missing",
        "You see who has not voted yet. The counts stay hidden until the vote is closed.",
    ),
}

WAYS = {
    False: ("On phones", "Everybody votes on their own device."),
    True: ("By a show of hands", "The room raises hands. You count them and enter the numbers, without names."),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How the panel is asked: the kind of round, a ready-made rule where one is needed, what is kept, how long."""

    kind: RoundKind
    preset: str
    mode: TallyMode
    secrecy: Anonymity
    countdown: Countdown | None = None
    by_hands: bool = False


def draw(
    view: MeetingView,
    presented: Sequence[StatementView],
    process: ProcessView,
    *,
    open_round: Callable[[UUID, Sequence[UUID], Asking], None],
) -> None:
    """Draw the choice and the button, which stays shut while something is missing."""
    chosen = [statement.id for statement in presented if _is_chosen(statement)]
    kind, preset = _choose_kind(process)
    secrecy = _choose_secrecy(process)
    by_hands = _choose_way(kind, secrecy)
    mode = TallyMode.SEALED if secrecy is Anonymity.SECRET else TallyMode.LIVE if by_hands else _choose_mode()
    countdown = None if by_hands else _choose_countdown()
    issues = rounds.issues_before_opening(
        current.context(), view.id, chosen, anonymity=secrecy, kind=kind, preset=preset, by_hands=by_hands
    )
    if issues:
        st.markdown("**Before the vote can open**")
        st.text("\n".join(f"• {issue}" for issue in issues))
        if process.asks_interests:
            draw_link(process, "conflicts.py", "See who has declared, and decide", icon=":material/balance:")
    else:
        recused = f", {len(view.recused)} recused" if view.recused else ""
        st.caption(
            f"{view.n_may_vote} people may vote{recused}. "
            f"{escape(rule_for(kind, process.definition, len(chosen), preset).sentence())} "
            "Wording, rule and voters are frozen on opening."
        )
    st.button(
        "Open the vote",
        type="primary",
        icon=":material/how_to_vote:",
        key="meeting.open",
        disabled=bool(issues),
        on_click=open_round,
        args=(view.id, chosen, Asking(kind, preset, mode, secrecy, countdown, by_hands)),
    )


def _choose_secrecy(process: ProcessView) -> Anonymity:
    """What the process promises, or more."""
    modes = [mode for mode in Anonymity if not mode.is_laxer_than(process.anonymity)]
    if len(modes) == 1:
        st.caption(f"**{SECRECY[modes[0]][0]}.** {SECRECY[modes[0]][1]}")
        return modes[0]
    return st.radio(
        "How secret this vote is",
        modes,
        format_func=lambda mode: SECRECY[mode][0],
        captions=[SECRECY[mode][1] for mode in modes],
        key="meeting.secrecy",
    )


def _choose_way(kind: RoundKind, secrecy: Anonymity) -> bool:
    """Whether the room raises hands; asked only where it may."""
    if why_no_hands(kind, secrecy, counts_groups=False):
        return False
    return st.radio(
        "How the vote is taken",
        list(WAYS),
        format_func=lambda by_hands: WAYS[by_hands][0],
        captions=[caption for _, caption in WAYS.values()],
        key="meeting.by_hands",
    )


def _choose_mode() -> TallyMode:
    return st.radio(
        "While the vote is open",
        list(MODES),
        format_func=lambda mode: MODES[mode][0],
        captions=[caption for _, caption in MODES.values()],
        key="meeting.mode",
    )


def _choose_countdown() -> Countdown | None:
    """How long the vote is open, and who closes it then."""
    seconds = st.segmented_control(
        "Countdown",
        CHOICES,
        format_func=length_text,
        key="meeting.countdown",
        help="Everybody sees the time run down, on phones and on the projector. Without one, you close when the room "
        "is done.",
    )
    if seconds is None:
        return None
    return Countdown(seconds, st.checkbox("Close by itself when the time is up", key="meeting.closes_itself"))


def _choose_kind(process: ProcessView) -> tuple[RoundKind, str]:
    """How the panel answers, and by which ready-made rule where the definition of the process does not judge that."""
    kind = st.selectbox(
        "How the panel answers", list(KINDS), format_func=lambda one: KINDS[one].title, key="meeting.kind"
    )
    st.caption(KINDS[kind].explanation)
    offered = rules_on_offer(kind, process.definition)
    if len(offered) < 2:
        return kind, next(iter(offered), "")
    slugs = sorted(offered, key=lambda slug: slug != KINDS[kind].preset)
    return kind, st.selectbox("By which rule", slugs, format_func=offered.__getitem__, key="meeting.rule")


def _is_chosen(statement: StatementView) -> bool:
    return st.checkbox(
        f"**{escape(statement.label)}** {escape(statement.text)}", value=True, key=f"meeting.ask.{statement.id}"
    )
