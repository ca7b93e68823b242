"""A published work, as far as a reference to it needs it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that can be cited; what is not known is empty.

    authors: family name and initials ("Osei A"), or the name of a body, in the order of the paper.
    doi: in its normal form (`doi.normal_doi`). pages: "129-36", or the number of an article.
    """

    title: str
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference in a file, with the line its entry begins at."""

    reference: Reference
    line: int


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """What a file holds.

    unknown: tags and fields nothing was made of. untitled: the lines of entries without a title, which are left out.
    """

    found: tuple[FoundReference, ...]
    unknown: tuple[str, ...] = ()
    untitled: tuple[int, ...] = ()
