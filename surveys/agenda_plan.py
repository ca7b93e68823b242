"""From collated answers to the plan of a day: contested topics first, settled ones on a consent list, breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from consensus.domain.agenda import DAY, AgendaKind
from consensus.domain.errors import InvalidInputError
from surveys.collation import QuestionCollation
from surveys.collation_filter import SETTLED_TO
from surveys.proposals import AgendaProposal, propose_agenda

CONSENT_MINUTES = 5
"""For each topic on the consent list: read out, objections asked for."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is known of the day before anything is planned; starts_at counts minutes after midnight."""

    starts_at: int = 9 * 60
    day_minutes: int = 8 * 60
    opening: int = 15
    closing: int = 20
    lunch: int = 45
    n_breaks: int = 2
    break_minutes: int = 15

    def __post_init__(self) -> None:
        lengths = (self.opening, self.closing, self.lunch, self.break_minutes)
        if not 0 <= self.starts_at < DAY or not 0 < self.day_minutes <= DAY or min(lengths) < 0:
            raise InvalidInputError("A day begins between 00:00 and 23:59 and lasts between a minute and 24 hours.")
        if not 0 <= self.n_breaks <= 4:
            raise InvalidInputError("Plan between no and four breaks beside lunch.")


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic as it is planned: what the instrument calls it, and the minutes of its presentations."""

    slug: str
    presentation_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One item; `topic` is the place of its topic among those planned, None for what is no topic."""

    kind: AgendaKind
    minutes: int
    topic: int | None = None
    title: str = ""


def plan_day(
    topics: Sequence[TopicFacts], collations: Sequence[QuestionCollation], day: DayPlan
) -> tuple[PlannedItem, ...]:
    """Opening, consent list, contested topics in falling order with breaks between, closing.

    A topic is settled where its questions are, on average, divided by no more than 20 of 100; one that nobody was asked
    about is discussed. What the day leaves after presentations, breaks, opening and closing is shared out among the
    discussions by how contested they are, in steps of five minutes and one step at least: so a day may turn out too
    short, and says so.
    """
    keys = [str(place) for place in range(len(topics))]
    by_slug = {topic.slug: key for key, topic in zip(keys, topics, strict=True) if topic.slug}
    judged = [_under(collation, by_slug.get(collation.topic, "")) for collation in collations]
    first = propose_agenda(keys, judged, minutes=0)
    settled = [int(found.topic) for found in first if found.question_ids and found.contestedness <= SETTLED_TO]
    open_keys = [key for key in keys if int(key) not in settled]
    fixed = day.opening + day.closing + day.lunch + day.n_breaks * day.break_minutes + CONSENT_MINUTES * len(settled)
    talks = sum(topics[int(key)].presentation_minutes for key in open_keys)
    discussed = propose_agenda(open_keys, judged, minutes=max(0, day.day_minutes - fixed - talks))
    items = [_topic(topics, found) for found in discussed]
    return (
        PlannedItem(AgendaKind.OPENING, day.opening, title="Opening"),
        *(PlannedItem(AgendaKind.CONSENT, CONSENT_MINUTES, place) for place in sorted(settled)),
        *_with_breaks(items, day),
        PlannedItem(AgendaKind.CLOSING, day.closing, title="Closing"),
    )


def _under(collation: QuestionCollation, key: str) -> QuestionCollation:
    """The collation of a question under the key of its topic."""
    return replace(collation, topic=key)


def _topic(topics: Sequence[TopicFacts], found: AgendaProposal) -> PlannedItem:
    place = int(found.topic)
    return PlannedItem(AgendaKind.TOPIC, topics[place].presentation_minutes + found.minutes, place)


def _with_breaks(items: Sequence[PlannedItem], day: DayPlan) -> list[PlannedItem]:
    """Lunch in the middle, the other breaks evenly around it, each at the end of the topic that ends nearest."""
    total = sum(item.minutes for item in items)
    breaks: dict[int, PlannedItem] = {}
    lunch = [(0.5, PlannedItem(AgendaKind.BREAK, day.lunch, title="Lunch"))] if day.lunch else []
    n = day.n_breaks
    shares = [(place + 0.5) / n if n % 2 == 0 or not day.lunch else (place + 1) / (n + 2) for place in range(n)]
    coffee = [(share, PlannedItem(AgendaKind.BREAK, day.break_minutes, title="Break")) for share in shares]
    ends = [sum(item.minutes for item in items[: place + 1]) for place in range(len(items) - 1)]
    for share, pause in (*lunch, *coffee):
        free = [place for place in range(len(ends)) if place not in breaks]
        if free:
            breaks[min(free, key=lambda place: abs(ends[place] - share * total))] = pause
    planned: list[PlannedItem] = []
    for place, item in enumerate(items):
        planned.append(item)
        if place in breaks:
            planned.append(breaks[place])
    return planned
