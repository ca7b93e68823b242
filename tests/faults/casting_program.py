"""Casts ballots until it is killed, and says of each that it was acknowledged: `database key token item version`."""

import itertools
import sys
from uuid import UUID

from consensus.persistence.database import Database
from consensus.services.rounds.ballots import CastRequest, Recorded, cast_ballots

CHOICES = ("agree", "disagree", "abstain", "cannot_judge")


def main(url: str, key: str, token: str, item: str, version: str) -> None:
    """Print `<key of the ballot> <choice>` as soon as, and only when, it was recorded."""
    db = Database(url, key=bytes.fromhex(key))
    for n in itertools.count():
        request = CastRequest(token, f"{token[:20]}-{n}", UUID(item), version, CHOICES[n % 4], f"Comment {n}")
        (answer,) = cast_ballots(db, [request])
        if not isinstance(answer, Recorded):
            raise SystemExit(answer.message)
        sys.stdout.write(f"{answer.key} {answer.choice}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
