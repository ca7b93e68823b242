"""Whether the answers are votes or ratings, how they are written, and on which scale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import RatingScale
from surveys.tabular.answers_column import AnswersColumn
from surveys.tabular.scale_guess import guess_scale
from surveys.tabular.sheet import Sheet
from surveys.tabular.values import Kind, Notation


@dataclass(frozen=True, slots=True)
class Understood:
    """scale: None for votes; notes: one sentence each."""

    scale: RatingScale | None
    notes: tuple[str, ...]


def understand_answers(
    sheet: Sheet, columns: Sequence[AnswersColumn], scale: RatingScale | None, cannot_judge: Collection[str]
) -> Understood:
    """Look at all answers together; `scale` is the one that was named, if it was.

    Raises:
        InvalidInputError: decimal commas and points are mixed (naming a place of each), or there is no answer.
    """
    _refuse_mixed_decimals(sheet, columns)
    n_votes, n_ratings = (sum(column.count(kind) for column in columns) for kind in (Kind.VOTE, Kind.RATING))
    if n_votes + n_ratings == 0:
        raise InvalidInputError(f"{sheet.source} holds no rating and no vote.")
    judged = _cannot_judge_note(columns, cannot_judge)
    if scale is None and n_votes > n_ratings:
        return Understood(None, (f"Answers: {n_votes} votes.", *judged))
    ratings = np.concatenate([column.ratings() for column in columns])
    found = scale or guess_scale(ratings)
    return Understood(found, (_scale_note(ratings, found, scale is None), *_notation_notes(columns), *judged))


def _scale_note(ratings: np.ndarray, scale: RatingScale, guessed: bool) -> str:
    if not guessed:
        return f"Scale: {scale.phrase()}, as named; {len(ratings)} ratings."
    on_scale = ratings[(ratings >= scale.low) & (ratings <= scale.high)]
    shown = on_scale if len(on_scale) else ratings
    lowest, highest = shown.min(), shown.max()
    return (
        f"Scale: {scale.phrase()}, guessed from {len(ratings)} ratings between {lowest:g} and {highest:g}; "
        "name another one with --scale."
    )


def _notation_notes(columns: Sequence[AnswersColumn]) -> list[str]:
    notes = []
    for notation, words in (
        (Notation.COMMA, "Decimal commas are read as such: '{}' is {}."),
        (Notation.LABELLED, "Of answers with a label the number before it is taken: '{}' is {}."),
        (Notation.CODE, "Of answer codes the number is taken: '{}' is {}."),
    ):
        for column in columns:
            if (place := column.with_notation(notation)) is not None:
                notes.append(
                    words.format(" ".join(column.cells[place].split())[:40], f"{column.values[place].rating:g}")
                )
                break
    return notes


def _cannot_judge_note(columns: Sequence[AnswersColumn], codes: Collection[str]) -> list[str]:
    n = sum(column.count(Kind.CANNOT_JUDGE) for column in columns)
    if not n:
        return []
    by_code = f" ({', '.join(codes)} included)" if codes else ""
    return [f"Read as 'cannot judge'{by_code}: {n} answer{'' if n == 1 else 's'}; they are missing from shares."]


def _refuse_mixed_decimals(sheet: Sheet, columns: Sequence[AnswersColumn]) -> None:
    places = {
        notation: next(((c, p) for c in columns if (p := c.with_notation(notation)) is not None), None)
        for notation in (Notation.COMMA, Notation.POINT)
    }
    comma, point = places[Notation.COMMA], places[Notation.POINT]
    if comma is None or point is None:
        return
    (late, late_place), (early, early_place) = sorted((comma, point), key=lambda found: -found[0].first(found[1]))
    problem = (
        f"'{late.cells[late_place].strip()}' is written with {late.values[late_place].notation}, and "
        f"'{early.cells[early_place].strip()}' in row {sheet.rows[early.first(early_place)]}, column '{early.name}', "
        f"with {early.values[early_place].notation}; use one of them throughout"
    )
    sheet.refuse(late.first(late_place), late.name, problem)
