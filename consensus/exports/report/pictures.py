"""The pictures of a report: participation, and how the votes of a round fell."""

from collections.abc import Iterator, Sequence

from consensus.domain.wording import counted
from consensus.exports.document.model import Figure
from consensus.exports.drawings.choice_columns import MOST_ROWS as MOST_CHOICE_ROWS
from consensus.exports.drawings.choice_columns import ChoiceRow, choice_columns, choice_words
from consensus.exports.drawings.flow_diagram import Stage, flow_diagram, flow_words
from consensus.exports.drawings.vote_bars import MOST_ROWS, SIDES, VoteRow, vote_bars, vote_words
from consensus.exports.report.record import ItemAccount, ReportRecord, RoundAccount

FLOW = "figure-flow"


def flow_figure(record: ReportRecord) -> Figure:
    """From the invited to those who voted, with those who were lost on the way."""
    stages = tuple(flow_stages(record))
    caption = "Flow of participation. Counted are the people entitled to vote."
    return Figure(FLOW, caption, flow_diagram(stages), flow_words(stages))


def flow_stages(record: ReportRecord) -> Iterator[Stage]:
    """The stages that the process had."""
    flow, panel = record.results.flow, record.panel
    n = flow.invited
    where = (f"from {counted(panel.institutions_invited, 'institution')}",) if panel.institutions_invited else ()
    yield Stage("Invited", n, where)
    if panel.accepted:
        lost = _lost((panel.declined, "declined"), (panel.unanswered, "without an answer on record"))
        yield Stage("Accepted", panel.accepted, lost=lost)
    if flow.responded:
        lost = _lost((n - flow.responded, f"of {n} did not answer"))
        yield Stage("Answered the survey", flow.responded, lost=lost)
    if flow.attended:
        notes = [f"from {counted(flow.institutions, 'institution')}"] if flow.institutions else []
        if flow.patient_representatives:
            notes.append(f"beside {counted(flow.patient_representatives, 'patient representative')} without a vote")
        lost = _lost((n - flow.attended, f"of {n} did not attend"))
        yield Stage("Attended the meeting", flow.attended, tuple(notes), lost)
    if flow.voted:
        yield Stage("Voted at least once", flow.voted, lost=_lost((flow.attended - flow.voted, "present did not vote")))


def vote_figures(round_: RoundAccount) -> Iterator[Figure]:
    """Bars to two sides for votes, columns over a scale for every other kind; some statements to a picture."""
    answered = [item for item in round_.items if item.choices]
    sided = [item for item in answered if any(choice.value in SIDES for choice in item.choices)]
    for start in range(0, len(sided), MOST_ROWS):
        rows = [_row(item) for item in sided[start : start + MOST_ROWS]]
        part = _part(sided, rows, MOST_ROWS)
        caption = f"How the votes of round {round_.number} fell{part}. The tick is what the rule asked for."
        yield Figure(f"figure-round-{round_.number}-{start}", caption, vote_bars(rows), vote_words(rows))
    scaled = [item for item in answered if item not in sided]
    for start in range(0, len(scaled), MOST_CHOICE_ROWS):
        scales = [_scale(item) for item in scaled[start : start + MOST_CHOICE_ROWS]]
        part = _part(scaled, scales, MOST_CHOICE_ROWS)
        caption = f"How the answers of round {round_.number} fell{part}. Above each column stands how many chose it."
        yield Figure(f"figure-scale-{round_.number}-{start}", caption, choice_columns(scales), choice_words(scales))


def _part(items: Sequence[ItemAccount], rows: Sequence[VoteRow | ChoiceRow], most: int) -> str:
    """Which of the statements a picture shows, where one is not enough."""
    return f" ({rows[0].label} to {rows[-1].label})" if len(items) > most else ""


def _scale(item: ItemAccount) -> ChoiceRow:
    choices = tuple((choice.label, choice.n) for choice in item.choices)
    return ChoiceRow(item.label, item.text, choices, item.n_missing)


def _row(item: ItemAccount) -> VoteRow:
    sides = {"yes": 0, "no": 0, "other": 0}
    for choice in item.choices:
        sides[SIDES.get(choice.value, "other")] += choice.n
    eligible = sum(sides.values()) + item.n_missing
    return VoteRow(item.label, item.text, sides["yes"], sides["no"], sides["other"], eligible, item.needed)


def _lost(*counts: tuple[int, str]) -> tuple[str, ...]:
    return tuple(f"{n} {words}" for n, words in counts if n > 0)
