"""What came out: the final statements with everything that carries them, and the files they are exported to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from consensus.domain.ballots import RoundKind
from consensus.domain.definition_wording import short_rule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import NotFoundError
from consensus.domain.grade import grade_sentence
from consensus.domain.references.numbering import Numbering
from consensus.domain.results import CandidateResult, Evidence, FinalStatement, Results, WrittenDissent
from consensus.domain.roles import Action
from consensus.domain.shares import percent_text
from consensus.domain.statements import Route
from consensus.domain.trail import Step, without_names
from consensus.domain.trail import published as published_steps
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.model import Document
from consensus.exports.document.progress import unwatched
from consensus.exports.final_statements import final_statements
from consensus.exports.interests import interests_csv
from consensus.exports.json_file import to_json
from consensus.exports.methods_text import methods_paragraph
from consensus.exports.table import to_csv
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.interests.interest_report import electorates_of, interest_report, may_read
from consensus.services.meetings.agenda import agenda_pdf
from consensus.services.meetings.meeting import meeting_of
from consensus.services.people.consent import count_consents
from consensus.services.people.participation import participation_flow
from consensus.services.processes.definitions import deviations_of
from consensus.services.processes.with_and_without import with_and_without_of
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import RoundView, rounds_of_process
from consensus.services.statements.dissents import dissents_of
from consensus.services.statements.evidence import EvidenceView
from consensus.services.statements.statement_views import StatementView
from consensus.services.statements.topics import TopicView, future_study_of, topics_of_process
from consensus.services.statements.trail import trails_of
from consensus.services.surveys.survey_account import survey_account
from consensus.tally.answers import count_answers
from consensus.tally.round_verdicts import AnyVerdict, rule_of
from consensus.tally.verdicts import Verdict, full_consensus


@dataclass(frozen=True, slots=True)
class Export:
    """A file to download."""

    filename: str
    media_type: str
    content: bytes


AGENDA = "agenda.pdf"
STATEMENTS: Mapping[str, str] = {f"statements.{ending}": ending for ending in FORMATS}
EXPORTS: Mapping[str, tuple[Callable[[Results], bytes], str]] = {
    "results.csv": (to_csv, "text/csv; charset=utf-8"),
    "interests.csv": (interests_csv, "text/csv; charset=utf-8"),
    "results.json": (to_json, "application/json"),
}
FILES = (*STATEMENTS, *EXPORTS)


def get_results(ctx: Context, process_id: UUID) -> Results:
    """The results as they stand, for everyone in the process."""
    with ctx.db.reading() as session:
        return results_of(session, require(ctx, session, Action.VIEW_RESULTS, process_id))


def export(ctx: Context, process_id: UUID, name: str) -> Export:
    """One of `FILES`, or the agenda on paper."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        if name == AGENDA:
            return Export(f"{standing.process.slug}-{AGENDA}", "application/pdf", agenda_pdf(session, standing))
        if name in EXPORTS:
            write, media_type = EXPORTS[name]
            content = write(as_published(results_of(session, standing)))
            return Export(f"{standing.process.slug}-{name}", media_type, content)
    if name not in STATEMENTS:
        raise NotFoundError
    document, stem = read_statements(ctx, process_id)
    form = FORMATS[STATEMENTS[name]]
    return Export(f"{stem}.{STATEMENTS[name]}", form.media_type, form.write(document, unwatched))


