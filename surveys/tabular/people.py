"""Who stands in the rows of a table: people, their groups, their rounds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveys.tabular.columns import Roles
from surveys.tabular.sheet import Sheet


@dataclass(frozen=True, slots=True)
class People:
    """names: everybody, in the order of the file; groups: of each, "" without one; rounds: in order, one empty name
    where there are none. of_row, round_of_row: for each row its person and its round.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    rounds: tuple[str, ...]
    of_row: NDArray[np.int64]
    round_of_row: NDArray[np.int64]
    notes: tuple[str, ...]

    def refuse_twice(self, sheet: Sheet) -> None:
        """Refuse a person who has two rows in a round."""
        key = self.round_of_row * len(self.names) + self.of_row
        _, first, back = np.unique(key, return_index=True, return_inverse=True)
        again = np.flatnonzero(first[back] != np.arange(len(key)))
        if len(again):
            row = int(again[0])
            round_ = self.rounds[int(self.round_of_row[row])]
            where = f" in round '{round_}'" if round_ else ""
            name = self.names[int(self.of_row[row])]
            sheet.refuse(
                row, None, f"the person '{name}' has a row already{where} (row {sheet.rows[first[back][row]]})"
            )


def read_people(sheet: Sheet, roles: Roles) -> People:
    """Everybody in the table.

    Raises:
        InvalidInputError: a row names nobody or no round, or a person stands in two groups; names row and column.
    """
    n = len(sheet.cells)
    if roles.panelist is None:
        of_row, names = np.arange(n), tuple(f"row {row}" for row in sheet.rows)
    else:
        of_row, names = _factorize(sheet, roles.panelist)
    rounds: tuple[str, ...] = ("",)
    round_of_row, notes = np.zeros(n, dtype=np.int64), []
    if roles.round is not None:
        as_found, found = _factorize(sheet, roles.round)
        ordered = order_rounds(found)
        rounds = tuple(ordered)
        round_of_row = np.array([ordered.index(name) for name in found], dtype=np.int64)[as_found]
        notes.append(f"Rounds: {number_of_rounds(ordered)}, in this order.")
    groups, group_notes = _read_groups(sheet, roles, of_row, len(names))
    return People(names, groups, rounds, of_row, round_of_row, (*notes, *group_notes))


def order_rounds(names: Iterable[str]) -> list[str]:
    """By the first number in them where each has one ("Round 10" after "Round 2"), else as they come."""
    listed = list(names)
    numbers = {name: int(found[0]) for name in listed if (found := re.search(r"\d+", name))}
    return sorted(listed, key=lambda name: numbers[name]) if len(set(numbers.values())) == len(listed) else listed


def number_of_rounds(rounds: Iterable[str]) -> str:
    """ "2 ('first', 'second')"."""
    names = list(rounds)
    return f"{len(names)} ({', '.join(repr(name) for name in names)})"


def _factorize(sheet: Sheet, column: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    cells = sheet.cells[column].str.strip()
    empty = np.flatnonzero((cells == "").to_numpy())
    if len(empty):
        sheet.refuse(int(empty[0]), column, "is empty, so it is not known whose answers these are")
    places, names = pd.factorize(cells)
    return np.asarray(places, dtype=np.int64), tuple(str(name) for name in names)


def _read_groups(
    sheet: Sheet, roles: Roles, of_row: NDArray[np.int64], n_people: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if roles.group is None:
        return ("",) * n_people, ()
    cells = sheet.cells[roles.group].str.strip().to_numpy(dtype=object)
    groups = [""] * n_people
    for row in np.flatnonzero(cells != ""):
        person = int(of_row[row])
        if groups[person] and groups[person] != cells[row]:
            sheet.refuse(int(row), roles.group, f"the same person is in group '{groups[person]}' and in '{cells[row]}'")
        groups[person] = str(cells[row])
    sizes = pd.Series([group for group in groups if group]).value_counts(sort=False).to_dict()
    said = ", ".join(f"{name} ({size})" for name, size in sorted(sizes.items()))
    without = groups.count("")
    rest = f"; {without} in no group" if without else ""
    return tuple(groups), (f"Groups: {said or 'none'}{rest}.",)
