"""How the answers to an item came in: on phones, from paper, or by a show of hands."""

from dataclasses import dataclass

from consensus.domain.paper_ballots import paper_sentence

HANDS_SENTENCE = "The vote was taken by a show of hands."


@dataclass(frozen=True, slots=True)
class Taken:
    """The way of a vote; `n_paper` of its ballots were entered from paper."""

    by_hands: bool = False
    n_paper: int = 0

    @property
    def sentence(self) -> str:
        """What stands beside a tally and in a verdict; "" where everybody voted on a phone."""
        return HANDS_SENTENCE if self.by_hands else paper_sentence(self.n_paper)

    @property
    def words(self) -> str:
        """The way in a few words: "on phones, 2 from paper"."""
        if self.by_hands:
            return "by a show of hands"
        return f"on phones, {self.n_paper} from paper" if self.n_paper else "on phones"
