"""The kinds of file a document can be written to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consensus.exports.document.markdown import to_markdown
from consensus.exports.document.model import Document
from consensus.exports.document.pdf import to_pdf
from consensus.exports.document.progress import Progress
from consensus.exports.document.web_page import to_web_page
from consensus.exports.document.word import to_word


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name for people, its media type, and what writes it."""

    label: str
    media_type: str
    write: Callable[[Document, Progress], bytes]


FORMATS: Mapping[str, Format] = {
    "docx": Format("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_word),
    "pdf": Format("PDF", "application/pdf", to_pdf),
    "html": Format("Web page", "text/html; charset=utf-8", to_web_page),
    "md": Format("Markdown", "text/markdown; charset=utf-8", to_markdown),
}
