"""The fields an instrument file may have, for each of its tables."""

from surveys.model import QuestionKind

INSTRUMENT = ("id", "version", "title", "intro", "plain", "minutes", "language", "section", "lang")
SECTION = ("id", "title", "intro", "plain", "topic", "question")
OPTION = ("id", "label", "statement", "plain")
SCALE = ("low", "high", "low_label", "high_label", "agree_from")
EVIDENCE = ("text", "reference", "doi")
QUESTION = (
    *("id", "kind", "topic", "text", "plain", "help", "statement"),
    *("required", "cannot_judge", "comment", "show_if", "evidence"),
)
OF_KIND: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.SINGLE: ("options",),
    QuestionKind.MULTIPLE: ("options", "most"),
    QuestionKind.SCALE: ("scale",),
    QuestionKind.MATRIX: ("rows", "scale", "options"),
    QuestionKind.NUMBER: ("minimum", "maximum", "unit"),
    QuestionKind.TEXT: (),
    QuestionKind.RANKING: ("options", "most"),
    QuestionKind.YES_NO_UNSURE: ("options",),
}

ID = r"[a-z0-9][a-z0-9_-]*"
MAX_ID = 60
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
DOI = r"10\.\d{4,9}/\S+"
