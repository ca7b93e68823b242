"""The example's people for a browser test: the process carried to a stage, and a personal link for each of them."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar
from uuid import UUID

from consensus.services.context import Context
from consensus.services.examples.replay import Replay, Stage, replay
from consensus.services.meetings import meeting
from consensus.services.meetings.meeting import MeetingView
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import RoundView, get_round
from consensus.services.statements import statements, topics
from consensus.services.surveys import collation, survey
from surveys.folder import load_process_folder
from surveys.folder_model import ProcessFolder
from tests.browser.running_app import EXAMPLE, RunningApp

T = TypeVar("T")
_numbers = count(1)

# Three panelists of three institutions, by their ids in the example.
THREE = ("m02", "m03", "m05")
TOPIC = "The pump together with systemic chemotherapy"
TOGETHER = "Pump chemotherapy should be combined with systemic chemotherapy."
ALONE = "Pump chemotherapy may be given alone, with systemic chemotherapy kept for later."


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of the example in the database of a running app."""

    app: RunningApp
    folder: ProcessFolder
    replayed: Replay

    @property
    def process_id(self) -> UUID:
        """The process they are in."""
        return self.replayed.process_id

    @property
    def facilitator(self) -> Context:
        """The facilitator as the actor of a call."""
        return self.replayed.cast.facilitator

    def facilitator_link(self) -> str:
        """A new personal link for the facilitator."""
        return self.app.link(self.facilitator, self.replayed.cast.facilitator_id)

    def link(self, member: str) -> str:
        """A new personal link for a member; what was begun by an older one ends."""
        return self.app.link(self.facilitator, self.replayed.cast.members[member])

    def context(self, member: str) -> Context:
        """A member as the actor of a call."""
        return self.replayed.cast.context(member)

    def name(self, member: str) -> str:
        """The name of a member."""
        return next(plan.name for plan in self.folder.members if plan.id == member)

    def meeting(self) -> MeetingView:
        """The meeting as the facilitator sees it."""
        return meeting.get_meeting(self.facilitator, self.process_id)

    def answer_for(self, member: str, *, leaving_out: Sequence[str] = ()) -> None:
        """Store the example's answers of a member through the service, without sending them in."""
        ctx = self.context(member)
        survey_id = survey.get_my_survey(ctx, self.process_id).survey_id
        for answer in self.folder.answers:
            if answer.member == member and answer.question not in leaving_out:
                survey.save_answer(ctx, survey_id, answer.question, answer.value)


def cast_people(app: RunningApp, until: Stage, *, slug: str = "", holding_back: Sequence[str] = ()) -> People:
    """Carry the example to a stage, as a new process in the database of a running app."""
    folder = load_process_folder(EXAMPLE)
    slug = slug or f"{folder.process.slug}-{next(_numbers)}"
    return People(app, folder, replay(app.db, folder, until=until, slug=slug, holding_back=holding_back))


def open_vote(people: People, present: Sequence[str], *texts: str) -> RoundView:
    """Start the meeting of a process with an answered survey, and put candidates of the first topic to the vote."""
    ctx, process_id = people.facilitator, people.process_id
    survey.close_survey(ctx, survey.get_monitor(ctx, process_id).survey_id)
    topic_id = next(topic.id for topic in topics.list_topics(ctx, process_id) if topic.title == TOPIC)
    sources = [("combination", "with_systemic")]
    candidates = [collation.draft_statement(ctx, topic_id, text, "", sources) for text in texts]
    start_meeting(people, present)
    return put_to_the_vote(people, topic_id, candidates)


def start_meeting(people: People, present: Sequence[str]) -> None:
    """Start the meeting with these members in the room."""
    meeting_id = people.meeting().id
    meeting.start_meeting(people.facilitator, meeting_id)
    for member in present:
        meeting.check_in(people.context(member), meeting_id)


def put_to_the_vote(people: People, topic_id: UUID, candidates: Sequence[UUID]) -> RoundView:
    """Turn the meeting to a topic, present its candidates and open a vote on them."""
    ctx, held = people.facilitator, people.meeting()
    meeting_id = held.id
    if held.topic is None or held.topic.id != topic_id:
        meeting.choose_topic(ctx, meeting_id, topic_id)
    for candidate in candidates:
        statements.present_statement(ctx, candidate)
    return get_round(ctx, rounds.open_round(ctx, meeting_id, candidates))


def eventually(read: Callable[[], T], wanted: T, *, within: float = 20.0) -> None:
    """Wait until the database says what it should; the last answer is shown if it never does."""
    until = time.monotonic() + within
    while (found := read()) != wanted:
        assert time.monotonic() < until, f"{found!r} instead of {wanted!r}"
        time.sleep(0.05)
