"""Every call by every role in every state: what the table of permissions says is what the services do."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from consensus import services
from consensus.domain.errors import ConsensusError, NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.lifecycle import ProcessState
from consensus.domain.mail_text import MessageKind
from consensus.domain.roles import Role, may
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Message, Person, Process, WebSession
from consensus.services.context import Context
from consensus.services.delphi import delphi_rounds, proposals, protocols, rating_form
from consensus.services.meetings import agenda, floor, objections, rooms, timers
from consensus.services.processes import processes
from consensus.services.rounds import ballots
from consensus.services.sign_in import credentials, identity
from consensus.services.statements import topics
from consensus.services.surveys import survey
from surveys.agenda_plan import DayPlan
from tests.services.builders import (
    ANN,
    CHAIR,
    FACILITATOR,
    INTEREST,
    KEY,
    OBSERVER,
    PANELISTS,
    VOTERS,
    Built,
    Clock,
    Vote,
    ask_interests,
    begin_meeting,
    declare_everything,
    open_vote,
    plan_process,
    restore,
    save,
)
from tests.services.permission_lines import FOR_ADMINISTRATORS, LINES, WITHOUT_A_PROCESS, Ids, Line, ids_of

NAMES = {Role.FACILITATOR: FACILITATOR, Role.CHAIR: CHAIR, Role.PANELIST: ANN, Role.OBSERVER: OBSERVER}
BY_ROLE_OR_STATE = re.compile(r"As an? \w+ you cannot|while the process is|You cannot vote in this process now")
EVERY_LINE = pytest.mark.parametrize("line", LINES.values(), ids=LINES)


@dataclass(frozen=True)
class Scene:
    """Two processes that went through a survey and a revealed vote; the members of the other are other people."""

    db: Database
    saved: Path
    mine: Vote
    other: Vote

    def restore(self) -> None:
        """Put everything back as it was made."""
        restore(self.db, self.saved)


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("permissions")
    db = Database(f"sqlite:///{folder / 'assent.db'}", key=KEY, clock=Clock())
    mine, other = _carried(db, "hand"), _carried(db, "other")
    save(db, folder / "saved.db")
    yield Scene(db, folder / "saved.db", mine, other)
    db.close()


def _carried(db: Database, slug: str) -> Vote:
    built = begin_meeting(plan_process(db, slug))
    ask_interests(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST})
    ask_interests(built, asks=False)
    rooms.new_room_code(built.context(FACILITATOR), built.meeting_id)
    survey.open_survey(built.context(FACILITATOR), built.survey_id)
    for name in PANELISTS:
        survey.save_answer(built.context(name), built.survey_id, "method", "local")
        survey.finish_survey(built.context(name), built.survey_id)
    survey.close_survey(built.context(FACILITATOR), built.survey_id)
    plan_day(built)
    objections.end_check(
        built.context(FACILITATOR),
        objections.ask_for_objections(built.context(FACILITATOR), built.meeting_id, built.first),
    )
    vote = open_vote(built)
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()
    put_on_stage(built)
    open_delphi(built)
    with db.transaction() as session:
        session.add(
            Message(
                kind=MessageKind.INVITATION,
                process_id=built.process_id,
                member_id=built.members[ANN],
                not_before=db.now(session),
                created_at=db.now(session),
                message_id=f"<{slug}@assent.example>",
            )
        )
    return vote


def put_on_stage(built: Built) -> None:
    """A presentation on the clock, and somebody who waits for the floor."""
    ctx = built.context(FACILITATOR)
    topics.add_presentation(ctx, built.topic_id, "Pain", "Dora Dahl", 10)
    talk = next(topic for topic in topics.list_topics(ctx, built.process_id) if topic.id == built.topic_id)
    timers.begin_presentation(ctx, built.meeting_id, talk.presentations[0].id)
    floor.add_speaker(ctx, built.meeting_id, "Gert Guest")


def open_delphi(built: Built) -> None:
    """A Delphi round on the second candidate, in which somebody proposed an item."""
    ctx = built.context(FACILITATOR)
    protocols.choose_method(ctx, built.process_id, "modified_delphi")
    round_id = delphi_rounds.plan_round(ctx, built.process_id, [built.second])
    delphi_rounds.open_now(ctx, round_id)
    item = rating_form.get_form(built.context(ANN), built.process_id).items[0]
    ballots.cast_ballot(built.context(ANN), item.id, item.version_sha256, "7")
    proposals.propose_item(built.context(ANN), round_id, built.topic_id, "Cost.")


def plan_day(built: Built) -> None:
    """An agenda on which one of the two topics stands."""
    ctx = built.context(FACILITATOR)
    agenda.generate_agenda(ctx, built.process_id, DayPlan())
    items = agenda.get_agenda(ctx, built.process_id).items
    agenda.remove_item(ctx, next(item.id for item in items if item.topic_id == built.other_topic_id))


@pytest.fixture
def mine(scene) -> Vote:
    scene.restore()
    return scene.mine


@pytest.fixture
def others(scene) -> Ids:
    """The ids of the process next door."""
    return ids_of(scene.other)


def put_into(vote: Vote, state: ProcessState) -> None:
    with vote.built.db.transaction() as session:
        session.get_one(Process, vote.built.process_id).state = state


def someone_allowed(vote: Vote, line: Line) -> Context:
    """A member who may do this while the process runs."""
    role = next(role for role in (Role.FACILITATOR, Role.PANELIST) if may(role, line.action, ProcessState.RUNNING))
    return vote.built.context(NAMES[role])


def refusal_of(line: Line, ctx: Context, ids: Ids) -> ConsensusError | None:
    try:
        line.call(ctx, ids)
    except ConsensusError as refusal:
        return refusal
    return None


def test_every_public_service_function_has_a_line():
    public = {
        f"{info.name.rpartition('.')[2]}.{name}"
        for info in pkgutil.walk_packages(services.__path__, f"{services.__name__}.")
        for name, function in _functions(info.name)
        if _takes_a_context(function) and not name.startswith("_")
    }

    assert public
    assert {name.removesuffix(" of another") for name in (*LINES, *WITHOUT_A_PROCESS, *FOR_ADMINISTRATORS)} == public


def _functions(module_name: str) -> list[tuple[str, Callable[..., object]]]:
    module = importlib.import_module(module_name)
    functions = inspect.getmembers(module, inspect.isfunction)
    return [(name, function) for name, function in functions if function.__module__ == module_name]


def _takes_a_context(function: Callable[..., object]) -> bool:
    """Those that also take a database session are parts of a call, not calls."""
    parameters = list(inspect.signature(function).parameters)
    return bool(parameters) and parameters[0] == "ctx" and "session" not in parameters


@EVERY_LINE
def test_whoever_may_not_is_refused_by_role_and_state_and_nothing_changes(line, mine):
    before = _revision(mine)

    for state in ProcessState:
        put_into(mine, state)
        for role in Role:
            if may(role, line.action, state):
                continue
            with pytest.raises(NotAllowedError, match=BY_ROLE_OR_STATE):
                line.call(mine.built.context(NAMES[role]), ids_of(mine))

    assert _revision(mine) == before


def _revision(vote: Vote) -> int:
    with vote.built.db.reading() as session:
        return session.get_one(Process, vote.built.process_id).revision


@EVERY_LINE
def test_whoever_may_is_not_refused_by_role_or_state(line, scene):
    allowed = [(role, state) for role in Role for state in ProcessState if may(role, line.action, state)]
    assert allowed

    for role, state in allowed:
        scene.restore()
        put_into(scene.mine, state)
        refusal = refusal_of(line, scene.mine.built.context(NAMES[role]), ids_of(scene.mine))
        assert not isinstance(refusal, NotFoundError | SignedOutError), (role, state)
        assert not BY_ROLE_OR_STATE.search(str(refusal)), (role, state)


@EVERY_LINE
def test_an_id_of_another_process_is_answered_like_one_that_does_not_exist(line, mine, others):
    ctx, ids = someone_allowed(mine, line), ids_of(mine)
    refusal_of(line, ctx, ids)
    named = [kind for kind in ids if kind in ids.asked]
    assert named

    for kind in named:
        wrong_ids = ids.swapped(kind, "no-such-process" if kind == "slug" else uuid4()), ids.swapped(kind, others[kind])
        answers = [refusal_of(line, ctx, wrong) for wrong in wrong_ids]
        assert [(type(answer), str(answer)) for answer in answers] == [(NotFoundError, str(NotFoundError()))] * 2, kind


@EVERY_LINE
def test_nobody_is_signed_out_whether_the_thing_exists_or_not(line, mine):
    nobody = Context(mine.built.db, None)

    for ids in (ids_of(mine), Ids({kind: uuid4() for kind in ids_of(mine)} | {"slug": "no-such-process"})):
        with pytest.raises(SignedOutError):
            line.call(nobody, ids)


@EVERY_LINE
def test_a_session_bound_to_another_process_finds_nothing(line, mine, others):
    bound = _bound(mine, others["process"])

    with pytest.raises(NotFoundError):
        line.call(bound, ids_of(mine))


@EVERY_LINE
def test_a_session_revoked_since_the_page_was_drawn_is_signed_out(line, mine):
    ctx = mine.built.signed_in(FACILITATOR)
    with mine.built.db.transaction() as session:
        session.get_one(WebSession, ctx.actor.session_id).revoked_at = mine.built.db.now(session)

    with pytest.raises(SignedOutError):
        line.call(ctx, ids_of(mine))


@pytest.mark.parametrize(
    "call", (WITHOUT_A_PROCESS | FOR_ADMINISTRATORS).values(), ids=WITHOUT_A_PROCESS | FOR_ADMINISTRATORS
)
def test_nobody_is_signed_out_where_no_process_is_asked_for(call, mine):
    with pytest.raises(SignedOutError):
        call(Context(mine.built.db, None), ids_of(mine))


@pytest.mark.parametrize("role", Role)
def test_no_member_creates_a_process(role, mine):
    with pytest.raises(NotAllowedError, match="Only an administrator"):
        WITHOUT_A_PROCESS["processes.create_process"](mine.built.context(NAMES[role]), ids_of(mine))


@pytest.mark.parametrize("call", FOR_ADMINISTRATORS.values(), ids=FOR_ADMINISTRATORS)
def test_what_is_for_administrators_is_refused_to_every_member_and_to_a_sign_in_by_a_process(call, mine):
    db = mine.built.db
    with db.transaction() as session:
        person_id = session.get_one(Member, mine.built.members[FACILITATOR]).person_id
        session.get_one(Person, person_id).is_administrator = True

    for ctx in (*(mine.built.context(name) for name in NAMES.values()), mine.built.signed_in(FACILITATOR)):
        with pytest.raises(NotAllowedError, match="Only an administrator"):
            call(ctx, ids_of(mine))


@pytest.mark.parametrize("call", FOR_ADMINISTRATORS.values(), ids=FOR_ADMINISTRATORS)
def test_who_was_an_administrator_when_the_page_was_drawn_is_none_now(call, mine):
    actor = credentials.command_line_actor(mine.built.db)
    with mine.built.db.transaction() as session:
        session.get_one(Person, actor.person_id).is_administrator = False

    with pytest.raises(NotAllowedError, match="Only an administrator"):
        call(Context(mine.built.db, actor), ids_of(mine))


def test_an_administrator_belongs_to_no_process(mine):
    administrator = Context(mine.built.db, credentials.command_line_actor(mine.built.db))

    assert processes.list_my_processes(administrator) == ()
    with pytest.raises(NotFoundError):
        processes.get_process(administrator, mine.built.process_id)


def _bound(vote: Vote, process_id: object) -> Context:
    """The facilitator, come in by a link to another process."""
    db = vote.built.db
    with db.transaction() as session:
        person_id = session.get_one(Member, vote.built.members[FACILITATOR]).person_id
        token = identity.begin_session(db, session, person_id, process_id).token
    return Context(db, identity.actor_for_token(db, token))
