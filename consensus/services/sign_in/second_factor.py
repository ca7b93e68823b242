"""The authenticator app of staff: switched on with a code, asked for at the sign-in, replaced by recovery codes."""

from dataclasses import dataclass
from uuid import UUID

import pyotp
from sqlmodel import Session, col, delete, select

from consensus.domain.errors import ConflictError, InvalidInputError, SignInError
from consensus.persistence.database import Database, database_of
from consensus.persistence.tables import Person, RecoveryCode, StaffPassword, TotpSecret
from consensus.services.context import Context
from consensus.services.people.staff import acting_staff
from consensus.services.sign_in import attempts, sealing, secrets
from consensus.services.sign_in.passwords import prove_password

N_RECOVERY_CODES = 10
_SECONDS = 30
# Clocks of phones are off by a little; one step either way is what RFC 6238 suggests.
_STEPS = (0, -1, 1)
_SECRET, _RECOVERY = "authenticator secret", "recovery code"
_WRONG = "This code is not right. Type the six digits the app shows now."
_ISSUER = "Assent"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an authenticator app takes: the secret to be typed, or the address behind the QR code."""

    secret: str
    address: str


def begin_factor(ctx: Context) -> Offer:
    """Make a secret for the actor's app; it counts once a code from the app has proved that it arrived."""
    with ctx.db.transaction() as session:
        person = acting_staff(ctx, session)
        if session.get(StaffPassword, person.id) is None:
            raise ConflictError("Set a password first: the app is asked for after it.")
        kept = session.get(TotpSecret, person.id, with_for_update=True)
        if kept is not None and kept.confirmed_at is not None:
            raise ConflictError("An authenticator app is set up already. Switch it off before you set up another.")
        secret = pyotp.random_base32()
        kept = kept or TotpSecret(person_id=person.id)
        kept.sealed = sealing.seal(ctx.db, f"{_SECRET} {person.id}", secret)
        kept.last_step = 0
        session.add(kept)
        address = pyotp.TOTP(secret).provisioning_uri(name=person.email or person.name, issuer_name=_ISSUER)
        return Offer(secret, address)


def confirm_factor(ctx: Context, code: str) -> tuple[str, ...]:
    """Switch the app on with a code of it; the recovery codes, which are not shown again."""
    with ctx.db.reading() as session:
        person_id = acting_staff(ctx, session).id
    claimed = attempts.claim(ctx.db, f"factor:{person_id}")
    with ctx.db.transaction() as session:
        person = acting_staff(ctx, session)
        kept = session.get(TotpSecret, person.id, with_for_update=True)
        if kept is None or kept.confirmed_at is not None:
            raise ConflictError("There is no app to be confirmed. Begin again.")
        if not _takes(ctx.db, session, kept, code):
            raise InvalidInputError(_WRONG)
        attempts.forgive(session, claimed)
        kept.confirmed_at = ctx.db.now(session)
        session.add(kept)
        return _new_recovery_codes(ctx.db, session, person)


def end_factor(ctx: Context, password: str) -> None:
    """Switch the actor's app off, for which their password is needed again."""
    prove_password(ctx, password)
    with ctx.db.transaction() as session:
        forget_factor(session, acting_staff(ctx, session).id)


def forget_factor(session: Session, person_id: UUID) -> None:
    """Delete the app's secret and the recovery codes of a person, in the caller's transaction."""
    session.exec(delete(TotpSecret).where(col(TotpSecret.person_id) == person_id))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))


def has_factor(session: Session, person_id: UUID) -> bool:
    """Whether a second step is asked of this person."""
    kept = session.get(TotpSecret, person_id)
    return kept is not None and kept.confirmed_at is not None


def use_factor(session: Session, person_id: UUID, typed: str) -> None:
    """Take a code of the app or a recovery code, each once, in the caller's transaction.

    Raises:
        SignInError: it is neither, or was used already.
    """
    db = database_of(session)
    kept = session.get(TotpSecret, person_id, with_for_update=True)
    if kept is not None and kept.confirmed_at is not None and _takes(db, session, kept, typed):
        return
    digest = sealing.keyed_digest(db, f"{_RECOVERY} {person_id}", secrets.read_recovery_code(typed))
    unused = select(RecoveryCode).where(
        RecoveryCode.person_id == person_id, RecoveryCode.digest == digest, col(RecoveryCode.used_at).is_(None)
    )
    recovery = session.exec(unused.with_for_update()).first()
    if recovery is None:
        raise SignInError("This code is not right or was used already. Type the six digits the app shows now.")
    recovery.used_at = db.now(session)
    session.add(recovery)


def _takes(db: Database, session: Session, kept: TotpSecret, typed: str) -> bool:
    """Whether this is a code of a step that none was taken of before; the step is taken then."""
    code = "".join(c for c in typed if c.isdigit())
    secret = sealing.unseal(db, f"{_SECRET} {kept.person_id}", kept.sealed)
    if secret is None or len(code) != 6 or len(typed.strip()) > 7:
        return False
    step = int(db.now(session).timestamp()) // _SECONDS
    for candidate in (step + offset for offset in _STEPS):
        if candidate > kept.last_step and pyotp.utils.strings_equal(pyotp.HOTP(secret).at(candidate), code):
            kept.last_step = candidate
            session.add(kept)
            return True
    return False


def _new_recovery_codes(db: Database, session: Session, person: Person) -> tuple[str, ...]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person.id))
    codes = tuple(secrets.new_recovery_code() for _ in range(N_RECOVERY_CODES))
    session.add_all(
        RecoveryCode(person_id=person.id, digest=sealing.keyed_digest(db, f"{_RECOVERY} {person.id}", code))
        for code in codes
    )
    return codes
