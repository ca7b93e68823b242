"""What a server's ballot box takes: ordinary ballots, and the ballot papers of secret votes."""

from collections.abc import Sequence

from consensus.persistence.database import Database
from consensus.services.rounds.ballots import CastRequest, Recorded, Refused, cast_ballots
from consensus.services.rounds.rush import note_ballots
from consensus.services.rounds.secret_casting import Sealed, SecretCastRequest, cast_secret_ballots

AnyRequest = CastRequest | SecretCastRequest
Outcome = Recorded | Sealed | Refused


def cast_together(db: Database, requests: Sequence[AnyRequest]) -> list[Outcome]:
    """Record each kind in a transaction of its own; the answers are in the order of the requests.

    Where the second fails after the first, both are sent again, and sending again is harmless.
    """
    note_ballots()
    ordinary = [request for request in requests if isinstance(request, CastRequest)]
    secret = [request for request in requests if isinstance(request, SecretCastRequest)]
    recorded = iter(cast_ballots(db, ordinary) if ordinary else ())
    sealed = iter(cast_secret_ballots(db, secret) if secret else ())
    return [next(recorded) if isinstance(request, CastRequest) else next(sealed) for request in requests]
