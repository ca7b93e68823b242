"""The survey answers that statements were drafted from, as far as each reader may see them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.roles import Action
from consensus.persistence.tables import Source, Survey
from consensus.services.access import Standing
from surveys.answers import commented_question
from surveys.loader import instrument_from_dict
from surveys.model import Instrument


@dataclass(frozen=True, slots=True)
class SourceView:
    """The survey answer a statement was drafted from: n of n_valid gave it.

    Of a theme, n of n_valid wrote about it, or with `is_least` that many or more; n is None where so few would be named
    by it. A quote is shown to those who may read the answers, and has no numbers. question_id, theme_id: where the
    answers stand; a theme may be merged into another one since.
    """

    question_text: str
    option_label: str
    n: int | None
    n_valid: int
    theme: str = ""
    quote: str = ""
    is_least: bool = False
    question_id: str = ""
    theme_id: UUID | None = None

    @property
    def people(self) -> str:
        """How many wrote about the theme, in words: "3 of 12", "at least 3 of 12", "a few"."""
        return "a few" if self.n is None else f"{'at least ' if self.is_least else ''}{self.n} of {self.n_valid}"


def sources_of_process(session: Session, standing: Standing) -> Mapping[UUID, tuple[SourceView, ...]]:
    """By statement: what it was drafted from; quotes only for those who may read the answers."""
    rows = session.exec(
        select(Source, Survey)
        .join(Survey, col(Survey.id) == col(Source.survey_id))
        .where(Survey.process_id == standing.process.id)
        .order_by(col(Source.theme), col(Source.quote), col(Source.question), col(Source.option))
    ).all()
    instruments = {survey.id: instrument_from_dict(survey.instrument) for _, survey in rows}
    found: defaultdict[UUID, list[SourceView]] = defaultdict(list)
    for source, survey in rows:
        if not source.quote or standing.may(Action.VIEW_COLLATION):
            found[source.statement_id].append(_source_view(standing, instruments[survey.id], source))
    return {statement_id: tuple(views) for statement_id, views in found.items()}


def _source_view(standing: Standing, instrument: Instrument, source: Source) -> SourceView:
    question_id, _ = commented_question(source.question)
    question = instrument.question(question_id)
    parts = (*question.options, *question.rows) if question else ()
    label = next((part.label for part in parts if part.id == source.option), "")
    is_confidential = standing.process.anonymity.hides_names
    is_few = bool(source.theme) and is_confidential and source.n < FEWEST_CONFIDENTIAL
    return SourceView(
        question_text=question.text if question else question_id,
        option_label=label,
        n=None if is_few else source.n,
        n_valid=source.n_valid,
        theme=source.theme,
        quote=source.quote,
        is_least=bool(source.theme) and is_confidential,
        question_id=question_id,
        theme_id=source.theme_id,
    )
