"""A candidate statement for those who draft: wording, sources, versions, and what may be done with it."""

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from consensus.services.processes.processes import ProcessView
from consensus.services.statements import comments, statements
from consensus.services.statements.comments import CommentView
from consensus.services.statements.statement_rounds import StatementRound
from consensus.services.statements.statement_sources import SourceView
from consensus.services.statements.statement_views import StatementView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.statements import round_fold, trail
from consensus.ui.widgets.statements.evidence import draw_evidence
from consensus.ui.widgets.statements.redrafting import draw_split
from consensus.ui.widgets.statements.statement_card import draw_undone, draw_version, draw_wording, state_pill
from consensus.ui.widgets.statements.word_changes import changes_html
from consensus.ui.widgets.times import day_and_clock


def draw(
    statement: StatementView,
    *,
    key: str,
    process: ProcessView,
    rounds: Sequence[StatementRound] = (),
    below: Callable[[StatementView], None] | None = None,
    acts: Callable[[StatementView], None] | None = None,
) -> None:
    """Draw the statement in a frame of its own.

    `key` keeps the widgets of one page apart from those of another; `below` draws what the page adds under the
    wording, `acts` the buttons it adds in front of those for drafting.
    """
    with st.container(border=True, gap="small", key=f"{key}.candidate.{statement.id}"):
        draw_wording(statement.label, statement.text, statement.plain_text, pill=state_pill(statement.state))
        draw_version(statement.version_number, statement.sha256)
        draw_undone(statement)
        _draw_sources(statement, process)
        if statement.evidence:
            with st.expander(f"Evidence on this statement ({len(statement.evidence)})", icon=":material/menu_book:"):
                draw_evidence(statement.evidence)
        if below is not None:
            below(statement)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if acts is not None:
                acts(statement)
            _draw_reword(statement, key)
            draw_split(statement, key=key)
            _draw_versions(statement, key, process.time_zone)
            _draw_ends(statement, key)
        round_fold.draw_fold(statement, rounds)
        trail.draw_fold(statement.id, process, key=f"{key}.{statement.id}")


def _draw_sources(statement: StatementView, process: ProcessView) -> None:
    for source in statement.sources:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(_source_words(source), width="content", help=escape(source.theme or source.question_text))
            if not source.quote:
                trail.draw_answers_link(process, source.question_id, source.theme_id)


def _source_words(source: SourceView) -> str:
    if source.quote:
        return f":material/format_quote: {escape(source.quote)}"
    if source.theme:
        return f":material/sell: Theme: {source.people} wrote about “{escape(source.theme)}”"
    answer = f"“{source.option_label}”" if source.option_label else f"in favour: {source.question_text}"
    return f":material/bar_chart: Survey: {source.n} of {source.n_valid} {escape(answer)}"


def _reword(statement_id: UUID, key: str) -> None:
    state = st.session_state
    notices.attempt(
        statements.reword,
        current.context(),
        statement_id,
        state[f"{key}.text"],
        state[f"{key}.plain"],
        state[f"{key}.reason"],
        answers=[comment.key for comment in state.get(f"{key}.answers", ())],
        done="The new wording was saved as a new version.",
    )


def _withdraw(statement_id: UUID) -> None:
    notices.attempt(statements.withdraw, current.context(), statement_id, done="The statement was withdrawn.")


def _restore(statement_id: UUID) -> None:
    notices.attempt(statements.restore, current.context(), statement_id, done="The statement was taken up again.")


def _draw_reword(statement: StatementView, key: str) -> None:
    if not statement.may_reword:
        return
    own = f"{key}.reword.{statement.version_id}"
    fold = st.popover("Reword", icon=":material/edit:", type="tertiary", key=f"{own}.fold", on_change="rerun")
    if not fold.open:
        return
    said = comments.list_comments(current.context(), statement.id)
    with fold, st.form(f"{own}.form", border=False):
        st.text_area("Wording", statement.text, key=f"{own}.text", max_chars=4000, height=140)
        st.text_area("In plain language (optional)", statement.plain_text, key=f"{own}.plain", max_chars=4000)
        st.text_input("Reason for the change", key=f"{own}.reason", max_chars=500)
        if said:
            st.multiselect(
                "Comments it answers (without names)", said, key=f"{own}.answers", format_func=_comment_label
            )
        st.form_submit_button(
            "Save as a new version",
            type="primary",
            key=f"{own}.save",
            on_click=_reword,
            args=(statement.id, own),
        )


def _comment_label(comment: CommentView) -> str:
    return f"{comment.said_in}: {escape(comment.key.text)}"


def _draw_versions(statement: StatementView, key: str, time_zone: str) -> None:
    if statement.version_number < 2:
        return
    versions = st.popover(
        f"{statement.version_number} versions",
        icon=":material/history:",
        type="tertiary",
        key=f"{key}.versions.{statement.id}",
        on_change="rerun",
    )
    if not versions.open:
        return
    with versions:
        versions_read = statements.list_versions(current.context(), statement.id)
        for version, older in zip(versions_read, [*versions_read[1:], None], strict=True):
            wording = changes_html(older.text, version.text) if older else to_html(version.text)
            reason = f" Reason: {version.reason}" if version.reason else ""
            reason += "".join(f" Answers the comment: “{text}”" for text in version.answers)
            st.html(
                f'<p style="margin:0"><strong>{version.number}</strong> {wording}</p>'
                f'<p style="margin:.1rem 0 .6rem;font-size:.85rem;opacity:.8">{to_html(version.author)}, '
                f"{day_and_clock(version.created_at, time_zone)}.{to_html(reason)}</p>"
            )


def _draw_ends(statement: StatementView, key: str) -> None:
    if statement.may_withdraw:
        st.button(
            "Withdraw",
            icon=":material/block:",
            type="tertiary",
            key=f"{key}.withdraw.{statement.id}",
            on_click=_withdraw,
            args=(statement.id,),
        )
    if statement.may_restore:
        st.button(
            "Take up again",
            icon=":material/undo:",
            type="tertiary",
            key=f"{key}.restore.{statement.id}",
            on_click=_restore,
            args=(statement.id,),
        )
