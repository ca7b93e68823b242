"""Who in a list looks like somebody else, in it or in the process."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from consensus.domain.members import MemberDraft
from consensus.domain.people import likeness


class Likenesses:
    """Those met so far by what they look like: members of the process, and rows about somebody new."""

    def __init__(self, members: Sequence[tuple[str, MemberDraft]]) -> None:
        self._met: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for key, draft in members:
            self._meet(key, draft, f"{_who(draft)}, in the process")

    def meet(self, key: str, draft: MemberDraft, row: int) -> tuple[str, ...]:
        """Take somebody in by the `key` of who they are, and say whom else they look like."""
        found = {text: None for looks in _looks(draft) for other, text in self._met[looks].items() if other != key}
        self._meet(key, draft, f"{_who(draft)}, row {row}")
        return tuple(found)

    def _meet(self, key: str, draft: MemberDraft, text: str) -> None:
        for looks in _looks(draft):
            self._met[looks].setdefault(key, text)


def _looks(draft: MemberDraft) -> Iterator[tuple[str, str]]:
    yield "name", likeness(draft.name)
    if draft.email:
        yield "address", likeness(draft.email)


def _who(draft: MemberDraft) -> str:
    return ", ".join(filter(None, (draft.name, draft.email)))
