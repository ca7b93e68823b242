"""A panel of 10,000: `python -m benchmarks.panel` imports it, opens its page and searches it, and prints the times."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlmodel import select

from benchmarks.machine import describe_machine
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.exports.panel_file import panel_csv, panel_workbook
from consensus.persistence.tables import Member
from consensus.services.context import Context
from consensus.services.examples.replay import act_as
from consensus.services.opening import the_database
from consensus.services.people import panel, panel_balance, panel_import
from consensus.services.people.panel_import import PanelFile
from consensus.services.people.panel_search import PanelQuestion
from consensus.services.processes import journey, processes
from consensus.services.sign_in import credentials, identity
from consensus.settings import get_settings

N_MEMBERS = 10_000
REPEATS = 7
IMPORT_SECONDS, PAGE_SECONDS = 10.0, 1.0
_FIRST = (
    *("Ada", "Boris", "Chen", "Dora", "Emil", "Fatma", "Göran", "Hana", "Ines", "José"),
    *("Kofi", "Łucja", "Marta", "Nils", "Olga", "Priya", "Qiang", "Rosa", "Søren", "Tomás"),
)
_SYLLABLES = ("ba", "de", "fu", "go", "ha", "ju", "ke", "ma", "ne", "pu", "ra", "se", "ta", "vo", "xe", "zu")


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds that passed, and those the processor worked; they are far apart on a machine that is busy otherwise."""

    passed: float
    processor: float

    def row(self, what: str) -> str:
        """A line of a table."""
        return f"| {what} | {self.passed:.2f} | {self.processor:.2f} |"


def rows(n: int = N_MEMBERS) -> list[list[str]]:
    """Simulated people: no two look alike, two fields each besides the usual facts."""
    return [
        [
            "",
            f"{_FIRST[i % 20]} {_surname(i)}",
            f"{_surname(i).lower()}@example.org",
            "panelist",
            "yes",
            ("surgeon", "nurse", "patient representative")[i % 3],
            f"Hospital {i % 400}",
            f"Country {i % 60}",
            f"Discipline {i % 30}",
            f"Ward {i % 9}",
            "French",
            "drafted",
            "no",
            "no",
        ]
        for i in range(n)
    ]


def _surname(i: int) -> str:
    """A different one for each number, made of syllables."""
    return "".join(_SYLLABLES[i // 16**place % 16] for place in range(4)).capitalize()


def main() -> int:
    """Print the figures; 1 where an aim is missed."""
    print(describe_machine())
    with tempfile.TemporaryDirectory() as folder:
        ctx, process_id, member_id = _empty_process(Path(folder))
        is_met = _report_import(ctx, process_id)
        is_met &= _report_page(ctx, process_id, member_id)
        the_database().close()
    return 0 if is_met else 1


def _empty_process(folder: Path) -> tuple[Context, UUID, UUID]:
    """A process with its facilitator alone, in a data folder of its own."""
    os.environ |= {"ASSENT_DATA_DIR": str(folder), "ASSENT_DATABASE_URL": ""}
    get_settings.cache_clear()
    db = the_database()
    administrator = Context(db, credentials.command_line_actor(db))
    draft = processes.ProcessDraft(
        slug="benchmark",
        title="Benchmark",
        question="How fast is a panel?",
        scope="This machine",
        definition=load_presets()["consensus_conference"].definition,
    )
    facilitator = panel.MemberDraft("Facilitator", role=Role.FACILITATOR, votes=False)
    process_id = processes.create_process(administrator, draft, facilitator)
    with db.reading() as session:
        member_id = session.exec(select(Member.id).where(Member.process_id == process_id)).one()
    return act_as(db, member_id), process_id, member_id


def _report_import(ctx: Context, process_id: UUID) -> bool:
    files = [
        PanelFile("list.csv", panel_csv(["Ward", "Language"], rows())),
        PanelFile("list.xlsx", panel_workbook(["Ward", "Language"], rows())),
    ]
    print(f"\n| importing {N_MEMBERS:,} people | s | of the processor |\n|---|--:|--:|")
    for file in files:
        took, preview = _timed(partial(panel_import.preview_import, ctx, process_id, file))
        print(took.row(f"preview of {file.name}"))
    took, counts = _timed(lambda: panel_import.import_people(ctx, process_id, files[1], token=preview.token))
    print(took.row(f"import of {files[1].name}, everybody new"))
    again, preview = _timed(partial(panel_import.preview_import, ctx, process_id, files[0]))
    print(again.row(f"preview of {files[0].name} again, nobody new"))
    print(f"\n{counts.sentence()} Aim: an import below {IMPORT_SECONDS:g} s.")
    return took.passed < IMPORT_SECONDS and not preview.plan.confirmed(())


def _report_page(ctx: Context, process_id: UUID, member_id: UUID) -> bool:
    questions = {
        "first page": PanelQuestion(size=50),
        "last page": PanelQuestion(size=50, page=N_MEMBERS // 50),
        "a name": PanelQuestion("goran", size=50),
        "three words": PanelQuestion("hospital french 1", size=50),
        "nobody": PanelQuestion("quux", size=50),
        "a filter": PanelQuestion(group="nurse", role=Role.PANELIST, size=50),
    }
    print("\n| of the panel page, in the database | median s | of the processor |\n|---|--:|--:|")
    for name, question in questions.items():
        print(_median(partial(panel.get_panel, ctx, process_id, question)).row(name))
    print(_median(partial(panel_balance.get_balance, ctx, process_id)).row("balance"))
    print(_median(partial(journey.get_overview, ctx, process_id)).row("overview"))
    run = _page(ctx, process_id, member_id)
    run()
    took = _median(run)
    print(took.row("the whole page, run by Streamlit without a browser"))
    print(f"\nAim: the page below {PAGE_SECONDS:g} s.")
    return took.passed < PAGE_SECONDS


def _page(ctx: Context, process_id: UUID, member_id: UUID) -> Callable[[], object]:
    """A run of the panel page, as the facilitator sees it."""
    from streamlit.runtime import context as streamlit_context
    from streamlit.testing.v1 import AppTest

    with ctx.db.transaction() as session:
        person_id = session.get_one(Member, member_id).person_id
        token = identity.begin_session(ctx.db, session, person_id, process_id).token
    client = SimpleNamespace(cookies={get_settings().session_cookie: token}, headers=[])
    streamlit_context._get_client_context = lambda: client  # type: ignore[assignment,return-value]
    script = Path(__file__).parents[1] / "consensus" / "ui" / "main.py"
    app = AppTest.from_file(str(script), default_timeout=60).run().switch_page("views/panel.py")

    def run() -> object:
        app.run()
        if app.exception or app.error or not app.dataframe:
            raise RuntimeError(f"the page failed: {app.exception} {app.error}")
        return app

    return run


def _timed(work: Callable[[], Any]) -> tuple[Time, Any]:
    start, start_processor = time.perf_counter(), time.process_time()
    outcome = work()
    return Time(time.perf_counter() - start, time.process_time() - start_processor), outcome


def _median(work: Callable[[], Any]) -> Time:
    times = [_timed(work)[0] for _ in range(REPEATS)]
    return Time(statistics.median(t.passed for t in times), statistics.median(t.processor for t in times))


if __name__ == "__main__":
    sys.exit(main())
