"""The works this process cites: typed in or taken from a file, looked through for doubles, chosen as evidence."""

from uuid import UUID

import streamlit as st

from consensus.domain.references.model import Reference
from consensus.services.statements import references, topics
from consensus.services.statements.references import ReferenceView
from consensus.ui import current, notices
from consensus.ui.widgets.literal import escape, to_html
from consensus.ui.widgets.pieces import empty_state
from consensus.ui.widgets.statements import reference_import

FIELDS = {
    "title": "Title",
    "journal": "Journal, book or publisher",
    "year": "Year",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "doi": "DOI",
    "pmid": "PMID",
    "url": "Address",
}
SHOWN = 50


def typed(own: str) -> Reference:
    """What a form says at this moment."""
    state = st.session_state
    authors = tuple(line.strip() for line in str(state[f"{own}.authors"] or "").splitlines() if line.strip())
    return Reference(authors=authors, **{name: str(state[f"{own}.{name}"] or "") for name in FIELDS})


def add() -> None:
    """Enter a work by hand."""
    own = "references.new"
    if notices.attempt(
        references.add_reference,
        current.context(),
        current.process_id(),
        typed(own),
        done="The reference was added.",
    ):
        for name in ("authors", *FIELDS):
            st.session_state.pop(f"{own}.{name}", None)


def edit(reference_id: UUID) -> None:
    """Correct a work."""
    notices.attempt(
        references.edit_reference,
        current.context(),
        reference_id,
        typed(f"references.edit.{reference_id}"),
        done="The reference was corrected.",
    )


def remove(reference_id: UUID) -> None:
    """Take a work away."""
    notices.attempt(references.remove_reference, current.context(), reference_id, done="The reference was removed.")


def cite(reference_id: UUID) -> None:
    """Make a work evidence of a topic, or of one of its statements."""
    own = f"references.cite.{reference_id}"
    state = st.session_state
    topic, statement_id = state[f"{own}.where"]
    if notices.attempt(
        topics.add_evidence,
        current.context(),
        topic,
        state[f"{own}.text"],
        state[f"{own}.note"],
        reference_id=reference_id,
        statement_id=statement_id,
        done="The evidence was added.",
    ):
        for name in ("text", "note"):
            state.pop(f"{own}.{name}", None)


def show_fields(own: str, reference: Reference) -> None:
    """The inputs of a work."""
    st.text_input(FIELDS["title"], reference.title, key=f"{own}.title", max_chars=2000)
    st.text_area(
        "Authors, one a line",
        "\n".join(reference.authors),
        key=f"{own}.authors",
        placeholder="Family name and initials, such as Osei A",
        height=100,
    )
    st.text_input(FIELDS["journal"], reference.journal, key=f"{own}.journal", max_chars=500)
    for column, name in zip(st.columns(4), ("year", "volume", "issue", "pages"), strict=True):
        column.text_input(FIELDS[name], getattr(reference, name), key=f"{own}.{name}", max_chars=60)
    for column, name in zip(st.columns(3), ("doi", "pmid", "url"), strict=True):
        column.text_input(FIELDS[name], getattr(reference, name), key=f"{own}.{name}", max_chars=1000)


def show_cite(view: ReferenceView) -> None:
    """Where a work becomes evidence."""
    own = f"references.cite.{view.id}"
    with st.popover("Use as evidence", icon=":material/library_add:"), st.form(f"{own}.form", border=False):
        st.selectbox("For", list(places), format_func=lambda place: places[place], key=f"{own}.where")
        st.text_area("What it says", key=f"{own}.text", max_chars=4000)
        st.text_input("How the finding stands to it (optional)", key=f"{own}.note", placeholder="as cited in")
        st.form_submit_button("Add the evidence", type="primary", key=f"{own}.do", on_click=cite, args=(view.id,))


def show(view: ReferenceView) -> None:
    """A work as it is printed, and what may be done with it."""
    with st.container(border=True, gap="small", key=f"references.{view.id}"):
        st.html(f'<p style="margin:0;line-height:1.5">{to_html(view.text)}</p>')
        if view.twin:
            st.caption(f":material/content_copy: {view.why.capitalize()}: {escape(view.twin)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            times = "once" if view.n_cited == 1 else f"{view.n_cited} times"
            st.caption(f"Cited {times}" if view.n_cited else "Not cited yet", width="content")
            if places:
                show_cite(view)
            with st.popover("Correct", icon=":material/edit:", type="tertiary"):
                own = f"references.edit.{view.id}"
                with st.form(f"{own}.form", border=False):
                    show_fields(own, view.reference)
                    st.form_submit_button("Save", type="primary", key=f"{own}.save", on_click=edit, args=(view.id,))
            if not view.n_cited:
                st.button(
                    "Remove",
                    icon=":material/close:",
                    type="tertiary",
                    key=f"references.remove.{view.id}",
                    on_click=remove,
                    args=(view.id,),
                )


works = references.list_references(current.context(), current.process_id())
places = {
    (topic.id, statement.id if statement else None): (
        f"Statement {statement.label}: {statement.text}" if statement else f"{topic.position}. {topic.title}"
    )
    for topic in topics.list_topics(current.context(), current.process_id())
    for statement in (None, *topic.statements)
}

st.title("References")
notices.show()
st.caption(
    "Printed as medical journals do, numbered in the order in which the results cite them. A DOI is checked for its "
    "form; nobody outside is asked."
)
reference_import.draw(expanded=not works)
with st.expander("Type one in", icon=":material/add:"), st.form("references.new", border=False):
    show_fields("references.new", Reference(""))
    st.form_submit_button("Add the reference", type="primary", key="references.new.add", on_click=add)
if works:
    wanted = st.text_input("Search", key="references.search", placeholder="A word of title, author or journal")
    found = [view for view in works if all(word in view.text.casefold() for word in wanted.casefold().split())]
    st.caption(f"{len(found)} of {len(works)}" + (f", the first {SHOWN} shown" if len(found) > SHOWN else ""))
    for view in found[:SHOWN]:
        show(view)
else:
    empty_state("No reference yet", "Take in a file of your reference manager, or type one in.", icon="menu_book")
