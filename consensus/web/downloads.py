"""Downloads, each permitted by the service at the moment it is asked for."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from consensus.domain.errors import ConsensusError, GoneError, NotFoundError, SignedOutError
from consensus.services.context import Context
from consensus.services.delphi import analysis_files, letters
from consensus.services.meetings import day_snapshots, minutes, rooms
from consensus.services.people import consent_copy, panel_export
from consensus.services.processes import results
from consensus.services.reports import checklists, exporting, report, result_tables
from consensus.services.rounds import secret_lists
from consensus.services.sign_in import identity
from consensus.services.surveys import instrument_files, paper_entry, survey_results
from consensus.web.cookies import read_token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from starlette.requests import Request

    from consensus.services.processes.results import Export
    from consensus.web.site import Site

# Files that are not written from the results; every one asks for its own permission.
FILES: Mapping[str, Callable[[Context, UUID], Export]] = {
    **{name: partial(panel_export.export_panel, name=name) for name in panel_export.FILES},
    "consent.txt": consent_copy.export_consent,
    **analysis_files.EXPORTS,
    **letters.EXPORTS,
    "instrument.toml": instrument_files.export_instrument,
    "instrument.schema.json": instrument_files.export_schema,
    **{name: partial(minutes.export_minutes, name=name) for name in minutes.FILES},
    **{name: partial(day_snapshots.export_snapshots, name=name) for name in day_snapshots.FILES},
    **{name: partial(checklists.export_checklist, name=name) for name in checklists.FILES},
    **{name: partial(result_tables.export_tables, name=name) for name in result_tables.FILES},
    **{name: partial(report.export_trace, name=name) for name in report.FILES},
    "room.pdf": rooms.export_poster,
    secret_lists.FILE: secret_lists.export_lists,
    **{name: partial(paper_entry.export_form, name=name) for name in paper_entry.FORM_FILES},
    **{name: partial(survey_results.export_survey, name=name) for name in survey_results.FILES},
}


async def download(site: Site, request: Request) -> Response:
    """`GET /download/{process_id}/{name}`: the export of that name, as a file to save."""
    process_id, name = request.path_params["process_id"], request.path_params["name"]
    return await _answer(site, request, lambda ctx: _export(ctx, process_id, name))


async def fetch(site: Site, request: Request) -> Response:
    """`GET /export/{process_id}/{job_id}`: a file that was made while its asker watched."""
    process_id, job_id = request.path_params["process_id"], request.path_params["job_id"]
    return await _answer(site, request, lambda ctx: exporting.fetch_export(ctx, process_id, job_id))


async def preview(site: Site, request: Request) -> Response:
    """`GET /preview/{process_id}/report.html`: the report as a page to look at."""
    process_id = request.path_params["process_id"]
    return await _answer(site, request, lambda ctx: exporting.preview_report(ctx, process_id), is_shown=True)


async def _answer(
    site: Site, request: Request, make: Callable[[Context], Export], *, is_shown: bool = False
) -> Response:
    """The file for whoever the cookie of this request is, or a refusal; `is_shown` lets a browser open it."""
    token = read_token(request.scope, site.settings)
    try:
        export = await asyncio.to_thread(_make, site, token, make)
    except SignedOutError:
        return RedirectResponse("/sign-in", 303)
    except ConsensusError as error:
        return PlainTextResponse(str(error), 404 if isinstance(error, NotFoundError | GoneError) else 403)
    headers = {} if is_shown else {"Content-Disposition": disposition(export.filename)}
    return Response(export.content, media_type=export.media_type, headers=headers)


def disposition(filename: str) -> str:
    """The header that makes a browser save a file under its name, in any script (RFC 6266)."""
    plain = "".join(character if character.isalnum() or character in "-_. " else "_" for character in filename)
    plain = plain.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _make(site: Site, token: str | None, make: Callable[[Context], Export]) -> Export:
    database = site.database()
    return make(Context(database, identity.actor_for_token(database, token)))


def _export(ctx: Context, process_id: UUID, name: str) -> Export:
    return FILES[name](ctx, process_id) if name in FILES else results.export(ctx, process_id, name)
