"""Answers to a survey, sent one by one past the page: each is acknowledged once it is on disk."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from consensus.domain.errors import (
    ConsensusError,
    InvalidInputError,
    SignedOutError,
)
from consensus.services.context import Context
from consensus.services.sign_in import identity
from consensus.services.surveys import paper_entry, survey
from consensus.services.surveys.answer_store import Seen
from consensus.web.cookies import read_token
from consensus.web.messages import TOO_FAST
from consensus.web.origin import is_same_origin
from consensus.web.posted import ELSEWHERE, read_body, refuse, refuse_for
from surveys.answers import MAX_TEXT

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from consensus.services.surveys.answer_store import Stored
    from consensus.web.site import Site

# The longest text, each character in up to six bytes of JSON, and what stands around it.
MOST_BYTES = 6 * MAX_TEXT + 4_096
TOO_LONG = f"This is too long: a text may have at most {MAX_TEXT:,} characters."
NO_ANSWER = "This is no answer."


@dataclass(frozen=True, slots=True)
class _Given:
    """What a page sends: the question (or key of a comment), the answer, the wording it was drawn with.

    seen: what the page had seen of the answer, where it says so.
    """

    question: str
    value: Any
    wording: str
    seen: Seen | None


async def take_answer(site: Site, request: Request) -> JSONResponse:
    """`POST /answers/{survey_id}` and, from paper, `POST /answers/{survey_id}/{member_id}`."""
    if not is_same_origin(request.scope, site.settings):
        return refuse(ELSEWHERE, 403)
    body = await read_body(request, MOST_BYTES)
    if body is None:
        return refuse(TOO_LONG, 413)
    token = read_token(request.scope, site.settings)
    try:
        return await asyncio.to_thread(_take, site, token, request.path_params, body)
    except ConsensusError as error:
        return refuse_for(error)


def _take(site: Site, token: str | None, names: dict[str, Any], body: bytes) -> JSONResponse:
    database = site.database()
    ctx = Context(database, identity.actor_for_token(database, token))
    if ctx.actor is None:
        raise SignedOutError
    if not site.allowances.of(ctx.actor.person_id).take():
        return refuse(TOO_FAST, 429, again=True)
    return JSONResponse(_written(_store(ctx, names["survey_id"], names.get("member_id"), _parse(body))))


def _store(ctx: Context, survey_id: UUID, member_id: UUID | None, given: _Given) -> Stored:
    if member_id is not None:
        return paper_entry.enter_answer(
            ctx, survey_id, member_id, given.question, given.value, seen=given.seen, wording=given.wording
        )
    return survey.save_answer(ctx, survey_id, given.question, given.value, seen=given.seen, wording=given.wording)


def _parse(body: bytes) -> _Given:
    """What was sent; an answer that does not say which wording it was given to is taken for one to another."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(NO_ANSWER) from error
    if not isinstance(message, dict) or not isinstance(message.get("question"), str) or "value" not in message:
        raise InvalidInputError(NO_ANSWER)
    seen = _seen(message) if "seen" in message else None
    return _Given(message["question"], message["value"], str(message.get("wording")), seen)


def _seen(message: dict[str, Any]) -> Seen:
    if message["seen"] is None:
        return Seen(None)
    try:
        return Seen(datetime.fromisoformat(message["seen"]))
    except (TypeError, ValueError) as error:
        raise InvalidInputError(NO_ANSWER) from error


def _written(stored: Stored) -> dict[str, Any]:
    return {
        "saved_at": stored.saved_at.isoformat(),
        "value": stored.value,
        "is_taken_back": stored.value is None,
        "shown": stored.shown,
        "progress": {"n_answered": stored.progress.n_answered, "n_shown": stored.progress.n_shown},
    }
