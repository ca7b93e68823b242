"""A reporting checklist filled from the report: each item with what is said of it, and where that stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consensus.domain.checklists import Checklist, ChecklistItem, ItemState
from consensus.domain.report_passages import Edit, EditedPassage
from consensus.domain.wording import counted
from consensus.exports.report.passages import SECTIONS
from consensus.exports.report.record import CountedChoice, ReportRecord
from consensus.exports.sections.trails import TITLE as TRAILS

TITLE_PAGE = "Title page"


@dataclass(frozen=True, slots=True)
class Told:
    """What the report says of an item, and under which heading; `key` is the source it was found by."""

    key: str
    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class FilledItem:
    """An item with all that is said of it; `edit` is what people answered."""

    item: ChecklistItem
    told: tuple[Told, ...]
    edit: Edit | None

    @property
    def state(self) -> ItemState:
        """Whether anything is missing."""
        return self.item.state(has_text=bool(self.told), has_answer=self.edit is not None)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the report under which it is told, each once."""
        return tuple(dict.fromkeys(one.heading for one in self.told))


@dataclass(frozen=True, slots=True)
class FilledChecklist:
    """A checklist with its items as they stand."""

    checklist: Checklist
    items: tuple[FilledItem, ...]

    def count(self, state: ItemState) -> int:
        """How many items stand like this."""
        return sum(item.state is state for item in self.items)


def fill(
    checklist: Checklist, record: ReportRecord, passages: Sequence[EditedPassage], answers: Mapping[str, Edit]
) -> FilledChecklist:
    """Look every item up in the report and among the answers, which are keyed by the ids of the items."""
    parts = {told.key: told for told in _parts(record) if told.text}
    return FilledChecklist(
        checklist,
        tuple(
            FilledItem(
                item,
                tuple(told for source in item.sources for told in _look_up(source, passages, parts)),
                answers.get(item.id),
            )
            for item in checklist.items
        ),
    )


def sources_of(record: ReportRecord, passages: Sequence[EditedPassage]) -> frozenset[str]:
    """Every source that an item may name, whether the record says anything of it or not."""
    return frozenset(told.key for told in _parts(record)) | {one.passage.key for one in passages}


def _look_up(source: str, passages: Sequence[EditedPassage], parts: Mapping[str, Told]) -> Iterator[Told]:
    if source in parts:
        yield parts[source]
        return
    for one in passages:
        heading = _heading(one)
        if one.passage.key == source and one.text:
            yield Told(source, one.text, heading)
            return
        found = [each for each in one.passage.sentences if each.key == source or each.key.startswith(f"{source}.")]
        if found:
            text = one.text if one.edit is not None else " ".join(each.text for each in found)
            yield Told(source, text, heading)
            return


def _heading(one: EditedPassage) -> str:
    """The heading of the report under which a passage is printed."""
    section = one.passage.key.partition(".")[0]
    return one.passage.title if section in ("methods", "results") else SECTIONS[section]


def _parts(record: ReportRecord) -> Iterator[Told]:
    """What the report tells outside its passages."""
    results = record.results
    yield Told("front.title", results.title, TITLE_PAGE)
    yield Told("front.question", results.question, TITLE_PAGE)
    yield Told("front.scope", results.scope, TITLE_PAGE)
    staff = "; ".join(f"{role.capitalize()}: {name}" for role, name in record.panel.staff)
    yield Told("front.staff", staff, TITLE_PAGE)
    rounds = " ".join(
        f"Round {one.number}: {one.kind}, answered with {_choices(one.items[0].choices)}."
        for one in record.rounds
        if one.items
    )
    yield Told("section.rounds", rounds, "Votes")
    times = " ".join(
        f"Round {one.number}: {one.opened_at:%Y-%m-%d %H:%M} to {one.closed_at:%Y-%m-%d %H:%M %Z}."
        for one in record.rounds
        if one.opened_at and one.closed_at
    )
    yield Told("section.round_times", times, "Votes")
    yield Told("section.deviations", _deviations(record), "Deviations")
    n_cited = len(results.references)
    cited = f"{counted(n_cited, 'work')} {'is' if n_cited == 1 else 'are'} cited beside the statements."
    yield Told("section.references", cited if n_cited else "", "References")
    n_put = len(results.candidates)
    put = f"{counted(n_put, 'statement')} with {'its' if n_put == 1 else 'their'} counts, adopted or not."
    yield Told("section.candidates", put if n_put else "", "Everything put to the panel")
    n_final = len(results.statements)
    yield Told(
        "section.statements", f"{counted(n_final, 'statement')} adopted." if n_final else "", "Consensus statements"
    )
    n_trails = sum(bool(statement.trail) for statement in results.statements)
    trails = f"The steps of {counted(n_trails, 'statement')}, from the answers to the adoption."
    yield Told("section.trails", trails if n_trails else "", TRAILS)
    yield Told("section.future", " ".join(results.future_study), "Areas for future study")


def _choices(choices: Sequence[CountedChoice]) -> str:
    labels = [choice.label for choice in choices]
    return f"{', '.join(labels[:-1])} or {labels[-1]}" if len(labels) > 1 else "".join(labels)


def _deviations(record: ReportRecord) -> str:
    results = record.results
    if results.deviations:
        return " ".join(f"{one.what.rstrip('.')}: {one.reason.rstrip('.')}." for one in results.deviations)
    if results.locked_at is None:
        return ""
    return "The record shows no deviation from the locked consensus definition."
