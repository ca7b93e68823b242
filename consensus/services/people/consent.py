"""Informed consent: the text in its versions, what each person said, and the one rule that asks for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import InvitationState, SurveyState
from consensus.domain.roles import Action
from consensus.domain.taking_part import (
    ConsentCount,
    ConsentNeededError,
    ConsentState,
    ConsentWord,
    DeclineReason,
    check_consent_text,
    consent_fingerprint,
    consent_state,
)
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Consent, ConsentText, Invitation, Member, Person, Response, Survey
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.participation import ON_THE_PANEL
from consensus.services.people.taking_part import accept_within, decline_within

_CHANGED = "The consent text has changed since this page was drawn. Read it again, then answer."


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of the consent text; `plain_text` is its twin in plain language, which may be empty."""

    number: int
    text: str
    plain_text: str
    sha256: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MyConsent:
    """What a person is asked to agree to, and what they said so far.

    newest: None where the process asks for no consent, or not this person. may_answer: whether they may say now.
    """

    newest: TextVersion | None
    state: ConsentState
    words: tuple[ConsentWord, ...]
    may_answer: bool

    @property
    def last(self) -> ConsentWord | None:
        """The newest thing they said."""
        return self.words[-1] if self.words else None


def get_my_consent(ctx: Context, process_id: UUID) -> MyConsent:
    """The newest consent text, and what the actor said."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PROCESS, process_id)
        return my_consent(session, standing)


def list_texts(ctx: Context, process_id: UUID) -> tuple[TextVersion, ...]:
    """Every version of the consent text, the newest first."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        texts = select(ConsentText).where(ConsentText.process_id == process_id)
        return tuple(_version(text) for text in session.exec(texts.order_by(col(ConsentText.number).desc())))


def get_member_words(ctx: Context, member_id: UUID) -> tuple[ConsentWord, ...]:
    """What a member said of each version, in order."""
    with ctx.db.reading() as session:
        member = session.get(Member, member_id)
        require(ctx, session, Action.VIEW_PANEL, member.process_id if member else None)
        if member is None:
            raise NotFoundError
        return _words(session, member.process_id).get(member_id, ())


def list_states(ctx: Context, process_id: UUID) -> Mapping[UUID, ConsentState]:
    """Where everybody on the panel stands, by member."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        return consent_states(session, process_id)


def get_count(ctx: Context, process_id: UUID) -> ConsentCount | None:
    """How many agreed to the newest version; None where no consent is asked for."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_PANEL, process_id)
        return count_consents(session, process_id)


def add_text(ctx: Context, process_id: UUID, text: str, plain_text: str = "") -> int:
    """Put a new version in force; its number. Everybody on the panel is asked anew."""
    kept, plain = check_consent_text(text), check_consent_text(plain_text) if plain_text.strip() else ""
    fingerprint = consent_fingerprint(kept, plain)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        newest = newest_text(session, process_id)
        if newest is not None and newest.sha256 == fingerprint:
            raise ConflictError(f"This is the text of version {newest.number} already.")
        version = ConsentText(
            process_id=process_id,
            number=newest.number + 1 if newest else 1,
            text=kept,
            plain_text=plain,
            sha256=fingerprint,
            created_at=ctx.db.now(session),
        )
        session.add(version)
        note(session, standing, "consent_text.added", version.id, number=version.number, sha256=fingerprint)
        return version.number


