"""What people answered to one question: one bar per answer, with counts and shares."""

import pandas as pd
import plotly.graph_objects as go

from consensus.charts import style
from consensus.domain.shares import share_text


def question_distribution(counts: pd.DataFrame, *, n_valid: int) -> go.Figure:
    """Bars of how many people gave each answer; columns `label`, `n`, in the order of the frame.

    n_valid: people who answered the question, the base of every share and the full width of a bar. Where several
    answers may be chosen the shares add up to more than 1.
    """
    labels, numbers = _columns(counts)
    texts = [_count_and_share(n, n_valid) for n in numbers]
    return style.filled_tracks(labels, numbers, full=n_valid, texts=texts, anchor="end")


def distribution_alt(counts: pd.DataFrame, *, n_valid: int) -> str:
    """The same in words."""
    labels, numbers = _columns(counts)
    answers = "; ".join(f"{label}: {share_text(n, n_valid)}" for label, n in zip(labels, numbers, strict=True))
    return f"Answers of {n_valid} {'person' if n_valid == 1 else 'people'}: {answers or 'none'}."


def _columns(counts: pd.DataFrame) -> tuple[list[str], list[int]]:
    return [str(label) for label in counts["label"]], [int(n) for n in counts["n"]]


def _count_and_share(n: int, n_valid: int) -> str:
    return share_text(n, n_valid).replace("/", " of ", 1)