def read_statements(ctx: Context, process_id: UUID) -> tuple[Document, str]:
    """The final statements as a document, and the name its files begin with."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        found = as_published(results_of(session, standing))
        account = survey_account(session, standing.process)
        return final_statements(found, account, ctx.db.now(session)), f"{standing.process.slug}-statements"


def results_of(session: Session, standing: Standing) -> Results:
    """The results as the member of this standing may see them."""
    process = standing.process
    topics = topics_of_process(session, standing)
    votes = _votes_by_statement(rounds_of_process(session, standing))
    without = _without_conflicts(session, standing)
    statements = [statement for topic in topics for statement in topic.statements]
    adopted = {statement.id for statement in statements if statement.adopted is not None}
    trails = trails_of(session, process.id, statements, adopted)
    candidates = tuple(
        candidate
        for topic in topics
        for statement in topic.statements
        for candidate in _candidates(topic, statement, votes.get(statement.id, ()), without)
    )
    flow = participation_flow(session, process.id)
    definition_sentence = ConsensusDefinition.from_dict(process.definition).sentence()
    meeting = meeting_of(session, process.id)
    deviations = deviations_of(session, process.id)
    consent = count_consents(session, process.id)
    numbering = Numbering()
    dissents = dissents_of(session, process.id)
    return Results(
        title=process.title,
        question=process.question,
        scope=process.scope,
        source=process.source,
        simulated=process.is_simulated,
        definition_sentence=definition_sentence,
        flow=flow,
        statements=tuple(
            _final(
                topic,
                statement,
                votes.get(statement.id, ()),
                numbering=numbering,
                dissents=dissents.get(statement.id, ()),
                trail=trails[statement.id],
            )
            for topic in topics
            for statement in topic.statements
            if statement.id in adopted
        ),
        candidates=candidates,
        future_study=future_study_of(session, process.id),
        methods=methods_paragraph(
            flow,
            definition_sentence,
            candidates,
            held_on=meeting.held_on if meeting else None,
            simulated=process.is_simulated,
            locked_at=process.locked_at,
            deviations=deviations,
            consent=consent,
        ),
        locked_at=process.locked_at,
        locked_sha256=process.locked_sha256,
        deviations=deviations,
        consent=consent,
        interests=interest_report(session, standing),
        electorates=electorates_of(session, standing),
        references=numbering.listed(),
    )


def as_published(results: Results) -> Results:
    """The results as files carry them: of each trail what may leave the house."""
    final = tuple(replace(statement, trail=published_steps(statement.trail)) for statement in results.statements)
    return replace(results, statements=final)


def _without_conflicts(session: Session, standing: Standing) -> Mapping[UUID, str]:
    """How each item stands without those who voted with a conflict, where there were any."""
    if not may_read(standing):
        return {}
    found = with_and_without_of(session, standing.process.id)
    return {item_id: one.sentence() for item_id, one in found.items() if one.n_with}


_Vote = tuple[RoundView, ItemView, AnyVerdict]


def _votes_by_statement(rounds: Sequence[RoundView]) -> Mapping[UUID, Sequence[_Vote]]:
    """The revealed votes on each statement, in the order they were held."""
    votes: dict[UUID, list[_Vote]] = {}
    for round_ in rounds:
        for item in round_.items:
            if item.verdict is not None:
                votes.setdefault(item.statement_id, []).append((round_, item, item.verdict))
    return votes


def _candidates(
    topic: TopicView, statement: StatementView, votes: Sequence[_Vote], without: Mapping[UUID, str]
) -> list[CandidateResult]:
    """A row for every vote on a statement, failed ones too, and one for adoption without a vote."""
    adopted = statement.adopted
    rows = [
        _candidate(
            topic,
            item.label,
            item.text,
            Route.VOTE,
            verdict,
            adopted is not None and adopted.item_id == item.id,
            without.get(item.id, ""),
            round_,
        )
        for round_, item, verdict in votes
    ]
    if adopted is not None and adopted.route is Route.FULL_CONSENSUS and adopted.n_present:
        verdict = full_consensus(adopted.n_present, adopted.hearing)
        rows.append(_candidate(topic, statement.label, statement.text, adopted.route, verdict, True))
    return rows


def _candidate(
    topic: TopicView,
    label: str,
    text: str,
    route: Route,
    verdict: AnyVerdict,
    is_adopted: bool,
    without_conflicts: str = "",
    round_: RoundView | None = None,
) -> CandidateResult:
    tally = verdict.tally
    n_present = verdict.denominator if isinstance(verdict, Verdict) else 0
    return CandidateResult(
        topic=topic.title,
        label=label,
        text=text,
        route=route.value,
        outcome=verdict.outcome.value,
        verdict_sentence=verdict.sentence,
        n_agree=tally.n_agree if tally else 0,
        n_disagree=tally.n_disagree if tally else 0,
        n_abstain=tally.n_abstain if tally else 0,
        n_cannot_judge=tally.n_cannot_judge if tally else 0,
        eligible=tally.eligible if tally else n_present,
        adopted=is_adopted,
        recused=tally.recused if tally else 0,
        without_conflicts=without_conflicts,
        kind=round_.kind if round_ else RoundKind.VOTE,
        answers=count_answers(round_.kind, round_.scale, tally) if round_ and tally else (),
        round_number=round_.number if round_ else 0,
    )


def _final(
    topic: TopicView,
    statement: StatementView,
    votes: Sequence[_Vote],
    *,
    numbering: Numbering,
    dissents: tuple[WrittenDissent, ...],
    trail: tuple[Step, ...],
) -> FinalStatement:
    adopted = statement.adopted
    if adopted is None:
        raise ValueError("Only an adopted statement is final.")
    decided_by = next(((verdict, round_) for round_, item, verdict in votes if item.id == adopted.item_id), None)
    verdict, round_ = decided_by or (full_consensus(adopted.n_present or 1, adopted.hearing), None)
    row = _candidate(topic, statement.label, statement.text, adopted.route, verdict, True, "", round_)
    return FinalStatement(
        topic=topic.title,
        label=statement.label,
        text=statement.text,
        plain_text=statement.plain_text,
        sha256=statement.sha256,
        route=row.route,
        verdict_sentence=row.verdict_sentence,
        outcome=row.outcome,
        n_agree=row.n_agree,
        n_disagree=row.n_disagree,
        n_abstain=row.n_abstain,
        n_cannot_judge=row.n_cannot_judge,
        eligible=row.eligible,
        present=adopted.n_present,
        rationale=statement.rationale,
        evidence=tuple(_evidence(item, numbering) for item in (*topic.evidence, *statement.evidence)),
        dissent=statement.dissent,
        adopted_at=adopted.adopted_at,
        recused=row.recused,
        trail=without_names(trail),
        grade=grade_sentence(statement.strength, statement.certainty),
        dissents=dissents,
        share=f"{verdict.numerator}/{verdict.denominator}" if isinstance(verdict, Verdict) else "–",
        percent=_percent(verdict),
        rule=_short_rule(verdict),
        version=statement.version_number,
        kind=row.kind,
        answers=row.answers,
    )


def _short_rule(verdict: AnyVerdict) -> str:
    rule = rule_of(verdict)
    if isinstance(rule, ConsensusDefinition):
        return short_rule(rule)
    return rule.kind.replace("_", " ") if rule else "full consensus"


def _percent(verdict: AnyVerdict) -> str:
    if not isinstance(verdict, Verdict) or not verdict.denominator:
        return "–"
    threshold = verdict.definition.threshold if verdict.definition else None
    return percent_text(verdict.numerator, verdict.denominator, threshold)


def _evidence(item: EvidenceView, numbering: Numbering) -> Evidence:
    return Evidence(item.text, item.reference, item.doi, item.note, numbering.cite(item))
