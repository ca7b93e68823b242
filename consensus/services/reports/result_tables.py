"""The results as tables, and what goes with files that others cite and read by machine."""

from uuid import UUID

from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.exports.citation import to_cff
from consensus.exports.report.tables import TABLES, to_table_csv, to_tables_workbook
from consensus.exports.results_schema import to_results_schema
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.reports.publishing import citation_of
from consensus.services.reports.record import read_record

WORKBOOK, SCHEMA, CFF = "tables.xlsx", "results.schema.json", "CITATION.cff"
TABLE_FILES = {f"table-{name}.csv": name for name in TABLES}
LABELS = {
    WORKBOOK: "All tables in one workbook, with codebook (Excel)",
    **{f"table-{name}.csv": f"{table.title} (CSV)" for name, table in TABLES.items()},
    "results.json": "Everything (JSON)",
    SCHEMA: "What results.json holds (JSON Schema)",
    CFF: "How to cite it (CITATION.cff)",
}
FILES = (WORKBOOK, *TABLE_FILES, SCHEMA, CFF)


def export_tables(ctx: Context, process_id: UUID, name: str) -> Export:
    """One of `FILES`."""
    if name not in FILES:
        raise NotFoundError
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        slug = standing.process.slug
        if name == SCHEMA:
            return Export(SCHEMA, "application/schema+json", to_results_schema())
        if name == CFF:
            return Export(CFF, "application/yaml", to_cff(citation_of(session, standing)))
        record = read_record(session, standing)
    if name == WORKBOOK:
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Export(f"{slug}-{WORKBOOK}", media_type, to_tables_workbook(record))
    return Export(f"{slug}-{name}", "text/csv; charset=utf-8", to_table_csv(record, TABLE_FILES[name]))
