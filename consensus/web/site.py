"""What the handlers of one server share: its settings, its database, its ballot box, its pages, its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consensus.web.allowance import Allowances
from consensus.web.ended_sign_ins import EndedSignIns

if TYPE_CHECKING:
    from collections.abc import Callable

    from consensus.services.opening import Database
    from consensus.settings import Settings
    from consensus.web.ballot_box import BallotBox
    from consensus.web.broadcast import Broadcast


@dataclass(frozen=True, slots=True)
class Site:
    """Handed to every handler; `database` is asked for at each use, since it opens with the server."""

    settings: Settings
    database: Callable[[], Database]
    ballot_box: BallotBox
    broadcast: Broadcast
    allowances: Allowances = field(init=False)
    ended_sign_ins: EndedSignIns = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowances", Allowances(self.settings.ballots_per_second))
        object.__setattr__(self, "ended_sign_ins", EndedSignIns(self.database))
