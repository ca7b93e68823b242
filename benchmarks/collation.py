"""How long a large survey takes to collate: `python -m benchmarks.collation` prints figures, aims and the machine."""

import platform
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.large_survey import make_survey
from benchmarks.machine import describe_processor
from consensus.services.snapshots import snapshots
from consensus.services.surveys import coding_board, collation, themes
from surveys.model import QuestionKind

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


def measure_board() -> list[str]:
    """The coding board with 1,000 answers, 400 of them under themes, and what looks alike among them."""
    with tempfile.TemporaryDirectory() as folder:
        large = make_survey(Path(folder), N_RESPONDENTS, 1, only=QuestionKind.TEXT)
        ctx, process_id = large.facilitator, large.process_id
        ids = [text.id for text in coding_board.get_board(ctx, process_id).texts]
        under = [
            themes.add_theme(ctx, process_id, f"Theme {number}", answer_ids=ids[number * 40 : number * 40 + 40])
            for number in range(10)
        ]

        def open_board() -> None:
            snapshots(large.db).clear()
            coding_board.get_board(ctx, process_id)

        def suggest() -> None:
            snapshots(large.db).clear()
            coding_board.suggest_groups(ctx, process_id)

        waiting = iter(ids[500:])
        coding_board.suggest_groups(ctx, process_id)
        figures = [
            ("coding board of 1,000 answers opened", seconds(open_board), 1.0),
            ("the same again after an act", seconds(lambda: coding_board.get_board(ctx, process_id)), 1.0),
            ("one answer put under a theme", seconds(lambda: themes.code_answers(ctx, under[0], [next(waiting)])), 0.1),
            ("groups of similar answers among 1,000", seconds(suggest), 2.0),
            ("answers near to a theme", seconds(lambda: coding_board.suggest_for_theme(ctx, under[0])), 1.0),
        ]
        large.db.close()
    return [row(*figure) for figure in figures]


def main() -> None:
    """Print the table."""
    print(f"{datetime.now(UTC):%Y-%m-%d}. {describe_processor()}; Python {platform.python_version()}\n")
    print("| what | seconds (median) | aim | |\n|---|--:|--:|---|")
    for line in (*measure_collation(), *measure_board()):
        print(line)


if __name__ == "__main__":
    main()
