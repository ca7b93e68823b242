"""The published account of a process as Markdown."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from consensus.domain.references.numbering import NumberedReference
from consensus.domain.results import CandidateResult, Evidence, FinalStatement, ParticipationFlow, Results
from consensus.exports.interests import electorate_parts, interest_parts
from consensus.exports.literal import markdown_block, markdown_inline, markdown_line
from consensus.exports.trail import trail_parts

SIMULATED_NOTICE = "Simulated example: the people, their answers and their ballots are invented."

_OUTCOMES = {
    "consensus": "Consensus",
    "no_consensus": "No consensus",
    "inquorate": "Inquorate",
    "no_valid_votes": "No valid votes",
    "full_consensus": "Full consensus, no vote",
}
_VOTE_COLUMNS = ("Agree", "Disagree", "Abstain", "Cannot judge", "Missing", "Eligible", "Recused")


def to_markdown(results: Results) -> bytes:
    """Statements with their grounds, the summary table, methods and participation, in UTF-8.

    Whatever people typed appears literally, never as markup.
    """
    parts = [
        *_opening(results),
        "## Consensus statements",
        *_statements(results.statements),
        "## All statements put to the panel",
        _table(("Topic", "Statement", "Outcome", *_VOTE_COLUMNS, "Adopted"), map(_summary_row, results.candidates)),
        *trail_parts(results.statements),
        *_future_study(results.future_study),
        *_references(results.references),
        "## Methods",
        markdown_block(results.methods),
        *_deviations(results),
        *interest_parts(results),
        *electorate_parts(results),
        "## Participation",
        _table(("Stage", "People"), _flow_rows(results.flow)),
        *_closing(results),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _opening(results: Results) -> Iterator[str]:
    yield f"# {markdown_inline(results.title)}"
    if results.simulated:
        yield f"> **{SIMULATED_NOTICE}**"
    yield f"**Question.** {markdown_inline(results.question)}"
    yield f"**Scope.** {markdown_inline(results.scope)}"
    yield f"**Rule.** {markdown_inline(results.definition_sentence)}"
    if results.locked_at is not None:
        yield f"**Rule locked.** {_moment(results.locked_at)}. Definition (SHA-256): `{results.locked_sha256}`"


def _statements(statements: Sequence[FinalStatement]) -> Iterator[str]:
    if not statements:
        yield "No statement has been adopted."
    topic = None
    for statement in statements:
        if statement.topic != topic:
            topic = statement.topic
            yield f"### {markdown_inline(topic)}"
        yield from _statement(statement)


def _statement(statement: FinalStatement) -> Iterator[str]:
    yield f"> **{markdown_inline(statement.label)}** {markdown_inline(statement.text)}"
    if statement.plain_text:
        yield f"In plain words: {markdown_inline(statement.plain_text)}"
    yield f"{_outcome(statement.outcome)}. {markdown_inline(statement.verdict_sentence)}".rstrip()
    if statement.grade:
        yield f"**Strength.** {markdown_inline(statement.grade)}"
    if statement.rationale:
        yield "**Rationale**"
        yield markdown_block(statement.rationale)
    if statement.evidence:
        yield "**Evidence**"
        yield "\n".join(f"- {_cited(e)}" for e in statement.evidence)
    if statement.dissent:
        yield "**Minority statement**"
        yield markdown_block(statement.dissent)
    if statement.dissents:
        yield "**Dissent, as it was written**"
        for dissent in statement.dissents:
            yield markdown_block(dissent.text) + (f" ({markdown_inline(dissent.name)})" if dissent.name else "")
    yield _record(statement)


def _record(statement: FinalStatement) -> str:
    adopted = f"Adopted {_moment(statement.adopted_at)}. " if statement.adopted_at else ""
    present = f"Present: {statement.present}. " if statement.present is not None else ""
    return f"{adopted}{present}Wording (SHA-256): `{statement.sha256}`"


def _cited(evidence: Evidence) -> str:
    """The finding, how it stands to its work, and the number of that work or, where it has none, the work itself."""
    parts = [markdown_line(evidence.text), markdown_inline(evidence.note)]
    if evidence.number is not None:
        return " ".join(filter(None, [*parts, f"\\[{evidence.number}\\]"]))
    printed = f"({markdown_inline(evidence.reference)})" if evidence.reference else ""
    return " ".join(filter(None, [*parts, printed, f"doi:{markdown_inline(evidence.doi)}" if evidence.doi else ""]))


def _references(references: Sequence[NumberedReference]) -> Iterator[str]:
    if references:
        yield "## References"
        yield "\n".join(f"{entry.number}. {markdown_line(entry.line)}" for entry in references)


def _summary_row(candidate: CandidateResult) -> tuple[str, ...]:
    votes = (
        candidate.n_agree,
        candidate.n_disagree,
        candidate.n_abstain,
        candidate.n_cannot_judge,
        candidate.n_missing,
    )
    return (
        markdown_inline(candidate.topic),
        f"**{markdown_inline(candidate.label)}** {markdown_inline(candidate.text)}",
        _outcome(candidate.outcome),
        *(str(n) if candidate.was_voted_on else "–" for n in votes),
        str(candidate.eligible),
        str(candidate.recused),
        "yes" if candidate.adopted else "no",
    )


def _flow_rows(flow: ParticipationFlow) -> Iterator[tuple[str, ...]]:
    yield "Invited", str(flow.invited)
    yield "Responded to the survey", str(flow.responded)
    yield "Attended", str(flow.attended)
    yield "Voted", str(flow.voted)
    yield "Institutions of those who attended", str(flow.institutions)
    yield "Patient representatives without a vote", str(flow.patient_representatives)


def _future_study(areas: Sequence[str]) -> Iterator[str]:
    if areas:
        yield "## Areas for future study"
        yield "\n".join(f"- {markdown_line(area)}" for area in areas)


def _deviations(results: Results) -> Iterator[str]:
    if results.locked_at is None and not results.deviations:
        return
    yield "## Deviations"
    if not results.deviations:
        yield "None: the consensus definition was not changed after it was locked."
    for deviation in results.deviations:
        yield f"**{markdown_inline(deviation.what)}**, {_moment(deviation.at)}, by {markdown_inline(deviation.actor)}"
        yield "\n".join(
            [
                f"- Reason: {markdown_line(deviation.reason)}",
                f"- Before: {markdown_line(deviation.before_sentence)} (SHA-256 `{deviation.before_sha256}`)",
                f"- After: {markdown_line(deviation.after_sentence)} (SHA-256 `{deviation.after_sha256}`)",
            ]
        )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"


def _closing(results: Results) -> Iterator[str]:
    if results.source:
        yield "## Source"
        yield markdown_block(results.source)


def _outcome(outcome: str) -> str:
    return _OUTCOMES.get(outcome) or markdown_inline(outcome.replace("_", " "))


def _table(header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
