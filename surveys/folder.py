"""Reads a process folder: process.toml, survey.toml and the tables beside them."""

from collections.abc import Collection, Mapping
from itertools import chain
from pathlib import Path

from consensus.domain.ballots import Choice, clean_comment
from consensus.domain.conflicts import Decision, Declaration, InterestKind
from consensus.domain.errors import InvalidInputError
from consensus.domain.people import check_address, clean_name
from consensus.domain.roles import Role
from consensus.domain.statements import Route
from surveys.answer_text import read_answer
from surveys.folder_model import (
    AnswerPlan,
    BallotPlan,
    ExpectedRow,
    InterestPlan,
    MemberPlan,
    ProcessFolder,
    StatementPlan,
    TopicPlan,
)
from surveys.folder_plan import parse_plan
from surveys.loader import parse_instrument
from surveys.model import Instrument
from surveys.table_reader import RowReader, read_rows

PROCESS, SURVEY = "process.toml", "survey.toml"
PANEL, ANSWERS, BALLOTS, EXPECTED = "panel.csv", "answers.csv", "ballots.csv", "expected.csv"
INTERESTS, EVERY_TOPIC = "conflicts.csv", "*"

_PANEL_COLUMNS = (
    "id,name,email,role,votes,stakeholder_group,institution,country,discipline,invited,attends".split(",")  # noqa: SIM905
)
_COUNTS = ("n_agree", "n_disagree", "n_abstain", "n_cannot_judge", "eligible")
_INTEREST_COLUMNS = ("member", "topic", "interest", "kinds", "text", "decision", "reason")
_EXPECTED_COLUMNS = ("topic", "statement", "route", *_COUNTS, "outcome", "adopted")


def load_process_folder(path: Path) -> ProcessFolder:
    """Read and check a whole process folder.

    answers.csv, ballots.csv, conflicts.csv and expected.csv may be left out: a process that is yet to run has none.

    Raises:
        InvalidInputError: a file is missing or wrong; names file, line and field. Ids that one file
            uses and another does not know are refused where they are used.
    """
    survey_text = _read(path, SURVEY)
    instrument = parse_instrument(survey_text, SURVEY)
    plan = parse_plan(_read(path, PROCESS), PROCESS, instrument)
    _check_topics(instrument, plan.topics)
    members = _members(_read(path, PANEL))
    member_ids = {member.id for member in members}
    statements = {statement.id: statement for topic in plan.topics for statement in topic.statements}
    return ProcessFolder(
        path=path,
        process=plan.process,
        definition=plan.definition,
        meeting=plan.meeting,
        topics=plan.topics,
        future_study=plan.future_study,
        references=plan.references,
        instrument=instrument,
        instrument_text=survey_text,
        members=members,
        answers=_answers(_read(path, ANSWERS, optional=True), member_ids, instrument),
        ballots=_ballots(_read(path, BALLOTS, optional=True), members, statements),
        expected=_expected(_read(path, EXPECTED, optional=True), plan.topics),
        interests=_interests(_read(path, INTERESTS, optional=True), member_ids, {topic.id for topic in plan.topics}),
    )


def _read(folder: Path, name: str, *, optional: bool = False) -> str:
    """The text of a file of the folder, "" for an optional one that is not there."""
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if optional:
            return ""
        raise InvalidInputError(f"The folder '{folder.name}' has no {name}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{name} cannot be read as a text file.") from error
    if "\x00" in text:
        raise InvalidInputError(f"{name} cannot be read as a text file.")
    return text


def _check_topics(instrument: Instrument, topics: Collection[TopicPlan]) -> None:
    known = {topic.id for topic in topics}
    for name in chain((s.topic for s in instrument.sections), (q.topic for q in instrument.questions())):
        if name and name not in known:
            raise InvalidInputError(f"{SURVEY}: the topic {name!r} is not in {PROCESS}.")


def _members(text: str) -> tuple[MemberPlan, ...]:
    members: dict[str, MemberPlan] = {}
    emails: set[str] = set()
    for row in read_rows(text, PANEL, _PANEL_COLUMNS):
        member = _member(row)
        if member.id in members:
            row.refuse(f"the id {member.id!r} stands there twice")
        if member.email and member.email.casefold() in emails:
            row.refuse(f"the email {member.email!r} stands there twice")
        emails.add(member.email.casefold())
        members[member.id] = member
    if not members:
        raise InvalidInputError(f"{PANEL} names nobody.")
    return tuple(members.values())


