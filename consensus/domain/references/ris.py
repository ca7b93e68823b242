"""RIS files, as reference managers and databases write them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from consensus.domain.errors import InvalidInputError
from consensus.domain.references.doi import doi_within
from consensus.domain.references.model import FoundReference, Reference, ReferenceFile
from consensus.domain.references.names import author_name

_TAGGED = re.compile(r"^\s?([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*)|\s*)$")
_USED = frozenset(
    [
        "TY", "AU", "A1", "A2", "ED", "TI", "T1", "CT", "JO", "JF", "JA", "J1", "J2", "T2", "BT", "PB",
        "PY", "Y1", "DA", "VL", "IS", "SP", "EP", "DO", "M3", "UR", "L2", "AN", "DB", "N1", "C7", "ER",
    ]
)  # fmt: skip
_SILENT = frozenset(
    [
        "AB", "N2", "KW", "ID", "SN", "LA", "CY", "Y2", "AD", "L1", "L3", "L4", "RN", "DP", "ET", "A3",
        "A4", "T3", "M1", "M2", "CN", "C1", "C2", "C3", "C4", "C5", "C6", "C8", "U1", "U2", "AV", "RP",
        "ST", "SE", "SV", "CA", "LB", "OP", "RI", "TA", "TT",
    ]
)  # fmt: skip
_PMID = re.compile(r"PMID:?\s*(\d{1,9})", re.IGNORECASE)

_Entry = dict[str, list[str]]


def read_ris(text: str) -> ReferenceFile:
    """Every entry from TY to ER; a file that breaks this is refused with the line."""
    found: list[FoundReference] = []
    untitled: list[int] = []
    unknown: dict[str, None] = {}
    for line, entry in _entries(text.splitlines()):
        unknown.update(dict.fromkeys(tag for tag in entry if tag not in _USED | _SILENT))
        reference = _reference(entry)
        if reference.title:
            found.append(FoundReference(reference, line))
        else:
            untitled.append(line)
    return ReferenceFile(tuple(found), tuple(sorted(unknown)), tuple(untitled))


def _entries(lines: Sequence[str]) -> list[tuple[int, _Entry]]:
    entries: list[tuple[int, _Entry]] = []
    begin, entry, last = 0, _Entry(), ""
    for number, written in enumerate(lines, start=1):
        line = written.rstrip()
        if not line.strip():
            continue
        tagged = _TAGGED.match(line)
        if tagged is None:
            if not begin or not last:
                raise InvalidInputError(
                    f"Line {number}: an entry begins with “TY  - ”, not with “{line.strip()[:40]}”."
                )
            entry[last][-1] = f"{entry[last][-1]} {line.strip()}"
            continue
        tag, value = tagged[1], (tagged[2] or "").strip()
        if tag == "TY":
            if begin:
                raise InvalidInputError(f"Line {number}: an entry begins; that of line {begin} has no end (“ER  - ”).")
            begin, entry, last = number, defaultdict(list), "TY"
        elif not begin:
            raise InvalidInputError(f"Line {number}: “{tag}” stands outside of an entry; “TY  - ” begins one.")
        if tag == "ER":
            entries.append((begin, entry))
            begin, last = 0, ""
            continue
        entry[tag].append(value)
        last = tag
    if begin:
        raise InvalidInputError(f"Line {begin}: the entry has no end (“ER  - ”) before the file ends.")
    return entries


def _reference(entry: _Entry) -> Reference:
    def first(*tags: str) -> str:
        return next((value for tag in tags for value in entry.get(tag, ()) if value), "")

    year = re.search(r"\d{4}", first("PY", "Y1", "DA"))
    urls = [url for tag in ("UR", "L2") for value in entry.get(tag, ()) for url in value.split(";")]
    begin, end = first("SP"), first("EP")
    return Reference(
        title=first("TI", "T1", "CT"),
        authors=tuple(filter(None, map(author_name, _authors(entry)))),
        journal=first("JO", "JA", "J2", "JF", "J1", "T2", "BT", "PB"),
        year=year[0] if year else "",
        volume=first("VL"),
        issue=first("IS"),
        pages=f"{begin}-{end}" if begin and end and "-" not in begin else begin or first("C7"),
        doi=doi_within(first("DO")) or doi_within(first("M3")) or next(filter(None, map(doi_within, urls)), ""),
        pmid=_pmid(entry),
        url=next((url.strip() for url in urls if url.strip().lower().startswith(("http://", "https://"))), ""),
    )


def _authors(entry: _Entry) -> list[str]:
    return entry.get("AU") or entry.get("A1") or entry.get("A2") or entry.get("ED") or []


def _pmid(entry: _Entry) -> str:
    databases = " ".join(entry.get("DB", ())).lower()
    numbers = [number for number in entry.get("AN", ()) if re.fullmatch(r"\d{1,9}", number)]
    if numbers and ("pubmed" in databases or "medline" in databases):
        return numbers[0]
    noted = _PMID.search(" ".join([*entry.get("N1", ()), *entry.get("AN", ())]))
    return noted[1] if noted else ""
