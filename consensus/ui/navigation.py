"""Which pages a person has in a process, and under which addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from consensus.domain.roles import Action, Role

if TYPE_CHECKING:
    from consensus.services.processes import ProcessView

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: the file that draws it, its words, its address, and the action without which nobody has it.

    One that is not listed is reached by a link of another page.
    """

    file: str
    title: str
    icon: str
    url_path: str
    help: str
    needs: Action | None = None
    is_listed: bool = True


_RESULTS = Entry(
    "results.py",
    "Results",
    "task_alt",
    "results",
    "The statements the panel adopted, with votes, rationale and evidence.",
    Action.VIEW_RESULTS,
)
_HELP = Entry("help.py", "Help", "help", "help", "How the process runs, what the words mean, what is kept secret.")
ACCOUNT = Entry("account.py", "Account", "account_circle", "account", "How you sign in, and where you are signed in.")
PROCESSES = Entry("choose_process.py", "Processes", "apps", "", "The processes you are in.")
PEOPLE = Entry("people.py", "People", "manage_accounts", "people", "Everybody known on this server.")
_PANEL = Entry(
    "panel.py",
    "Panel",
    "groups",
    "panel",
    "Who is invited, who answered, who attends.",
    Action.VIEW_PANEL,
)
_INVITATIONS = Entry(
    "invitations.py",
    "Invitations",
    "mail",
    "invitations",
    "Invite and remind by mail; what was sent, what came back.",
    Action.VIEW_PANEL,
)
_COLLATION = Entry(
    "collation.py",
    "Collation",
    "bar_chart",
    "collation",
    "What the survey answers say, and the draft statements that come out of them.",
    Action.VIEW_COLLATION,
)
_THEMES = Entry(
    "themes.py",
    "Themes",
    "sell",
    "themes",
    "What people wrote in their own words, read and grouped into themes.",
    Action.VIEW_COLLATION,
)
_AGENDA = Entry(
    "agenda.py",
    "Agenda",
    "event_note",
    "agenda",
    "The day of the meeting: what comes when, and whether it fits.",
    Action.VIEW_STATEMENTS,
)
_TOPICS = Entry(
    "topics.py",
    "Topics",
    "topic",
    "topics",
    "The agenda: topics, evidence and candidate statements.",
    Action.EDIT_AGENDA,
)
_RECORD = Entry(
    "record.py",
    "Record",
    "history",
    "record",
    "Everything that was done, in order, and whether the chain of it is intact.",
    Action.VIEW_AUDIT,
)
_SENSITIVITY = Entry(
    "sensitivity.py",
    "What if",
    "alt_route",
    "what-if",
    "How firmly the verdicts stand: other rules, one person less, those who did not answer.",
    Action.VIEW_ANALYSES,
)
_PLANNING = Entry(
    "planning.py",
    "Planning",
    "calculate",
    "planning",
    "How large a panel, which threshold: the chance that a statement passes.",
    Action.VIEW_ANALYSES,
)
_VOTE = Entry(
    "meeting_panelist.py",
    "Meeting",
    "how_to_vote",
    "meeting",
    "What the panel is discussing now, and your vote.",
    Action.JOIN_MEETING,
)

_CONSENT = Entry(
    "consent.py",
    "Consent",
    "contract",
    "consent",
    "What you are asked to agree to, and what you said.",
)

_INTERESTS = Entry(
    "interests.py",
    "Interests",
    "handshake",
    "interests",
    "What could make somebody doubt your judgement, in general and by topic.",
    Action.DECLARE_INTERESTS,
)
_CONFLICTS = Entry(
    "conflicts.py",
    "Conflicts",
    "balance",
    "conflicts",
    "Who has declared interests, and what is decided on them.",
    Action.VIEW_CONFLICTS,
)

_SURVEY_RESULTS = Entry(
    "survey_results.py",
    "Survey results",
    "insights",
    "survey-results",
    "What the panel answered, question by question.",
    Action.VIEW_RESULTS,
    is_listed=False,
)

