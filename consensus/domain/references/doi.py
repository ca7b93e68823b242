"""Digital object identifiers: their syntax and their one normal form, without asking anybody."""

import re
from urllib.parse import quote, unquote

from consensus.domain.errors import InvalidInputError

_RESOLVER = re.compile(r"^(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_LABEL = re.compile(r"^(?:doi|digital object identifier)\s*[:=]?\s*", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s<>\"]+")
_INSIDE = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s<>\"]+")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def normal_doi(typed: str) -> str:
    """The DOI in lower case without "doi:" or the address of a resolver; "" for nothing typed.

    DOIs are the same in upper and lower case (ISO 26324; DOI Handbook 2.4).
    """
    if not typed.strip():
        return ""
    bare = typed.strip()
    if _RESOLVER.match(_LABEL.sub("", bare)):
        bare = unquote(_RESOLVER.sub("", _LABEL.sub("", bare)).split("?")[0])
    bare = _without_end(_LABEL.sub("", bare))
    if not _DOI.fullmatch(bare):
        shown = " ".join(typed.split())[:80]
        raise InvalidInputError(f"“{shown}” is no DOI. A DOI looks like 10.1000/182: “10.”, digits, a slash, the rest.")
    return bare.lower()


def doi_within(text: str) -> str:
    """The first DOI in a text, in its normal form; "" where there is none."""
    found = _INSIDE.search(unquote(text) if "doi.org/" in text.lower() else text)
    return _without_end(found[0]).lower() if found else ""


def doi_address(doi: str) -> str:
    """Where a DOI leads."""
    return "https://doi.org/" + quote(doi, safe="/()")


def _without_end(doi: str) -> str:
    """Without the punctuation of the sentence it stood in; a closing bracket stays where it was opened."""
    while doi and (doi[-1] in ".,;:'" or (doi[-1] in _PAIRS and doi.count(doi[-1]) > doi.count(_PAIRS[doi[-1]]))):
        doi = doi[:-1]
    return doi
