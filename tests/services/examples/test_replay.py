"""A process folder is carried through the services, stage by stage, and held against what it expects."""

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState, MeetingState, ProcessState, StatementState, SurveyState
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Process
from consensus.services import audit
from consensus.services.examples.example import example_links, load_example
from consensus.services.examples.expectations import differences
from consensus.services.examples.replay import Stage, replay
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in.identity import actor_for_token, exchange_link
from consensus.services.statements.statements import list_statements
from consensus.services.surveys import survey
from surveys.folder import load_process_folder
from tests.services.builders import KEY, Clock, restore, save
from tests.services.folders import BALLOTS, EXPECTED, PANEL, write_folder


def silent(_what, _done, _total):
    return None


@pytest.fixture
def path(tmp_path):
    return write_folder(tmp_path / "small")


@pytest.fixture
def folder(path):
    return load_process_folder(path)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A file with the example, loaded once."""
    path = tmp_path_factory.mktemp("example")
    made = Database(f"sqlite:///{path / 'made.db'}", key=KEY, clock=Clock())
    load_example(made, write_folder(path / "small"), silent)
    save(made, path / "example.db")
    made.close()
    return path / "example.db"


@pytest.fixture
def loaded(db, example):
    """A database with the example."""
    restore(db, example)
    return db


@pytest.mark.parametrize(
    ("stage", "process", "survey_state", "meeting_state", "statements"),
    [
        (Stage.PLANNED, ProcessState.DRAFT, SurveyState.DRAFT, MeetingState.PLANNED, []),
        (Stage.SURVEY, ProcessState.RUNNING, SurveyState.OPEN, MeetingState.PLANNED, []),
        (Stage.DRAFTS, ProcessState.RUNNING, SurveyState.CLOSED, MeetingState.PLANNED, ["candidate"] * 3),
        (
            Stage.MEETING,
            ProcessState.RUNNING,
            SurveyState.CLOSED,
            MeetingState.ENDED,
            ["adopted", "no_consensus", "adopted"],
        ),
        (
            Stage.FINISHED,
            ProcessState.FINISHED,
            SurveyState.CLOSED,
            MeetingState.ENDED,
            ["adopted", "no_consensus", "adopted"],
        ),
    ],
    ids=[stage.name.lower() for stage in Stage],
)
def test_a_replay_stops_where_it_is_told_to(db, folder, stage, process, survey_state, meeting_state, statements):
    made = replay(db, folder, until=stage)

    ctx, process_id = made.cast.facilitator, made.process_id
    assert processes.get_process(ctx, process_id).state is process
    assert survey.get_monitor(ctx, process_id).state is survey_state
    assert meeting.get_meeting(ctx, process_id).state is meeting_state
    assert [row.state for row in list_statements(ctx, process_id)] == [StatementState(word) for word in statements]
    assert audit.verify_chain(ctx, process_id).is_intact


def test_the_invited_are_invited_when_the_survey_is_put_to_them(db, folder):
    made = replay(db, folder, until=Stage.SURVEY)

    rows = panel.get_panel(made.cast.facilitator, made.process_id).members
    assert {row.name: row.invitation for row in rows if row.name in ("Ann Alder", "Pia Holm", "Nora Lindgren")} == {
        "Ann Alder": InvitationState.ACCEPTED,
        "Pia Holm": InvitationState.SENT,
        "Nora Lindgren": InvitationState.DRAFTED,
    }


def test_whoever_is_held_back_is_left_for_people_to_try(db, folder):
    made = replay(db, folder, until=Stage.SURVEY, holding_back=["a"])

    assert survey.get_monitor(made.cast.facilitator, made.process_id).missing == ("Ann Alder", "Pia Holm")


def test_a_replay_that_comes_out_right_differs_in_nothing(db, folder):
    assert differences(replay(db, folder), folder) == ()


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (
            "vote,3,0,0,0,3",
            "vote,2,1,0,0,3",
            ("local: n_agree is 3, expected 2.", "local: n_disagree is 0, expected 1."),
        ),
        ("no_consensus,no", "consensus,no", ("general: outcome is no_consensus, expected consensus.",)),
        ("3,full_consensus,yes", "3,full_consensus,no", ("eating: adopted is True, expected False.",)),
        (
            "choice,general,vote,1,2,0,0,3,no_consensus,no\n",
            "",
            ("general: expected.csv does not say what must come of it.",),
        ),
    ],
    ids=["counts", "outcome", "adoption", "a row left out"],
)
def test_a_changed_expectation_is_reported(db, tmp_path, before, after, sentences):
    assert before in EXPECTED
    folder = load_process_folder(write_folder(tmp_path / "other", expected=EXPECTED.replace(before, after)))

    assert differences(replay(db, folder), folder) == sentences


def test_a_changed_ballot_is_reported(db, tmp_path):
    changed = BALLOTS.replace("c,local,agree", "c,local,disagree")
    folder = load_process_folder(
        write_folder(
            tmp_path / "other", ballots=changed, expected=EXPECTED.replace("yes\nchoice,general", "no\nchoice,general")
        )
    )

    with pytest.raises(ConflictError, match="Only a wording on which a vote reached consensus"):
        replay(db, folder)


def test_a_panel_without_a_facilitator_cannot_be_replayed(db, tmp_path):
    folder = load_process_folder(write_folder(tmp_path / "other", panel=PANEL.replace("facilitator,no", "observer,no")))

    with pytest.raises(ConflictError, match="no facilitator"):
        replay(db, folder)


def test_progress_is_told_from_the_first_to_the_last(db, folder):
    told = []

    replay(db, folder, progress=lambda *step: told.append(step))

    assert ("Answering the survey", 4, 4) in told
    assert all(0 < done <= total for _, done, total in told)


def processes_of(db):
    with db.reading() as session:
        return sorted(session.exec(select(Process.slug)))


def test_the_example_is_loaded_once(loaded, path):
    before = processes_of(loaded)

    load_example(loaded, path, silent)

    assert processes_of(loaded) == before == ["small", "small-practice"]


def test_an_example_whose_loading_was_interrupted_is_loaded_anew(db, path, folder):
    replay(db, folder, is_example=True)

    load_example(db, path, silent)

    assert processes_of(db) == ["small", "small-practice"]
    assert len(example_links(db, path / "links.json")) == 5


def test_clearing_an_interrupted_example_leaves_real_processes_alone(db, path, folder):
    replay(db, folder, slug="real", until=Stage.SURVEY)
    replay(db, folder, is_example=True, until=Stage.PLANNED)

    load_example(db, path, silent)

    assert processes_of(db) == ["real", "small", "small-practice"]


def test_the_links_of_the_example_stay_the_same_and_let_their_people_in(loaded, tmp_path):
    first = example_links(loaded, tmp_path / "links.json")

    again = example_links(loaded, tmp_path / "links.json")

    assert again == first
    assert [link.role.value for link in first] == ["facilitator", "panelist", "panelist", "panelist", "facilitator"]
    for link in first:
        token = exchange_link(loaded, link.secret, address="192.0.2.7").token
        assert actor_for_token(loaded, token).name == link.name
    assert (tmp_path / "links.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "[]", '[["', '[["00000000-0000-0000-0000-000000000001", "x"]]'], ids=repr)
def test_links_that_were_lost_or_belong_elsewhere_are_made_anew(loaded, tmp_path, content):
    example_links(loaded, tmp_path / "links.json")
    (tmp_path / "links.json").write_text(content)

    made = example_links(loaded, tmp_path / "links.json")

    assert len(made) == 5
    assert exchange_link(loaded, made[0].secret, address="192.0.2.7").process_slug == "small-practice"


def test_only_people_of_the_example_are_offered(loaded):
    with loaded.reading() as session:
        offered = session.exec(select(Member).where(Member.is_tryable)).all()
        assert all(session.get_one(Process, member.process_id).is_example for member in offered)
    assert len(offered) == 5