def answer_consent(ctx: Context, process_id: UUID, sha256: str, *, agrees: bool) -> None:
    """Say whether one agrees to the text of this fingerprint. A yes accepts the invitation, a no declines it.

    A no takes back a survey that was sent in, while the survey is open. After the close it stays among the others:
    they were put together by then, and a count with one person less would show what that person said.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.ANSWER_INVITATION, process_id, changes=True)
        newest = newest_text(session, process_id)
        if newest is None:
            raise ConflictError("This process asks for no consent.")
        if newest.sha256 != sha256:
            raise ConflictError(_CHANGED)
        words = _words(session, process_id).get(standing.member.id, ())
        if not words or (words[-1].version, words[-1].given) != (newest.number, agrees):
            _say(ctx, session, standing, newest, words, agrees=agrees)
        if agrees:
            accept_within(session, standing)
        else:
            decline_within(session, standing, DeclineReason.NO_CONSENT)
            _take_survey_back(session, standing)


def my_consent(session: Session, standing: Standing) -> MyConsent:
    """The consent of the member of this standing."""
    newest = newest_text(session, standing.process.id)
    if newest is None or standing.member.role not in ON_THE_PANEL:
        return MyConsent(None, ConsentState.NOT_ASKED, (), False)
    words = _words(session, standing.process.id, standing.member.id).get(standing.member.id, ())
    return MyConsent(
        _version(newest), consent_state(newest.number, words), words, standing.may(Action.ANSWER_INVITATION)
    )


def require_consent(session: Session, standing: Standing) -> None:
    """Refuse what needs consent to whoever has not given it to the newest version."""
    if my_consent(session, standing).state not in (ConsentState.NOT_ASKED, ConsentState.GIVEN):
        raise ConsentNeededError


def had_agreed(session: Session, standing: Standing, at: datetime) -> bool:
    """Whether the member had given, at that moment, what was asked for then; True where nothing was."""
    if standing.member.role not in ON_THE_PANEL:
        return True
    newest = session.exec(
        select(func.max(ConsentText.number)).where(
            ConsentText.process_id == standing.process.id, ConsentText.created_at <= at
        )
    ).one()
    words = _words(session, standing.process.id, standing.member.id).get(standing.member.id, ())
    state = consent_state(newest, [word for word in words if word.at <= at])
    return state in (ConsentState.NOT_ASKED, ConsentState.GIVEN)


def without_consent(session: Session, process_id: UUID) -> frozenset[UUID]:
    """The members who are asked for consent and have not given it: no electorate holds them."""
    states = consent_states(session, process_id)
    return frozenset(member_id for member_id, state in states.items() if state is not ConsentState.GIVEN)


def consent_states(session: Session, process_id: UUID) -> Mapping[UUID, ConsentState]:
    """Where everybody on the panel stands; empty where the process asks for no consent."""
    newest = newest_text(session, process_id)
    if newest is None:
        return {}
    words = _words(session, process_id)
    members = session.exec(
        select(Member.id).where(Member.process_id == process_id, col(Member.role).in_(ON_THE_PANEL))
    ).all()
    return {member_id: consent_state(newest.number, words.get(member_id, ())) for member_id in members}


def consented_in(process_id: UUID) -> SelectOfScalar[UUID]:
    """The members whose newest word is a yes to the newest version."""
    newer = aliased(Consent)
    newest = select(func.max(ConsentText.number)).where(ConsentText.process_id == process_id).scalar_subquery()
    return (
        select(Consent.member_id)
        .join(ConsentText, col(ConsentText.id) == col(Consent.text_id))
        .where(
            ConsentText.process_id == process_id,
            ConsentText.number == newest,
            col(Consent.given),
            ~select(newer.id).where(newer.member_id == Consent.member_id, newer.place > Consent.place).exists(),
        )
    )


def count_consents(session: Session, process_id: UUID) -> ConsentCount | None:
    """How many of the invited agreed to the newest version."""
    newest = newest_text(session, process_id)
    if newest is None:
        return None
    invited = set(
        session.exec(
            select(Invitation.member_id)
            .join(Member, col(Member.id) == col(Invitation.member_id))
            .where(Member.process_id == process_id, Invitation.state != InvitationState.DRAFTED)
        )
    )
    states = [state for member, state in consent_states(session, process_id).items() if member in invited]
    return ConsentCount(
        version=newest.number,
        sha256=newest.sha256,
        asked=len(states),
        given=states.count(ConsentState.GIVEN),
        refused=states.count(ConsentState.REFUSED),
    )


def newest_text(session: Session, process_id: UUID) -> ConsentText | None:
    """The version in force, if the process asks for consent."""
    texts = select(ConsentText).where(ConsentText.process_id == process_id)
    return session.exec(texts.order_by(col(ConsentText.number).desc()).limit(1)).first()


def _say(
    ctx: Context,
    session: Session,
    standing: Standing,
    newest: ConsentText,
    words: Sequence[ConsentWord],
    *,
    agrees: bool,
) -> None:
    session.add(
        Consent(
            member_id=standing.member.id,
            place=len(words) + 1,
            text_id=newest.id,
            given=agrees,
            at=ctx.db.now(session),
        )
    )
    name = session.get_one(Person, standing.member.person_id).name
    if not agrees and words and words[-1].given:
        detail: dict[str, object] = {"before": words[-1].version}
        verb = "consent.withdrawn"
    else:
        detail, verb = {"number": newest.number}, "consent.given" if agrees else "consent.refused"
    note(session, standing, verb, standing.member.id, audience=Audience.STAFF, name=name, **detail)


def _take_survey_back(session: Session, standing: Standing) -> None:
    sent = session.exec(
        select(Response)
        .join(Survey, col(Survey.id) == col(Response.survey_id))
        .where(
            Survey.process_id == standing.process.id,
            Survey.state == SurveyState.OPEN,
            Response.member_id == standing.member.id,
        )
    ).first()
    if sent is not None:
        sent.finished_at = None


def _words(session: Session, process_id: UUID, member_id: UUID | None = None) -> Mapping[UUID, tuple[ConsentWord, ...]]:
    query = (
        select(Consent, ConsentText.number)
        .join(ConsentText, col(ConsentText.id) == col(Consent.text_id))
        .where(ConsentText.process_id == process_id)
        .order_by(col(Consent.member_id), col(Consent.place))
    )
    if member_id is not None:
        query = query.where(Consent.member_id == member_id)
    said: dict[UUID, list[ConsentWord]] = defaultdict(list)
    for consent, number in session.exec(query):
        said[consent.member_id].append(ConsentWord(number, consent.given, consent.at))
    return {member: tuple(words) for member, words in said.items()}


def _version(text: ConsentText) -> TextVersion:
    return TextVersion(text.number, text.text, text.plain_text, text.sha256, text.created_at)
