"""How fast the outbox is worked through: 1,000 invitations to a mail server on the same machine."""

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from benchmarks.machine import describe_machine
from consensus.domain.mail_text import MessageKind
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Invitation, Member, Person
from consensus.services.context import Context
from consensus.services.mail import mailing
from consensus.services.mail.delivery import deliver_due
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import credentials
from consensus.settings import get_settings
from tests.services.mail_trap import trapping

PEOPLE = 1_000


def main(n: int) -> None:
    """Print how long writing and sending take."""
    with tempfile.TemporaryDirectory() as folder, trapping() as trap:
        for name, value in {
            "HOST": trap.host,
            "PORT": trap.port,
            "SENDER": "a@assent.example",
            "SECURITY": "none",
        }.items():
            os.environ[f"ASSENT_SMTP_{name}"] = str(value)
        get_settings.cache_clear()
        db = Database(f"sqlite:///{Path(folder) / 'mail.db'}", key=os.urandom(32))
        fay, process_id = _process(db, n)
        began = time.perf_counter()
        mailing.send(fay, process_id, MessageKind.INVITATION, deadline=date(2030, 1, 1))
        queued = time.perf_counter()
        n_sent = deliver_due(db, get_settings())
        seconds = time.perf_counter() - queued
        print(describe_machine())
        print(f"{n:,} mails put into the outbox in {queued - began:.2f} s")
        print(
            f"{n_sent:,} sent over {trap.n_connections} connection in {seconds:.1f} s: {n_sent / seconds:.0f} a second"
        )
        print(f"each taken once: {set(trap.times_taken.values()) == {1}}")
        db.close()


def _process(db: Database, n: int) -> tuple[Context, UUID]:
    """A running process of n people that is awake day and night."""
    administrator = Context(db, credentials.command_line_actor(db))
    rule = load_presets()["consensus_conference"].definition
    process_id = processes.create_process(administrator, processes.ProcessDraft("mail", "Mail", "?", "", rule))
    mailing.set_quiet_hours(administrator, process_id, "00:00", "00:00", "UTC")
    processes.start_process(administrator, process_id)
    with db.transaction() as session:
        now = db.now(session)
        for number in range(n):
            draft = panel.MemberDraft(f"Member {number}", f"member{number}@hospital.example")
            person = Person(name=draft.name, email=draft.email, created_at=now)
            session.add(person)
            session.flush()
            member = Member(process_id=process_id, person_id=person.id, role=Role.PANELIST)
            panel.write_member(member, draft, person)
            session.add(member)
            session.flush()
            session.add(Invitation(member_id=member.id, changed_at=now))
    return administrator, process_id


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)
