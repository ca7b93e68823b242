"""What comes out of a process: frozen values that every export is written from."""

from dataclasses import dataclass
from datetime import datetime

from consensus.domain.ballots import AnswerCount, RoundKind
from consensus.domain.deviations import Deviation
from consensus.domain.interest_report import InterestReport, VoteElectorate
from consensus.domain.references.numbering import NumberedReference
from consensus.domain.statements import Route
from consensus.domain.taking_part import ConsentCount
from consensus.domain.trail import Step

FULL_CONSENSUS = Route.FULL_CONSENSUS.value
VOTE = Route.VOTE.value


@dataclass(frozen=True, slots=True)
class ParticipationFlow:
    """Counts of people at each stage.

    `invited`, `responded` (to the survey), `attended` and `voted` (at least once) count the people entitled to
    vote, `institutions` the distinct institutions of those of them who attended. Patient representatives without
    a vote who attended are counted apart, in `patient_representatives`; facilitators and observers nowhere.
    """

    invited: int
    responded: int
    attended: int
    voted: int
    institutions: int
    patient_representatives: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence and where it was published; `doi` may be empty.

    note: how it stands to the work, such as "as cited in"; number: that of the work in the list of references.
    """

    text: str
    reference: str
    doi: str = ""
    note: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenDissent:
    """What somebody wrote who does not agree; `name` is empty where it is not said who."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FinalStatement:
    """An adopted statement; after full consensus without a vote the counts are 0 and `present` says who agreed.

    topic: the title of the agenda item; label: the number or short name under which the statement is printed.
    sha256: hash of the adopted wording (`domain.statements.version_hash`).
    present: how many people entitled to vote were there, where that was recorded; recused: how many were taken out.
    trail: what led to it, from the answers to the adoption.
    grade: strength and certainty in one sentence; "" where none were stated.
    share, percent: the deciding share as "14/15" and "93.3%"; rule: what it was held against, in a few words.
    version: the number of the adopted wording.
    dissent: the minority statement; dissents: what those wrote who do not agree, word for word.
    kind, answers: how the panel was asked, and how many gave which answer; no answers after full consensus.
    """

    topic: str
    label: str
    text: str
    plain_text: str
    sha256: str
    route: str
    verdict_sentence: str
    outcome: str
    n_agree: int
    n_disagree: int
    n_abstain: int
    n_cannot_judge: int
    eligible: int
    present: int | None
    rationale: str
    evidence: tuple[Evidence, ...]
    dissent: str
    adopted_at: datetime | None
    recused: int = 0
    trail: tuple[Step, ...] = ()
    grade: str = ""
    dissents: tuple[WrittenDissent, ...] = ()
    share: str = ""
    percent: str = ""
    rule: str = ""
    version: int = 0
    kind: RoundKind = RoundKind.VOTE
    answers: tuple[AnswerCount, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateResult:
    """What became of one statement that was put to the panel, adopted or not.

    recused: people out of its electorate for a conflict of interest; without_conflicts: how the verdict stands
    without those who voted with a disclosed one, or why that is not said; empty where there were none.
    kind, round_number: the round it was put to, 0 where there was none; answers: who gave which, where one was held.
    """

    topic: str
    label: str
    text: str
    route: str
    outcome: str
    verdict_sentence: str
    n_agree: int
    n_disagree: int
    n_abstain: int
    n_cannot_judge: int
    eligible: int
    adopted: bool
    recused: int = 0
    without_conflicts: str = ""
    kind: RoundKind = RoundKind.VOTE
    answers: tuple[AnswerCount, ...] = ()
    round_number: int = 0

    @property
    def was_voted_on(self) -> bool:
        """Whether a vote was held; the counts of votes mean nothing otherwise."""
        return self.route == VOTE

    @property
    def n_missing(self) -> int:
        """Eligible people who cast nothing; 0 where no vote was held."""
        cast = self.n_agree + self.n_disagree + self.n_abstain + self.n_cannot_judge
        if self.answers:
            cast = sum(answer.n for answer in self.answers)
        return self.eligible - cast if self.was_voted_on else 0

    @property
    def counts_votes(self) -> bool:
        """Whether the people for and against are counted, rather than points, cells or places."""
        return self.was_voted_on and self.kind in (RoundKind.VOTE, RoundKind.APPROVAL)

    @property
    def answers_text(self) -> str:
        """ "Agree 12; Disagree 3", what nobody chose left out."""
        return "; ".join(f"{answer.label} {answer.n}" for answer in self.answers if answer.n)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a published account of a process is written from.

    statements: the adopted ones, in the order of the agenda.
    candidates: every statement put to the panel, those adopted with and without a vote included.
    methods: the paragraph on methods.
    consent: how many of the invited agreed to the newest consent text; None where the process asks for none.
    locked_at, locked_sha256: when the consensus definition was locked, and its fingerprint then; None and "" where
        it never was. definition_sentence is the one in force now.
    deviations: what was changed in it since, oldest first.
    interests: what was declared and decided, as it is published; None where nothing was asked, or not for the reader.
    electorates: who was entitled to decide on what.
    references: the works that the evidence rests on, numbered as they are first cited.
    """

    title: str
    question: str
    scope: str
    source: str
    simulated: bool
    definition_sentence: str
    flow: ParticipationFlow
    statements: tuple[FinalStatement, ...]
    candidates: tuple[CandidateResult, ...]
    future_study: tuple[str, ...]
    methods: str
    locked_at: datetime | None = None
    locked_sha256: str = ""
    deviations: tuple[Deviation, ...] = ()
    interests: InterestReport | None = None
    electorates: tuple[VoteElectorate, ...] = ()
    consent: ConsentCount | None = None
    references: tuple[NumberedReference, ...] = ()
