"""Reading the coding board: what people wrote, under which themes it stands, and what looks alike."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import FEWEST_CONFIDENTIAL
from consensus.domain.errors import NotFoundError
from consensus.domain.roles import Action
from consensus.domain.wording import counted
from consensus.persistence.database import database_of
from consensus.persistence.tables import Coding, Person, Process, Theme, Topic
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.snapshots import snapshots
from consensus.services.statements.derived_statements import DerivedStatement, derived_statements
from consensus.services.surveys.coding_acts import last_act
from consensus.services.surveys.collated_answers import CollatedAnswers, collated_answers
from consensus.services.surveys.themes import themes_of
from surveys.free_texts import TextKey, cut, text_keys
from surveys.similarity import TextSpace, load_early

MOST_NEAR = 50


@dataclass(frozen=True, slots=True)
class CodingView:
    """That an answer stands under a theme: the passages that were marked ("" for all of it), and who put it there."""

    theme_id: UUID
    passages: tuple[str, ...]
    coders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """Something somebody wrote, without a name; `key` tells its question, or the comments on one."""

    id: UUID
    key: str
    text: str
    codings: tuple[CodingView, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme and how many stand behind it.

    people: how many wrote something under it, however often they mention it, in words. merged: the names of themes
    that went into this one, `merged_ids` their ids. statements: those that rest on it.
    """

    id: UUID
    label: str
    description: str
    topic_id: UUID | None
    n_answers: int
    people: str
    merged: tuple[str, ...]
    merged_ids: tuple[UUID, ...] = ()
    statements: tuple[DerivedStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The coding board. Texts stand in the order of the questions, and those of one in no order that tells who."""

    themes: tuple[ThemeView, ...]
    texts: tuple[TextView, ...]
    questions: Mapping[str, TextKey]
    topics: Mapping[UUID, str]
    n_respondents: int
    n_coded: int
    may_code: bool
    last_act: str


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """Answers that look alike, and the words they share."""

    answer_ids: tuple[UUID, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestedAnswer:
    """An answer that looks like those under a theme, and the words it shares with them."""

    answer_id: UUID
    shared: tuple[str, ...]


def get_board(ctx: Context, process_id: UUID) -> Board:
    """All that was written and all themes; refused while the answers may not be seen.

    What suggestions are made with begins to load meanwhile, for those who ask for one next.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        answers = collated_answers(session, standing.process)
        codings = _codings(session, process_id)
        topics = session.exec(select(Topic).where(Topic.process_id == process_id).order_by(col(Topic.position))).all()
        act = last_act(session, standing)
        texts = _texts(answers, codings)
        load_early()
        return Board(
            themes=_themes(session, standing, answers, codings),
            texts=texts,
            questions=text_keys(answers.instrument),
            topics={topic.id: topic.title for topic in topics},
            n_respondents=answers.n_finished,
            n_coded=sum(bool(text.codings) for text in texts),
            may_code=standing.may(Action.CODE_ANSWERS),
            last_act=act.sentence if act else "",
        )


def suggest_groups(ctx: Context, process_id: UUID, key: str = "") -> tuple[SuggestedGroup, ...]:
    """Answers without a theme that look alike, the largest group first; of one question or of all.

    Nothing is put anywhere by it.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_COLLATION, process_id)
        answers = collated_answers(session, standing.process)
        coded = {coding.answer_id for coding, _ in _codings(session, process_id)}
        among = [
            place for place, text in enumerate(answers.texts) if text.id not in coded and (not key or text.key == key)
        ]
        groups = _space(session, standing.process, answers).groups(among)
        return tuple(
            SuggestedGroup(tuple(answers.texts[place].id for place in group.members), group.shared) for group in groups
        )


def suggest_for_theme(ctx: Context, theme_id: UUID) -> tuple[SuggestedAnswer, ...]:
    """Answers that are not under this theme and look like those that are, the nearest first."""
    with ctx.db.reading() as session:
        theme = session.get(Theme, theme_id)
        standing = require(ctx, session, Action.VIEW_COLLATION, theme.process_id if theme else None)
        if theme is None:
            raise NotFoundError
        answers = collated_answers(session, standing.process)
        under = {c.answer_id for c, _ in _codings(session, theme.process_id) if c.theme_id == theme.id}
        seeds = [place for place, text in enumerate(answers.texts) if text.id in under]
        near = _space(session, standing.process, answers).nearest(seeds, range(len(answers.texts)))
        return tuple(SuggestedAnswer(answers.texts[one.member].id, one.shared) for one in near[:MOST_NEAR])


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people wrote some answers: `n`, or with `is_least` that many or more."""

    n: int
    is_least: bool = False

    @property
    def words(self) -> str:
        """ "7 people", "1 person", "at least 4 people"."""
        return f"{'at least ' if self.is_least else ''}{counted(self.n, 'person', 'people')}"


def count_people(process: Process, answers: CollatedAnswers, answer_ids: set[UUID]) -> PeopleCount | None:
    """How many people wrote these answers; None where a confidential survey must not say, because they are too few.

    In a confidential survey it is read from the texts alone, as if nobody knew who wrote them: one for each text on
    the same question. An exact number would tell which two answers, put under one theme, are of the same person.
    """
    texts = [text for text in answers.texts if text.id in answer_ids]
    if not process.anonymity.hides_names:
        return PeopleCount(len({text.person for text in texts}))
    if 0 < len(texts) < FEWEST_CONFIDENTIAL:
        return None
    by_key = Counter(text.key for text in texts)
    return PeopleCount(max(by_key.values(), default=0), is_least=len(by_key) > 1)


def _space(session: Session, process: Process, answers: CollatedAnswers) -> TextSpace:
    kept = snapshots(database_of(session))
    return kept.get(
        (process.id, "text space"), answers.revision, lambda: TextSpace([text.text for text in answers.texts])
    )


_Coded = tuple[Coding, str]


def _codings(session: Session, process_id: UUID) -> Sequence[_Coded]:
    """Every coding of a process with the name of who made it."""
    rows = session.exec(
        select(Coding, Person.name)
        .join(Theme, col(Theme.id) == col(Coding.theme_id))
        .outerjoin(Person, col(Person.id) == col(Coding.coder_id))
        .where(Theme.process_id == process_id)
        .order_by(col(Coding.coded_at), col(Coding.id))
    )
    return [(coding, name or "") for coding, name in rows]


def _texts(answers: CollatedAnswers, codings: Sequence[_Coded]) -> tuple[TextView, ...]:
    by_answer: defaultdict[UUID, defaultdict[UUID, list[_Coded]]] = defaultdict(lambda: defaultdict(list))
    for coded in codings:
        by_answer[coded[0].answer_id][coded[0].theme_id].append(coded)
    return tuple(
        TextView(
            text.id,
            text.key,
            text.text,
            tuple(_coding(text.text, theme_id, coded) for theme_id, coded in by_answer[text.id].items())
            if text.id in by_answer
            else (),
        )
        for text in answers.texts
    )


def _coding(text: str, theme_id: UUID, coded: Sequence[_Coded]) -> CodingView:
    passages = dict.fromkeys(cut(text, coding.start, coding.end) for coding, _ in coded if coding.end)
    return CodingView(theme_id, tuple(passages), tuple(sorted({name for _, name in coded if name})))


def _themes(
    session: Session, standing: Standing, answers: CollatedAnswers, codings: Sequence[_Coded]
) -> tuple[ThemeView, ...]:
    read = {text.id for text in answers.texts}
    under: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for coding, _ in codings:
        if coding.answer_id in read:
            under[coding.theme_id].add(coding.answer_id)
    process, derived = standing.process, derived_statements(session, standing).by_theme
    merged: defaultdict[UUID, list[Theme]] = defaultdict(list)
    for theme in session.exec(select(Theme).where(Theme.process_id == process.id, col(Theme.merged_into).is_not(None))):
        if theme.merged_into is not None:
            merged[theme.merged_into].append(theme)
    return tuple(
        _theme(theme, process, answers, under[theme.id], merged[theme.id], derived.get(theme.id, ()))
        for theme in themes_of(session, process.id)
    )


def _theme(
    theme: Theme,
    process: Process,
    answers: CollatedAnswers,
    answer_ids: set[UUID],
    merged: Sequence[Theme],
    statements: tuple[DerivedStatement, ...],
) -> ThemeView:
    people = count_people(process, answers, answer_ids)
    return ThemeView(
        id=theme.id,
        label=theme.label,
        description=theme.description,
        topic_id=theme.topic_id,
        n_answers=len(answer_ids),
        people=people.words if people else f"fewer than {FEWEST_CONFIDENTIAL} people",
        merged=tuple(sorted(other.label for other in merged)),
        merged_ids=tuple(other.id for other in merged),
        statements=statements,
    )
