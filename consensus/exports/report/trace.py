"""Where every sentence of a report comes from: as its last part, and as JSON."""

import json
from collections.abc import Iterator, Sequence

from consensus.domain.report_passages import EditedPassage, Sentence
from consensus.exports.document.model import Block, Column, Face, Heading, Line, Role, Run, Table, paragraph, plain
from consensus.exports.sections.words import moment_text

FORMAT, VERSION = "assent-report", 1
_COLUMNS = (Column("Sentence", 4), Column("Made of", 4))


def trace_parts(passages: Sequence[EditedPassage]) -> Iterator[Block]:
    """A row for each sentence with the facts it was made of; passages that were written by hand are named."""
    yield Heading(1, "Where each sentence comes from", "trace")
    yield paragraph(
        "Sentences are made from the record of the process; the name of each stands before it. What was written by "
        "hand takes the place of what the record makes, which is listed all the same.",
        Role.NOTE,
    )
    rows: list[tuple[Line, ...]] = []
    for one in passages:
        rows.append((_title(one),))
        rows.extend(_row(sentence) for sentence in one.passage.sentences)
    yield Table("table-trace", "Sentences and the facts they were made of", _COLUMNS, tuple(rows))


def to_trace_json(passages: Sequence[EditedPassage]) -> bytes:
    """Passages with their sentences, facts and edits, in UTF-8."""
    document = {"format": FORMAT, "version": VERSION, "passages": [_passage(one) for one in passages]}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _title(one: EditedPassage) -> Line:
    edit = one.edit
    if edit is None:
        return plain(f"{one.passage.title}: {'generated' if one.passage.sentences else 'left out, not written'}")
    moved = "; the record has moved since" if one.has_moved else ""
    return plain(f"{one.passage.title}: written by {edit.by}, {moment_text(edit.at)}, version {edit.number}{moved}")


def _row(sentence: Sentence) -> tuple[Line, ...]:
    facts = "; ".join(f"{fact.name}: {fact.value} ({fact.source})" for fact in sentence.facts)
    return (
        (Run(sentence.key, Face.MONO), Run(f" {sentence.text}")),
        plain(facts or "no number: it says how it was done"),
    )


def _passage(one: EditedPassage) -> dict[str, object]:
    edit = one.edit
    return {
        "key": one.passage.key,
        "title": one.passage.title,
        "text": one.text,
        "fingerprint": one.passage.fingerprint(),
        "sentences": [
            {
                "key": sentence.key,
                "text": sentence.text,
                "facts": [{"name": f.name, "value": f.value, "source": f.source} for f in sentence.facts],
            }
            for sentence in one.passage.sentences
        ],
        "edit": edit
        and {
            "by": edit.by,
            "at": edit.at.isoformat(),
            "version": edit.number,
            "basis": edit.basis,
            "has_moved": one.has_moved,
        },
    }
