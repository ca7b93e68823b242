"""The protocol of a Delphi: everything that is fixed before the first round opens, as one frozen value."""

from dataclasses import dataclass, fields, replace

from consensus.domain.delphi.dimensions import Dimension
from consensus.domain.delphi.feedback_plan import FeedbackPlan, check_arms
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry, Entry, GroupsShown, ItemOrder, Pace, ReasonTrigger
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import InvalidInputError

MOST_DIMENSIONS = 6
MOST_DAYS = 365
MOST_PETITIONERS = 50
MOST_REASONS = 12

USUAL_REASONS = (
    "Evidence I know of",
    "Experience with patients",
    "Harm or risk weighs more",
    "Feasibility or cost",
    "The wording is not clear",
)


@dataclass(frozen=True, slots=True)
class Protocol:
    """What a method sets.

    dimensions: what is asked about each item; the first one decides whether an item is settled.
    arms: what is fed back; several are compared, each panelist being drawn into one.
    days: how long each round is open, the last one standing for all later ones.
    petition: so many panelists reopen a settled item; 0 switches petitions off.
    meeting_before: the rounds before which the panel meets.
    pace: in real time there is one round, in which the panel is shown as it stands once somebody has answered.
    """

    dimensions: tuple[Dimension, ...]
    stop: StopRule
    arms: tuple[FeedbackPlan, ...] = (FeedbackPlan(),)
    order: ItemOrder = ItemOrder.RANDOM_IN_SECTIONS
    carry: Carry = Carry.UNSETTLED
    entry: Entry = Entry.ANYONE
    reasons_when: frozenset[ReasonTrigger] = frozenset(ReasonTrigger)
    reasons: tuple[str, ...] = USUAL_REASONS
    comments: bool = True
    proposals: bool = True
    petition: int = 0
    days: tuple[int, ...] = (21,)
    anonymity: Anonymity = Anonymity.CONFIDENTIAL
    tally: TallyMode = TallyMode.SEALED
    meeting_before: frozenset[int] = frozenset()
    introduction: str = ""
    checklist: str = ""
    pace: Pace = Pace.ROUNDS

    def __post_init__(self) -> None:
        _check_dimensions(self)
        check_arms(self.arms)
        if self.anonymity is Anonymity.SECRET:
            raise InvalidInputError("A Delphi cannot be secret: nobody could be shown their own rating again.")
        if not self.days or not all(1 <= days <= MOST_DAYS for days in self.days):
            raise InvalidInputError(f"A round is open for 1 to {MOST_DAYS} days.")
        if len(self.days) > self.stop.maximum_rounds:
            raise InvalidInputError(
                f"There are days for {len(self.days)} rounds, but at most {self.stop.maximum_rounds} are held."
            )
        if self.petition and not 2 <= self.petition <= MOST_PETITIONERS:
            raise InvalidInputError(f"2 to {MOST_PETITIONERS} panelists reopen an item, or 0 where nobody can.")
        if len(self.reasons) > MOST_REASONS or len(set(self.reasons)) < len(self.reasons):
            raise InvalidInputError(f"There are at most {MOST_REASONS} reasons to tap, each of them once.")
        if self.reasons_when and not all(reason.strip() for reason in self.reasons):
            raise InvalidInputError("A reason to tap is not empty.")
        if any(not 1 <= number <= self.stop.maximum_rounds for number in self.meeting_before):
            raise InvalidInputError("A meeting is held before one of the rounds there are.")
        if self.is_real_time:
            _check_real_time(self)

    @property
    def is_real_time(self) -> bool:
        """Whether there are no rounds: everybody answers in their own time until the deadline."""
        return self.pace is Pace.REAL_TIME

    @property
    def deciding(self) -> Dimension:
        """The dimension that decides whether an item is settled."""
        return self.dimensions[0]

    def dimension(self, slug: str) -> Dimension:
        """One dimension by its slug."""
        for dimension in self.dimensions:
            if dimension.slug == slug:
                return dimension
        raise InvalidInputError(f"The protocol has no dimension '{slug}'.")

    def days_of(self, number: int) -> int:
        """How long the round of this number, counted from 1, is open."""
        return self.days[min(number, len(self.days)) - 1]

    def over_rounds(self, stop: StopRule, days: tuple[int, ...]) -> "Protocol":
        """The same with another stop rule and other days; meetings before rounds there are no more fall away."""
        kept = frozenset(number for number in self.meeting_before if number <= stop.maximum_rounds)
        return replace(self, stop=stop, days=days[: stop.maximum_rounds], meeting_before=kept)

    def in_real_time(self, stop: StopRule, days: tuple[int, ...]) -> "Protocol":
        """The same without rounds; what needs several of them falls away, and feedback by group."""
        return replace(
            self,
            pace=Pace.REAL_TIME,
            stop=replace(stop, maximum_rounds=1),
            days=days[:1],
            arms=tuple(replace(arm, groups=GroupsShown.NONE) for arm in self.arms),
            petition=0,
            meeting_before=frozenset(),
        )

    def is_last(self, number: int) -> bool:
        """Whether no round follows the one of this number in any case."""
        return number >= self.stop.maximum_rounds

    def changes_to(self, after: "Protocol") -> tuple[str, ...]:
        """The parts in which another protocol differs, in words."""
        return tuple(
            _PARTS[field.name] for field in fields(self) if getattr(self, field.name) != getattr(after, field.name)
        )


