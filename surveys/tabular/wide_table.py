"""Tables with one row per person (and round) and one column per item."""

import re
from collections.abc import Collection, Sequence

import numpy as np

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import RatingScale
from surveys.tabular.answers_column import AnswersColumn, read_column, to_codes
from surveys.tabular.columns import Roles, is_tool_column
from surveys.tabular.people import number_of_rounds, order_rounds, read_people
from surveys.tabular.sheet import Sheet
from surveys.tabular.study_data import ABSENT, Progress, StudyData
from surveys.tabular.understanding import understand_answers
from surveys.tabular.values import Kind

_ROUND_IN_NAME = re.compile(r"^(?P<item>.+?)[ _.\-](?:r|rd|round)[ _]?(?P<round>\d{1,2})$", re.IGNORECASE)


def read_wide(
    sheet: Sheet,
    roles: Roles,
    chosen: Sequence[str],
    scale: RatingScale | None,
    cannot_judge: Collection[str],
    progress: Progress,
) -> StudyData:
    """Read a wide table.

    Raises:
        InvalidInputError: no column holds answers, a person stands there twice in a round or in two groups, or an
            answer cannot be read; names row and column.
    """
    columns, notes = _item_columns(sheet, roles, chosen, cannot_judge, progress)
    understood = understand_answers(sheet, columns, scale, cannot_judge)
    people = read_people(sheet, roles)
    people.refuse_twice(sheet)
    columns, left_out = _of_one_kind(columns, understood.scale)
    items, rounds, place = _by_round([column.name for column in columns])
    if rounds and people.rounds != ("",):
        items, rounds, place = [column.name for column in columns], [], {}
    n_rounds = max(len(rounds), len(people.rounds))
    codes = np.full((n_rounds, len(items), len(people.names)), ABSENT, dtype=np.int16)
    for done, column in enumerate(columns):
        answers = to_codes(sheet, column, understood.scale, guessed=scale is None)
        if rounds:
            which, item = place[column.name]
            codes[which, item, people.of_row] = answers
        else:
            codes[people.round_of_row, done, people.of_row] = answers
        progress("Reading the answers", done + 1, len(columns))
    if rounds:
        notes.append(f"Rounds: {number_of_rounds(rounds)}, by the endings of the column names.")
    counted = f"{len(items)} item{'' if len(items) == 1 else 's'}, {len(people.names)} people."
    return StudyData(
        source=sheet.source,
        panelists=people.names,
        items=tuple(items),
        rounds=tuple(rounds) if rounds else people.rounds,
        groups=people.groups,
        scale=understood.scale,
        codes=codes,
        labels=sheet.labels,
        understood=(*sheet.notes, *notes, *left_out, *people.notes, *understood.notes, counted),
    )


def _item_columns(
    sheet: Sheet, roles: Roles, chosen: Sequence[str], cannot_judge: Collection[str], progress: Progress
) -> tuple[list[AnswersColumn], list[str]]:
    """The columns of answers: those chosen, or all in which at least half of what is there can be read as one."""
    columns, empty, aside, texts = [], [], [], []
    names = list(chosen) or list(roles.rest)
    for done, name in enumerate(names, start=1):
        if not chosen and is_tool_column(name):
            aside.append(name)
            continue
        column = read_column(name, sheet.cells[name], cannot_judge)
        if column.n_filled == 0:
            empty.append(name)
        elif not chosen and 2 * column.count(Kind.TEXT) > column.n_filled:
            texts.append(name)
        else:
            columns.append(column)
        progress("Looking at the columns", done, len(names))
    if not columns:
        raise InvalidInputError(f"{sheet.source}: no column holds ratings or votes; name them with --items.")
    notes = [
        f"{what}: {', '.join(repr(name) for name in found)}."
        for what, found in (
            ("Left out as empty", empty),
            ("Left out as text", texts),
            ("Left out as details of a survey tool", aside),
        )
        if found
    ]
    return columns, notes


def _of_one_kind(columns: Sequence[AnswersColumn], scale: RatingScale | None) -> tuple[list[AnswersColumn], list[str]]:
    """The columns of ratings in a study of ratings, of votes in one of votes; the others are named."""
    wanted, other = (Kind.VOTE, Kind.RATING) if scale is None else (Kind.RATING, Kind.VOTE)
    kept = [column for column in columns if not (column.count(other) and not column.count(wanted))]
    names = ", ".join(repr(column.name) for column in columns if column not in kept)
    what = "numbers" if scale is None else "votes"
    return kept, [
        f"Left out as {what}, the other columns being {'votes' if scale is None else 'ratings'}: {names}."
    ] if names else []


def _by_round(names: Sequence[str]) -> tuple[list[str], list[str], dict[str, tuple[int, int]]]:
    """Items and rounds where every column name ends in one ("pain_r1"), and where each column belongs."""
    matches = [_ROUND_IN_NAME.match(name) for name in names]
    found = [match for match in matches if match]
    rounds = order_rounds({match["round"] for match in found})
    if len(found) < len(names) or len(rounds) < 2:
        return list(names), [], {}
    items = list(dict.fromkeys(match["item"] for match in found))
    place = {
        name: (rounds.index(match["round"]), items.index(match["item"]))
        for name, match in zip(names, found, strict=True)
    }
    return items, [f"Round {number}" for number in rounds], place
