"""A mail to oneself, to see whether the mail server takes mails, and what it says when it does not."""

from uuid import UUID

from sqlmodel import Session

from consensus.domain.errors import ConflictError
from consensus.domain.roles import Action
from consensus.exports.letter import Letter, to_ascii_domain, to_message
from consensus.persistence.tables import Person
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.mail import mail_server
from consensus.services.mail.mail_server import Answer, Fate, MailServerError
from consensus.services.mail.mailing import NOT_SET_UP
from consensus.services.mail.outbox import new_message_id
from consensus.settings import Settings, get_settings

_BODY = (
    "This is the test you asked for on the page Invitations.\n\n"
    "If you read it, mails reach you from here. Look at the sender, and whether it was taken for spam."
)


def send_test_mail(ctx: Context, process_id: UUID) -> str:
    """Send a mail to the actor and give back what the mail server answered.

    Raises:
        ConflictError: it did not take the mail, in a sentence that says why.
    """
    settings = get_settings()
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id)
        if standing.process.is_example:
            raise ConflictError("This is the example. Anybody may try its facilitator, so it sends no mail.")
        actor = standing.actor
        letter = _write(ctx, session, session.get_one(Person, actor.person_id), settings)
    try:
        with mail_server.connect(settings) as server:
            answer = server.offer(to_ascii_domain(letter.to_address)) or server.hand_over(to_message(letter).as_bytes())
    except MailServerError as error:
        raise ConflictError(str(error)) from error
    return _sentence(answer, letter.to_address)


def _write(ctx: Context, session: Session, person: Person, settings: Settings) -> Letter:
    if not settings.sends_mail:
        raise ConflictError(NOT_SET_UP)
    if not person.email:
        raise ConflictError("Your own entry in the panel has no e-mail address to send the test to.")
    return Letter(
        message_id=new_message_id(settings),
        sender=settings.smtp_sender,
        reply_to=settings.smtp_reply_to or person.email,
        to_name=person.name,
        to_address=person.email,
        subject="A test mail from Assent",
        body=_BODY,
        links=(),
        at=ctx.db.now(session),
    )


def _sentence(answer: Answer, address: str) -> str:
    if answer.fate is Fate.TAKEN:
        return f"The mail server took the test mail to {address} and answered: {answer.words}"
    raise ConflictError(f"The mail server did not take the test mail to {address}: {answer.words}")