_PARTS = {
    "dimensions": "what is asked and by which rule it is judged",
    "stop": "the number of rounds or the stop rule",
    "arms": "what is fed back",
    "order": "the order of the items",
    "carry": "which items go on",
    "entry": "who may enter later",
    "reasons_when": "when a reason is asked",
    "reasons": "the reasons to tap",
    "comments": "comments",
    "proposals": "proposals of items",
    "petition": "petitions",
    "days": "how long rounds are open",
    "anonymity": "what is promised about ratings",
    "tally": "what the facilitator watches",
    "meeting_before": "the meetings",
    "introduction": "the introduction",
    "checklist": "the reporting checklist",
    "pace": "whether it is held in rounds",
}


def _check_real_time(protocol: Protocol) -> None:
    """Refuse what needs rounds, and what would tell of single people while others still answer."""
    if protocol.stop.maximum_rounds > 1:
        raise InvalidInputError("Without rounds there is one deadline; set 'maximum_rounds' to 1.")
    if protocol.deciding.answers != "rating":
        raise InvalidInputError("Without rounds items are rated on a scale.")
    if protocol.petition or protocol.meeting_before:
        raise InvalidInputError("Without rounds nothing is reopened by petition, and no meeting lies between rounds.")
    if any(arm.groups is not GroupsShown.NONE for arm in protocol.arms):
        raise InvalidInputError(
            "Without rounds the panel is shown as a whole: of a group that changes one by one it would tell who did."
        )


def _check_dimensions(protocol: Protocol) -> None:
    dimensions = protocol.dimensions
    if not 1 <= len(dimensions) <= MOST_DIMENSIONS:
        raise InvalidInputError(f"About each item 1 to {MOST_DIMENSIONS} questions are asked, not {len(dimensions)}.")
    if len({dimension.slug for dimension in dimensions}) < len(dimensions):
        raise InvalidInputError("Two dimensions have the same slug.")
    if len({dimension.answers for dimension in dimensions}) > 1:
        raise InvalidInputError("All dimensions of a protocol are answered in the same way, such as by rating.")
    if len({dimension.scale for dimension in dimensions}) > 1:
        raise InvalidInputError("All dimensions of a protocol are rated on the same scale.")
    if dimensions[0].answers == "ranking" and len(dimensions) > 1:
        raise InvalidInputError("A ranking asks one question only.")
    if dimensions[0].answers == "rating":
        return
    if protocol.reasons_when:
        raise InvalidInputError("A reason is asked for ratings only; leave 'reasons_when' empty for other answers.")
    if protocol.stop.maximum_rounds > 1 and any(arm.median or arm.quartiles or arm.words for arm in protocol.arms):
        raise InvalidInputError("Median, quartiles and the place of a rating in words are fed back of ratings only.")
