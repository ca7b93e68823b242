"""The question whether anybody objects to a wording: its answers, what may be shown, and how people were heard."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import STAFF, Role


class Answer(StrEnum):
    """The two answers; not answering is none of them."""

    NO_OBJECTION = "no_objection"
    OBJECT = "object"


class Heard(StrEnum):
    """How the room heard from somebody before a statement was adopted without a vote.

    ALOUD: asked in the room alone. PHONE: "no objection" on their phone. SILENT: asked on their phone, no answer there,
    and asked in the room. LEFT: "no objection" on their phone, and gone before the adoption.
    """

    ALOUD = "aloud"
    PHONE = "phone"
    SILENT = "silent"
    LEFT = "left"


HEARD = {
    Heard.ALOUD: "Asked in the room",
    Heard.PHONE: "No objection on their phones",
    Heard.SILENT: "No answer on their phones, asked in the room",
    Heard.LEFT: "No objection on their phones, then left",
}


@dataclass(frozen=True, slots=True)
class Hearing:
    """How many of those who decide were heard in which way before an adoption without a vote."""

    aloud: int = 0
    phone: int = 0
    silent: int = 0
    left: int = 0

    @classmethod
    def of(cls, heard: Iterable[Heard]) -> "Hearing":
        """Count the ways one by one."""
        counts = Counter(heard)
        return cls(*(counts[way] for way in (Heard.ALOUD, Heard.PHONE, Heard.SILENT, Heard.LEFT)))

    @property
    def is_by_phone(self) -> bool:
        """Whether people were asked on their phones."""
        return bool(self.phone or self.silent or self.left)

    @property
    def words(self) -> str:
        """ "asked aloud", or "12 said so on their phones, 3 did not answer there and were asked in the room"."""
        if not self.is_by_phone:
            return "asked aloud"
        parts = [
            f"{self.phone} said so on their {'phone' if self.phone == 1 else 'phones'}",
            f"{self.silent} did not answer there and {_were(self.silent)} asked in the room" if self.silent else "",
            f"{self.aloud} came later and {_were(self.aloud)} asked in the room" if self.aloud else "",
            f"{self.left} said so and left" if self.left else "",
        ]
        return ", ".join(part for part in parts if part)


def _were(n: int) -> str:
    return "was" if n == 1 else "were"


PROMISES = {
    Anonymity.OPEN: (
        "This is open: once everybody was asked, the process sees who objects and why. "
        "You can change your answer until then."
    ),
    Anonymity.CONFIDENTIAL: (
        "Nobody on the panel and no facilitator sees who objects; your reason is shown without your name. "
        "Where nobody objects, the record names everybody present. You can change your answer until the end."
    ),
}


@dataclass(frozen=True, slots=True)
class CheckDisclosure:
    """What one person may be shown of an objection check.

    has_objection: whether one has come. result: how many object, and their reasons without names.
    objectors: their names. silent: the names of those who were asked and did not answer.
    """

    has_objection: bool
    result: bool
    objectors: bool
    silent: bool


def disclose_check(role: Role, state: RoundState, anonymity: Anonymity, n_objections: int) -> CheckDisclosure:
    """What a member of this role may see of a check in this state.

    While it is open the facilitator sees that an objection has come, and nobody who has answered: both together would
    name whoever objects. After the end the names of the silent are shown where nobody objects, because whoever did
    answer then said the same; beside an objection of a confidential check they would narrow down whose it is.
    """
    if state in (RoundState.DRAFT, RoundState.OPEN):
        return CheckDisclosure(role is Role.FACILITATOR and state is RoundState.OPEN, False, False, False)
    by_name = anonymity is Anonymity.OPEN
    return CheckDisclosure(True, True, by_name, role in STAFF and (by_name or n_objections == 0))
