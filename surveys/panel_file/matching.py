"""Which member each row of a list is about."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consensus.domain.errors import InvalidInputError
from consensus.domain.members import MemberDraft
from surveys.panel_file.entries import Entry


@dataclass(frozen=True, slots=True)
class KnownMember:
    """Somebody in the process. `is_fixed`: name and address belong to more than this process and stay.

    `is_voting`: in the electorate of a vote that is not revealed, which nobody makes smaller.
    """

    id: str
    draft: MemberDraft
    is_fixed: bool = False
    is_voting: bool = False


def match_entries(entries: Sequence[Entry], panel: Sequence[KnownMember]) -> dict[int, KnownMember]:
    """The member each row is about, by row; a row about somebody new has none.

    By the member's id; else by the address; else by the exact name, where of those that no id or address claims
    one alone has it and no other address contradicts.
    """
    matched = dict(_by_id_or_address(entries, panel))
    claimed = {known.id for known in matched.values()}
    free: dict[str, list[KnownMember]] = defaultdict(list)
    for known in panel:
        if known.id not in claimed:
            free[known.draft.name].append(known)
    for entry in entries:
        same = [known for known in free.get(entry.name, ()) if not (entry.email and known.draft.email)]
        if entry.row not in matched and len(same) == 1:
            matched[entry.row] = same[0]
            free[entry.name].remove(same[0])
    return matched


def _by_id_or_address(entries: Sequence[Entry], panel: Sequence[KnownMember]) -> Iterator[tuple[int, KnownMember]]:
    by_id = {known.id: known for known in panel}
    by_address = {known.draft.email.casefold(): known for known in panel if known.draft.email}
    for entry in entries:
        known = by_id.get(entry.id) or by_address.get(entry.email.casefold())
        if known is not None:
            yield entry.row, known


class EarlierRows:
    """What the rows read so far are about, so that no person is written twice."""

    def __init__(self, panel: Sequence[KnownMember]) -> None:
        self._n_called = Counter(known.draft.name for known in panel)
        self._members: dict[str, int] = {}
        self._addresses: dict[str, int] = {}
        self._names: dict[str, int] = {}

    def check(self, entry: Entry, known: KnownMember | None) -> None:
        """Take the row in.

        Raises:
            InvalidInputError: an earlier row is about the same person, or it cannot be said who is meant.
        """
        address = entry.email.casefold()
        if known is not None and known.id in self._members:
            raise InvalidInputError(f"Row {self._members[known.id]} is about the same member, {known.draft.name}.")
        if address and address in self._addresses:
            raise InvalidInputError(f"The address {entry.email} stands in row {self._addresses[address]} already.")
        if known is None and not address:
            self._check_name(entry)
        if known is not None:
            self._members[known.id] = entry.row
        if address:
            self._addresses[address] = entry.row
        else:
            self._names.setdefault(entry.name, entry.row)

    def _check_name(self, entry: Entry) -> None:
        """Somebody new without an address: their name must not stand for two people."""
        if self._n_called[entry.name] > 1:
            raise InvalidInputError(
                f"{self._n_called[entry.name]} members are called {entry.name}; give an e-mail address, so that it is "
                "known who is meant."
            )
        if entry.name in self._names and not entry.id:
            raise InvalidInputError(
                f"{entry.name} stands in row {self._names[entry.name]} already; "
                "without e-mail addresses the two cannot be told apart."
            )
