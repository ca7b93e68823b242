"""How results are cited: in words, and as CITATION.cff (Citation File Format 1.2.0)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

CFF_VERSION = "1.2.0"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation needs. The panel is the author; `fingerprint` is that of the archive, "" without one.

    version: of the publication, 0 for what was not published; url: where it stands, "" where nowhere.
    """

    title: str
    abstract: str
    at: datetime
    version: int = 0
    url: str = ""
    fingerprint: str = ""

    @property
    def author(self) -> str:
        """The panel, as the one name it has."""
        return f"The panel of “{self.title}”"

    @property
    def sentence(self) -> str:
        """One line for a list of references."""
        version = f", version {self.version}" if self.version else ""
        where = f" {self.url}" if self.url else ""
        return f"{self.author}. {self.title}: final statements{version}. {self.at:%Y-%m-%d}.{where}"


def to_cff(citation: Citation) -> bytes:
    """The file; strings are spelled as JSON spells them, which YAML reads the same."""
    return ("\n".join(_lines(citation)) + "\n").encode()


def _lines(citation: Citation) -> Iterator[str]:
    yield f"cff-version: {CFF_VERSION}"
    yield f"message: {_text('If you use these statements, please cite them as below.')}"
    yield "type: dataset"
    yield f"title: {_text(f'{citation.title}: final statements')}"
    if citation.abstract:
        yield f"abstract: {_text(citation.abstract)}"
    yield "authors:"
    yield f"  - name: {_text(citation.author)}"
    yield f"date-released: {_text(f'{citation.at:%Y-%m-%d}')}"
    if citation.version:
        yield f"version: {_text(str(citation.version))}"
    if citation.url:
        yield f"url: {_text(citation.url)}"
    if citation.fingerprint:
        yield "identifiers:"
        yield "  - type: other"
        yield f"    value: {_text(f'sha256:{citation.fingerprint}')}"
        yield f"    description: {_text('Fingerprint of the archive of the process')}"


def _text(text: str) -> str:
    """A string on one line, without what YAML does not take even in quotes."""
    kept = "".join(c if c.isprintable() or c == " " else " " for c in " ".join(text.split()))
    return json.dumps(kept, ensure_ascii=False)
