"""Puts the web part together: what `app.py` hands to Streamlit's server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from consensus.services.meetings import asked_now
from consensus.services.rounds import casting
from consensus.web import (
    access_sheets,
    answers,
    downloads,
    health,
    link_page,
    live,
    projector,
    provider,
    public_page,
    ratings,
    room,
    sign_in,
    staff,
)
from consensus.web.ballot_box import BallotBox
from consensus.web.binding import SessionBinding
from consensus.web.broadcast import Broadcast
from consensus.web.collector import Collector
from consensus.web.headers import SecurityHeaders
from consensus.web.pages import Pages, clean_index, list_loaded
from consensus.web.postman import Postman
from consensus.web.site import Site
from consensus.web.static_assets import ASK_AGAIN, FOREVER, Folder, StaticAssets
from consensus.web.timekeeper import Timekeeper

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence
    from uuid import UUID

    from consensus.services.opening import Database
    from consensus.settings import Settings

ASSETS = Path(__file__).parent / "assets"
# Where Streamlit's browser part asks for the files of the packaged elements.
ELEMENT_PREFIXES = tuple(
    f"/_stcore/bidi-components/assent.{name}/" for name in ("live", "rating", "receipts", "survey")
)


class Web:
    """The web part of one server; `database` opens it at the first call."""

    def __init__(self, settings: Settings, database: Callable[[], Database], *, streamlit: Path, element: Path) -> None:
        """`streamlit` is the folder of Streamlit's static files, `element` that of the packaged element."""
        self.site = Site(settings, database, BallotBox(self._cast), Broadcast(self._ask))
        self.postman = Postman(settings, database)
        self.timekeeper = Timekeeper(database)
        self.collector = Collector()
        self.index = clean_index((streamlit / "index.html").read_text(encoding="utf-8"))
        self.folders = (
            Folder("/static/", streamlit / "static", FOREVER),
            Folder("/assets/", ASSETS, ASK_AGAIN),
            *(Folder(prefix, element, ASK_AGAIN) for prefix in ELEMENT_PREFIXES),
        )

    def _cast(self, requests: Sequence[casting.AnyRequest]) -> list[casting.Outcome]:
        return casting.cast_together(self.site.database(), requests)

    def _ask(self, process_id: UUID, tokens: Collection[str]) -> asked_now.AskedNow:
        return asked_now.ask_all(self.site.database(), process_id, tokens)

    def routes(self) -> list[BaseRoute]:
        """The addresses of ours."""
        site = self.site
        return [
            Route("/join", partial(sign_in.show_join, site), methods=["GET"]),
            Route("/join", partial(sign_in.join, site), methods=["POST"]),
            Route("/sign-in", partial(sign_in.show_sign_in, site), methods=["GET"]),
            Route("/sign-in", partial(sign_in.sign_in, site), methods=["POST"]),
            Route("/sign-in/staff", partial(staff.show_staff, site), methods=["GET"]),
            Route("/sign-in/staff", partial(staff.sign_in, site), methods=["POST"]),
            Route("/sign-in/staff/code", partial(staff.show_code, site), methods=["GET"]),
            Route("/sign-in/staff/code", partial(staff.give_code, site), methods=["POST"]),
            Route("/sign-in/provider", partial(provider.leave, site), methods=["GET"]),
            Route("/sign-in/provider/back", partial(provider.come_back, site), methods=["GET"]),
            Route("/sign-in/link", partial(link_page.show_link_form, site), methods=["GET"]),
            Route("/sign-in/link", partial(link_page.ask_for_link, site), methods=["POST"]),
            Route("/room/{code}", partial(room.show_room, site), methods=["GET"]),
            Route("/room/{code}", partial(room.enter_room, site), methods=["POST"]),
            Route("/try", partial(sign_in.try_example, site), methods=["POST"]),
            Route("/sign-out", partial(sign_in.sign_out, site), methods=["POST"]),
            Route("/download/{process_id:uuid}/{name}", partial(downloads.download, site), methods=["GET"]),
            Route("/export/{process_id:uuid}/{job_id:uuid}", partial(downloads.fetch, site), methods=["GET"]),
            Route("/preview/{process_id:uuid}/report.html", partial(downloads.preview, site), methods=["GET"]),
            *(
                Route(f"/p/{{word}}{rest}", partial(public_page.show_public_page, site), methods=["GET"])
                for rest in ("", "/{number:int}", "/{number:int}/{name}")
            ),
            Route("/access-sheet/{process_id:uuid}", partial(access_sheets.issue, site), methods=["POST"]),
            Route("/health", partial(health.show_health, site), methods=["GET"]),
            Route("/answers/{survey_id:uuid}", partial(answers.take_answer, site), methods=["POST"]),
            Route("/answers/{survey_id:uuid}/{member_id:uuid}", partial(answers.take_answer, site), methods=["POST"]),
            Route("/ratings/{round_id:uuid}", partial(ratings.take_rating, site), methods=["POST"]),
            Route("/projector", partial(projector.show_screen, site), methods=["GET"]),
            Route("/projector", partial(projector.open_screen, site), methods=["POST"]),
            WebSocketRoute("/projector/live", partial(projector.serve_screen, site)),
            WebSocketRoute("/live/{process_id:uuid}", partial(live.serve_live, site)),
        ]

    def middleware(self) -> list[Middleware]:
        """From the outside in: headers on everything, files, the binding of sessions, pages."""
        return [
            Middleware(SecurityHeaders, https=self.site.settings.is_secure),
            Middleware(StaticAssets, folders=self.folders, first=list_loaded(self.index)),
            Middleware(SessionBinding, site=self.site),
            Middleware(Pages, site=self.site, index=self.index),
        ]

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Open the database, listen to it, take ballots and send mail; at the end store what is waiting."""
        database = self.site.database()
        self.site.broadcast.start(database.signals.subscribe)
        database.listen()
        self.site.ballot_box.start()
        self.site.ended_sign_ins.start()
        self.postman.start()
        self.timekeeper.start()
        self.collector.start()
        try:
            yield
        finally:
            await self.collector.stop()
            await self.timekeeper.stop()
            await self.postman.stop()
            await self.site.ended_sign_ins.stop()
            await self.site.ballot_box.stop()
            self.site.broadcast.stop()
