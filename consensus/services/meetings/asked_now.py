"""What a meeting asks of whom now: decided in one place, for one page and for all who are connected at once."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from consensus.domain.ballots import Option
from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.objections import Answer
from consensus.domain.roles import Action, Role, may
from consensus.domain.round_kinds import KINDS
from consensus.persistence.database import Database
from consensus.persistence.tables import Elector, Meeting, Member, Participation, Process, Round, WebSession
from consensus.services.access import Standing
from consensus.services.batches import batches
from consensus.services.context import Actor
from consensus.services.meetings.breaks import BreakView, break_of
from consensus.services.meetings.objection_views import CheckView, check_on_screen, view_check
from consensus.services.rounds.ballot_views import MyBallot, ballots_of, shown_to
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.meeting_rounds import round_on_screen
from consensus.services.rounds.round_views import RoundView, decides, view_round
from consensus.services.sign_in.identity import token_digest
from consensus.services.sign_in.sign_ins import is_live_now
from consensus.services.snapshots import snapshots


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item of a ballot as the person may see it, with what is recorded for them, if anything.

    `needs` is the sentence on what adoption takes, `number` a short label, `at` in UTC; `whole` names the kind of round
    where all items are one paper, cast at once. `comment_on` is the one choice that a comment belongs to, "" where it
    belongs to any.
    `entered_by` names who entered the answer from paper.
    """

    id: UUID
    version_sha256: str
    text: str
    options: tuple[Option, ...]
    choice: str | None = None
    comment: str = ""
    at: datetime | None = None
    plain: str = ""
    needs: str = ""
    number: str = ""
    asks_comment: bool = True
    whole: str = ""
    comment_label: str = "Comment (optional)"
    comment_on: str = ""
    entered_by: str = ""

    def to_data(self) -> dict[str, Any]:
        """The item as the element reads it."""
        return {
            "id": str(self.id),
            "version": self.version_sha256,
            "text": self.text,
            "plain": self.plain,
            "needs": self.needs,
            "number": self.number,
            "options": [{"value": option.value, "label": option.label, "hint": option.hint} for option in self.options],
            "whole": self.whole,
            "open": True,
            "choice": self.choice,
            "comment": self.comment,
            "at": self.at.astimezone(UTC).isoformat() if self.at else None,
            "asks_comment": self.asks_comment,
            "comment_label": self.comment_label,
            "comment_on": self.comment_on,
            "entered_by": self.entered_by,
        }


