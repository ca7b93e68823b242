"""The rule of a process: as it stands, when it was locked, and what was changed in it since."""

from collections.abc import Iterator

from consensus.domain.deviations import Deviation
from consensus.domain.results import Results
from consensus.exports.document.model import Block, Face, Heading, Listing, Paragraph, Run, paragraph, strong
from consensus.exports.sections.words import labelled, moment_text


def rule_parts(results: Results) -> Iterator[Block]:
    """The rule in its sentence, and its lock."""
    yield from labelled("Rule", results.definition_sentence)
    if results.locked_at is not None:
        locked = f" {moment_text(results.locked_at)}. Definition (SHA-256): "
        yield Paragraph((strong("Rule locked."), Run(locked), Run(results.locked_sha256, Face.MONO)))


def deviation_parts(results: Results, *, level: int = 1) -> Iterator[Block]:
    """The section on deviations; nothing where there is no lock to deviate from."""
    if results.locked_at is None and not results.deviations:
        return
    yield Heading(level, "Deviations", "deviations")
    if not results.deviations:
        yield paragraph("None: the consensus definition was not changed after it was locked.")
    for deviation in results.deviations:
        yield Paragraph(
            (strong(deviation.what), Run(f", {moment_text(deviation.at)}, by {deviation.actor}")),
        )
        yield _details(deviation)


def _details(deviation: Deviation) -> Listing:
    before, after = deviation.before_sha256, deviation.after_sha256
    return Listing(
        (
            (Run(f"Reason: {deviation.reason}"),),
            (Run(f"Before: {deviation.before_sentence} (SHA-256 "), Run(before, Face.MONO), Run(")")),
            (Run(f"After: {deviation.after_sentence} (SHA-256 "), Run(after, Face.MONO), Run(")")),
        )
    )
