"""Words and lines that several sections share."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from consensus.domain.results import Evidence
from consensus.exports.document.model import Citation, Inline, Line, Link, Paragraph, Role, Run, strong
from consensus.exports.document.text import paragraphs_of

SIMULATED_NOTICE = "Simulated example: the people, their answers and their ballots are invented."

_OUTCOMES = {
    "consensus": "Consensus",
    "no_consensus": "No consensus",
    "inquorate": "Inquorate",
    "no_valid_votes": "No valid votes",
    "full_consensus": "Full consensus, no vote",
}


def outcome_words(outcome: str) -> str:
    """An outcome as it is printed."""
    return _OUTCOMES.get(outcome) or outcome.replace("_", " ").capitalize()


def moment_text(moment: datetime) -> str:
    """ "2012-09-07 13:05 UTC"."""
    return f"{moment:%Y-%m-%d %H:%M %Z}"


def labelled(label: str, text: str, role: Role = Role.BODY) -> Iterator[Paragraph]:
    """Text under a label that stands before its first paragraph; nothing where there is no text."""
    for place, part in enumerate(paragraphs_of(text, role)):
        yield Paragraph((strong(f"{label}."), Run(" "), *part.line), role) if place == 0 else part


def cited(evidence: Evidence) -> Line:
    """The finding, how it stands to its work, and the number of that work or, where it has none, the work itself."""
    parts: list[Inline] = [Run(" ".join(filter(None, (evidence.text, evidence.note))))]
    if evidence.number is not None:
        return (*parts, Run(" "), Citation(evidence.number))
    if evidence.reference:
        parts.append(Run(f" ({evidence.reference})"))
    if evidence.doi:
        parts += [Run(" "), Link(f"doi:{evidence.doi}", f"https://doi.org/{quote(evidence.doi, safe='/')}")]
    return tuple(parts)
