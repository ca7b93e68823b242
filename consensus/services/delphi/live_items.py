"""An item without rounds for one reader: first an answer of their own, then the panel as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.reasons import asks_reason
from consensus.domain.delphi.terms import ReasonTrigger
from consensus.persistence.tables import Ballot, Process
from consensus.services.delphi.form_views import LiveItem
from consensus.services.delphi.pictures import Picture, fewest_shown, first_answers, newest_pictures
from consensus.tally.feedback_shown import ShownFeedback, shown_to


@dataclass(frozen=True, slots=True)
class LivePanel:
    """The newest pictures by item, the first answers of the reader, and how many it takes for a picture."""

    pictures: Mapping[UUID, Picture]
    firsts: Mapping[UUID, Ballot]
    fewest: int


@dataclass(frozen=True, slots=True)
class LiveParts:
    """What of an item depends on the panel as it stands."""

    live: LiveItem
    feedback: ShownFeedback | None = None
    comments: tuple[str, ...] = ()
    asks: frozenset[ReasonTrigger] = frozenset()


def live_panel(
    session: Session, process: Process, protocol: Protocol, round_id: UUID, member_id: UUID, item_ids: Sequence[UUID]
) -> LivePanel:
    """All that one reader could be shown of these items."""
    firsts = first_answers(session, round_id, member_id)
    return LivePanel(
        newest_pictures(session, item_ids),
        {item_id: of[member_id] for item_id, of in firsts.items()},
        fewest_shown(process, protocol),
    )


def live_parts(
    panel: LivePanel,
    arm: FeedbackPlan,
    triggers: frozenset[ReasonTrigger],
    scale: BallotScale | None,
    now: Ballot | None,
    issued_at: datetime | None,
) -> LiveParts:
    """What a reader is shown of one item: nothing before an answer of their own.

    issued_at: since when what they said may be shown to this sign-in, None for always.
    """
    if now is None:
        return LiveParts(LiveItem(0, None, ""))
    first = panel.firsts.get(now.item_id)
    known = first.choice if first and _is_known(first, issued_at) else ""
    picture = panel.pictures.get(now.item_id)
    if picture is None:
        waiting = f"The panel is shown here once {panel.fewest} people have rated this item."
        return LiveParts(LiveItem(0, None, known), ShownFeedback(sentence=waiting))
    number = int(now.choice) if now.choice.isdecimal() and _is_known(now, issued_at) else None
    shown = shown_to(picture.panel, arm, number, could_not_judge=number is None, is_counted=False)
    if not _is_known(now, issued_at):
        shown = ShownFeedback(None, shown.n, shown.counts, shown.median, shown.quartiles, (), BEFORE_THE_LINK)
    return LiveParts(
        LiveItem(picture.number, picture.drawn_at, known),
        shown,
        picture.comments if arm.comments else (),
        _asks(triggers, scale, number, known, picture),
    )


BEFORE_THE_LINK = "Your earlier rating was given before the link or code you came in by was issued, so it is not shown."


def _asks(
    triggers: frozenset[ReasonTrigger], scale: BallotScale | None, number: int | None, first: str, picture: Picture
) -> frozenset[ReasonTrigger]:
    if scale is None or number is None:
        return frozenset()
    before = int(first) if first.isdecimal() else None
    return asks_reason(triggers, scale.points, number, before=before, band=picture.panel.band)


def _is_known(ballot: Ballot, issued_at: datetime | None) -> bool:
    return issued_at is None or ballot.cast_at >= issued_at
