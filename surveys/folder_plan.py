"""Reads the plan of a process, `process.toml`, against the survey its statements were drafted from."""

import re
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.references.model import Reference
from consensus.domain.statements import Route
from surveys.folder_model import (
    EvidencePlan,
    MeetingPlan,
    PresentationPlan,
    ProcessPlan,
    StatementPlan,
    TopicPlan,
)
from surveys.model import Instrument
from surveys.toml_reader import TableReader

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_PROCESS_FIELDS = ("slug", "title", "question", "scope", "anonymity", "time_zone", "simulated", "source")
_TOPIC_FIELDS = ("id", "title", "summary", "minutes", "presentation", "evidence", "statement")
_REFERENCE_FIELDS = ("id", "title", "authors", "journal", "year", "volume", "issue", "pages", "doi", "pmid", "url")
_STATEMENT_FIELDS = ("id", "text", "plain_text", "rationale", "dissent", "from", "route", "final")


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `process.toml` says."""

    process: ProcessPlan
    definition: ConsensusDefinition
    meeting: MeetingPlan
    topics: tuple[TopicPlan, ...]
    future_study: tuple[str, ...]
    references: Mapping[str, Reference]


def parse_plan(text: str, source: str, instrument: Instrument) -> Plan:
    """Read a process file; `source` is what refusals call it.

    Raises:
        InvalidInputError: something is missing, wrong or unknown; names file, line and field.
    """
    table = TableReader.parse(text, source)
    table.only(("process", "definition", "meeting", "reference", "topic", "future_study"))
    sources = source_ids(instrument)
    references = _references(table)
    topics: list[TopicPlan] = []
    for topic_table in table.tables("topic", "topic"):
        topics.append(_topic(topic_table, topics, sources, references))
    if not topics:
        table.refuse("has no 'topic'")
    return Plan(
        process=_process(table.table("process", "the process")),
        definition=_definition(table.table("definition", "the consensus definition")),
        meeting=_meeting(table.table("meeting", "the meeting")),
        topics=tuple(topics),
        future_study=table.texts("future_study"),
        references=references,
    )


def source_ids(instrument: Instrument) -> set[str]:
    """All that a statement can come from: "question", and "question.option" or "question.row"."""
    questions = instrument.questions()
    parts = {f"{q.id}.{part.id}" for q in questions for part in (*q.options, *q.rows)}
    return parts | {q.id for q in questions}


def _process(table: TableReader) -> ProcessPlan:
    table.only(_PROCESS_FIELDS)
    slug, time_zone = table.text("slug"), table.text("time_zone")
    if not _SLUG.fullmatch(slug):
        table.refuse("needs a 'slug' of small letters, digits and '-'", "slug")
    if time_zone not in zoneinfo.available_timezones():
        table.refuse(f"has the time zone {time_zone!r}, which does not exist", "time_zone")
    return ProcessPlan(
        slug=slug,
        title=table.text("title"),
        question=table.text("question"),
        scope=table.text("scope"),
        anonymity=Anonymity(table.choice("anonymity", tuple(Anonymity))),
        time_zone=time_zone,
        simulated=table.flag("simulated"),
        source=table.text("source", ""),
    )


def _definition(table: TableReader) -> ConsensusDefinition:
    try:
        return ConsensusDefinition.from_dict(table.data)
    except InvalidInputError as error:
        table.refuse(f"cannot be used: {str(error).rstrip('.')}")


def _meeting(table: TableReader) -> MeetingPlan:
    table.only(("title", "date", "place"))
    day = table.data.get("date")
    if day is None:
        table.refuse("has no 'date'")
    if type(day) is not date:
        table.refuse("needs a day such as 2012-09-07 in 'date'", "date")
    return MeetingPlan(table.text("title"), day, table.text("place", ""))


def _references(table: TableReader) -> dict[str, Reference]:
    found: dict[str, Reference] = {}
    for item in table.tables("reference", "reference"):
        item.only(_REFERENCE_FIELDS)
        reference_id = item.text("id")
        if reference_id in found:
            item.refuse("has the id of an earlier reference", "id")
        found[reference_id] = Reference(
            title=item.text("title"),
            authors=item.texts("authors"),
            **{name: item.text(name, "") for name in _REFERENCE_FIELDS[3:]},
        )
    return found


def _topic(
    table: TableReader, earlier: Collection[TopicPlan], sources: Collection[str], references: Collection[str]
) -> TopicPlan:
    table.only(_TOPIC_FIELDS)
    topic_id = table.text("id")
    if topic_id in {topic.id for topic in earlier}:
        table.refuse("has the id of an earlier topic", "id")
    taken = {statement.id for topic in earlier for statement in topic.statements}
    statements: list[StatementPlan] = []
    for item in table.tables("statement", "statement"):
        statement = _statement(item, sources)
        if statement.id in taken:
            item.refuse("has the id of an earlier statement", "id")
        taken.add(statement.id)
        statements.append(statement)
    if not statements:
        table.refuse("has no 'statement'")
    return TopicPlan(
        id=topic_id,
        title=table.text("title"),
        summary=table.text("summary", ""),
        minutes=table.whole("minutes", least=1),
        presentations=tuple(
            _presentation(item) for item in table.tables("presentation", "presentation", label="title")
        ),
        evidence=tuple(_evidence(item, references) for item in table.tables("evidence", "evidence", label="")),
        statements=tuple(statements),
    )


def _presentation(table: TableReader) -> PresentationPlan:
    table.only(("title", "presenter", "minutes"))
    return PresentationPlan(table.text("title"), table.text("presenter"), table.whole("minutes", least=1))


def _evidence(table: TableReader, references: Collection[str]) -> EvidencePlan:
    table.only(("text", "reference", "doi", "cites"))
    cites = table.text("cites", "")
    if cites and cites not in references:
        table.refuse(f"cites {cites!r}, which is no reference of this file", "cites")
    if cites:
        return EvidencePlan(table.text("text"), table.text("reference", ""), "", cites)
    return EvidencePlan(table.text("text"), table.text("reference"), table.text("doi", ""))


def _statement(table: TableReader, sources: Collection[str]) -> StatementPlan:
    table.only(_STATEMENT_FIELDS)
    drafted_from = table.texts("from")
    for source in drafted_from:
        if source not in sources:
            table.refuse(f"comes from {source!r}, which is not in the survey", "from")
    return StatementPlan(
        id=table.text("id"),
        text=table.text("text"),
        plain_text=table.text("plain_text", ""),
        rationale=table.text("rationale", ""),
        dissent=table.text("dissent", ""),
        sources=drafted_from,
        route=Route(table.choice("route", tuple(Route))),
        final=table.flag("final"),
    )
