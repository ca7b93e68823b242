"""The kinds of question in the words of the page."""

from surveys.editing import Tables
from surveys.model import QuestionKind

KINDS = {
    QuestionKind.SINGLE: ("One answer", "radio_button_checked"),
    QuestionKind.MULTIPLE: ("Several answers", "check_box"),
    QuestionKind.YES_NO_UNSURE: ("Yes, no, unsure", "help"),
    QuestionKind.SCALE: ("Point on a scale", "linear_scale"),
    QuestionKind.MATRIX: ("One answer a row", "table_rows"),
    QuestionKind.RANKING: ("Ranking", "format_list_numbered"),
    QuestionKind.NUMBER: ("Number", "123"),
    QuestionKind.TEXT: ("Free text", "notes"),
}


def kind_of(question: Tables) -> QuestionKind | None:
    """The kind a question says it has, or None where that is none."""
    kind = question.get("kind")
    return QuestionKind(kind) if kind in {known.value for known in QuestionKind} else None
