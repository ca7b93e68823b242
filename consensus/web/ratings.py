"""Ratings of a Delphi round, sent one by one past the page: each is acknowledged once it is on disk."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from starlette.responses import JSONResponse

from consensus.domain.ballots import MAX_COMMENT_CHARACTERS
from consensus.domain.errors import ConsensusError, InvalidInputError, SignedOutError
from consensus.services.context import Context
from consensus.services.delphi import rating_form
from consensus.services.delphi.form_data import item_data
from consensus.services.rounds.ballots import CastRequest, Recorded, Refused
from consensus.services.sign_in import identity
from consensus.web.cookies import read_token
from consensus.web.messages import TOO_FAST
from consensus.web.origin import is_same_origin
from consensus.web.posted import ELSEWHERE, read_body, refuse, refuse_for

if TYPE_CHECKING:
    from starlette.requests import Request

    from consensus.web.site import Site

MOST_BYTES = 6 * MAX_COMMENT_CHARACTERS + 4_096
REASONS = "#reasons"
TOO_LONG = f"This is too long: a comment may have at most {MAX_COMMENT_CHARACTERS:,} characters."
NO_RATING = "This is no rating."
NOT_STORED = "This could not be stored just now."


@dataclass(frozen=True, slots=True)
class _Given:
    """What a page sends: a rating with the wording it was given to, or reasons for one. `key` knows it again."""

    item_id: UUID
    is_reasons: bool
    value: Any
    wording: str
    key: str


async def take_rating(site: Site, request: Request) -> JSONResponse:
    """`POST /ratings/{round_id}`: a rating with its comment, or the reasons for one."""
    if not is_same_origin(request.scope, site.settings):
        return refuse(ELSEWHERE, 403)
    body = await read_body(request, MOST_BYTES)
    if body is None:
        return refuse(TOO_LONG, 413)
    token = read_token(request.scope, site.settings)
    try:
        return await _take(site, token, _parse(body))
    except ConsensusError as error:
        return refuse_for(error)


async def _take(site: Site, token: str | None, given: _Given) -> JSONResponse:
    ctx = await asyncio.to_thread(_signed_in, site, token)
    if ctx.actor is None or token is None:
        raise SignedOutError
    if not site.allowances.of(ctx.actor.person_id).take():
        return refuse(TOO_FAST, 429, again=True)
    if given.is_reasons:
        return JSONResponse(await asyncio.to_thread(_reasons, ctx, given))
    recorded = await site.ballot_box.cast(_ballot(token, given))
    if recorded is None:
        return refuse(NOT_STORED, 503, again=True)
    if isinstance(recorded, Refused):
        return refuse(recorded.message, 409)
    if not isinstance(recorded, Recorded):
        raise InvalidInputError(NO_RATING)
    return JSONResponse(await asyncio.to_thread(_written, ctx, recorded))


def _signed_in(site: Site, token: str | None) -> Context:
    database = site.database()
    return Context(database, identity.actor_for_token(database, token))


def _ballot(token: str, given: _Given) -> CastRequest:
    value = given.value
    if not isinstance(value, dict) or not isinstance(value.get("choice"), str):
        raise InvalidInputError(NO_RATING)
    comment = value.get("comment", "")
    if not isinstance(comment, str):
        raise InvalidInputError(NO_RATING)
    return CastRequest(token, given.key, given.item_id, given.wording, value["choice"], comment)


def _written(ctx: Context, recorded: Recorded) -> dict[str, Any]:
    """What is recorded, and what may be shown from now on: the panel's ratings after a first one of one's own."""
    return {
        "saved_at": recorded.at.isoformat(),
        "value": {"choice": recorded.choice, "comment": recorded.comment},
        "item": item_data(rating_form.get_answered(ctx, recorded.item_id)),
    }


def _reasons(ctx: Context, given: _Given) -> dict[str, Any]:
    if not isinstance(given.value, list) or not all(isinstance(reason, str) for reason in given.value):
        raise InvalidInputError(NO_RATING)
    rating_form.give_reasons(ctx, given.item_id, given.value)
    item = rating_form.get_item(ctx, given.item_id)
    at = item.rating.at if item.rating else None
    return {"saved_at": at.isoformat() if at else None, "value": given.value, "item": item_data(item)}


def _parse(body: bytes) -> _Given:
    try:
        message = json.loads(body)
        question, mark, _ = message["question"].partition(REASONS)
        item_id = UUID(question)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(NO_RATING) from error
    return _Given(item_id, bool(mark), message.get("value"), str(message.get("wording")), _key(message))


def _key(message: dict[str, Any]) -> str:
    """The same for a rating that is sent again; another once anything was stored in between, which `seen` tells."""
    parts = [message.get(name) for name in ("question", "value", "seen", "wording")]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
