"""What pages send by themselves: read up to a length, and refused in a sentence the page can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from consensus.domain.errors import (
    ConsensusError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    OutdatedError,
    RewordedError,
    SignedOutError,
)

if TYPE_CHECKING:
    from starlette.requests import Request

ELSEWHERE = "Answers are taken from the pages of this site alone."


async def read_body(request: Request, most_bytes: int) -> bytes | None:
    """The body, or None of one that is longer than any answer; no more than that is ever held."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            return None
    return bytes(body)


def refuse_for(error: ConsensusError) -> JSONResponse:
    """The refusal of a service, with the status that fits it."""
    is_outdated, is_reworded = isinstance(error, OutdatedError), isinstance(error, RewordedError)
    return refuse(str(error), _status_of(error), outdated=is_outdated, reworded=is_reworded)


def refuse(
    message: str, status: int, *, again: bool = False, outdated: bool = False, reworded: bool = False
) -> JSONResponse:
    """`again` asks the browser to keep the answer and to send it later, `reworded` to draw the question anew."""
    return JSONResponse({"message": message, "again": again, "outdated": outdated, "reworded": reworded}, status)


def _status_of(error: ConsensusError) -> int:
    if isinstance(error, SignedOutError):
        return 401
    if isinstance(error, NotAllowedError):
        return 403
    if isinstance(error, NotFoundError):
        return 404
    return 422 if isinstance(error, InvalidInputError) else 409
