"""Which column of a table holds people, items, answers, groups and rounds, and which are a survey tool's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from consensus.domain.errors import InvalidInputError
from surveys.tabular.sheet import Sheet


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split(","))


_PANELIST = _words(
    "panelist,panellist,participant,respondent,expert,rater,voter,member,panelist id,panellist id,participant id,"
    "respondent id,participantid,responseid,response id,record id,token,user id,userid,username,user,id,code,email"
)
_ITEM = _words("item,outcome,statement,question,indication,scenario,indicator,item id,outcome name,outcome id")
_ANSWER = _words("rating,score,vote,value,choice,answer,response")
_GROUP = _words("stakeholder group,stakeholdergroup,stakeholder,group,panel group")
_ROUND = _words("round,delphi round,round number,wave,redcap event name,event name")

# What survey tools export beside the answers.
_TOOL_COLUMNS = frozenset(
    _words(
        "startdate,enddate,status,ipaddress,ip address,progress,duration,duration (in seconds),finished,recorddate,"
        "recordeddate,recipientlastname,recipientfirstname,recipientemail,externalreference,locationlatitude,"
        "locationlongitude,distributionchannel,userlanguage,submitdate,lastpage,startlanguage,seed,datestamp,ipaddr,"
        "refurl,date submitted,last page,start language,date started,date last action,redcap survey identifier,"
        "redcap repeat instrument,redcap repeat instance,redcap data access group,timestamp,name,first name,last name,"
        "e-mail,age,country,institution,comment,comments,item text,outcome text,date,time"
    )
)
_TOOL_ENDINGS = re.compile(r"(_complete|_timestamp|_page_submit|_first_click|_last_click|_click_count)$", re.IGNORECASE)
_IMPORT_ID = re.compile(r'^\{"?ImportId"?\s*:', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Roles:
    """The columns by what they hold; `item` and `answer` are given together, and only in a long table."""

    panelist: str | None
    group: str | None
    round: str | None
    item: str | None
    answer: str | None
    rest: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether each row is one answer rather than one person."""
        return self.item is not None


def without_second_header(sheet: Sheet) -> Sheet:
    """Qualtrics puts the question texts and a row of import ids under the names: the first become labels."""
    cells = sheet.cells
    if len(cells) < 2 or not cells.iloc[1].map(lambda cell: bool(_IMPORT_ID.match(cell))).any():
        return sheet
    labels = {str(name): str(text) for name, text in cells.iloc[0].items() if text.strip()}
    note = "Qualtrics: rows 2 and 3 are further headers; the question texts are taken as labels."
    return Sheet(sheet.source, cells.iloc[2:].reset_index(drop=True), sheet.rows[2:], labels, (*sheet.notes, note))


def find_roles(
    sheet: Sheet,
    *,
    panelist: str | None = None,
    group: str | None = None,
    round_: str | None = None,
    chosen_items: Sequence[str] = (),
) -> Roles:
    """Guess the columns that were not named, by their names.

    Raises:
        InvalidInputError: a named column does not exist.
    """
    names = [str(name) for name in sheet.cells.columns]
    for wanted in (panelist, group, round_, *chosen_items):
        if wanted is not None and wanted not in names:
            raise InvalidInputError(f"{sheet.source} has no column '{wanted}'; it has {_listed(names)}.")
    taken = {name for name in (panelist, group, round_, *chosen_items) if name}
    item = None if chosen_items else _first(names, _ITEM, taken)
    answer = _first(names, _ANSWER, taken | {item or ""}) if item else None
    if item is None or answer is None:
        item = answer = None
    taken |= {name for name in (item, answer) if name}
    group = group or _first(names, _GROUP, taken)
    round_ = round_ or _first(names, _ROUND, taken | {group or ""})
    panelist = panelist or _first(names, _PANELIST, taken | {group or "", round_ or ""})
    if item is not None and panelist is None:
        item = answer = None
    used = {panelist, group, round_, item, answer}
    return Roles(panelist, group, round_, item, answer, tuple(name for name in names if name not in used))


def is_tool_column(name: str) -> bool:
    """Whether a survey tool writes this column by itself, or it is known to hold something else than answers."""
    return _plain(name) in _TOOL_COLUMNS | frozenset(_PANELIST) or bool(_TOOL_ENDINGS.search(name))


def tool_of(names: Sequence[str]) -> str:
    """The survey tool whose habits the column names show; "" where they show none."""
    plain = {_plain(name) for name in names}
    if "record id" in plain or "redcap event name" in plain:
        return "REDCap"
    if {"submitdate", "startlanguage"} <= plain or {"date submitted", "start language"} <= plain:
        return "LimeSurvey"
    if {"responseid", "distributionchannel"} <= plain:
        return "Qualtrics"
    if plain & {"stakeholder group", "stakeholdergroup"} and plain & {"outcome", "outcome name", "outcome id"}:
        return "DelphiManager"
    return ""


def _first(names: Sequence[str], known: Sequence[str], taken: set[str]) -> str | None:
    """The column with the most telling of the known names."""
    plain = {_plain(name): name for name in reversed(names) if name not in taken}
    return next((plain[name] for name in known if name in plain), None)


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def _listed(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")
