"""The minutes of the meeting, made from what happened, and the moments of the day that were given a name."""

import streamlit as st

from consensus.domain.lifecycle import MeetingState
from consensus.domain.minutes import EntryKind, Minutes, MinutesEntry, MinutesItem
from consensus.domain.word_diff import Change, Piece
from consensus.exports.document.formats import FORMATS
from consensus.services.meetings import day_snapshots, meeting, minutes
from consensus.services.processes import processes
from consensus.ui import current, notices
from consensus.ui.widgets.downloads import draw_downloads
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.meeting import day_snapshot
from consensus.ui.widgets.pieces import empty_state, prose
from consensus.ui.widgets.refusals import load

LOUD = (EntryKind.MEETING, EntryKind.TOPIC, EntryKind.ADOPTION)
TAGS = {
    Change.KEPT: ("", ""),
    Change.REMOVED: ('<del style="opacity:.65">', "</del>"),
    Change.ADDED: ('<ins style="font-weight:600">', "</ins>"),
}


def piece_html(piece: Piece) -> str:
    """A stretch of a wording as it was kept, removed or added."""
    before, after = TAGS[piece.change]
    return f"{before}{to_html(piece.text)}{after}"


def entry_html(entry: MinutesEntry) -> str:
    """One thing that happened, with its time."""
    weight = 600 if entry.kind in LOUD else 400
    shade = ".75" if entry.kind is EntryKind.PRESENCE else "1"
    wording = "".join(map(piece_html, entry.changes))
    below = "".join(
        f'<br><span style="font-size:.92rem;opacity:.9">{line}</span>'
        for line in (*([wording] if wording else ()), *map(to_html, entry.notes))
    )
    return (
        '<li style="display:flex;gap:1rem;padding:.35rem 0;line-height:1.5">'
        f'<span style="font-variant-numeric:tabular-nums;opacity:.75">{entry.at}</span>'
        f'<span style="opacity:{shade}"><span style="font-weight:{weight}">{to_html(entry.text)}</span>{below}'
        "</span></li>"
    )


def about(item: MinutesItem) -> str:
    """When an item was planned and held, its talks, and who was recused."""
    parts = (
        f"planned {item.planned}" if item.planned else "",
        f"held {item.real}" if item.real else "",
        *item.presentations,
        f"recused: {', '.join(item.recused)}" if item.recused else "",
    )
    return " · ".join(filter(None, parts))


def note_html(item: MinutesItem) -> str:
    """What whoever ran the meeting noted on it, with its lines as typed."""
    if not item.note:
        return ""
    return f'<p style="margin:.2rem 0 0;white-space:pre-wrap;font-size:.92rem">{to_html(f"Note: {item.note}")}</p>'


def show_agenda(told: Minutes) -> None:
    """What was planned and when it was held."""
    st.subheader("Agenda", anchor=False)
    rows = "".join(
        f'<li style="padding:.35rem 0;line-height:1.45"><strong>{to_html(item.title)}</strong><br>'
        f'<span style="font-size:.92rem;opacity:.85">{to_html(about(item))}</span>{note_html(item)}</li>'
        for item in told.items
    )
    st.html(f'<ul style="list-style:none;margin:0;padding:0">{rows}</ul>')


def show_presence(told: Minutes) -> None:
    """Who came, and from when to when."""
    with st.expander(f"Present ({len(told.presence)})", icon=":material/groups:"):
        rows = "".join(
            f'<li style="padding:.2rem 0">{to_html(row.name)} '
            f'<span style="opacity:.8">{to_html(row.role)} · {row.stays}</span></li>'
            for row in told.presence
        )
        st.html(f'<ul style="list-style:none;margin:0;padding:0">{rows}</ul>')


def show(told: Minutes) -> None:
    """The minutes as they are printed."""
    until = f" to {told.ended}" if told.ended else ", still going on"
    st.caption(escape(f"{told.day}, {told.began}{until} ({told.time_zone})"))
    draw_downloads(process.id, {f"minutes.{ending}": f"Minutes ({form.label})" for ending, form in FORMATS.items()})
    show_agenda(told)
    show_presence(told)
    st.subheader("What happened", anchor=False)
    st.html(f'<ol style="list-style:none;margin:0;padding:0">{"".join(map(entry_html, told.entries))}</ol>')


def show_snapshots() -> None:
    """The named moments, and the files of them."""
    snapshots = day_snapshots.list_snapshots(current.context(), process.id)
    st.subheader("Snapshots of the day", anchor=False)
    if found is not None and found.may_run and found.state is not MeetingState.PLANNED:
        day_snapshot.draw_taking(found.id, key="minutes.snapshot")
    day_snapshot.draw_list(snapshots, process.time_zone)
    if snapshots:
        draw_downloads(process.id, {"snapshots.md": "Snapshots (Markdown)", "snapshots.json": "Snapshots (JSON)"})
    else:
        prose("No moment was put on record.", muted=True)


process = processes.get_process(current.context(), current.process_id())
found, _ = load(meeting.get_meeting, current.context(), process.id)
told, refusal = load(minutes.get_minutes, current.context(), process.id)

st.title("Minutes")
notices.show()
if told is None:
    empty_state("No minutes yet", refusal, icon="receipt_long")
else:
    show(told)
    show_snapshots()
