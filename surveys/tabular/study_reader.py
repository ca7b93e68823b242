"""Reads a study from a file of unknown shape, and says how it was understood."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from consensus.domain.errors import InvalidInputError
from consensus.domain.scales import RatingScale
from surveys.tabular.columns import Roles, find_roles, tool_of, without_second_header
from surveys.tabular.long_table import read_long
from surveys.tabular.reading import read_sheet
from surveys.tabular.sheet import MAX_BYTES, Sheet
from surveys.tabular.study_data import Progress, StudyData
from surveys.tabular.wide_table import read_wide


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the person says of the file; everything left out is guessed.

    items: names or patterns ("Q*") of the columns that hold answers, in a table with one row per person.
    cannot_judge: codes that mean "cannot judge", such as "10" or "99".
    """

    panelist: str | None = None
    groups: str | None = None
    rounds: str | None = None
    items: tuple[str, ...] = ()
    scale: RatingScale | None = None
    cannot_judge: tuple[str, ...] = ()


def parse_scale(text: str) -> RatingScale:
    """A scale as it is typed: "1-9", "0 to 10"."""
    found = re.fullmatch(r"\s*(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\s*", text)
    if found is None:
        raise InvalidInputError(f"Write the scale as its lowest and its highest point, such as 1-9, not '{text}'.")
    return RatingScale(int(found[1]), int(found[2]))


def read_study(path: Path, options: ReadingOptions | None = None, progress: Progress | None = None) -> StudyData:
    """Read a CSV file or a workbook.

    Raises:
        InvalidInputError: the file cannot be read or an answer in it cannot be; names row and column.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInputError(f"{path.name} is larger than {MAX_BYTES // 10**6} MB.")
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"The file '{path}' cannot be opened.") from error
    return parse_study(content, path.name, options, progress)


def parse_study(
    content: bytes, source: str, options: ReadingOptions | None = None, progress: Progress | None = None
) -> StudyData:
    """Read the content of a file; `source` is its name, for messages. Raises as `read_study`."""
    options, report = options or ReadingOptions(), progress or _say_nothing
    report("Reading the file", 0, 1)
    sheet = without_second_header(read_sheet(content, source))
    report("Reading the file", 1, 1)
    if not len(sheet.cells):
        raise InvalidInputError(f"{source} has a header and no row below it.")
    chosen = _chosen(sheet, options)
    roles = find_roles(
        sheet, panelist=options.panelist, group=options.groups, round_=options.rounds, chosen_items=chosen
    )
    tool = tool_of([str(name) for name in sheet.cells.columns])
    sheet = _with_notes(sheet, tool, roles)
    cannot_judge = (*options.cannot_judge, *_codes_of(tool, options))
    if roles.is_long:
        return read_long(sheet, roles, options.scale, cannot_judge, report)
    return read_wide(sheet, roles, chosen, options.scale, cannot_judge, report)


def _chosen(sheet: Sheet, options: ReadingOptions) -> tuple[str, ...]:
    """The columns that match a pattern and were not named as something else."""
    patterns, other = options.items, (options.panelist, options.groups, options.rounds)
    names = [name for column in sheet.cells.columns if (name := str(column)) not in other]
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in names):
            raise InvalidInputError(f"{sheet.source} has no column '{pattern}'.")
    return tuple(name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns))


def _with_notes(sheet: Sheet, tool: str, roles: Roles) -> Sheet:
    shape = "one row per answer (long)" if roles.is_long else "one row per person (wide)"
    notes = [f"Shape: {shape}{f', as {tool} writes it' if tool else ''}."]
    notes += [
        f"{what}: column '{name}'."
        for what, name in (
            ("People", roles.panelist),
            ("Groups", roles.group),
            ("Rounds", roles.round),
            ("Items", roles.item),
            ("Answers", roles.answer),
        )
        if name
    ]
    if roles.panelist is None:
        notes.append("No column names the people: each row is taken as one person.")
    return replace(sheet, notes=(*sheet.notes, *notes))


def _codes_of(tool: str, options: ReadingOptions) -> Sequence[str]:
    """DelphiManager writes 10 for "unable to score" on its scale from 1 to 9."""
    is_nine = options.scale is None or options.scale.high == 9
    return ("10",) if tool == "DelphiManager" and is_nine else ()


def _say_nothing(what: str, done: int, total: int) -> None:
    pass
