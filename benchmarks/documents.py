"""How long the report takes, read from the database and written in each format: `python -m benchmarks.documents`."""

import tempfile
import time
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from benchmarks.machine import describe_processor
from consensus.domain.ballots import Choice
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import unwatched
from consensus.persistence.database import Database
from consensus.persistence.tables import Ballot, ItemCount, Member, RoundItem
from consensus.services.context import Context
from consensus.services.examples.replay import replay
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.reports import report
from consensus.services.rounds import rounds
from consensus.services.statements import statements, topics
from surveys.folder import load_process_folder
from tests.services.builders import FACILITATOR, KEY, plan_process

EXAMPLE = Path(__file__).parents[1] / "data" / "examples" / "haip"
N_PANELISTS, N_TOPICS, PER_TOPIC = 200, 25, 20
RATIONALE = "The panel weighed benefit against burden and found the evidence consistent. " * 12


def main() -> None:
    """Print the figures as Markdown tables."""
    print(f"{describe_processor()}.\n\n| report of | format | seconds | of processor | KiB |\n|---|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        small = Database(f"sqlite:///{Path(folder) / 'small.db'}", key=KEY)
        replayed = replay(small, load_process_folder(EXAMPLE))
        measure("the reference case", replayed.cast.facilitator, replayed.process_id)
        large = Database(f"sqlite:///{Path(folder) / 'large.db'}", key=KEY)
        measure(f"{N_TOPICS * PER_TOPIC} statements, {N_PANELISTS} panelists", *build(large))


def measure(name: str, ctx: Context, process_id: UUID) -> None:
    """Each format from the first query to the last byte, the second time it is asked for."""
    report.read_document(ctx, process_id)
    for form in FORMATS.values():
        began, used = time.perf_counter(), time.process_time()
        document, _ = report.read_document(ctx, process_id)
        content = form.write(document, unwatched)
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        print(f"| {name} | {form.label} | {seconds:.2f} | {processor:.2f} | {len(content) / 1024:,.0f} |", flush=True)


def build(
    db: Database, n_panelists: int = N_PANELISTS, n_topics: int = N_TOPICS, per_topic: int = PER_TOPIC
) -> tuple[Context, UUID]:
    """A process with all its votes revealed and most statements adopted."""
    built = plan_process(db)
    ctx = built.context(FACILITATOR)
    for n in range(n_panelists - 4):
        draft = panel.MemberDraft(f"Panelist {n:03}", institution=f"Hospital {n % 40}", country=f"Country {n % 12}")
        built.members[draft.name] = panel.add_member(ctx, built.process_id, draft)
    processes.start_process(ctx, built.process_id)
    meeting.start_meeting(ctx, built.meeting_id)
    for member_id in built.members.values():
        meeting.check_in(ctx, built.meeting_id, member_id)
    for place in range(n_topics):
        topic_id = topics.add_topic(ctx, built.process_id, f"Topic {place}", "What is to be done?", 20)
        candidates = [
            statements.add_candidate(ctx, topic_id, f"In situation {place}.{n} the treatment should be offered first.")
            for n in range(per_topic)
        ]
        for candidate in candidates:
            statements.present_statement(ctx, candidate)
        meeting.choose_topic(ctx, built.meeting_id, topic_id)
        round_id = rounds.open_round(ctx, built.meeting_id, candidates)
        with db.transaction() as session:
            _cast(session, db, round_id, built.process_id)
        rounds.close_round(ctx, round_id)
        rounds.reveal_round(ctx, round_id)
        for n, candidate in enumerate(candidates):
            if n % 5:
                statements.adopt(ctx, candidate)
                statements.set_rationale(ctx, candidate, RATIONALE, "")
    return ctx, built.process_id


def _cast(session: Session, db: Database, round_id: UUID, process_id: UUID) -> None:
    """Everybody's ballots, written as they are stored: casting 100,000 is measured elsewhere."""
    now = db.now(session)
    voters = session.exec(select(Member.id).where(Member.process_id == process_id, Member.votes)).all()
    for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_id)).all():
        n_against = len(voters) // 3 if item.position % 5 == 1 else 10 + item.position % 7
        for place, member_id in enumerate(voters):
            choice = Choice.DISAGREE if place < n_against else Choice.AGREE
            session.add(Ballot(item_id=item.id, member_id=member_id, choice=choice, key=str(place), cast_at=now))
        session.add(ItemCount(item_id=item.id, choice=Choice.DISAGREE, n=n_against))
        session.add(ItemCount(item_id=item.id, choice=Choice.AGREE, n=len(voters) - n_against))


if __name__ == "__main__":
    main()
