"""Whether a replayed process came out as its folder says it must."""

from collections.abc import Iterator
from dataclasses import fields

from consensus.domain.statements import Route
from consensus.services.examples.replay import Replay
from consensus.services.processes.results import get_results
from consensus.services.statements.statements import list_statements
from surveys.folder_model import ExpectedRow, ProcessFolder


def actual_rows(replayed: Replay, folder: ProcessFolder) -> tuple[ExpectedRow, ...]:
    """What became of every statement of the folder, in the form of its `expected.csv`."""
    ctx = replayed.cast.facilitator
    labels = {statement.id: statement.label for statement in list_statements(ctx, replayed.process_id)}
    by_label = {candidate.label: candidate for candidate in get_results(ctx, replayed.process_id).candidates}
    rows = []
    for topic in folder.topics:
        for statement in topic.statements:
            candidate = by_label[labels[replayed.statements[statement.id]]]
            rows.append(
                ExpectedRow(
                    topic=topic.id,
                    statement=statement.id,
                    route=Route(candidate.route),
                    n_agree=candidate.n_agree,
                    n_disagree=candidate.n_disagree,
                    n_abstain=candidate.n_abstain,
                    n_cannot_judge=candidate.n_cannot_judge,
                    eligible=candidate.eligible,
                    outcome=candidate.outcome,
                    adopted=candidate.adopted,
                )
            )
    return tuple(rows)


def differences(replayed: Replay, folder: ProcessFolder) -> tuple[str, ...]:
    """A sentence for every value that is not as expected; none when the replay is right."""
    actual = {row.statement: row for row in actual_rows(replayed, folder)}
    expected = {row.statement: row for row in folder.expected}
    missing = [f"{name}: expected.csv does not say what must come of it." for name in actual.keys() - expected.keys()]
    return (*sorted(missing), *(line for name in expected for line in _compare(expected[name], actual.get(name))))


def _compare(expected: ExpectedRow, actual: ExpectedRow | None) -> Iterator[str]:
    if actual is None:
        yield f"{expected.statement}: expected, but not decided."
        return
    for field in fields(ExpectedRow):
        wanted, got = getattr(expected, field.name), getattr(actual, field.name)
        if wanted != got:
            yield f"{expected.statement}: {field.name} is {got}, expected {wanted}."