@dataclass(frozen=True)
class Asked:
    """The ballot of one person in the vote or the check that is open now, and what is promised about it.

    A secret one is cast on all items at once; `has_voted` says that it was, and is false of any other.
    Those who have not voted share one, so it is written once for all of them.
    """

    round_id: UUID
    title: str
    promise: str
    items: tuple[AskedItem, ...]
    is_secret: bool = False
    has_voted: bool = False

    def to_data(self) -> dict[str, Any]:
        """The ballot as the element reads it."""
        return {
            "round": str(self.round_id),
            "title": self.title,
            "promise": self.promise,
            "secret": self.is_secret,
            "voted": self.has_voted,
            "items": [item.to_data() for item in self.items],
        }

    @cached_property
    def text(self) -> str:
        """The same as JSON."""
        return json.dumps(self.to_data(), ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class AskedNow:
    """What is asked at a revision, by the cookie of whoever is asked; a cookie that does not hold is not in it."""

    revision: int
    by_token: Mapping[str, Asked | None]


def asked_of(
    meeting: Meeting, pause: BreakView | None, round_: RoundView | None, check: CheckView | None
) -> Asked | None:
    """What is asked of the person who sees the round and the check like this; None where nothing is."""
    if not _is_asking(meeting, pause):
        return None
    if check is not None and check.is_asked:
        return _check(check)
    return _ask(round_) if round_ is not None and round_.may_vote else None


def ask_all(db: Database, process_id: UUID, tokens: Collection[str]) -> AskedNow:
    """What is asked of each of these cookies' holders, read together.

    The ballot is the page's, as somebody without a ballot of their own sees it; it is made once for each revision.
    """
    with db.reading() as session:
        process = session.get_one(Process, process_id)
        holders = _holders(session, process_id, tokens)
        paper = snapshots(db).get((process_id, "asked"), process.revision, lambda: _read_paper(session, process))
        if paper is None:
            return AskedNow(process.revision, dict.fromkeys(holders))
        voters = {holder.person_id: paper.voters.get(holder.person_id) for holder in holders.values()}
        member_ids = [member_id for member_id in voters.values() if member_id is not None]
        items = [item.id for item in paper.asked.items]
        voted = _voted(session, paper.asked, member_ids)
        own = {key: ballot for some in batches(member_ids) for key, ballot in ballots_of(session, items, some).items()}
    done = replace(paper.asked, has_voted=True)
    return AskedNow(
        process.revision,
        {
            token: done if voters[holder.person_id] in voted else _asked_of(paper, holder, own)
            for token, holder in holders.items()
        },
    )


@dataclass(frozen=True, slots=True)
class _Paper:
    """The ballot without anybody's votes, and whose it is: members by person."""

    asked: Asked
    voters: Mapping[UUID, UUID]


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose a cookie is, and when the link or code was issued that it came by."""

    person_id: UUID
    credential_at: datetime | None


def _is_asking(meeting: Meeting, pause: BreakView | None) -> bool:
    return meeting.state is MeetingState.RUNNING and meeting.current_topic_id is not None and pause is None


def _ask(round_: RoundView) -> Asked:
    is_secret = round_.secret is not None
    items = tuple(_item(item, asks_comment=not is_secret) for item in round_.items)
    has_voted = round_.secret is not None and round_.secret.i_have_voted
    return Asked(round_.id, "The vote is open", round_.promise, items, is_secret, has_voted)


def _voted(session: Session, asked: Asked, member_ids: Collection[UUID]) -> set[UUID]:
    """Those of these who have voted, where the vote is secret; of any other their ballots say so."""
    if not asked.is_secret:
        return set()
    voted = select(Participation.member_id).where(Participation.round_id == asked.round_id)
    return set(session.exec(voted)).intersection(member_ids)


def _check(check: CheckView) -> Asked:
    mine = check.my_answer
    item = AskedItem(
        id=check.item_id,
        version_sha256=check.version_sha256,
        text=check.text,
        options=check.options,
        choice=mine.choice if mine else None,
        comment=mine.comment if mine else "",
        at=mine.at if mine else None,
        plain=check.plain_text,
        number=check.label,
        comment_label="What is your objection? (optional)",
        comment_on=Answer.OBJECT,
    )
    return Asked(check.id, "Any objection to this wording?", check.promise, (item,))


def _item(item: ItemView, *, asks_comment: bool) -> AskedItem:
    mine = item.my_ballot
    return AskedItem(
        id=item.id,
        version_sha256=item.version_sha256,
        text=item.text,
        options=item.options,
        choice=mine.choice if mine else None,
        comment=mine.comment if mine else "",
        at=mine.at if mine else None,
        plain=item.plain_text,
        needs=item.needs,
        number=item.label,
        asks_comment=asks_comment,
        whole=item.kind.value if KINDS[item.kind].is_cast_whole else "",
        entered_by=mine.entered_by if mine else "",
    )


def _read_paper(session: Session, process: Process) -> _Paper | None:
    meeting = session.exec(select(Meeting).where(Meeting.process_id == process.id)).first()
    if meeting is None or not _is_asking(meeting, break_of(session, meeting.id)):
        return None
    check, vote = check_on_screen(session, meeting), round_on_screen(session, meeting)
    if check is not None and check.state is RoundState.OPEN:
        return _Paper(_check(view_check(session, _anybody(process), check)), _voters(session, process, check))
    if vote is not None and vote.state is RoundState.OPEN:
        return _Paper(_ask(view_round(session, _anybody(process), vote)), _voters(session, process, vote))
    return None


def _anybody(process: Process) -> Standing:
    """A panelist who is nobody: what is read for them holds nothing of anybody's own."""
    nobody = Member(id=uuid4(), process_id=process.id, person_id=uuid4(), role=Role.PANELIST, votes=False)
    return Standing(process, nobody, Actor(nobody.person_id, ""))


def _voters(session: Session, process: Process, round_: Round) -> dict[UUID, UUID]:
    rows = session.exec(
        select(Member.person_id, Member.id, Member.role, Elector.is_recused)
        .join(Elector, col(Elector.member_id) == col(Member.id))
        .where(Elector.round_id == round_.id)
    )
    return {
        person_id: member_id
        for person_id, member_id, role, is_recused in rows
        if decides(round_, is_recused=is_recused) and may(Role(role), Action.VIEW_STATEMENTS, process.state)
    }


def _holders(session: Session, process_id: UUID, tokens: Collection[str]) -> dict[str, _Holder]:
    """Who is signed in by these cookies, and may be in this process with them."""
    by_digest = {token_digest(token): token for token in tokens}
    lives = is_live_now(session)
    found: dict[str, _Holder] = {}
    for some in batches(list(by_digest)):
        rows = session.exec(
            select(
                WebSession.token_sha256, WebSession.person_id, WebSession.process_id, WebSession.credential_at
            ).where(col(WebSession.token_sha256).in_(some), *lives)
        )
        for digest, person_id, bound_to, credential_at in rows:
            if bound_to in (None, process_id):
                found[by_digest[digest]] = _Holder(person_id, credential_at)
    return found


def _asked_of(paper: _Paper, holder: _Holder, own: Mapping[tuple[UUID, UUID], MyBallot]) -> Asked | None:
    asked, member_id = paper.asked, paper.voters.get(holder.person_id)
    if member_id is None:
        return None
    mine = {item.id: own[member_id, item.id] for item in asked.items if (member_id, item.id) in own}
    if not mine:
        return asked
    return replace(asked, items=tuple(_with_own(item, mine.get(item.id), holder) for item in asked.items))


def _with_own(item: AskedItem, ballot: MyBallot | None, holder: _Holder) -> AskedItem:
    if ballot is None:
        return item
    shown = shown_to(holder.credential_at, ballot)
    return replace(item, choice=shown.choice, comment=shown.comment, at=shown.at, entered_by=shown.entered_by)
