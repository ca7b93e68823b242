"""Each panelist's own feedback after a round, made from what was frozen; nobody else can open it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.letters import NOT_RATED, FeedbackLetter, LetterBar, LetterGroup, LetterItem
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.stop_rule import MOST_ROUNDS
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.exports.feedback_letter import to_letter_pdf
from consensus.persistence.tables import DelphiRound, Elector, GivenFeedback, Person, Round
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import rounds_of
from consensus.services.delphi.form_items import items_of, reader_of, rows_of
from consensus.services.delphi.form_views import FormItem
from consensus.services.processes.results import Export
from consensus.tally.feedback_shown import ShownFeedback

FILES = {f"letter-{number}.pdf": number for number in range(1, MOST_ROUNDS + 1)}

_LATER = "What you are shown of this round is drawn when the next one opens. Your letter is here from then on."

Held = Sequence[tuple[Round, DelphiRound]]


@dataclass(frozen=True, slots=True)
class MyLetters:
    """The letters the actor has, by number of the round; `letter` is the one asked for, `why_not` why none is."""

    numbers: tuple[int, ...]
    letter: FeedbackLetter | None
    why_not: str


def my_letters(ctx: Context, process_id: UUID, number: int | None = None) -> MyLetters:
    """The actor's own letters, and the one of a round or the newest of them."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_RESULTS, process_id)
        held = rounds_of(session, process_id)
        mine = _mine(session, standing, held)
        if not mine:
            return MyLetters((), None, "You find a letter here after each round you are asked to rate in.")
        numbers = tuple(delphi.number for _, delphi in mine)
        wanted = number if number in numbers else numbers[-1]
        round_, delphi = next(pair for pair in mine if pair[1].number == wanted)
        letter = _letter(session, standing, held, round_, delphi)
        return MyLetters(numbers, letter, "" if letter else _LATER)


def note_read(ctx: Context, process_id: UUID, number: int) -> None:
    """Keep that the actor was shown what is fed back of this round, where the next one has not shown it yet."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.CAST_BALLOT, process_id, changes=True)
        following = next((pair for pair in rounds_of(session, process_id) if pair[1].number == number + 1), None)
        given = session.get(GivenFeedback, (following[0].id, standing.member.id)) if following else None
        if given is not None and given.seen_at is None:
            given.seen_at = ctx.db.now(session)
            session.add(given)


def export_letter(ctx: Context, process_id: UUID, *, number: int) -> Export:
    """The actor's own letter after the round of this number, to print."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_RESULTS, process_id)
        held = rounds_of(session, process_id)
        found = [pair for pair in _mine(session, standing, held) if pair[1].number == number]
        if not found:
            raise ConflictError("You have no letter of this round.")
        letter = _letter(session, standing, held, *found[0])
        if letter is None:
            raise ConflictError(_LATER)
        return Export(f"{standing.process.slug}-letter-{number}.pdf", "application/pdf", to_letter_pdf(letter))


EXPORTS = {name: partial(export_letter, number=number) for name, number in FILES.items()}


def _mine(session: Session, standing: Standing, held: Held) -> list[tuple[Round, DelphiRound]]:
    """The revealed rounds in which the actor was among those who rate."""
    found = []
    for round_, delphi in held:
        elector = session.get(Elector, (round_.id, standing.member.id))
        if round_.state is RoundState.REVEALED and elector is not None and not elector.is_recused:
            found.append((round_, delphi))
    return found


def _letter(
    session: Session, standing: Standing, held: Held, round_: Round, delphi: DelphiRound
) -> FeedbackLetter | None:
    arm = _arm(session, standing, held, round_, delphi)
    if arm is None:
        return None
    rows = rows_of(session, round_.id)
    elector = session.get(Elector, (round_.id, standing.member.id))
    reader = reader_of(session, standing, round_, delphi, elector, rows)
    itself = {row.item.id: row.item.id for row in rows}
    items = {item.id: item for item in items_of(session, replace(reader, arm=arm, earlier=itself), rows)}
    process, person = standing.process, session.get_one(Person, standing.member.person_id)
    closed = (round_.closed_at or delphi.closes_at).astimezone(ZoneInfo(process.time_zone or "UTC"))
    return FeedbackLetter(
        process=process.title,
        name=person.name,
        number=delphi.number,
        day=f"{closed.day} {closed:%B %Y}",
        shown=arm.phrase(),
        is_simulated=process.is_simulated,
        items=tuple(_item(items[row.item.id], arm) for row in rows if not items[row.item.id].is_recused),
    )


def _arm(session: Session, standing: Standing, held: Held, round_: Round, delphi: DelphiRound) -> FeedbackPlan | None:
    """What this panelist is shown of the round: as frozen when the next one opened, else by the protocol of this one.

    None where arms are compared and the next round has not drawn theirs yet.
    """
    following = next((pair for pair in held if pair[1].number == delphi.number + 1), None)
    for frozen in (following, (round_, delphi)):
        given = session.get(GivenFeedback, (frozen[0].id, standing.member.id)) if frozen else None
        if frozen and given:
            return protocol_from_dict(frozen[1].protocol).arms[given.arm]
    arms = protocol_from_dict(delphi.protocol).arms
    is_over = bool(delphi.stop and delphi.stop["reasons"])
    return arms[0] if len(arms) == 1 or is_over else None


def _item(item: FormItem, arm: FeedbackPlan) -> LetterItem:
    shown = item.feedback or ShownFeedback()
    rating = item.rating
    labels = {option.value: option.label for option in item.options}
    places = [option.value for option in item.options][: len(shown.counts or ())]
    return LetterItem(
        label=item.label,
        section=item.section,
        text=item.text,
        question=item.question,
        own=_own(item, labels, arm),
        own_comment=rating.comment if rating else "",
        reasons=rating.reasons if rating else (),
        sentence=shown.sentence if rating else "You did not rate this item, so you are not shown how others did.",
        n=shown.n,
        bars=tuple(
            LetterBar(labels[value], n, shown.own is not None and value == str(shown.own))
            for value, n in zip(places, shown.counts or (), strict=True)
        ),
        median="" if shown.median is None else f"{shown.median:g}",
        quartiles=(f"{shown.quartiles[0]:g}", f"{shown.quartiles[1]:g}") if shown.quartiles else None,
        groups=tuple(
            LetterGroup(
                " and ".join(name or "no group" for name in group.names),
                group.n,
                "" if group.median is None else f"{group.median:g}",
            )
            for group in shown.groups
        ),
        comments=item.comments,
    )


def _own(item: FormItem, labels: dict[str, str], arm: FeedbackPlan) -> str:
    if item.rating is None:
        return NOT_RATED
    if item.rating.choice is None:
        return "given before your link was issued"
    return labels.get(item.rating.choice, item.rating.choice) if arm.own_rating else "not shown by the protocol"
