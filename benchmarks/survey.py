"""A survey of 200 questions: what a page costs the server, and an answer: `python -m benchmarks.survey`."""

import asyncio
import http.client
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from benchmarks.figures import quantile
from benchmarks.machine import Server, describe_machine, keep_to, serving
from benchmarks.streamlit_client import Tab
from consensus.domain.lifecycle import InvitationState
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.tables import Member, Survey
from consensus.services.context import Actor, Context
from consensus.services.opening import open_database
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import credentials, identity
from consensus.services.surveys import survey
from consensus.settings import Settings, get_settings
from surveys.loader import instrument_from_dict, instrument_to_dict, parse_instrument
from surveys.model import Instrument
from surveys.versions import wording

ROOT = Path(__file__).parents[1]
PORT = 8679
REPEATS = 30
AIM_PAGE_MS, AIM_ANSWER_MS = 150, 20
_KINDS = (
    'kind = "single"\noptions = [{ id = "a", label = "First" }, { id = "b", label = "Second" }]\ncannot_judge = true',
    'kind = "scale"\nscale = { low = 1, high = 9, low_label = "never", high_label = "always" }\ncannot_judge = true',
    'kind = "yes_no_unsure"',
    'kind = "multiple"\noptions = [{ id = "a", label = "One" }, { id = "c", label = "All" }]',
    'kind = "number"\nminimum = 0\nmaximum = 500',
)
_GIVEN: tuple[object, ...] = ("a", 7, "yes", ["a", "c"], 12)


@dataclass(frozen=True, slots=True)
class Stage:
    """The data folder of a server with an open survey, and a panelist who has answered every second question."""

    folder: Path
    survey_id: UUID
    cookie: str
    person_id: UUID
    asked: Instrument

    def sent(self, number: int) -> dict[str, object]:
        """What a page sends when it is answered for that many times."""
        question_id = f"q{number * 5}"
        question = next(question for question in self.asked.questions() if question.id == question_id)
        return {"question": question_id, "value": "ab"[number % 2], "wording": wording(question)}


def instrument(n_sections: int, n_each: int) -> str:
    """An instrument of short questions, the kinds taking turns."""
    lines = ['id = "long"\nversion = "1"\ntitle = "A long survey"\nminutes = 60']
    for section in range(n_sections):
        lines.append(f'[[section]]\nid = "s{section}"\ntitle = "Section {section + 1}"')
        for place in range(n_each):
            number = section * n_each + place
            text = f'text = "Question {number + 1}: how far would you go in the common case?"'
            lines.append(f'[[section.question]]\nid = "q{number}"\n{text}\n{_KINDS[number % len(_KINDS)]}')
    return "\n".join(lines)


def set_stage(folder: Path, n_sections: int, n_each: int) -> Stage:
    """A running process with one panelist."""
    db = open_database(Settings(data_dir=folder, database_url=""))
    draft = processes.ProcessDraft(
        slug="benchmark",
        title="Benchmark",
        question="How fast is an answer?",
        scope="This machine",
        definition=load_presets()["consensus_conference"].definition,
    )
    process_id = processes.create_process(
        Context(db, credentials.command_line_actor(db)),
        draft,
        panel.MemberDraft("Facilitator", role=Role.FACILITATOR, votes=False),
    )
    with db.reading() as session:
        person_id = session.exec(select(Member.person_id).where(Member.process_id == process_id)).one()
    facilitator = Context(db, Actor(person_id, "Facilitator"))
    member_id = panel.add_member(facilitator, process_id, panel.MemberDraft("Panelist", institution="Hospital"))
    panel.record_invitation(facilitator, member_id, InvitationState.SENT)
    asked = parse_instrument(instrument(n_sections, n_each), "long.toml")
    survey_id = survey.add_survey(facilitator, process_id, asked)
    processes.start_process(facilitator, process_id)
    survey.open_survey(facilitator, survey_id)
    with db.transaction() as session:
        panelist = session.get_one(Member, member_id).person_id
        token = identity.begin_session(db, session, panelist, process_id).token
    ctx = Context(db, Actor(panelist, "Panelist"))
    for number in range(0, n_sections * n_each, 2):
        survey.save_answer(ctx, survey_id, f"q{number}", _GIVEN[number % len(_KINDS)])
    db.close()
    return Stage(folder, survey_id, f"{get_settings().session_cookie}={token}", panelist, asked)


