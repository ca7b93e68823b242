"""Reading an archive that somebody brings: verified first, then its rows checked against the tables, one by one."""

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

from consensus.domain.errors import InvalidInputError
from consensus.exports.archive.verifier.check_files import fingerprint_of
from consensus.exports.archive.verifier.opened import NotAnArchiveError, Opened, Zip, read_json
from consensus.exports.archive.verifier.program import verify
from consensus.services.archive.rows import Row, key_of, points_to, values_of
from consensus.services.archive.travelling import TRAVELS

MOST_BYTES = 200_000_000
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What an archive brings, by the types of the tables; `rounds` and `events` as they lie in its files."""

    process_id: UUID
    title: str
    fingerprint: str
    tables: dict[str, list[Row]]
    people: list[Row]
    statements: list[Row]
    rounds: list[Row]
    events: list[Row]


def unpack(content: bytes) -> Unpacked:
    """Everything an archive brings; refused with the reason where anything in it is wrong."""
    if len(content) > MOST_BYTES:
        raise InvalidInputError(f"An archive is at most {MOST_BYTES // 1_000_000} MB large.")
    try:
        opened = Zip(BytesIO(content))
        findings, manifest = verify(opened)
        if findings.wrong:
            raise InvalidInputError(_refusal(findings.wrong))
        return _read(opened, manifest)
    except NotAnArchiveError as error:
        raise InvalidInputError(str(error)) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InvalidInputError("The data in this archive do not have the form of a process.") from None


def _refusal(wrong: list[str]) -> str:
    more = f" And {len(wrong) - _SHOWN} more." if len(wrong) > _SHOWN else ""
    return f"The archive was changed or is damaged. {'; '.join(wrong[:_SHOWN])}.{more}"


def _read(opened: Opened, manifest: dict[str, Any]) -> Unpacked:
    data = read_json(opened, "process.json")
    if unknown := set(data["tables"]) - set(TRAVELS):
        raise InvalidInputError(f"The archive brings “{min(unknown)}”, which this version does not know.")
    tables = {name: [values_of(name, row) for row in rows] for name, rows in data["tables"].items()}
    people = [{"id": UUID(one["id"]), "name": str(one["name"]), "email": str(one["email"])} for one in data["people"]]
    process_id = UUID(manifest["process"]["id"])
    if [row["id"] for row in tables["process"]] != [process_id]:
        raise InvalidInputError("The archive does not hold the process its list of files names.")
    _check_closed(tables, people)
    return Unpacked(
        process_id=process_id,
        title=str(tables["process"][0]["title"]),
        fingerprint=fingerprint_of(opened),
        tables=tables,
        people=people,
        statements=read_json(opened, "statements.json"),
        rounds=read_json(opened, "rounds.json"),
        events=[json.loads(line) for line in opened.read("events.jsonl").decode().splitlines()],
    )


def _check_closed(tables: dict[str, list[Row]], people: list[Row]) -> None:
    """Every row may point only to rows of this archive: nothing of it reaches into another process."""
    known: dict[str, set[Any]] = {"person": {one["id"] for one in people}}
    for name, rows in tables.items():
        if key := key_of(name):
            known[name] = {row[key] for row in rows}
    for name, rows in tables.items():
        for column, target in points_to(name).items():
            outside = {row.get(column) for row in rows} - known.get(target, set()) - {None}
            if outside:
                raise InvalidInputError(f"A row of “{name}” points to something that is not in the archive.")
