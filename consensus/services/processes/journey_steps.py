"""The steps of a journey: each says how far it is, what it still wants, and on which page that is done."""

from collections.abc import Callable
from dataclasses import dataclass

from consensus.domain.lifecycle import InvitationState, MeetingState, ProcessState, RoundState, SurveyState
from consensus.domain.wording import counted
from consensus.services.processes.journey_facts import Facts

OVERVIEW = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a step still wants, and the page where it is done: `OVERVIEW` is the one the journey stands on."""

    sentence: str
    page: str


@dataclass(frozen=True, slots=True)
class JudgedStep:
    """A step before it is known whether it is its turn.

    `missing` may hold something in a step that is done: it asks for care, and the journey goes on meanwhile.
    """

    key: str
    title: str
    page: str
    is_done: bool
    summary: str
    missing: tuple[Missing, ...] = ()


def judge_steps(facts: Facts) -> list[JudgedStep]:
    """Every step this process has, in the order in which they are taken."""
    return [step for judge in _JUDGES if (step := judge(facts)) is not None]


def _judge_panel(facts: Facts) -> JudgedStep:
    counts = facts.counts
    missing = () if counts.voting else (Missing("Add the people who decide.", "panel"),)
    summary = (
        f"{counted(sum(facts.invitations.values()), 'person', 'people')} on the panel, {counts.voting} with a vote."
    )
    return JudgedStep("panel", "Panel", "panel", not missing, summary, missing)


def _judge_invitations(facts: Facts) -> JudgedStep:
    states, missing = facts.invitations, []
    is_draft, n_drafted = facts.process.state is ProcessState.DRAFT, states[InvitationState.DRAFTED]
    n_invited = sum(states.values()) - n_drafted
    if is_draft:
        missing.append(Missing("Start the process, so that the panel can come in.", OVERVIEW))
    if n_drafted:
        missing.append(Missing(f"Invite the {counted(n_drafted, 'person', 'people')} not invited yet.", "invitations"))
    if n_bounced := states[InvitationState.BOUNCED]:
        missing.append(Missing(f"{counted(n_bounced, 'invitation')} came back: put the address right.", "panel"))
    answers = f"{states[InvitationState.ACCEPTED]} accepted, {states[InvitationState.DECLINED]} declined"
    agreed = f" {facts.consent.given} of {facts.consent.asked} agreed to the consent text." if facts.consent else ""
    is_over = facts.survey is not None and facts.survey.state is SurveyState.CLOSED
    is_done = not is_draft and n_invited > 0 and (is_over or not n_drafted)
    summary = f"{n_invited} invited, {answers}.{agreed}"
    return JudgedStep("invitations", "Invitations", "invitations", is_done, summary, tuple(missing))


def _judge_survey(facts: Facts) -> JudgedStep | None:
    survey, missing = facts.survey, []
    if survey is None and facts.rounds:
        return None
    if survey is None:
        missing.append(Missing("Begin the survey: start from a shipped one, a file, or nothing.", "survey"))
    elif survey.state is SurveyState.DRAFT:
        missing.append(Missing("Read the questions once more, as panelists will.", "instrument"))
        missing.append(Missing("Open the survey.", "survey"))
    elif survey.state is SurveyState.OPEN:
        missing.append(Missing("Close the survey once enough answers are in.", "survey"))
        if facts.n_finished < facts.n_asked:
            missing.append(Missing("Remind those who have not sent it in.", "invitations"))
    is_done = survey is not None and survey.state is SurveyState.CLOSED
    summary = f"{facts.n_finished} of {facts.n_asked} people asked have sent it in."
    return JudgedStep("survey", "Survey", "survey", is_done, summary, tuple(missing))


def _judge_collation(facts: Facts) -> JudgedStep | None:
    if facts.survey is None and facts.rounds:
        return None
    closed = facts.survey is not None and facts.survey.state is SurveyState.CLOSED
    missing = []
    if not facts.n_statements:
        missing.append(Missing("Make candidates from what the survey says.", "collation"))
    if closed and not facts.n_statements and not facts.n_themes:
        missing.append(Missing("Group what people wrote into themes, where they wrote something.", "themes"))
    read = f"The answers can be read; {counted(facts.n_themes, 'theme')} so far."
    summary = read if closed else "The answers are read once the survey is closed."
    return JudgedStep("collation", "Collation", "collation", bool(facts.n_statements), summary, tuple(missing))


def _judge_topics(facts: Facts) -> JudgedStep:
    missing = []
    if not facts.n_topics:
        of = "with the statements to be rated" if _rates(facts) else "of the meeting"
        missing.append(Missing(f"Add the topics {of}.", "topics"))
    if facts.n_topics_without:
        sentence = f"{counted(facts.n_topics_without, 'topic')} of {facts.n_topics} without a candidate statement."
        missing.append(Missing(sentence, "topics"))
    is_done = not missing
    if facts.n_topics and not facts.n_agenda_items and not _has_begun(facts) and _meets(facts):
        missing.append(Missing("Plan the day: an agenda is made of the topics.", "agenda"))
    summary = f"{counted(facts.n_topics, 'topic')}, {counted(facts.n_statements, 'candidate statement')}."
    return JudgedStep("topics", "Topics and candidates", "topics", is_done, summary, tuple(missing))


def _judge_interests(facts: Facts) -> JudgedStep | None:
    interests, missing = facts.interests, []
    if interests is None:
        return None
    if interests.n_undecided:
        person = counted(interests.n_undecided, "person", "people")
        missing.append(Missing(f"Decide on the interests of {person}: votes wait for it.", "conflicts"))
    n_open = interests.n_asked - interests.n_declared
    if n_open:
        missing.append(Missing(f"{counted(n_open, 'person', 'people')} with a vote still to declare.", "conflicts"))
    is_over = facts.meeting is not None and facts.meeting.state is MeetingState.ENDED
    summary = f"{interests.n_declared} of {interests.n_asked} people with a vote have declared on everything."
    # Once the meeting runs each vote waits for its own electorate: who never comes does not hold the journey up.
    is_done = _has_begun(facts) or not (n_open or interests.n_undecided)
    missing = [] if is_over else missing
    return JudgedStep("interests", "Conflicts of interest", "conflicts", is_done, summary, tuple(missing))


def _judge_rounds(facts: Facts) -> JudgedStep | None:
    rounds = facts.rounds
    if rounds is None or rounds.in_meeting:
        return None
    todo = {
        None: "Plan round 1.",
        RoundState.DRAFT: f"Open round {rounds.number}, or let it open by itself.",
        RoundState.OPEN: f"Round {rounds.number} is open: see who is missing.",
        RoundState.CLOSED: f"Reveal round {rounds.number}.",
    }.get(rounds.newest, f"Plan round {rounds.number + 1}.")
    summary = f"{counted(rounds.number, 'round')} so far." if rounds.number else "No round yet."
    missing = () if rounds.is_over else (Missing(todo, "rounds"),)
    return JudgedStep("rounds", "Rounds", "rounds", rounds.is_over, summary, missing)


def _judge_meeting(facts: Facts) -> JudgedStep | None:
    if not _meets(facts):
        return None
    meeting, missing = facts.meeting, []
    if meeting is None:
        missing.append(Missing("Plan the meeting.", "meeting"))
    elif meeting.state is MeetingState.PLANNED:
        missing.append(Missing("Start the meeting.", "meeting"))
    elif meeting.state is MeetingState.RUNNING:
        missing.append(Missing("Bring every topic to an end, then end the meeting.", "meeting"))
    attended = f"{facts.counts.attended} attended from {counted(facts.counts.institutions_attended, 'institution')}."
    return JudgedStep(
        "meeting",
        "Meeting",
        "meeting",
        meeting is not None and meeting.state is MeetingState.ENDED,
        attended if facts.counts.attended else "Nobody has checked in yet.",
        tuple(missing),
    )


def _judge_results(facts: Facts) -> JudgedStep:
    missing = []
    if not facts.n_adopted:
        missing.append(Missing("No statement is adopted yet.", "results"))
    if facts.n_without_rationale:
        sentence = f"{counted(facts.n_without_rationale, 'adopted statement')} without a rationale."
        missing.append(Missing(sentence, "results"))
    finished = facts.process.state in (ProcessState.FINISHED, ProcessState.ARCHIVED)
    if not missing and not finished:
        missing.append(Missing("Finish the process.", OVERVIEW))
    summary = f"{counted(facts.n_adopted, 'statement')} adopted."
    return JudgedStep("results", "Final statements", "results", finished, summary, tuple(missing))


def _rates(facts: Facts) -> bool:
    return facts.rounds is not None and not facts.rounds.in_meeting


def _meets(facts: Facts) -> bool:
    """Whether there is a meeting: a Delphi at a distance has none, unless one is planned all the same."""
    return facts.rounds is None or facts.meeting is not None or facts.rounds.in_meeting or facts.rounds.meets


def _has_begun(facts: Facts) -> bool:
    return facts.meeting is not None and facts.meeting.state is not MeetingState.PLANNED


_JUDGES: tuple[Callable[[Facts], JudgedStep | None], ...] = (
    _judge_panel,
    _judge_invitations,
    _judge_survey,
    _judge_collation,
    _judge_topics,
    _judge_interests,
    _judge_rounds,
    _judge_meeting,
    _judge_results,
)
