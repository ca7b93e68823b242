"""Acts at the coding board, each kept with the rows it changed, so that the one who did it can take it back."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError
from consensus.persistence.database import database_of
from consensus.persistence.tables import Coding, CodingAct, Theme
from consensus.services.access import Standing

Row = Theme | Coding
_TABLES: dict[str, type[Theme] | type[Coding]] = {"theme": Theme, "coding": Coding}
_CHANGED_SINCE = "This was changed by somebody since, and cannot be undone any more."


class Act:
    """Changes rows and remembers how they were."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: list[dict[str, Any]] = []
        self._after: list[dict[str, Any]] = []

    def add(self, row: Row) -> None:
        """Put a new row in."""
        self._session.add(row)
        self._after.append(_written(row))

    def change(self, row: Row, **values: object) -> None:
        """Change columns of a row."""
        self._before.append(_written(row))
        for name, value in values.items():
            setattr(row, name, value)
        self._session.add(row)
        self._after.append(_written(row))

    def remove(self, row: Row) -> None:
        """Take a row out."""
        self._before.append(_written(row))
        self._session.delete(row)

    def keep(self, standing: Standing, sentence: str) -> None:
        """Keep what was done under a sentence that says it."""
        process_id = standing.process.id
        n_before = self._session.exec(select(func.count()).where(CodingAct.process_id == process_id)).one()
        self._session.add(
            CodingAct(
                process_id=process_id,
                actor_id=standing.actor.person_id,
                number=n_before + 1,
                at=database_of(self._session).now(self._session),
                sentence=sentence,
                before=self._before,
                after=self._after,
            )
        )


def last_act(session: Session, standing: Standing) -> CodingAct | None:
    """The newest act of this person that was not taken back."""
    query = select(CodingAct).where(
        CodingAct.process_id == standing.process.id,
        CodingAct.actor_id == standing.actor.person_id,
        col(CodingAct.undone_at).is_(None),
    )
    return session.exec(query.order_by(col(CodingAct.number).desc()).limit(1)).one_or_none()


def take_back(session: Session, act: CodingAct) -> None:
    """Put every row back to what it was, or refuse where one of them is not as the act left it."""
    before, after = _by_key(act.before), _by_key(act.after)
    for key, values in after.items():
        row = _find(session, key)
        if row is None or _written(row) != values:
            raise ConflictError(_CHANGED_SINCE)
    if any(_find(session, key) is not None for key in before.keys() - after.keys()):
        raise ConflictError(_CHANGED_SINCE)
    # Codings point at themes: those go first and come last.
    for table, keys in (("theme", _of("theme", before)), ("coding", _of("coding", before))):
        for key in keys:
            _restore(session, table, key, before[key])
        session.flush()
    for table in ("coding", "theme"):
        for key in _of(table, after):
            if key not in before:
                session.delete(_find(session, key))
        session.flush()
    act.undone_at = database_of(session).now(session)
    session.add(act)


_Key = tuple[str, str]


def _written(row: Row) -> dict[str, Any]:
    return {"table": row.__tablename__, **row.model_dump(mode="json")}


def _by_key(rows: list[dict[str, Any]]) -> dict[_Key, dict[str, Any]]:
    return {(row["table"], row["id"]): row for row in rows}


def _of(table: str, rows: dict[_Key, dict[str, Any]]) -> list[_Key]:
    return [key for key in rows if key[0] == table]


def _find(session: Session, key: _Key) -> Row | None:
    table, row_id = key
    if table == "theme":
        return session.exec(select(Theme).where(Theme.id == UUID(row_id))).one_or_none()
    return session.exec(select(Coding).where(Coding.id == UUID(row_id))).one_or_none()


def _restore(session: Session, table: str, key: _Key, values: dict[str, Any]) -> None:
    """Write the row as it was; a coding whose answer or theme is gone is refused by the database."""
    model = _TABLES[table]
    restored = model.model_validate({name: value for name, value in values.items() if name != "table"})
    present = _find(session, key)
    if present is None:
        session.add(restored)
        return
    for name in model.model_fields:
        setattr(present, name, getattr(restored, name))
    session.add(present)
