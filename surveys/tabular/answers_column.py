"""One column of answers, each distinct cell read once; what cannot be read is refused with its place."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consensus.domain.scales import RatingScale
from surveys.tabular.sheet import Sheet
from surveys.tabular.study_data import MISSING, choices_on
from surveys.tabular.values import Kind, Notation, Value, read_value


@dataclass(frozen=True, slots=True)
class AnswersColumn:
    """name: of the column. places: for each row, which of the distinct `cells` it holds, read as `values`."""

    name: str
    places: NDArray[np.int64]
    cells: tuple[str, ...]
    values: tuple[Value, ...]

    def count(self, *kinds: Kind) -> int:
        """Rows with an answer of one of these kinds."""
        wanted = np.array([value.kind in kinds for value in self.values], dtype=bool)
        return int(wanted[self.places].sum()) if len(wanted) else 0

    @property
    def n_filled(self) -> int:
        """Rows that hold something."""
        return len(self.places) - self.count(Kind.MISSING)

    def first(self, place: int) -> int:
        """The first row with this distinct cell."""
        return int(np.argmax(self.places == place))

    def ratings(self) -> NDArray[np.float64]:
        """All ratings."""
        values = np.array([np.nan if v.rating is None else v.rating for v in self.values], dtype=np.float64)
        found = values[self.places] if len(values) else values
        return found[~np.isnan(found)]

    def with_notation(self, *notations: Notation) -> int | None:
        """The place of the first distinct cell written in one of these ways."""
        return next((i for i, value in enumerate(self.values) if value.notation in notations), None)


def read_column(name: str, cells: "pd.Series[str]", cannot_judge: Collection[str]) -> AnswersColumn:
    """Read a column without judging it."""
    places, distinct = pd.factorize(cells, use_na_sentinel=False)
    texts = tuple(str(cell) for cell in distinct)
    values = tuple(read_value(text, cannot_judge) for text in texts)
    return AnswersColumn(name, np.asarray(places, dtype=np.int64), texts, values)


def to_codes(sheet: Sheet, column: AnswersColumn, scale: RatingScale | None, *, guessed: bool) -> NDArray[np.int16]:
    """The place of each answer among the choices of the scale (None: a vote), MISSING where there is none.

    Raises:
        InvalidInputError: text among answers, a vote among ratings or the reverse, a rating off the scale or between
            two of its points; names row and column.
    """
    choices = choices_on(scale)
    codes = np.array([_code(sheet, column, i, choices, scale, guessed) for i in range(len(column.values))], np.int16)
    return codes[column.places] if len(codes) else np.empty(0, np.int16)


def _code(
    sheet: Sheet, column: AnswersColumn, place: int, choices: tuple[str, ...], scale: RatingScale | None, guessed: bool
) -> int:
    value, cell = column.values[place], column.cells[place]
    if value.kind is Kind.MISSING:
        return MISSING
    if value.kind is Kind.TEXT:
        _refuse(sheet, column, place, f"'{_short(cell)}' is no {'vote' if scale is None else 'rating'}")
    choice = value.choice
    if value.kind is Kind.RATING and value.rating is not None:
        if scale is None:
            _refuse(sheet, column, place, f"'{_short(cell)}' is a number among votes")
        choice = str(int(value.rating)) if value.rating.is_integer() else cell.strip()
        if choice not in scale.points:
            hint = "; if the scale is another one, name it with --scale" if guessed else ""
            _refuse(sheet, column, place, f"{_short(cell)} is not a point of the scale {scale.phrase()}{hint}")
    if choice not in choices:
        _refuse(sheet, column, place, f"'{_short(cell)}' is a vote among ratings")
    return choices.index(choice)


def _refuse(sheet: Sheet, column: AnswersColumn, place: int, problem: str) -> NoReturn:
    sheet.refuse(column.first(place), column.name, problem)


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= 40 else f"{text[:39]}…"
