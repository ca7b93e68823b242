"""Cells that were defused for spreadsheets, as they were typed."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_typed(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" '").startswith(_FORMULA_STARTS) else cell
