"""An export is made beside the requests, watched, cancelled and fetched by its asker alone, and gone after a while."""

import threading
import time
from uuid import uuid4

import pytest

from consensus.domain.errors import ConflictError, GoneError
from consensus.services import audit
from consensus.services.archive.archiving import make_archive
from consensus.services.processes.results import Export
from consensus.services.reports import exporting, publishing
from consensus.services.reports.export_desk import FAILED, KEPT_SECONDS, ExportDesk, ExportState
from consensus.services.reports.exporting import DocumentKind
from consensus.services.statements import statements
from tests.services.builders import CHAIR, FACILITATOR, VOTERS

ANN, BEN, PROCESS = uuid4(), uuid4(), uuid4()
FILE = Export("a.md", "text/markdown", b"a")


class Seconds:
    """A clock that is moved by hand."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def desk(seconds):
    return ExportDesk(seconds)


class Slow:
    """An export that waits for a word before it goes on."""

    def __init__(self, last=0.6):
        self.begun, self.go, self.last = threading.Event(), threading.Event(), last

    def __call__(self, progress):
        progress(1 if self.last == 1 else 0.5)
        self.begun.set()
        assert self.go.wait(5)
        progress(self.last)
        return FILE


def over(job):
    job.thread.join(5)
    return job.state


def test_a_finished_export_is_fetched_by_its_asker_alone(desk):
    job = desk.start(ANN, PROCESS, "Report", lambda progress: FILE)

    assert over(job) is ExportState.DONE
    assert desk.fetch(ANN, job.id).export is FILE
    with pytest.raises(GoneError, match="not there any more"):
        desk.fetch(BEN, job.id)


def test_an_export_tells_how_far_it_is(desk):
    slow = Slow()
    job = desk.start(ANN, PROCESS, "Report", slow)
    assert slow.begun.wait(5)

    assert (job.state, job.share) == (ExportState.RUNNING, 0.5)
    slow.go.set()
    assert (over(job), job.share) == (ExportState.DONE, 1.0)


def test_each_person_has_one_under_way(desk):
    slow = Slow()
    job = desk.start(ANN, PROCESS, "Report", slow)

    with pytest.raises(ConflictError, match="under way"):
        desk.start(ANN, PROCESS, "Report", slow)
    assert over(desk.start(BEN, PROCESS, "Report", lambda progress: FILE)) is ExportState.DONE
    slow.go.set()
    over(job)


def test_a_cancelled_export_ends_and_leaves_nothing(desk):
    slow = Slow()
    job = desk.start(ANN, PROCESS, "Report", slow)
    assert slow.begun.wait(5)
    desk.cancel(ANN, PROCESS)

    assert job.state is ExportState.CANCELLED
    with pytest.raises(ConflictError, match="still being stopped"):
        desk.start(ANN, PROCESS, "Report", slow)
    slow.go.set()
    assert over(job) is ExportState.CANCELLED
    assert job.export is None
    assert over(desk.start(ANN, PROCESS, "Report", lambda progress: FILE)) is ExportState.DONE


def test_what_has_told_its_end_is_not_cancelled_any_more(desk):
    slow = Slow(last=1)
    job = desk.start(ANN, PROCESS, "Report", slow)
    assert slow.begun.wait(5)
    desk.cancel(ANN, PROCESS)

    assert job.state is ExportState.RUNNING
    slow.go.set()
    assert over(job) is ExportState.DONE


def test_no_more_than_two_are_made_at_once(desk):
    slow = [Slow() for _ in range(3)]
    jobs = [desk.start(uuid4(), PROCESS, "Report", one) for one in slow]
    deadline = time.monotonic() + 5
    while sum(one.begun.is_set() for one in slow) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)

    assert sorted(job.state for job in jobs) == [ExportState.RUNNING, ExportState.RUNNING, ExportState.WAITING]
    for one in slow:
        one.go.set()
    assert {over(job) for job in jobs} == {ExportState.DONE}


def test_a_finished_export_is_gone_after_a_while(desk, seconds):
    job = desk.start(ANN, PROCESS, "Report", lambda progress: FILE)
    over(job)
    seconds.now += KEPT_SECONDS + 1

    assert desk.find(ANN, PROCESS) is None
    with pytest.raises(GoneError):
        desk.fetch(ANN, job.id)


class Panic(BaseException):
    """What Typst raises when it fails by its own fault."""


@pytest.mark.parametrize(
    ("error", "told"),
    [(ConflictError("Not now."), "Not now."), (ValueError("secret"), FAILED), (Panic(), FAILED)],
    ids=["a refusal", "a fault", "a panic of Typst"],
)
def test_an_export_that_fails_says_so_and_no_more(desk, error, told):
    def make(progress):
        raise error

    job = desk.start(ANN, PROCESS, "Report", make)

    assert (over(job), job.error) == (ExportState.FAILED, told)


def test_the_chair_cannot_fetch_what_the_facilitator_made(vote):
    built = vote.built
    ctx = built.context(FACILITATOR)
    job_id = exporting.start_export(ctx, built.process_id, DocumentKind.STATEMENTS, "md")
    while exporting.get_export(ctx, built.process_id).is_under_way:
        time.sleep(0.01)

    made = exporting.fetch_export(ctx, built.process_id, job_id)
    assert (made.filename, made.media_type) == ("hand-statements.md", "text/markdown; charset=utf-8")
    assert exporting.get_export(built.context(CHAIR), built.process_id) is None
    with pytest.raises(GoneError):
        exporting.fetch_export(built.context(CHAIR), built.process_id, job_id)


class StoppedError(Exception):
    """Somebody does not want it any more."""


def stopping_at(end):
    """A progress that is cancelled once so much is done."""

    def progress(share):
        if share >= end:
            raise StoppedError

    return progress


@pytest.mark.parametrize("end", [0.02, 0.25, 0.5, 0.9, 1])
def test_a_publication_that_is_cancelled_leaves_nothing(vote, end):
    built = adopt_first(vote)
    ctx = built.context(FACILITATOR)

    with pytest.raises(StoppedError):
        publishing.publish(ctx, built.process_id, stopping_at(end))

    found = publishing.get_public_page(ctx, built.process_id)
    assert (found.address, found.versions) == ("", ())
    assert "publication.made" not in {event.verb for event in audit.list_events(ctx, built.process_id)}


@pytest.mark.parametrize("end", [0.05, 0.2, 0.7, 1])
def test_an_archive_that_is_cancelled_is_not_on_record(vote, end):
    built = adopt_first(vote)
    ctx = built.context(FACILITATOR)

    with pytest.raises(StoppedError):
        make_archive(ctx, built.process_id, progress=stopping_at(end))

    assert "archive.made" not in {event.verb for event in audit.list_events(ctx, built.process_id)}


def test_a_publication_is_watched_and_leaves_no_file(vote):
    built = adopt_first(vote)
    ctx = built.context(FACILITATOR)
    job_id = exporting.start_publication(ctx, built.process_id)
    while exporting.get_export(ctx, built.process_id).is_under_way:
        time.sleep(0.01)

    found = exporting.get_export(ctx, built.process_id)
    assert (found.state, found.label, found.filename) == (ExportState.DONE, "Public page", "")
    assert [one.number for one in publishing.get_public_page(ctx, built.process_id).versions] == [1]
    with pytest.raises(GoneError):
        exporting.fetch_export(ctx, built.process_id, job_id)


def adopt_first(vote):
    """Everybody agrees to both statements, and the first is adopted."""
    for name in VOTERS:
        vote.cast(name, "agree")
        vote.cast(name, "agree", item=1)
    vote.reveal()
    statements.adopt(vote.built.context(FACILITATOR), vote.built.first)
    return vote.built
