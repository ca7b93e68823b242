"""Where long exports are made: beside the requests, few at a time, one for each person, kept briefly in memory.

Nothing of it outlives the server: a file that was not fetched by then is made again.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from consensus.domain.errors import ConflictError, ConsensusError, GoneError
from consensus.exports.document.progress import Progress
from consensus.persistence.database import Database
from consensus.services.processes.results import Export

AT_ONCE = 2
MOST_WAITING = 20
KEPT_SECONDS = 600.0
FAILED = "The file could not be made. Try another format, and tell whoever runs the server."

GONE = "This file is not there any more. Make it again on the page Report."

Make = Callable[[Progress], Export | None]
"""Makes a file, or does something that leaves none. Once it has told its progress as 1 nothing holds it back."""
_log = logging.getLogger(__name__)


class ExportState(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class _CancelledError(Exception):
    """Whoever asked does not want it any more."""


@dataclass(slots=True)
class Job:
    """One export of one person; `share` of it is done, 0 to 1, and `ended` says when it came to its end."""

    person_id: UUID
    process_id: UUID
    label: str
    make: Make
    id: UUID = field(default_factory=uuid4)
    state: ExportState = ExportState.WAITING
    share: float = 0.0
    error: str = ""
    export: Export | None = None
    ended: float = 0.0
    thread: threading.Thread | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (ExportState.DONE, ExportState.FAILED, ExportState.CANCELLED)


class ExportDesk:
    """The exports of one database; `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._jobs: dict[UUID, Job] = {}

    def start(self, person_id: UUID, process_id: UUID, label: str, make: Make) -> Job:
        """Begin an export; what the same person had finished before is let go."""
        with self._lock:
            self._forget_old()
            before = self._jobs.get(person_id)
            if before is not None and not before.is_over:
                raise ConflictError("An export of yours is under way. Wait for it, or cancel it first.")
            if before is not None and before.thread is not None and before.thread.is_alive():
                raise ConflictError("The export you cancelled is still being stopped. Try again in a moment.")
            if sum(not job.is_over for job in self._jobs.values()) >= MOST_WAITING:
                raise ConflictError("Too many exports are waiting. Try again in a minute.")
            job = Job(person_id, process_id, label, make)
            job.thread = threading.Thread(target=self._run, args=(job,), name="export", daemon=True)
            self._jobs[person_id] = job
        job.thread.start()
        return job

    def find(self, person_id: UUID, process_id: UUID) -> Job | None:
        """The newest export of this person, if it is of this process."""
        with self._lock:
            self._forget_old()
            job = self._jobs.get(person_id)
            return job if job is not None and job.process_id == process_id else None

    def cancel(self, person_id: UUID, process_id: UUID) -> None:
        """Do without an export; nothing happens where there is none under way, or where it cannot be held back."""
        job = self.find(person_id, process_id)
        if job is not None:
            with self._lock:
                if not job.is_over and job.share < 1:
                    self._end(job, ExportState.CANCELLED)

    def fetch(self, person_id: UUID, job_id: UUID) -> Job:
        """A finished export of this person; anybody else's is not there."""
        with self._lock:
            self._forget_old()
            job = self._jobs.get(person_id)
            if job is None or job.id != job_id or job.export is None:
                raise GoneError(GONE)
            return job

    def _run(self, job: Job) -> None:
        def progress(share: float) -> None:
            with self._lock:
                if job.is_over:
                    raise _CancelledError
                job.share = min(max(share, job.share), 1.0)

        with self._turns:
            try:
                with self._lock:
                    if job.is_over:
                        return
                    job.state = ExportState.RUNNING
                export = job.make(progress)
            except _CancelledError:
                return
            except ConsensusError as error:
                self._finish(job, ExportState.FAILED, error=str(error))
            except BaseException:  # Typst reports a fault of its own by an exception that is no Exception.
                _log.exception("An export failed.")
                self._finish(job, ExportState.FAILED, error=FAILED)
            else:
                self._finish(job, ExportState.DONE, export)
        timer = threading.Timer(KEPT_SECONDS + 1, self._forget)
        timer.daemon = True
        timer.start()

    def _finish(self, job: Job, state: ExportState, export: Export | None = None, error: str = "") -> None:
        with self._lock:
            if not job.is_over:
                job.export, job.error, job.share = export, error, 1.0
                self._end(job, state)

    def _end(self, job: Job, state: ExportState) -> None:
        job.state, job.ended = state, self._clock()

    def _forget(self) -> None:
        with self._lock:
            self._forget_old()

    def _forget_old(self) -> None:
        until = self._clock() - KEPT_SECONDS
        for person_id, job in list(self._jobs.items()):
            if job.is_over and job.ended < until:
                del self._jobs[person_id]


_DESKS: WeakKeyDictionary[Database, ExportDesk] = WeakKeyDictionary()


def desk_of(db: Database) -> ExportDesk:
    """The desk of one database."""
    return _DESKS.setdefault(db, ExportDesk())
