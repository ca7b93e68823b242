"""Every page: the file that draws it, its words, its address, and the action without which nobody has it."""

from dataclasses import dataclass

from consensus.domain.roles import Action


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


HOME = Entry("home.py", "My tasks", "checklist", "", "What is asked of you, and until when.")

MY_SURVEY = Entry(
    "survey.py",
    "Survey",
    "edit_note",
    "survey",
    "Your answers before the meeting; each is kept the moment you give it.",
    Action.ANSWER_SURVEY,
)

STATEMENTS = Entry(
    "statements.py",
    "Statements",
    "description",
    "statements",
    "The draft statements by topic, with the evidence.",
    Action.VIEW_STATEMENTS,
)

OVERVIEW = Entry("overview.py", "Overview", "route", "", "How far the process is: done, due and missing.")

SURVEY = Entry(
    "survey_monitor.py",
    "Survey",
    "edit_note",
    "survey",
    "Open the survey, see who has answered, close it.",
    Action.RUN_SURVEY,
)

INSTRUMENT = Entry(
    "instrument.py",
    "Instrument",
    "quiz",
    "instrument",
    "Write the questions of the survey, and see them as panelists will.",
    Action.RUN_SURVEY,
)

PAPER_FORMS = Entry(
    "paper_entry.py",
    "Paper forms",
    "description",
    "paper-forms",
    "The survey to print, and the answers that come back on paper.",
    Action.RUN_SURVEY,
    is_listed=False,
)

MEETING = Entry(
    "meeting.py",
    "Meeting",
    "how_to_vote",
    "meeting",
    "Run the meeting: topic, candidates, votes, verdicts.",
    Action.RUN_MEETING,
)

SETTINGS = Entry(
    "settings.py",
    "Settings",
    "tune",
    "settings",
    "Title, question, consensus definition and dates.",
    Action.EDIT_PROCESS,
)

RESULTS = Entry(
    "results.py",
    "Results",
    "task_alt",
    "results",
    "The statements the panel adopted, with votes, rationale and evidence.",
    Action.VIEW_RESULTS,
)

HELP = Entry("help.py", "Help", "help", "help", "How the process runs, what the words mean, what is kept secret.")

ACCOUNT = Entry("account.py", "Account", "account_circle", "account", "How you sign in, and where you are signed in.")

PROCESSES = Entry("choose_process.py", "Processes", "apps", "", "The processes you are in.")

NEW_PROCESS = Entry("new_process.py", "New process", "add_circle", "new-process", "A process begun from a method.")

PEOPLE = Entry("people.py", "People", "manage_accounts", "people", "Everybody known on this server.")

PANEL = Entry(
    "panel.py",
    "Panel",
    "groups",
    "panel",
    "Who is invited, who answered, who attends.",
    Action.VIEW_PANEL,
)

INVITATIONS = Entry(
    "invitations.py",
    "Invitations",
    "mail",
    "invitations",
    "Invite and remind by mail; what was sent, what came back.",
    Action.VIEW_PANEL,
)

COLLATION = Entry(
    "collation.py",
    "Collation",
    "bar_chart",
    "collation",
    "What the survey answers say, and the draft statements that come out of them.",
    Action.VIEW_COLLATION,
)

THEMES = Entry(
    "themes.py",
    "Themes",
    "sell",
    "themes",
    "What people wrote in their own words, read and grouped into themes.",
    Action.VIEW_COLLATION,
)

AGENDA = Entry(
    "agenda.py",
    "Agenda",
    "event_note",
    "agenda",
    "The day of the meeting: what comes when, and whether it fits.",
    Action.VIEW_STATEMENTS,
)

TOPICS = Entry(
    "topics.py",
    "Topics",
    "topic",
    "topics",
    "The agenda: topics, evidence and candidate statements.",
    Action.EDIT_AGENDA,
)

RECORD = Entry(
    "record.py",
    "Record",
    "history",
    "record",
    "Everything that was done, in order, and whether the chain of it is intact.",
    Action.VIEW_AUDIT,
)

SENSITIVITY = Entry(
    "sensitivity.py",
    "What if",
    "alt_route",
    "what-if",
    "How firmly the verdicts stand: other rules, one person less, those who did not answer.",
    Action.VIEW_ANALYSES,
)

PLANNING = Entry(
    "planning.py",
    "Planning",
    "calculate",
    "planning",
    "How large a panel, which threshold: the chance that a statement passes.",
    Action.VIEW_ANALYSES,
)

RATE = Entry(
    "rate.py",
    "Rate",
    "grade",
    "rate",
    "The items of the round that is open, and where the panel stands.",
    Action.JOIN_MEETING,
)

LETTERS = Entry(
    "letters.py",
    "My letters",
    "mark_email_read",
    "letters",
    "Your own feedback after each round: your rating, the panel's, the comments. Only you can open it.",
    Action.VIEW_RESULTS,
)

DISCUSSION = Entry(
    "discussion.py",
    "Discussion",
    "forum",
    "discussion",
    "The items one by one between two ratings: how the panel rated, without names, and what came of it.",
    Action.VIEW_ANALYSES,
)

ROUNDS = Entry(
    "rounds.py",
    "Rounds",
    "repeat",
    "rounds",
    "Delphi rounds: the protocol, plan and open, who is missing, close, reveal, what comes next.",
    Action.VIEW_ANALYSES,
)

VOTE = Entry(
    "meeting_panelist.py",
    "Meeting",
    "how_to_vote",
    "meeting",
    "What the panel is discussing now, and your vote.",
    Action.JOIN_MEETING,
)

CONSENT = Entry(
    "consent.py",
    "Consent",
    "contract",
    "consent",
    "What you are asked to agree to, and what you said.",
)

INTERESTS = Entry(
    "interests.py",
    "Interests",
    "handshake",
    "interests",
    "What could make somebody doubt your judgement, in general and by topic.",
    Action.DECLARE_INTERESTS,
)

CONFLICTS = Entry(
    "conflicts.py",
    "Conflicts",
    "balance",
    "conflicts",
    "Who has declared interests, and what is decided on them.",
    Action.VIEW_CONFLICTS,
)

SURVEY_RESULTS = Entry(
    "survey_results.py",
    "Survey results",
    "insights",
    "survey-results",
    "What the panel answered, question by question.",
    Action.VIEW_RESULTS,
    is_listed=False,
)

REFERENCES = Entry(
    "references.py",
    "References",
    "menu_book",
    "references",
    "The works that are cited: typed in or taken from a file, and chosen as evidence.",
    Action.EDIT_AGENDA,
)

REPORT = Entry(
    "report.py",
    "Report",
    "article",
    "report",
    "The report with its text to edit, each passage beside its facts; preview and files.",
    Action.EXPORT,
)

MINUTES = Entry(
    "minutes.py",
    "Minutes",
    "receipt_long",
    "minutes",
    "What happened in the meeting, and how things stood at moments with a name.",
    Action.EXPORT,
)
