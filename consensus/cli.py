"""The `assent` command: serve the app, replay a process folder, and what an operator needs at the console."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from consensus.domain.errors import ConsensusError
from consensus.exports.analysis import analyse_file
from consensus.exports.archive.verifier import program as verifier
from consensus.persistence.database import Database
from consensus.services.archive.importing import import_archive
from consensus.services.context import Context
from consensus.services.examples.example import ExampleLink, example_links, load_example
from consensus.services.examples.expectations import differences
from consensus.services.examples.replay import Progress as Report
from consensus.services.examples.replay import Stage
from consensus.services.examples.replay import replay as replay_folder
from consensus.services.mail.bounces import record_bounce
from consensus.services.opening import open_database
from consensus.services.processes.results import FILES, export
from consensus.services.sign_in.credentials import command_line_actor, issue_administrator_link, issue_link
from consensus.settings import Settings, get_settings
from surveys.folder import load_process_folder
from surveys.tabular.study_reader import ReadingOptions, parse_scale

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "examples" / "haip"

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()


@app.command()
def serve(
    example: Annotated[bool, typer.Option(help="Load the example, and let visitors try its people.")] = False,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
) -> None:
    """Start the app, on http://localhost:8501 unless told otherwise."""
    if example:
        os.environ["ASSENT_EXAMPLE"] = "true"
        os.environ.setdefault("ASSENT_PUBLIC_URL", f"http://localhost:{port}")
        get_settings.cache_clear()
        _prepare_example(get_settings())
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    os.execv(sys.executable, command)  # noqa: S606


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="A process folder, such as data/examples/haip.")],
    out: Annotated[Path, typer.Option(help="Where the results are written.")] = Path("out"),
) -> None:
    """Carry a process folder through every step, write its results, and compare them with expected.csv."""
    with _refusals_as_sentences():
        plan = load_process_folder(folder)
        with _temporary_database() as db, _progress_bars() as report:
            replayed = replay_folder(db, plan, progress=report)
            out.mkdir(parents=True, exist_ok=True)
            for name in FILES:
                (out / name).write_bytes(export(replayed.cast.facilitator, replayed.process_id, name).content)
            found = differences(replayed, plan)
    console.print(f"Wrote {', '.join(FILES)} to {out}.")
    for line in found:
        console.print(line, style="red", highlight=False)
    if found:
        console.print(f"{len(found)} differences from expected.csv.", style="bold red")
        raise typer.Exit(1)
    console.print(f"All {len(plan.expected)} statements came out as expected.", style="green")


@app.command()
def analyse(
    file: Annotated[Path, typer.Argument(help="Ratings or votes: CSV or XLSX, one row per person or per answer.")],
    definition: Annotated[str | None, typer.Option(help="A ready-made rule, or a TOML file with one.")] = None,
    groups: Annotated[str | None, typer.Option(help="Column with the stakeholder group.")] = None,
    rounds: Annotated[str | None, typer.Option(help="Column with the round.")] = None,
    panelist: Annotated[str | None, typer.Option(help="Column that names the person.")] = None,
    items: Annotated[list[str] | None, typer.Option(help="Column of answers, or a pattern; may be repeated.")] = None,
    scale: Annotated[str | None, typer.Option(help="The rating scale, such as 1-9.")] = None,
    cannot_judge: Annotated[list[str] | None, typer.Option(help="Code for 'cannot judge'; may be repeated.")] = None,
    out: Annotated[Path, typer.Option(help="Where the results are written.")] = Path("out"),
) -> None:
    """Compute every number here for ratings or votes collected elsewhere: tables, charts, a short report."""
    with _refusals_as_sentences():
        options = ReadingOptions(
            panelist=panelist,
            groups=groups,
            rounds=rounds,
            items=tuple(items or ()),
            scale=parse_scale(scale) if scale else None,
            cannot_judge=tuple(cannot_judge or ()),
        )
        with _progress_bars(after=1.0) as report:
            analysed = analyse_file(file, options, definition, report)
        out.mkdir(parents=True, exist_ok=True)
        for name, content in analysed.files.items():
            (out / name).write_bytes(content)
    for sentence in analysed.said():
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)
    console.print(f"Wrote {', '.join(analysed.files)} to {out}.", style="green", highlight=False, markup=False)


