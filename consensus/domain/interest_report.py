"""What an account of a process says of interests: declared by topic, decided on, and who was in each electorate."""

from dataclasses import dataclass

from consensus.domain.conflicts import Publication


@dataclass(frozen=True, slots=True)
class DeclaredInterest:
    """One interest as it is published; `text` and `reason` are empty where the process publishes the kind only.

    kinds: such as "financial, personal"; decision: in words, empty where none was taken; decided_by: who took it.
    """

    name: str
    kinds: str
    text: str
    decision: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TopicInterests:
    """One question of the form: how many answered it, how many with an interest, and the interests themselves.

    topic: its title, or "In general". The interests are empty where only counts are published.
    """

    topic: str
    n_asked: int
    n_declared: int
    n_interests: int
    n_recused: int
    interests: tuple[DeclaredInterest, ...]


@dataclass(frozen=True, slots=True)
class InterestReport:
    """The section on conflicts of interest; counted are those who have a vote."""

    publication: Publication
    topics: tuple[TopicInterests, ...]


@dataclass(frozen=True, slots=True)
class VoteElectorate:
    """Who was entitled to decide on these statements, and who was recused; it never says who voted.

    recused_after: those who were in it and were recused from the topic later; the result is to be read with that.
    `recused` and `recused_after` are empty, and only counted, where interests are published as counts.
    """

    labels: tuple[str, ...]
    entitled: tuple[str, ...]
    recused: tuple[str, ...]
    n_recused: int
    recused_after: tuple[str, ...]
    n_recused_after: int
