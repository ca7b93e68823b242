"""The instrument a new one is begun with."""

from surveys.model import Instrument, Question, QuestionKind, Section

BLANK = Instrument(
    id="survey",
    version="1",
    title="Survey before the meeting",
    sections=(
        Section(
            id="first",
            title="First section",
            questions=(Question(id="first_question", kind=QuestionKind.TEXT, text="What matters most to you here?"),),
        ),
    ),
)
