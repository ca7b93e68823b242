"""Everything a report is written from, as it stood at one moment."""

from dataclasses import dataclass
from datetime import date, datetime

from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.results import Results
from consensus.exports.report.delphi_account import DelphiAccount
from consensus.exports.survey_account import SurveyAccount


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """Who was asked, counted as `ParticipationFlow` counts; groups are of those invited with a vote.

    Of a group that is too small to be named apart, none is told: `groups` has only those of at least the smallest size.
    """

    invited: int
    accepted: int
    declined: int
    institutions_invited: int
    countries: int
    groups: tuple[tuple[str, int], ...]
    n_small_groups: int
    smallest_group: int
    staff: tuple[tuple[str, str], ...]
    patients_invited: int

    @property
    def unanswered(self) -> int:
        """Those who were invited and neither accepted nor declined."""
        return self.invited - self.accepted - self.declined


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """The survey in numbers, told as soon as it was put to the panel; `account` once its answers may be told."""

    title: str
    n_questions: int
    version: int
    opened_at: datetime | None
    closed_at: datetime | None
    account: SurveyAccount | None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meeting; times are those of the record."""

    title: str
    held_on: date | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item of the day as it was planned."""

    slot: str
    title: str
    length: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedChoice:
    """How many made this choice."""

    value: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class ItemAccount:
    """One statement in a round, with its counts and its verdict."""

    label: str
    text: str
    choices: tuple[CountedChoice, ...]
    n_missing: int
    n_recused: int
    outcome: str
    verdict_sentence: str
    share: str
    fragility: int | None
    is_robust: bool
    is_adopted: bool
    is_proposed: bool = False
    needed: int = 0


@dataclass(frozen=True, slots=True)
class NamedBallotPaper:
    """How one person voted in an open round: the words of the choice for each item, "" where there was none."""

    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundAccount:
    """A round that was revealed. `papers` exist only where voting was open."""

    number: int
    kind: str
    opened_at: datetime | None
    closed_at: datetime | None
    definition_sentence: str
    anonymity: Anonymity
    tally_mode: TallyMode
    promise: str
    n_electors: int
    n_voted: int
    items: tuple[ItemAccount, ...]
    papers: tuple[NamedBallotPaper, ...] = ()
    by_hands: bool = False


@dataclass(frozen=True, slots=True)
class CheckAccount:
    """An objection check that has ended: who was asked about which wording, in numbers."""

    number: int
    label: str
    text: str
    version: int
    opened_at: datetime | None
    ended_at: datetime | None
    n_asked: int
    n_answered: int
    n_objections: int


@dataclass(frozen=True, slots=True)
class ConsensusAccount:
    """A statement adopted by full consensus, with each who was present and how the room heard from them, in words."""

    label: str
    text: str
    adopted_at: datetime
    present: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """The results, and what only the report tells. `n_unrevealed` rounds are left out: nobody may know them yet.

    voided: the numbers of rounds that were declared void, each with the reason."""

    results: Results
    anonymity: Anonymity
    panel: PanelFacts
    survey: SurveyFacts | None
    meeting: MeetingFacts | None
    agenda: tuple[AgendaLine, ...]
    rounds: tuple[RoundAccount, ...]
    n_unrevealed: int
    voided: tuple[tuple[int, str], ...]
    n_events: int
    chain_head: str
    time_zone: str
    software: str
    at: datetime
    delphi: tuple[DelphiAccount, ...] = ()
    checks: tuple[CheckAccount, ...] = ()
    full_consensus: tuple[ConsensusAccount, ...] = ()
