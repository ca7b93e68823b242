"""All feedback of a large round: `python -m benchmarks.delphi_feedback` prints seconds and the machine."""

import time

import numpy as np

from benchmarks.machine import describe_processor
from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.terms import GroupsShown
from consensus.tally.feedback import feedback_on
from consensus.tally.feedback_shown import shown_to

PANELISTS, ITEMS, POINTS = 1000, 200, 9
AIM_SECONDS = 5.0


def main() -> None:
    """Feedback on every item, by group, and what each of the panelists is shown of it."""
    print(describe_processor())
    random = np.random.default_rng(1)
    ratings = random.integers(1, POINTS + 1, (ITEMS, PANELISTS)).astype(np.int8)
    ratings[random.random(ratings.shape) < 0.05] = -1
    groups = [("patients", "surgeons", "nurses", "payers")[place % 4] for place in range(PANELISTS)]
    plan = FeedbackPlan(groups=GroupsShown.ALL)

    start = time.perf_counter()
    feedback = feedback_on(ratings, POINTS, groups=groups)
    counted = time.perf_counter()
    rows = ratings.T.tolist()
    for group, row in zip(groups, rows, strict=True):
        for item, own in zip(feedback, row, strict=True):
            shown_to(item, plan, own if own > 0 else None, group)
    end = time.perf_counter()

    print(f"{PANELISTS:,} panelists x {ITEMS} items: the panel's numbers {counted - start:.2f} s, ")
    print(f"what each is shown {end - counted:.2f} s, together {end - start:.2f} s (aim for closing: {AIM_SECONDS} s)")


if __name__ == "__main__":
    main()
