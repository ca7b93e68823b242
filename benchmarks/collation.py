"""How long a large survey takes to collate: `python -m benchmarks.collation` prints figures, aims and the machine."""

import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.large_survey import make_survey
from benchmarks.machine import describe_processor
from consensus.services import collation
from consensus.services.snapshots import snapshots

N_RESPONDENTS, N_QUESTIONS = 1_000, 200
REPEATS = 5


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The median of several runs by the clock."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[repeats // 2]


def row(what: str, found: float, aim: float) -> str:
    """One line of the table."""
    return f"| {what} | {found:.3f} | {aim:g} | {'met' if found < aim else 'missed'} |"


def measure_collation() -> list[str]:
    """Collating 200,000 answers, and looking at them again at the same revision."""
    with tempfile.TemporaryDirectory() as folder:
        large = make_survey(Path(folder), N_RESPONDENTS, N_QUESTIONS)
        shown = [f"q{number}" for number in range(10)]

        def collate() -> None:
            snapshots(large.db).clear()
            collation.get_collation(large.facilitator, large.process_id)

        first = seconds(collate)
        again = seconds(lambda: collation.get_collation(large.facilitator, large.process_id))
        groups = seconds(lambda: collation.list_details(large.facilitator, large.process_id, shown))
        large.db.close()
    size = f"{N_RESPONDENTS:,} respondents × {N_QUESTIONS} questions"
    return [
        row(f"collation of {size}, read from the database", first, 2),
        row("the same again at the same revision", again, 0.05),
        row("groups and rankings of the ten questions on a page", groups, 0.2),
    ]


def main() -> None:
    """Print the table."""
    print(f"{datetime.now(UTC):%Y-%m-%d}. {describe_processor()}; Python {platform.python_version()}\n")
    print("| what | seconds (median) | aim | |\n|---|--:|--:|---|")
    for line in measure_collation():
        print(line)


if __name__ == "__main__":
    main()
