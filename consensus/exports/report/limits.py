"""What limits the findings, found in the record: each flag is computed, and says by what."""

from collections.abc import Callable, Iterator

from consensus.domain.deviations import Deviation
from consensus.domain.report_passages import Fact, Sentence
from consensus.domain.shares import percent_text
from consensus.domain.wording import counted
from consensus.exports.report.record import ItemAccount, ReportRecord

LOW_RESPONSE = (7, 10)
SMALL_PANEL = 8
FRAGILE = 1


def limit_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """A sentence for each flag that the record raises; none where it raises none."""
    yield from _response(record)
    yield from _sizes(record)
    yield from _changes(record)
    yield from _votes(record)


def _response(record: ReportRecord) -> Iterator[Sentence]:
    flow = record.results.flow
    for step, k, source in (("survey", flow.responded, "survey"), ("meeting", flow.attended, "presence")):
        if k and k * LOW_RESPONSE[1] < flow.invited * LOW_RESPONSE[0]:
            verb = "answered the survey" if step == "survey" else "attended the meeting"
            facts = (Fact(verb, str(k), source), Fact("invited, entitled to vote", str(flow.invited), "panel"))
            text = (
                f"Only {k} of the {flow.invited} invited ({percent_text(k, flow.invited)}) {verb}; those who did not "
                "may hold other views."
            )
            yield Sentence(f"limits.{step}", text, facts)


def _sizes(record: ReportRecord) -> Iterator[Sentence]:
    voted = record.results.flow.voted
    if 0 < voted < SMALL_PANEL:
        text = f"With {counted(voted, 'voter')} the panel was small: every single vote weighs {percent_text(1, voted)}."
        yield Sentence("limits.panel", text, (Fact("voted at least once", str(voted), "ballots"),))
    small = record.panel.n_small_groups
    if small:
        text = (
            f"{counted(small, 'stakeholder group')} had fewer than {record.panel.smallest_group} invited people with a "
            "vote, so that the findings say nothing of them apart."
        )
        facts = (
            Fact("groups below the smallest size", str(small), "panel"),
            Fact("smallest group counted apart", str(record.panel.smallest_group), "settings"),
        )
        yield Sentence("limits.groups", text, facts)


def _changes(record: ReportRecord) -> Iterator[Sentence]:
    for place, deviation in enumerate(record.results.deviations, start=1):
        text = (
            f"The consensus definition was changed {_when(deviation)}: {deviation.what[0].lower()}{deviation.what[1:]}."
        )
        facts = (
            Fact("change", deviation.what, "deviations"),
            Fact("votes known by then", "yes" if deviation.votes_known else "no", "deviations"),
        )
        yield Sentence(f"limits.deviation.{place}", text, facts)


def _when(deviation: Deviation) -> str:
    return "when votes were known already" if deviation.votes_known else "after it had been locked"


def _votes(record: ReportRecord) -> Iterator[Sentence]:
    items = [item for round_ in record.rounds for item in round_.items]
    inquorate = [item for item in items if item.outcome in ("inquorate", "no_valid_votes")]
    if inquorate:
        text = f"{counted(len(inquorate), 'vote')} could not be decided for want of votes: {_labels(inquorate)}."
        yield Sentence("limits.inquorate", text, _facts("outcome", inquorate, lambda item: item.outcome))
    fragile = [item for item in items if item.is_adopted and item.fragility is not None and item.fragility <= FRAGILE]
    if fragile:
        text = (
            f"{counted(len(fragile), 'adopted statement')} would have failed had a single person voted otherwise: "
            f"{_labels(fragile)}."
        )
        yield Sentence("limits.fragile", text, _facts("fragility", fragile, lambda item: str(item.fragility)))
    missing = [item for item in items if item.is_adopted and not item.is_robust]
    if missing:
        text = (
            f"Of {counted(len(missing), 'adopted statement')} the verdict could be another one, had everybody entitled "
            f"voted: {_labels(missing)}."
        )
        yield Sentence("limits.missing", text, _facts("missing votes", missing, lambda item: str(item.n_missing)))


def _facts(name: str, items: list[ItemAccount], value: Callable[[ItemAccount], str]) -> tuple[Fact, ...]:
    return tuple(Fact(f"{name} of {item.label}", value(item), "verdicts") for item in items)


def _labels(items: list[ItemAccount]) -> str:
    return ", ".join(dict.fromkeys(item.label for item in items))
