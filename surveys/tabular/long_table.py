"""Tables with one row per answer."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from consensus.domain.scales import RatingScale
from surveys.tabular.answers_column import read_column, to_codes
from surveys.tabular.columns import Roles
from surveys.tabular.people import People, read_people
from surveys.tabular.sheet import Sheet
from surveys.tabular.study_data import ABSENT, MISSING, Progress, StudyData
from surveys.tabular.understanding import understand_answers


def read_long(
    sheet: Sheet, roles: Roles, scale: RatingScale | None, cannot_judge: Collection[str], progress: Progress
) -> StudyData:
    """Read a long table. Whoever has a row in a round was asked all its items: what they have no row for is missing.

    Raises:
        InvalidInputError: a person answers an item twice in a round, stands in two groups, or an answer cannot be
            read; names row and column.
    """
    item_column, answer_column = str(roles.item), str(roles.answer)
    people = read_people(sheet, roles)
    item_of_row, items = _items(sheet, item_column)
    _refuse_pairs(sheet, people, item_of_row, items)
    progress("Reading the answers", 0, 1)
    column = read_column(answer_column, sheet.cells[answer_column], cannot_judge)
    understood = understand_answers(sheet, [column], scale, cannot_judge)
    answers = to_codes(sheet, column, understood.scale, guessed=scale is None)
    codes = np.full((len(people.rounds), len(items), len(people.names)), ABSENT, dtype=np.int16)
    for round_ in range(len(people.rounds)):
        asked_items = np.unique(item_of_row[people.round_of_row == round_])
        there = np.unique(people.of_row[people.round_of_row == round_])
        codes[round_][np.ix_(asked_items, there)] = MISSING
    codes[people.round_of_row, item_of_row, people.of_row] = answers
    progress("Reading the answers", 1, 1)
    left_out = f"Left out: {', '.join(repr(name) for name in roles.rest)}." if roles.rest else ""
    size = f"{len(items)} item{'' if len(items) == 1 else 's'}, {len(people.names)} people"
    counted = f"{size}, {len(answers)} rows of answers."
    return StudyData(
        source=sheet.source,
        panelists=people.names,
        items=items,
        rounds=people.rounds,
        groups=people.groups,
        scale=understood.scale,
        codes=codes,
        understood=tuple(note for note in (*sheet.notes, left_out, *people.notes, *understood.notes, counted) if note),
    )


def _items(sheet: Sheet, column: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    cells = sheet.cells[column].str.strip()
    empty = np.flatnonzero((cells == "").to_numpy())
    if len(empty):
        sheet.refuse(int(empty[0]), column, "is empty, so it is not known what was answered")
    places, names = pd.factorize(cells)
    return np.asarray(places, dtype=np.int64), tuple(str(name) for name in names)


def _refuse_pairs(sheet: Sheet, people: People, item_of_row: NDArray[np.int64], items: tuple[str, ...]) -> None:
    """Refuse a second answer of a person to an item in a round."""
    key = (people.round_of_row * len(people.names) + people.of_row) * len(items) + item_of_row
    _, first, back = np.unique(key, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[back] != np.arange(len(key)))
    if not len(again):
        return
    row = int(again[0])
    name, item = people.names[int(people.of_row[row])], items[int(item_of_row[row])]
    round_ = people.rounds[int(people.round_of_row[row])]
    where = f" in round '{round_}'" if round_ else ""
    sheet.refuse(
        row,
        None,
        f"'{name}' answers the item '{item}' a second time{where} (first in row {sheet.rows[first[back][row]]})",
    )