PANELIST = (
    Entry("home.py", "My tasks", "checklist", "", "What is asked of you, and until when."),
    _CONSENT,
    _INTERESTS,
    Entry(
        "survey.py",
        "Survey",
        "edit_note",
        "survey",
        "Your answers before the meeting; each is kept the moment you give it.",
        Action.ANSWER_SURVEY,
    ),
    Entry(
        "statements.py",
        "Statements",
        "description",
        "statements",
        "The draft statements by topic, with the evidence.",
        Action.VIEW_STATEMENTS,
    ),
    _SURVEY_RESULTS,
    _AGENDA,
    _VOTE,
    _RESULTS,
    _HELP,
    ACCOUNT,
)
CHAIR = (
    *PANELIST[:-2],
    _PANEL,
    _CONFLICTS,
    _COLLATION,
    _THEMES,
    _TOPICS,
    _SENSITIVITY,
    _RECORD,
    _HELP,
    ACCOUNT,
)
FACILITATOR = (
    Entry("overview.py", "Overview", "route", "", "How far the process is: done, due and missing."),
    _PANEL,
    _INVITATIONS,
    _CONFLICTS,
    Entry(
        "survey_monitor.py",
        "Survey",
        "edit_note",
        "survey",
        "Open the survey, see who has answered, close it.",
        Action.RUN_SURVEY,
    ),
    Entry(
        "instrument.py",
        "Instrument",
        "quiz",
        "instrument",
        "Write the questions of the survey, and see them as panelists will.",
        Action.RUN_SURVEY,
    ),
    Entry(
        "paper_entry.py",
        "Paper forms",
        "description",
        "paper-forms",
        "The survey to print, and the answers that come back on paper.",
        Action.RUN_SURVEY,
        is_listed=False,
    ),
    _SURVEY_RESULTS,
    _COLLATION,
    _THEMES,
    _TOPICS,
    _AGENDA,
    Entry(
        "meeting.py",
        "Meeting",
        "how_to_vote",
        "meeting",
        "Run the meeting: topic, candidates, votes, verdicts.",
        Action.RUN_MEETING,
    ),
    _RESULTS,
    _SENSITIVITY,
    _PLANNING,
    _RECORD,
    Entry(
        "settings.py",
        "Settings",
        "tune",
        "settings",
        "Title, question, consensus definition and dates.",
        Action.EDIT_PROCESS,
    ),
    _HELP,
    ACCOUNT,
)
ENTRIES = {Role.FACILITATOR: FACILITATOR, Role.CHAIR: CHAIR, Role.PANELIST: PANELIST, Role.OBSERVER: PANELIST}


def list_entries(view: "ProcessView") -> tuple[Entry, ...]:
    """The pages a member has now, the first of them being where they arrive."""
    return tuple(entry for entry in ENTRIES[view.role] if _has(view, entry))


def list_entries_without_process(*, is_administrator: bool) -> tuple[Entry, ...]:
    """The pages of somebody who has chosen no process."""
    return (PROCESSES, PEOPLE, ACCOUNT) if is_administrator else (PROCESSES, ACCOUNT)


def to_pages(entries: Iterable[Entry]) -> list[st.Page]:
    """Streamlit's pages; the first is the default one."""
    return [
        st.Page(
            VIEWS / entry.file,
            title=entry.title,
            icon=f":material/{entry.icon}:",
            url_path=entry.url_path or None,
            default=place == 0,
            help=entry.help,
            visibility="visible" if entry.is_listed else "hidden",
        )
        for place, entry in enumerate(entries)
    ]


def _has(view: "ProcessView", entry: Entry) -> bool:
    if entry is _CONSENT and not view.asks_consent:
        return False
    if entry is _INTERESTS and not view.asks_interests:
        return False
    return entry.needs is None or entry.needs in view.allowed
