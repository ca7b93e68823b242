"""Which pages a person has in a process, and how the menu orders them."""

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.roles import Role
from consensus.ui import entries
from consensus.ui.entries import Entry

if TYPE_CHECKING:
    from consensus.services.processes.processes import ProcessView

VIEWS = Path(__file__).parent / "views"

Menu = Mapping[str, Sequence[Entry]]

# A panelist has few pages and a small screen: one list. The staff have many: headings in the order of the work.
PANELIST: Menu = {
    "": (
        entries.HOME,
        entries.CONSENT,
        entries.INTERESTS,
        entries.MY_SURVEY,
        entries.STATEMENTS,
        entries.SURVEY_RESULTS,
        entries.AGENDA,
        entries.RATE,
        entries.LETTERS,
        entries.VOTE,
        entries.RESULTS,
        entries.HELP,
        entries.ACCOUNT,
    )
}
CHAIR: Menu = {
    "": (
        entries.HOME,
        entries.CONSENT,
        entries.INTERESTS,
        entries.MY_SURVEY,
        entries.STATEMENTS,
        entries.RATE,
        entries.LETTERS,
        entries.VOTE,
    ),
    "People": (entries.PANEL, entries.CONFLICTS),
    "Answers": (entries.SURVEY_RESULTS, entries.COLLATION, entries.THEMES),
    "Delphi": (entries.ROUNDS, entries.DISCUSSION),
    "Meeting": (entries.TOPICS, entries.REFERENCES, entries.AGENDA),
    "Outcome": (entries.RESULTS, entries.REPORT, entries.MINUTES, entries.SENSITIVITY, entries.RECORD),
    "More": (entries.HELP, entries.ACCOUNT),
}
FACILITATOR: Menu = {
    "": (entries.OVERVIEW,),
    "People": (entries.PANEL, entries.INVITATIONS, entries.CONFLICTS),
    "Survey": (
        entries.INSTRUMENT,
        entries.SURVEY,
        entries.PAPER_FORMS,
        entries.SURVEY_RESULTS,
        entries.COLLATION,
        entries.THEMES,
    ),
    "Delphi": (entries.ROUNDS, entries.DISCUSSION),
    "Meeting": (entries.TOPICS, entries.REFERENCES, entries.AGENDA, entries.MEETING),
    "Outcome": (entries.RESULTS, entries.REPORT, entries.MINUTES, entries.SENSITIVITY, entries.RECORD),
    "More": (entries.PLANNING, entries.SETTINGS, entries.HELP, entries.ACCOUNT),
}
MENUS: Mapping[Role, Menu] = {
    Role.FACILITATOR: FACILITATOR,
    Role.CHAIR: CHAIR,
    Role.PANELIST: PANELIST,
    Role.OBSERVER: PANELIST,
}


def entries_of(role: Role) -> tuple[Entry, ...]:
    """Every page a role may have at some time."""
    return tuple(chain.from_iterable(MENUS[role].values()))


def list_entries(view: "ProcessView") -> tuple[Entry, ...]:
    """The pages a member has now, the first of them being where they arrive."""
    return tuple(chain.from_iterable(menu_of(view).values()))


def menu_of(view: "ProcessView") -> Menu:
    """The pages a member has now, under the headings of their menu."""
    menu = {
        heading: tuple(entry for entry in listed if _has(view, entry)) for heading, listed in MENUS[view.role].items()
    }
    return {heading: listed for heading, listed in menu.items() if listed}


def menu_without_process(*, is_administrator: bool) -> Menu:
    """The pages of somebody who has chosen no process."""
    people = (entries.NEW_PROCESS, entries.PEOPLE) if is_administrator else ()
    return {"": (entries.PROCESSES, *people, entries.ACCOUNT)}


def to_pages(menu: Menu) -> dict[str, list[st.Page]]:
    """Streamlit's pages under their headings; the first is the default one."""
    first = next(chain.from_iterable(menu.values()))
    return {heading: [_to_page(entry, is_first=entry is first) for entry in listed] for heading, listed in menu.items()}


def _to_page(entry: Entry, *, is_first: bool) -> st.Page:
    return st.Page(
        VIEWS / entry.file,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.url_path or None,
        default=is_first,
        help=entry.help,
        visibility="visible" if entry.is_listed else "hidden",
    )


def _has(view: "ProcessView", entry: Entry) -> bool:
    if entry is entries.CONSENT and not view.asks_consent:
        return False
    if entry is entries.INTERESTS and not view.asks_interests:
        return False
    if entry in (entries.RATE, entries.LETTERS, entries.DISCUSSION) and not view.has_protocol:
        return False
    return entry.needs is None or entry.needs in view.allowed