def store(stage: Stage) -> list[float]:
    """Seconds the service takes to store an answer, on disk."""
    db = open_database(Settings(data_dir=stage.folder, database_url=""))
    ctx = Context(db, Actor(stage.person_id, "Panelist"))
    taken = timed(lambda number: survey.save_answer(ctx, stage.survey_id, f"q{number * 5}", "ab"[number % 2]))
    db.close()
    return taken


def read(stage: Stage) -> tuple[list[float], list[float]]:
    """Seconds to read the questions from what the database holds: anew, and where the server has read them before."""
    content = instrument_to_dict(stage.asked)
    row = Survey(process_id=stage.survey_id, instrument=content)
    return timed(lambda n: instrument_from_dict(content | {"title": f"Survey {n}"})), timed(
        lambda _: survey.instrument_of(row)
    )


def timed(act: Callable[[int], object]) -> list[float]:
    """The seconds of each repeat, after one that is not counted."""
    act(0)
    taken = []
    for number in range(1, REPEATS + 1):
        began = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - began)
    return taken


async def draw(server: Server, cookie: str) -> tuple[list[float], float]:
    """Seconds until the whole page is drawn again, and the processor time of one drawing."""
    tab = await Tab.open(server.port, cookie, "survey")
    taken = []
    await tab.rerun()
    cpu = server.cpu_seconds()
    for _ in range(REPEATS):
        began = time.perf_counter()
        await tab.rerun()
        taken.append(time.perf_counter() - began)
    cpu = (server.cpu_seconds() - cpu) / REPEATS
    await tab.close()
    return taken, cpu


def send(server: Server, stage: Stage) -> list[float]:
    """Seconds from sending an answer to its acknowledgement, over one connection as a browser keeps it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Cookie": stage.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}

    def post(number: int) -> None:
        body = json.dumps(stage.sent(number))
        connection.request("POST", f"/answers/{stage.survey_id}", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status}: {content[:200]!r}")

    return timed(post)


def row(name: str, taken: Sequence[float], aim: str) -> str:
    """One line of the table."""
    middle, late = statistics.median(taken) * 1000, quantile(taken, 0.95) * 1000
    return f"| {name} | {middle:.2f} | {late:.2f} | {aim} |"


def measure(folder: Path, n_sections: int, n_each: int) -> bool:
    """Print the figures of one shape of survey; True where the aims are met."""
    folder.mkdir(parents=True)
    stage = set_stage(folder, n_sections, n_each)
    stored = store(stage)
    anew, again = read(stage)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={PORT}"]
    environment = {
        "ASSENT_DATA_DIR": str(folder),
        "ASSENT_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
    }
    with serving(command, port=PORT, health="/sign-in", folder=folder, environment=environment, cwd=ROOT) as server:
        drawn, cpu = asyncio.run(draw(server, stage.cookie))
        sent = send(server, stage)
    print(f"\n### {n_sections} sections of {n_each} questions\n")
    print("| what | p50 ms | p95 ms | aim ms |\n|---|--:|--:|--:|")
    print(row("the page is drawn, from the request to its last part", drawn, f"{AIM_PAGE_MS}"))
    print(f"| processor time of a drawing | {cpu * 1000:.1f} | | {AIM_PAGE_MS} |")
    print(row("the questions are read from the database's form", anew, ""))
    print(row("the same, read before by this server", again, ""))
    print(row("an answer is stored by the service", stored, f"{AIM_ANSWER_MS}"))
    print(row("an answer is sent, stored and acknowledged", sent, ""))
    return cpu * 1000 < AIM_PAGE_MS and statistics.median(stored) * 1000 < AIM_ANSWER_MS


def main() -> int:
    """Print all figures; the exit code says whether the aims are met."""
    print(describe_machine())
    keep_to(1)
    with tempfile.TemporaryDirectory() as folder:
        met = [measure(Path(folder) / f"{shape[0]}", *shape) for shape in ((10, 20), (1, 200))]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
