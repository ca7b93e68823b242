"""The panel as a file."""

from collections.abc import Mapping
from uuid import UUID

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.exports.panel_file import panel_csv, panel_workbook
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.participation import MemberRow, list_members
from consensus.services.processes.results import Export
from surveys.panel_file.columns import column_name

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"panel.csv": (panel_csv, "text/csv; charset=utf-8"), "panel.xlsx": (panel_workbook, _WORKBOOK)}


def export_panel(ctx: Context, process_id: UUID, name: str) -> Export:
    """One of the files `panel.csv` and `panel.xlsx`: everybody in the process, with all that is known of them."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        if name not in FILES:
            raise NotFoundError
        write, media_type = FILES[name]
        members = list_members(session, process_id)
        fields = sorted({field for member in members for field in member.fields}, key=lambda f: (f.casefold(), f))
        rows = [_cells(member, fields) for member in members]
        content = write([column_name(field) for field in fields], rows)
        return Export(f"{standing.process.slug}-{name}", media_type, content)


def _cells(member: MemberRow, fields: list[str]) -> list[str]:
    facts: Mapping[str, str] = member.fields
    return [
        str(member.id),
        member.name,
        member.email,
        member.role.value,
        _yes_no(member.votes),
        member.stakeholder_group,
        member.institution,
        member.country,
        member.discipline,
        *(facts.get(field, "") for field in fields),
        member.invitation.value,
        _yes_no(member.has_responded),
        _yes_no(member.has_attended),
    ]


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"
