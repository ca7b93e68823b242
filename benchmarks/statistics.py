"""The numbers of a study against counting alone: `python -m benchmarks.statistics` prints ratios and the machine."""

import platform
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import describe_processor
from consensus.domain.definitions import ConsensusDefinition, RatingScale
from consensus.tally.concordance import kendalls_w
from consensus.tally.counts import ItemTally
from consensus.tally.dispersion import agreement_a, consensus_cns, leik_consensus
from consensus.tally.intervals import bootstrap_items
from consensus.tally.intraclass import intraclass_correlation
from consensus.tally.leave_out import leave_one_out
from consensus.tally.location import location_columns
from consensus.tally.paired_tests import bowker, quadratic_weighted_kappa, wilcoxon_signed_rank
from consensus.tally.rating_counts import count_ratings
from consensus.tally.reliability import Level, Weights, fleiss_kappa, gwet_agreement, krippendorff_alpha
from consensus.tally.stability import change_table, compare_rounds
from consensus.tally.summary import summarise
from consensus.tally.verdicts import decide

POINTS = 9
REPEATS = 40
TARGET_RATIO, TARGET_MS, TARGET_MEMORY = 3.0, 200.0, 3.0
RULE = ConsensusDefinition(
    Fraction(3, 4),
    agreeing=frozenset("789"),
    disagreeing=frozenset("123456"),
    dissent_choices=frozenset("123"),
    scale=RatingScale(1, 9),
)

Study = NDArray[np.int8]


def study(items: int, panelists: int, seed: int = 1) -> Study:
    """Ratings 1..9 at random, one in twenty missing."""
    random = np.random.default_rng(seed)
    ratings = random.integers(1, POINTS + 1, (items, panelists)).astype(np.int8)
    ratings[random.random(ratings.shape) < 0.05] = -1
    return ratings


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The fastest of several runs in processor time, so that what else runs on the machine is not measured."""
    fastest = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - start)
    return fastest


def bare(path: Path) -> object:
    """Read the array and count it whole; missing is shifted to 0, as bincount takes no negative numbers."""
    return np.bincount((np.load(path) + 1).ravel())


def whole(path: Path) -> object:
    """Read the array and summarise it: counts, location, RAND/UCLA, shares, intervals, verdicts."""
    return summarise(np.load(path), POINTS, definition=RULE)


def full_numbers(first: Study, second: Study) -> None:
    """Everything a report of two rounds prints, item by item and for the panel, but for the bootstrap."""
    summarise(first, POINTS, definition=RULE)
    counts = count_ratings(first, POINTS).counts
    for item, row in enumerate(counts):
        tally = ItemTally(first.shape[1], {str(point): int(n) for point, n in enumerate(row, start=1)})
        decide(tally, RULE)
        leave_one_out(tally, RULE)
        for measure in (agreement_a, consensus_cns, leik_consensus):
            measure(row)
        compare_rounds(first[item], second[item], POINTS)
        table = change_table(first[item], second[item], POINTS)
        bowker(table)
        wilcoxon_signed_rank(table)
        quadratic_weighted_kappa(table)
    kendalls_w(first)
    intraclass_correlation(first)
    fleiss_kappa(counts)
    for level in Level:
        krippendorff_alpha(counts, level)
    for weights in Weights:
        gwet_agreement(counts, weights)


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory held at once beyond what was held before."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def report_million(folder: Path) -> bool:
    """A million ratings, 100 items x 10,000 panelists, from a file in memory's cache."""
    path = folder / "ratings.npy"
    ratings = study(100, 10_000)
    np.save(path, ratings)
    whole(path)
    alone, ours = seconds(lambda: bare(path)), seconds(lambda: whole(path))
    memory = peak_bytes(lambda: summarise(ratings, POINTS, definition=RULE)) / ratings.nbytes
    ratio = ours / alone
    print(f"1,000,000 ratings: reading and bincount {alone * 1000:.2f} ms, reading and summary {ours * 1000:.2f} ms")
    print(f"  ratio {ratio:.2f} (aim: at most {TARGET_RATIO:g}); memory beside the input {memory:.2f} times its size")
    as_floats = np.where(ratings == -1, np.nan, ratings)
    np.save(path, as_floats)
    floats = seconds(lambda: whole(path))
    more = peak_bytes(lambda: summarise(as_floats, POINTS, definition=RULE)) / as_floats.nbytes
    print(f"  the same as floats with NaN {floats * 1000:.2f} ms; memory beside the input {more:.2f} times its size")
    return ratio <= TARGET_RATIO and max(memory, more) <= TARGET_MEMORY


def report_linearity() -> None:
    """Time per rating as the panel grows."""
    print("Linearity, 100 items:")
    for panelists in (1_000, 10_000, 100_000):
        ratings = study(100, panelists)
        taken = seconds(lambda ratings=ratings: summarise(ratings, POINTS, definition=RULE), 10)
        print(f"  {panelists:>7,} panelists {taken * 1000:7.2f} ms, {taken / ratings.size * 1e9:6.2f} ns a rating")


def report_panel() -> bool:
    """A study of the usual size: 30 panelists, 100 items, two rounds."""
    first, second = study(100, 30), study(100, 30, seed=2)
    cold = seconds(lambda: full_numbers(first, second), 1)
    warm = seconds(lambda: full_numbers(first, second), 10)
    summary = seconds(lambda: summarise(first, POINTS, definition=RULE))
    counted = count_ratings(first, POINTS)
    drawn = seconds(lambda: bootstrap_items(*counted, lambda c: location_columns(c).median, seed=1), 1)
    print(f"30 panelists x 100 items: summary {summary * 1000:.2f} ms, full numbers {warm * 1000:.0f} ms", end=" ")
    print(f"(aim: under {TARGET_MS:g} ms; first call in a process, with imports, {cold * 1000:.0f} ms)")
    print(f"  bootstrap of 100 medians, 2000 draws each: {drawn * 1000:.0f} ms")
    return warm * 1000 < TARGET_MS


def main() -> int:
    """Print all figures; the exit code says whether every aim is met."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "statsmodels", "pandas"))
    print(f"{describe_processor()}; Python {platform.python_version()}, {packages}")
    panel = report_panel()
    with tempfile.TemporaryDirectory() as folder:
        million = report_million(Path(folder))
    report_linearity()
    return 0 if panel and million else 1


if __name__ == "__main__":
    sys.exit(main())
