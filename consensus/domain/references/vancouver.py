"""References as medical journals print them.

Source: ICMJE, Samples of Formatted References (National Library of Medicine, Citing Medicine, 2nd edition): six
authors, then et al.; year;volume(issue):pages.
"""

import re

from consensus.domain.references.model import Reference

MOST_AUTHORS = 6
_RANGE = re.compile(r"^([A-Za-z]*)(\d+)\s*[-–—]+\s*([A-Za-z]*)(\d+)$")


def vancouver(reference: Reference, *, with_identifiers: bool = True) -> str:
    """One line; the identifiers (DOI, PMID, else the address) may be left to the caller."""
    parts = [
        _sentence(_authors(reference.authors)),
        _sentence(reference.title),
        _sentence(reference.journal),
        _sentence(_place(reference)),
        *(_identifiers(reference) if with_identifiers else ()),
    ]
    return " ".join(part for part in parts if part)


def short_pages(pages: str) -> str:
    """ "129--136" as "129-36", "e129-e136" as "e129-36"; anything that is no range as it is."""
    match = _RANGE.match(pages.strip())
    if match is None:
        return pages.strip().replace("--", "-").replace("–", "-")
    prefix, first, second, last = match.groups()
    if second not in ("", prefix) or len(first) != len(last):
        return f"{prefix}{first}-{second}{last}"
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first))
    return f"{prefix}{first}" if same == len(first) else f"{prefix}{first}-{last[same:]}"


def _authors(authors: tuple[str, ...]) -> str:
    shown = authors if len(authors) <= MOST_AUTHORS else (*authors[:MOST_AUTHORS], "et al")
    return ", ".join(shown)


def _place(reference: Reference) -> str:
    volume = reference.volume + (f"({reference.issue})" if reference.issue else "")
    when = ";".join(part for part in (reference.year, volume) if part)
    pages = short_pages(reference.pages)
    return f"{when}:{pages}" if when and pages else when or pages


def _identifiers(reference: Reference) -> tuple[str, ...]:
    doi = f"doi:{reference.doi}" if reference.doi else ""
    pmid = f"PMID: {reference.pmid}" if reference.pmid else ""
    url = f"Available from: {reference.url}" if reference.url and not doi else ""
    return doi, pmid, url


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."
