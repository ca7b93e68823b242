"""Refusals: each is one sentence for the person who caused it."""


class ConsensusError(Exception):
    """A request was refused; nothing was changed. The message is shown as it stands."""


class NotFoundError(ConsensusError):
    """There is no such thing for this person: the answer for a wrong id and for a hidden one."""

    def __init__(self, message: str = "This does not exist, or it is not open to you.") -> None:
        super().__init__(message)


class NotAllowedError(ConsensusError):
    """The person belongs here but may not do this, or not now."""


class SignedOutError(ConsensusError):
    """Nobody is signed in on this connection."""

    def __init__(self, message: str = "You are signed out. Open your personal link again to continue.") -> None:
        super().__init__(message)


class SignInError(ConsensusError):
    """A link or code was refused."""


class TooManyAttemptsError(SignInError):
    """The rate limit of a sign-in was reached."""


class ConflictError(ConsensusError):
    """The state of things does not allow this move."""


class GoneError(ConflictError):
    """What was made for a while is not there any more, or never was there for this person."""


class InvalidInputError(ConsensusError):
    """What was typed or read cannot be accepted."""


class OutdatedError(ConflictError):
    """Something newer was stored from elsewhere; it stands."""

    def __init__(self, message: str = "You have changed this on another device meanwhile; that answer stands.") -> None:
        super().__init__(message)


class RewordedError(ConflictError):
    """An answer was given to words that are not asked any more."""

    def __init__(self, message: str = "The question was reworded; read it again.") -> None:
        super().__init__(message)
