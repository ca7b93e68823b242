"""A survey of any size in a database of its own, written past the pages: only reading it is measured."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from sqlmodel import insert, select

from consensus.domain.lifecycle import SurveyState
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Answer, Member, Person, Response
from consensus.services.context import Context
from consensus.services.examples.replay import act_as
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import credentials
from consensus.services.statements import topics
from consensus.services.surveys import survey
from surveys.model import Instrument, Option, Question, QuestionKind, Scale, Section

PER_SECTION = 10
GROUPS = ("surgeon", "oncologist", "nurse", "patient")
WORDS = (
    *("cost", "funding", "pump", "nurse", "training", "surgery", "referral", "distance", "travel", "evidence"),
    *("trial", "toxicity", "bile", "liver", "team", "volume", "registry", "access", "waiting", "patient"),
)
_OPTIONS = tuple(Option(f"o{number}", f"Option {number}", f"Statement {number} is so.") for number in range(4))
_KINDS = (
    QuestionKind.SINGLE,
    QuestionKind.SCALE,
    QuestionKind.MULTIPLE,
    QuestionKind.MATRIX,
    QuestionKind.NUMBER,
    QuestionKind.RANKING,
    QuestionKind.TEXT,
    QuestionKind.SCALE,
)


@dataclass(frozen=True, slots=True)
class LargeSurvey:
    """A closed survey with its answers."""

    db: Database
    facilitator: Context
    process_id: UUID


def make_instrument(n_questions: int, *, only: QuestionKind | None = None) -> Instrument:
    """Questions of every kind in turn, or of one kind alone."""
    questions = [_question(number, only or _KINDS[number % len(_KINDS)]) for number in range(n_questions)]
    sections = tuple(
        Section(f"s{start}", f"Part {start}", tuple(questions[start : start + PER_SECTION]), topic=f"t{start % 5}")
        for start in range(0, n_questions, PER_SECTION)
    )
    return Instrument("large", "1", "A large survey", sections)


def make_survey(
    folder: Path, n_respondents: int, n_questions: int, *, only: QuestionKind | None = None, seed: int = 1
) -> LargeSurvey:
    """People who all answered everything, their survey closed."""
    db = Database(f"sqlite:///{folder / 'large.db'}", key=b"benchmark")
    administrator = Context(db, credentials.command_line_actor(db))
    rule = load_presets()["consensus_conference"].definition
    process_id = processes.create_process(
        administrator,
        processes.ProcessDraft("large", "A large survey", "", "", rule),
        panel.MemberDraft("Fay Cilitator", role=Role.FACILITATOR, votes=False),
    )
    with db.reading() as session:
        facilitator = act_as(db, session.exec(select(Member.id).where(Member.process_id == process_id)).one())
    for number in range(5):
        topics.add_topic(facilitator, process_id, f"Topic {number}", "", 20, slug=f"t{number}")
    instrument = make_instrument(n_questions, only=only)
    survey_id = survey.add_survey(facilitator, process_id, instrument)
    processes.start_process(facilitator, process_id)
    survey.open_survey(facilitator, survey_id)
    _answer(db, process_id, survey_id, instrument, n_respondents, random.Random(seed))
    survey.close_survey(facilitator, survey_id)
    assert survey.get_monitor(facilitator, process_id).state is SurveyState.CLOSED
    return LargeSurvey(db, facilitator, process_id)


def free_text(rng: random.Random) -> str:
    """A sentence of a dozen words."""
    return " ".join(rng.choices(WORDS, k=12)).capitalize() + "."


def _answer(
    db: Database, process_id: UUID, survey_id: UUID, instrument: Instrument, n: int, rng: random.Random
) -> None:
    with db.transaction() as session:
        now = db.now(session)
        for number in range(n):
            person_id, member_id = uuid4(), uuid4()
            session.exec(insert(Person).values(id=person_id, name=f"P{number}", email="", created_at=now))
            session.exec(
                insert(Member).values(
                    id=member_id, process_id=process_id, person_id=person_id, role=Role.PANELIST, votes=True,
                    stakeholder_group=GROUPS[number % 4], institution="", country="", discipline="", is_tryable=False,
                )
            )  # fmt: skip
            session.exec(
                insert(Response).values(
                    survey_id=survey_id, member_id=member_id, started_at=now, finished_at=now,
                    stakeholder_group=GROUPS[number % 4],
                )
            )  # fmt: skip
            session.execute(
                insert(Answer),
                [
                    {
                        "id": uuid4(), "survey_id": survey_id, "member_id": member_id, "question": question.id,
                        "value": _value(question, rng), "saved_at": now,
                    }
                    for question in instrument.questions()
                ],
            )  # fmt: skip


def _question(number: int, kind: QuestionKind) -> Question:
    scale = Scale(1, 9, agree_from=7) if kind in (QuestionKind.SCALE, QuestionKind.MATRIX) else None
    options = _OPTIONS if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING) else ()
    rows = _OPTIONS if kind is QuestionKind.MATRIX else ()
    return Question(f"q{number}", kind, f"Question {number}?", options=options, rows=rows, scale=scale)


def _value(question: Question, rng: random.Random) -> object:
    return _ANSWERS[question.kind](rng)


_ANSWERS: dict[QuestionKind, Callable[[random.Random], object]] = {
    QuestionKind.SINGLE: lambda rng: rng.choice(_OPTIONS).id,
    QuestionKind.SCALE: lambda rng: rng.randint(1, 9),
    QuestionKind.MULTIPLE: lambda rng: [option.id for option in rng.sample(_OPTIONS, rng.randint(1, 4))],
    QuestionKind.MATRIX: lambda rng: {row.id: rng.randint(1, 9) for row in _OPTIONS},
    QuestionKind.NUMBER: lambda rng: rng.randint(0, 60),
    QuestionKind.RANKING: lambda rng: [option.id for option in rng.sample(_OPTIONS, 4)],
    QuestionKind.TEXT: free_text,
}