@app.command()
def load(
    folder: Annotated[Path, typer.Argument(help="A process folder: process.toml, panel.csv, survey.toml.")],
) -> None:
    """Create the process a folder plans, with its panel, agenda and survey, and print the facilitator's link."""
    settings = get_settings()
    db = open_database(settings)
    with _refusals_as_sentences(), _progress_bars() as report:
        loaded = replay_folder(db, load_process_folder(folder), until=Stage.PLANNED, progress=report)
        facilitator = loaded.cast.facilitator
        secret = issue_link(facilitator, loaded.cast.facilitator_id)
    console.print(_url(settings, secret), soft_wrap=True)
    db.close()


@app.command()
def admin_link(name: Annotated[str, typer.Option(help="Name of the administrator.")] = "Administrator") -> None:
    """Print a one-time link for the administrator; links printed before it end."""
    settings = get_settings()
    db = open_database(settings)
    console.print(_url(settings, issue_administrator_link(db, name)), soft_wrap=True)
    db.close()


@app.command()
def verify(
    archive: Annotated[Path, typer.Argument(help="An archive, or the folder it was unpacked to.")],
    key: Annotated[Path | None, typer.Option(help="event.key of the server, to check the seals of its record.")] = None,
) -> None:
    """Recount an archive with the program that lies in every one, and say what could not be checked."""
    arguments = [str(archive), *(["--key", str(key)] if key else [])]
    raise typer.Exit(verifier.main(arguments))


@app.command(name="import")
def import_process(archive: Annotated[Path, typer.Argument(help="An archive of another server.")]) -> None:
    """Take a process in from an archive; it is verified first, and refused where anything in it was changed."""
    db = open_database(get_settings())
    try:
        with _refusals_as_sentences():
            import_archive(Context(db, command_line_actor(db)), archive.read_bytes())
    finally:
        db.close()
    console.print("The process was taken in.", style="green")


@app.command()
def bounce(
    file: Annotated[Path, typer.Argument(help="A bounce as a mail file; - reads it from the pipe of a mail server.")],
) -> None:
    """Note that a mail came back; mail servers pipe into this what arrives for the sender's address."""
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    db = open_database(get_settings())
    try:
        with _refusals_as_sentences():
            noted = record_bounce(db, content)
    finally:
        db.close()
    became = "came back" if noted.is_final else "is delayed"
    console.print(f"The mail to {noted.name} {became}: {noted.reason}", markup=False, highlight=False)


def _prepare_example(settings: Settings) -> None:
    db = open_database(settings)
    with _refusals_as_sentences(), _progress_bars() as report:
        load_example(db, EXAMPLE, report)
    _print_links(settings, example_links(db, settings.data_dir / "example-links.json"))
    db.close()


def _print_links(settings: Settings, links: tuple[ExampleLink, ...]) -> None:
    title = ""
    for link in links:
        if link.process_title != title:
            title = link.process_title
            console.print(f"\n{title}", style="bold")
        console.print(f"  {link.role.value:<12} {link.name:<22} {_url(settings, link.secret)}", soft_wrap=True)
    console.print()


def _url(settings: Settings, secret: str) -> str:
    return f"{settings.public_url}/join#{secret}"


@contextmanager
def _refusals_as_sentences() -> Iterator[None]:
    try:
        yield
    except ConsensusError as refusal:
        console.print(str(refusal), style="bold red", highlight=False)
        raise typer.Exit(1) from refusal


@contextmanager
def _temporary_database() -> Iterator[Database]:
    folder = Path(tempfile.mkdtemp(prefix="assent-"))
    db = Database(f"sqlite:///{folder / 'replay.db'}", key=os.urandom(32))
    try:
        yield db
    finally:
        db.close()
        shutil.rmtree(folder)


@contextmanager
def _progress_bars(after: float = 0.0) -> Iterator[Report]:
    """A bar for each thing that is being done; `after`: seconds until the first is shown."""
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bars = Progress(*columns, console=console)
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, total: int) -> None:
        known = tasks.get(what)
        if known is None or bars.tasks[known].finished:
            tasks[what] = bars.add_task(what, total=total)
        bars.update(tasks[what], completed=done)

    # A timer, because a single long step reports nothing between its beginning and its end.
    beginning = Timer(after, bars.start)
    beginning.start()
    try:
        yield report
    finally:
        beginning.cancel()
        beginning.join()
        if bars.live.is_started:
            bars.stop()


if __name__ == "__main__":
    app()
