"""The words by which tables, figures and headings are referred to."""

from consensus.exports.document.model import Document, Figure, Heading, Table


def names_of(document: Document) -> dict[str, str]:
    """By their keys: "Table 1", "Figure 2", and for a heading its own words."""
    names: dict[str, str] = {}
    tables = figures = 0
    for block in document.blocks:
        match block:
            case Table(key=key):
                tables += 1
                names[key] = f"Table {tables}"
            case Figure(key=key):
                figures += 1
                names[key] = f"Figure {figures}"
            case Heading(text=text, key=key) if key:
                names[key] = text
    return names
