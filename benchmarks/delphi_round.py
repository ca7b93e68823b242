"""A large Delphi round from close to the next form: `python -m benchmarks.delphi_round` prints the times."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import numpy as np
from sqlalchemy import insert
from sqlmodel import select

from benchmarks.machine import describe_processor
from consensus.domain.disclosure import Anonymity
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import (
    Ballot,
    Invitation,
    ItemCount,
    Member,
    Person,
    RoundItem,
)
from consensus.services.context import Context
from consensus.services.delphi import delphi_rounds, protocols, rating_form
from consensus.services.delphi.form_data import form_data
from consensus.services.examples.replay import act_as
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import ballots
from consensus.services.sign_in import credentials
from consensus.services.statements import statements, topics

PANELISTS, ITEMS = 1000, 200
AIM_CLOSE, AIM_FORM_MS, AIM_STORE_MS = 5.0, 150.0, 20.0

Result = TypeVar("Result")


def timed(words: str, work: Callable[[], Result]) -> Result:
    """Do it once, and say how long it took."""
    start, busy = time.perf_counter(), time.process_time()
    found = work()
    print(f"{words}: {time.perf_counter() - start:.2f} s, {time.process_time() - busy:.2f} s of processor")
    return found


def main() -> None:
    """A round of 1,000 panelists and 200 items on SQLite with full durability."""
    print(describe_processor())
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'assent.db'}", key=b"a key for the benchmark")
        _run(db)
        db.close()


def _run(db: Database) -> None:
    administrator = Context(db, credentials.command_line_actor(db))
    draft = processes.ProcessDraft(
        slug="large",
        title="Large",
        question="What?",
        scope="All",
        definition=load_presets()["two_thirds"].definition,
        anonymity=Anonymity.CONFIDENTIAL,
    )
    facilitator = panel.MemberDraft("Nora Lindgren", role=Role.FACILITATOR, votes=False)
    process_id = processes.create_process(administrator, draft, facilitator)
    with db.reading() as session:
        ctx = act_as(db, session.exec(select(Member.id).where(Member.process_id == process_id)).one())
    _people(db, process_id)
    topic_id = topics.add_topic(ctx, process_id, "Topic", "", 10)
    candidates = [statements.add_candidate(ctx, topic_id, f"Statement {number}.") for number in range(ITEMS)]
    processes.start_process(ctx, process_id)
    protocols.choose_method(ctx, process_id, "modified_delphi")
    first = delphi_rounds.plan_round(ctx, process_id, candidates)
    timed(f"opening round 1, {ITEMS} items", lambda: delphi_rounds.open_now(ctx, first))
    _rate(db, first)
    timed(
        f"closing {PANELISTS:,} x {ITEMS} with recount and feedback by group (aim {AIM_CLOSE} s)",
        lambda: delphi_rounds.close_now(ctx, first),
    )
    timed("revealing it: every verdict and the stop rule", lambda: delphi_rounds.reveal(ctx, first))
    second = delphi_rounds.plan_round(ctx, process_id, candidates)
    timed("opening round 2: what each panelist is given", lambda: delphi_rounds.open_now(ctx, second))
    with db.reading() as session:
        members = session.exec(select(Member.id).where(Member.process_id == process_id, Member.votes)).all()
    reader = act_as(db, members[0])
    rating_form.get_form(reader, process_id)
    start = time.process_time()
    for _ in range(5):
        form = rating_form.get_form(reader, process_id)
        assert form is not None
        form_data(form)
    busy_ms = (time.process_time() - start) * 200
    print(f"one form of {ITEMS} items with feedback: {busy_ms:.0f} ms of processor (aim {AIM_FORM_MS} ms)")
    item = form.items[0]
    waits = []
    for choice in "123456789":
        start = time.process_time()
        ballots.cast_ballot(reader, item.id, item.version_sha256, choice)
        rating_form.get_item(reader, item.id)
        waits.append((time.process_time() - start) * 1000)
    print(f"one rating stored and answered: median {sorted(waits)[4]:.0f} ms of processor (aim {AIM_STORE_MS} ms)")


def _people(db: Database, process_id: object) -> None:
    with db.transaction() as session:
        now = db.now(session)
        for number in range(PANELISTS):
            person = Person(name=f"Panelist {number}", email="", created_at=now)
            member = Member(
                process_id=process_id, person_id=person.id, stakeholder_group=("patients", "surgeons")[number % 2]
            )
            session.add(person)
            session.flush()
            session.add(member)
            session.flush()
            session.add(Invitation(member_id=member.id, changed_at=now))


def _rate(db: Database, round_id: object) -> None:
    random = np.random.default_rng(1)
    with db.transaction() as session:
        now = db.now(session)
        items = session.exec(select(RoundItem.id).where(RoundItem.round_id == round_id)).all()
        members = session.exec(select(Member.id).where(Member.votes)).all()
        choices = random.integers(1, 10, (len(items), len(members)))
        for line, item in enumerate(items):
            rows = [
                {
                    "id": uuid4(),
                    "item_id": item,
                    "member_id": member,
                    "choice": str(choice),
                    "comment": "",
                    "key": "k",
                    "revision": 1,
                    "cast_at": now,
                    "event_sequence": 1,
                }
                for member, choice in zip(members, choices[line], strict=True)
            ]
            session.execute(insert(Ballot), rows)
            for point in range(1, 10):
                session.add(ItemCount(item_id=item, choice=str(point), n=int((choices[line] == point).sum())))


if __name__ == "__main__":
    main()
