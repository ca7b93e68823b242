"""A secret vote among seven people, two of them of the patients, and how it is cast in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from consensus.domain.disclosure import Anonymity
from consensus.domain.secret_ballots import RECEIPT_ALPHABET, RECEIPT_LENGTH
from consensus.persistence.database import Database
from consensus.services.people import panel
from consensus.services.rounds import rounds, secret_casting
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView, get_round
from consensus.services.rounds.secret_casting import SecretCastRequest, SecretChoice
from tests.services.builders import ANN, BEN, CHAIR, CLEO, EVERYBODY, FACILITATOR, Built, begin_meeting, plan_process

DINA, EMIL, FAYE = "Dina Dorn", "Emil Elm", "Faye Fern"
MORE = (DINA, EMIL, FAYE)
SECRET_VOTERS = (CHAIR, ANN, BEN, CLEO, *MORE)

AGREE, DISAGREE, ABSTAIN = "agree", "disagree", "abstain"


def receipt_of(name: str) -> str:
    """A receipt code that a browser could have made, the same for a name each time."""
    number = int.from_bytes(name.encode().ljust(40, b"~")[:10]) ^ 0x5EC7E7
    return "".join(RECEIPT_ALPHABET[number >> 5 * place & 31] for place in range(RECEIPT_LENGTH))


def plan_secret(db: Database, slug: str = "hand", **changes: object) -> Built:
    """A process whose panel is large enough for a secret vote."""
    built = plan_process(db, slug, **changes)  # type: ignore[arg-type]
    for name in MORE:
        draft = panel.MemberDraft(name, institution=name[:3])
        built.members[name] = panel.add_member(built.context(FACILITATOR), built.process_id, draft)
    return built


@dataclass(frozen=True)
class SecretVote:
    """A secret round that was opened on both candidates."""

    built: Built
    id: UUID
    items: tuple[ItemView, ...]

    def paper(self, *choices: str) -> tuple[SecretChoice, ...]:
        """A filled ballot paper; one choice is given on every item."""
        said = choices if len(choices) > 1 else choices * len(self.items)
        return tuple(
            SecretChoice(item.id, item.version_sha256, choice) for item, choice in zip(self.items, said, strict=True)
        )

    def cast(self, name: str, *choices: str, receipt: str | None = None) -> None:
        """Let this member vote."""
        ctx = self.built.context(name)
        secret_casting.cast_secret_ballot(ctx, self.id, receipt or receipt_of(name), self.paper(*choices))

    def cast_all(self, said: Mapping[str, Sequence[str]]) -> None:
        """Let these members vote, one after the other."""
        for name, choices in said.items():
            self.cast(name, *choices)

    def request(self, name: str, *choices: str, token: str | None = None, receipt: str | None = None):
        """A ballot paper as it comes from a browser."""
        return SecretCastRequest(
            token=token or self.built.token(name),
            key=f"{name[:3]}-key-of-a-cast",
            round_id=self.id,
            receipt=receipt or receipt_of(name),
            choices=self.paper(*choices),
        )

    def view(self, name: str = FACILITATOR) -> RoundView:
        """The round as this member sees it."""
        return get_round(self.built.context(name), self.id)

    def close(self) -> None:
        """Close the round."""
        rounds.close_round(self.built.context(FACILITATOR), self.id)

    def reveal(self) -> None:
        """Reveal the closed round."""
        rounds.reveal_round(self.built.context(FACILITATOR), self.id)


def open_secret(built: Built, present: Sequence[str] = (*EVERYBODY, *MORE)) -> SecretVote:
    """Open a secret round on both candidates of a planned process."""
    begin_meeting(built, present)
    ctx = built.context(FACILITATOR)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first, built.second], anonymity=Anonymity.SECRET)
    return SecretVote(built, round_id, get_round(ctx, round_id).items)


# Five agree and two do not with the first; the second has one voice against everybody.
SAID: Mapping[str, tuple[str, str]] = {
    CLEO: (AGREE, AGREE),
    ANN: (DISAGREE, AGREE),
    FAYE: (AGREE, DISAGREE),
    CHAIR: (AGREE, AGREE),
    EMIL: (AGREE, AGREE),
    BEN: (DISAGREE, AGREE),
    DINA: (AGREE, ABSTAIN),
}
