"""A running process whose panel rates at a distance, made by the calls a page would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import select

from consensus.domain.delphi.protocol import Protocol
from consensus.persistence.database import Database
from consensus.persistence.tables import DelphiItem, RoundItem
from consensus.services.context import Context
from consensus.services.delphi import delphi_rounds, protocols
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import ballots
from tests.services.builders import CHAIR, FACILITATOR, PANELISTS, Built, plan_process

MORE = ("Dan Dogwood", "Eva Elm", "Finn Fir", "Gus Gorse")
RATERS = (CHAIR, *PANELISTS, *MORE)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Delphi:
    """The process, and what its facilitator and panelists do."""

    built: Built

    @property
    def ctx(self) -> Context:
        """The facilitator."""
        return self.built.context(FACILITATOR)

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        view = protocols.get_protocol(self.ctx, self.built.process_id)
        assert view is not None
        return view.protocol

    def plan(self, *statement_ids: UUID, opens_at: datetime | None = None, closes_at: datetime | None = None) -> UUID:
        """A round on these statements, or on both candidates."""
        chosen = statement_ids or (self.built.first, self.built.second)
        return delphi_rounds.plan_round(self.ctx, self.built.process_id, chosen, opens_at=opens_at, closes_at=closes_at)

    def open(self, *statement_ids: UUID) -> UUID:
        """A round that is open now."""
        round_id = self.plan(*statement_ids)
        delphi_rounds.open_now(self.ctx, round_id)
        return round_id

    def item(self, round_id: UUID, statement_id: UUID, dimension: str = "") -> RoundItem:
        """The item of a statement; of its first question unless another is named."""
        query = select(RoundItem, DelphiItem).where(DelphiItem.item_id == RoundItem.id)
        query = query.where(RoundItem.round_id == round_id, RoundItem.statement_id == statement_id)
        with self.built.db.reading() as session:
            rows = session.exec(query.order_by(RoundItem.position)).all()  # type: ignore[arg-type]
        return next(item for item, asked in rows if dimension in ("", asked.dimension))

    def rate(
        self, round_id: UUID, statement_id: UUID, name: str, choice: object, comment: str = "", dimension: str = ""
    ) -> None:
        """Let somebody rate."""
        item = self.item(round_id, statement_id, dimension)
        ballots.cast_ballot(self.built.context(name), item.id, item.version_sha256, str(choice), comment)

    def rate_all(self, round_id: UUID, statement_id: UUID, choices: Sequence[object] | Mapping[str, object]) -> None:
        """Let the panel rate one statement: everybody in order, or those named."""
        named = choices if isinstance(choices, Mapping) else dict(zip(RATERS, choices, strict=False))
        for name, choice in named.items():
            self.rate(round_id, statement_id, name, choice)

    def end(self, round_id: UUID) -> None:
        """Close a round and reveal it."""
        delphi_rounds.close_now(self.ctx, round_id)
        delphi_rounds.reveal(self.ctx, round_id)

    def change(self, **parts: object) -> None:
        """Change the protocol in parts, with a reason for where it is locked."""
        after: Protocol = replace(self.protocol, **parts)  # type: ignore[arg-type]
        protocols.change_protocol(self.ctx, self.built.process_id, after, "The panel asked for it.")

    def row(self, table: type[Row], key: Any) -> Row | None:
        """A row as it stands."""
        with self.built.db.reading() as session:
            return session.get(table, key)


def make_delphi(db: Database, method: str = "modified_delphi") -> Delphi:
    """Eight raters, two candidates, and the protocol of a method; nothing planned."""
    built = plan_process(db)
    ctx = built.context(FACILITATOR)
    for name in MORE:
        built.members[name] = panel.add_member(ctx, built.process_id, panel.MemberDraft(name))
    processes.start_process(ctx, built.process_id)
    protocols.choose_method(ctx, built.process_id, method)
    return Delphi(built)
