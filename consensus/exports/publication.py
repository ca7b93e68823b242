"""The final statements as they are published: with how the votes fell, and on the page how to cite them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consensus.domain.results import Results
from consensus.exports.citation import Citation
from consensus.exports.document.model import Block, Document, Face, Heading, Link, Listing, Paragraph, Run, paragraph
from consensus.exports.final_statements import final_statements
from consensus.exports.report.pictures import flow_figure, vote_figures
from consensus.exports.report.record import ReportRecord


@dataclass(frozen=True, slots=True)
class Edition:
    """Where a publication stands: its files by name with their addresses, and the address of the newest."""

    citation: Citation
    newest: str
    files: Mapping[str, str]
    earlier: Sequence[tuple[str, str]] = ()


def for_everybody(results: Results) -> Results:
    """The results without what was told to those in the process alone: electorates, and votes without conflicts."""
    candidates = tuple(replace(candidate, without_conflicts="") for candidate in results.candidates)
    return replace(results, electorates=(), candidates=candidates)


def statements_for_everybody(record: ReportRecord) -> Document:
    """The final statements with pictures, as a document of any kind."""
    account = record.survey.account if record.survey else None
    document = final_statements(for_everybody(record.results), account, record.at)
    return replace(document, blocks=tuple(_with_pictures(document.blocks, record)))


def published_page(record: ReportRecord, edition: Edition) -> Document:
    """The page: the same, with how to cite it, its files and its versions before everything else."""
    document = statements_for_everybody(record)
    return replace(document, blocks=(*_edition(edition), *document.blocks))


def _with_pictures(blocks: Sequence[Block], record: ReportRecord) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Heading) and block.key == "candidates":
            figures = [figure for round_ in record.rounds for figure in vote_figures(round_)]
            yield flow_figure(record)
            if figures:
                yield Heading(1, "How the votes fell", "votes")
                yield from figures
        yield block


def _edition(edition: Edition) -> Iterator[Block]:
    citation = edition.citation
    published = f"Published {citation.at:%Y-%m-%d}, version {citation.version}. The newest version is always at "
    yield Paragraph((Run(published), Link(edition.newest, edition.newest), Run(".")))
    files: list[Run | Link] = [Run("As a file: ")]
    for place, (name, address) in enumerate(edition.files.items()):
        files += [Run(", " if place else ""), Link(name, address)]
    yield Paragraph((*files, Run(".")))
    yield Paragraph((Run("Cite as: ", Face.STRONG), Run(citation.sentence)))
    if citation.fingerprint:
        yield Paragraph((Run("Fingerprint of the archive: ", Face.STRONG), Run(citation.fingerprint, Face.MONO)))
    if edition.earlier:
        yield paragraph("Earlier versions:")
        yield Listing(tuple((Link(words, address),) for words, address in edition.earlier))