def _member(row: RowReader) -> MemberPlan:
    try:
        name, email = clean_name(row.text("name")), check_address(row.optional("email"))
    except InvalidInputError as error:
        row.refuse(str(error))
    return MemberPlan(
        id=row.text("id"),
        name=name,
        email=email,
        role=row.word("role", Role),
        votes=row.flag("votes"),
        stakeholder_group=row.optional("stakeholder_group"),
        institution=row.optional("institution"),
        country=row.optional("country"),
        discipline=row.optional("discipline"),
        invited=row.flag("invited"),
        attends=row.flag("attends"),
    )


def _answers(text: str, members: Collection[str], instrument: Instrument) -> tuple[AnswerPlan, ...]:
    answers: dict[tuple[str, str], AnswerPlan] = {}
    for row in _optional_rows(text, ANSWERS, ("member", "question", "value")):
        member = row.known("member", members, PANEL)
        question = instrument.question(row.text("question"))
        if question is None:
            row.refuse(f"the question {row.text('question')!r} is not in {SURVEY}")
        if (member, question.id) in answers:
            row.refuse(f"{member!r} answers {question.id!r} twice")
        try:
            value = read_answer(question, row.cells["value"])
        except InvalidInputError as error:
            row.refuse(f"the answer of {member!r} to {question.id!r} is refused: {error}")
        if value is None:
            row.refuse("the column 'value' is empty")
        answers[member, question.id] = AnswerPlan(member, question.id, value)
    return tuple(answers.values())


def _ballots(
    text: str, members: Collection[MemberPlan], statements: Mapping[str, StatementPlan]
) -> tuple[BallotPlan, ...]:
    entitled = {member.id: member.votes and member.attends for member in members}
    ballots: dict[tuple[str, str], BallotPlan] = {}
    for row in _optional_rows(text, BALLOTS, ("member", "statement", "choice", "comment")):
        member = row.known("member", entitled, PANEL)
        statement = statements[row.known("statement", statements, PROCESS)]
        if not entitled[member]:
            row.refuse(f"{member!r} does not vote at the meeting")
        if statement.route is not Route.VOTE:
            row.refuse(f"no vote is held on {statement.id!r}")
        if (member, statement.id) in ballots:
            row.refuse(f"{member!r} votes on {statement.id!r} twice")
        try:
            comment = clean_comment(row.optional("comment"))
        except InvalidInputError as error:
            row.refuse(str(error))
        ballots[member, statement.id] = BallotPlan(member, statement.id, row.word("choice", Choice), comment)
    return tuple(ballots.values())


def _expected(text: str, topics: Collection[TopicPlan]) -> tuple[ExpectedRow, ...]:
    belongs = {statement.id: topic.id for topic in topics for statement in topic.statements}
    rows: dict[str, ExpectedRow] = {}
    for row in _optional_rows(text, EXPECTED, _EXPECTED_COLUMNS):
        topic = row.known("topic", set(belongs.values()), PROCESS)
        statement = row.known("statement", belongs, PROCESS)
        if belongs[statement] != topic:
            row.refuse(f"the statement {statement!r} belongs to the topic {belongs[statement]!r}, not {topic!r}")
        if statement in rows:
            row.refuse(f"the statement {statement!r} stands there twice")
        rows[statement] = ExpectedRow(
            topic=topic,
            statement=statement,
            route=row.word("route", Route),
            **{name: row.count(name) for name in _COUNTS},
            outcome=row.text("outcome"),
            adopted=row.flag("adopted"),
        )
    return tuple(rows.values())


def _interests(text: str, members: Collection[str], topics: Collection[str]) -> tuple[InterestPlan, ...]:
    declared: dict[tuple[str, str], InterestPlan] = {}
    for row in _optional_rows(text, INTERESTS, _INTEREST_COLUMNS):
        member = row.known("member", members, PANEL)
        topic = row.known("topic", {*topics, EVERY_TOPIC}, PROCESS) if row.cells["topic"] else ""
        if (member, topic) in declared:
            row.refuse(f"{member!r} declares on {topic or 'the process'!r} twice")
        try:
            declaration = Declaration(
                row.flag("interest"),
                frozenset(map(InterestKind, row.optional("kinds").split())),
                row.optional("text"),
            )
        except (InvalidInputError, ValueError) as error:
            row.refuse(str(error))
        if topic == EVERY_TOPIC and declaration.has_interest:
            row.refuse("an interest is declared topic by topic")
        if bool(row.optional("decision")) != declaration.has_interest:
            row.refuse("an interest has a decision, and where there is none there is nothing to decide")
        decision = row.word("decision", Decision) if declaration.has_interest else None
        declared[member, topic] = InterestPlan(member, topic, declaration, decision, row.optional("reason"))
    return tuple(declared.values())


def _optional_rows(text: str, source: str, columns: Collection[str]) -> Collection[RowReader]:
    return tuple(read_rows(text, source, columns)) if text else ()
