"""What importing a list of people would do to a panel, decided before anything is done."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consensus.domain.errors import InvalidInputError
from consensus.domain.members import MemberDraft, check_vote, clean_fields, may_vote
from consensus.domain.roles import Role
from surveys.panel_file.alike import Likenesses
from surveys.panel_file.entries import Entry, Refusal
from surveys.panel_file.matching import EarlierRows, KnownMember, match_entries

_LABELS = {
    "name": "name",
    "email": "e-mail",
    "role": "role",
    "votes": "vote",
    "stakeholder_group": "group",
    "institution": "institution",
    "country": "country",
    "discipline": "discipline",
}


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that becomes another."""

    fact: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of a row: the member it is about (None: somebody new) and their entry afterwards.

    `alike` names those it looks like and is not: such a row is imported only once it is confirmed.
    """

    row: int
    outcome: Outcome
    member_id: str | None
    draft: MemberDraft
    changes: tuple[Change, ...] = ()
    alike: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, row by row."""

    rows: tuple[PlannedRow, ...]
    refused: tuple[Refusal, ...]

    def of(self, outcome: Outcome) -> tuple[PlannedRow, ...]:
        """The rows with this outcome."""
        return tuple(row for row in self.rows if row.outcome is outcome)

    @property
    def alike(self) -> tuple[PlannedRow, ...]:
        """The rows that have to be confirmed."""
        return tuple(row for row in self.rows if row.alike)

    def confirmed(self, rows: Collection[int]) -> tuple[PlannedRow, ...]:
        """The rows that change something once those of these numbers are confirmed."""
        acting = (row for row in self.rows if row.outcome is not Outcome.UNCHANGED)
        return tuple(row for row in acting if not row.alike or row.row in rows)

    def digest(self) -> str:
        """What tells this plan from any other."""
        return hashlib.sha256(repr((self.rows, self.refused)).encode()).hexdigest()


def plan_import(
    entries: Sequence[Entry], refusals: Iterable[Refusal], panel: Sequence[KnownMember], elsewhere: Collection[str] = ()
) -> ImportPlan:
    """Say of each entry what would become of it, and why some are refused besides the `refusals` made already.

    elsewhere: the addresses, case folded, of people on this server who are not in the process.
    """
    matched, earlier = match_entries(entries, panel), EarlierRows(panel)
    likenesses = Likenesses([(known.id, known.draft) for known in panel])
    holders = {known.draft.email.casefold(): known.id for known in panel if known.draft.email}
    rows, refused = [], list(refusals)
    for entry in entries:
        known = matched.get(entry.row)
        try:
            earlier.check(entry, known)
            planned = _new(entry, elsewhere) if known is None else _changed(entry, known, holders, elsewhere)
        except InvalidInputError as error:
            refused.append(Refusal(entry.row, "", str(error)))
            continue
        rows.append(_with_alike(planned, likenesses))
    return ImportPlan(tuple(rows), tuple(sorted(refused, key=lambda refusal: refusal.row)))


def _new(entry: Entry, elsewhere: Collection[str]) -> PlannedRow:
    role = entry.said.get("role", Role.PANELIST)
    said = {"votes": may_vote(role) and role is not Role.FACILITATOR, **entry.said}
    draft = MemberDraft(name=entry.name, email=entry.email, fields=entry.fields, **said)
    check_vote(draft)
    is_known = entry.email.casefold() in elsewhere
    note = "This address is known on this server; the name kept there stays." if is_known else ""
    return PlannedRow(entry.row, Outcome.NEW, None, draft, note=note)


def _changed(entry: Entry, known: KnownMember, holders: Mapping[str, str], elsewhere: Collection[str]) -> PlannedRow:
    before, after = known.draft, _after(entry, known)
    address = after.email.casefold()
    if address != before.email.casefold() and (address in elsewhere or holders.get(address, known.id) != known.id):
        raise InvalidInputError(f"{after.email} belongs to somebody else.")
    if before.role is Role.FACILITATOR and after.role is not Role.FACILITATOR:
        raise InvalidInputError(f"{before.name} is a facilitator; that is changed on their card, not by a list.")
    if known.is_voting and not may_vote(after.role):
        raise InvalidInputError(f"{before.name} is voting now and stays among those who may until the reveal.")
    changes = _changes(before, after)
    note = "Name and address are known beyond this process and stay." if _is_held(entry, known) else ""
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return PlannedRow(entry.row, outcome, known.id, after, changes, note=note)


def _after(entry: Entry, known: KnownMember) -> MemberDraft:
    """The entry of a member with what the row says; what it does not say stays."""
    said: dict[str, Any] = dict(entry.said)
    if not may_vote(said.get("role", known.draft.role)):
        said.setdefault("votes", False)
    if not known.is_fixed:
        said |= {"name": entry.name, "email": entry.email or known.draft.email}
    after = replace(known.draft, **said, fields=clean_fields({**known.draft.fields, **entry.fields}))
    check_vote(after)
    return after


def _is_held(entry: Entry, known: KnownMember) -> bool:
    differs = entry.name != known.draft.name or entry.email.casefold() not in ("", known.draft.email.casefold())
    return known.is_fixed and differs


def _changes(before: MemberDraft, after: MemberDraft) -> tuple[Change, ...]:
    facts = [(label, getattr(before, fact), getattr(after, fact)) for fact, label in _LABELS.items()]
    fields = [(name, before.fields.get(name, ""), text) for name, text in after.fields.items()]
    return tuple(Change(fact, _said(old), _said(new)) for fact, old, new in (*facts, *fields) if old != new)


def _said(value: object) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _with_alike(planned: PlannedRow, likenesses: Likenesses) -> PlannedRow:
    """The row with those it looks like, where somebody is new or gets another name or address."""
    is_renamed = any(change.fact in ("name", "e-mail") for change in planned.changes)
    if planned.outcome is not Outcome.NEW and not is_renamed:
        return planned
    key = planned.member_id or f"row {planned.row}"
    return replace(planned, alike=likenesses.meet(key, planned.draft, planned.row))
