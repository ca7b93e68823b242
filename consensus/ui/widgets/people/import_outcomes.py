"""What importing a list would do: counts, the rows behind each, and those who look like somebody else."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from consensus.ui.widgets.pieces import key_facts
from surveys.panel_file.entries import Refusal
from surveys.panel_file.planning import ImportPlan, Outcome, PlannedRow

# More than anybody reads on a screen; the counts say how many there are.
_SHOWN = 500
_ALL = "panel.import.alike.all"


def draw(plan: ImportPlan) -> None:
    """Draw how many would be added, changed and refused, each with its rows behind a fold."""
    new, changed, same = (plan.of(outcome) for outcome in Outcome)
    key_facts(
        {
            "new": f"{len(new):,}",
            "changed": f"{len(changed):,}",
            "as they are": f"{len(same):,}",
            "not readable": f"{len(plan.refused):,}",
        }
    )
    if plan.refused:
        with st.expander(f"Not readable ({len(plan.refused):,})", icon=":material/error:", expanded=True):
            st.caption("These rows are left out. Put them right in the file and import it again.")
            _table(_refused(plan.refused[:_SHOWN]), len(plan.refused), "Rows that cannot be imported, and why")
    if changed:
        with st.expander(f"Changed ({len(changed):,})", icon=":material/edit:", expanded=True):
            _table(_changed(changed[:_SHOWN]), len(changed), "Members who change, with what was and what will be")
    if new:
        with st.expander(f"New ({len(new):,})", icon=":material/person_add:"):
            _table(_new(new[:_SHOWN]), len(new), "People who would be added")


def draw_alike(plan: ImportPlan) -> frozenset[int]:
    """Draw a tick for each row that looks like somebody else, inside a form; the rows that are ticked."""
    if not plan.alike:
        return frozenset()
    st.markdown(f"**{len(plan.alike):,} {'looks' if len(plan.alike) == 1 else 'look'} like somebody else**")
    st.caption("Tick those who are different people. Those without a tick are left out.")
    frame = pd.DataFrame(
        {
            "Different": [False] * len(plan.alike),
            "Name": [row.draft.name for row in plan.alike],
            "Looks like": ["; ".join(row.alike) for row in plan.alike],
            "E-mail": [row.draft.email for row in plan.alike],
            "Row": [row.row for row in plan.alike],
        }
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=["Row", "Name", "E-mail", "Looks like"],
        key=f"panel.import.alike.{plan.digest()[:12]}",
        alt="People in the list who look like somebody else, to be ticked where they are different",
    )
    is_all = st.checkbox("All of them are different people", key=_ALL)
    ticked = frame["Row"] if is_all else edited.loc[edited["Different"], "Row"]
    return frozenset(int(row) for row in ticked)


def _refused(refused: Sequence[Refusal]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Row": [one.row for one in refused],
            "Column": [one.column for one in refused],
            "Why": [one.sentence for one in refused],
        }
    )


def _changed(rows: Sequence[PlannedRow]) -> pd.DataFrame:
    changes = [(row, change) for row in rows for change in row.changes]
    return pd.DataFrame(
        {
            "Row": [row.row for row, _ in changes],
            "Name": [row.draft.name for row, _ in changes],
            "What": [change.fact for _, change in changes],
            "Now": [change.old for _, change in changes],
            "Then": [change.new for _, change in changes],
        }
    )


def _new(rows: Sequence[PlannedRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Row": [row.row for row in rows],
            "Name": [row.draft.name for row in rows],
            "E-mail": [row.draft.email for row in rows],
            "Role": [row.draft.role.value for row in rows],
            "Votes": [row.draft.votes for row in rows],
            "Group": [row.draft.stakeholder_group for row in rows],
            "Institution": [row.draft.institution for row in rows],
            "Note": [row.note for row in rows],
        }
    )


def _table(frame: pd.DataFrame, n: int, alt: str) -> None:
    st.dataframe(frame, hide_index=True, alt=alt)
    if n > _SHOWN:
        st.caption(f"The first {_SHOWN:,} of {n:,}.")
