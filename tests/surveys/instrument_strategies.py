"""Instruments of every form for property tests."""

from hypothesis import strategies as st

from consensus.domain.results import Evidence
from surveys.conditions import AllOf, AnyOf, Compare, IsOneOf, Not, Operator, WasAnswered
from surveys.model import Instrument, Option, Question, QuestionKind, Scale, Section, Translation
from surveys.translation import texts_of

ids = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,6}", fullmatch=True).filter(lambda text: text != "cannot_judge")
_characters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
words = st.text(_characters, min_size=1, max_size=12).map(str.strip).filter(bool)
maybe = st.one_of(st.just(""), words)
evidence = st.builds(Evidence, words, maybe, st.sampled_from(["", "10.1000/182", "10.1056/NEJM(2009)"]))


def _parts(least):
    part = st.builds(Option, ids, words, maybe, maybe)
    return st.lists(part, min_size=least, max_size=3, unique_by=lambda option: option.id).map(tuple)


@st.composite
def scales(draw):
    low = draw(st.integers(-3, 3))
    high = low + draw(st.integers(1, 9))
    return Scale(low, high, draw(maybe), draw(maybe), draw(st.one_of(st.none(), st.integers(low + 1, high))))


@st.composite
def conditions(draw, earlier):
    tests = [WasAnswered(question.id) for question in earlier]
    for question in earlier:
        if question.kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.YES_NO_UNSURE):
            tests.append(IsOneOf(question.id, tuple(option.id for option in question.options)))
        if question.kind is QuestionKind.SCALE:
            tests.append(IsOneOf(question.id, (question.scale.low,)))
            tests.append(Compare(question.id, Operator.AT_LEAST, question.scale.high))
        if question.kind is QuestionKind.MATRIX and question.scale:
            tests.append(Compare(question.id, Operator.LESS, question.scale.high, question.rows[0].id))
        if question.kind is QuestionKind.NUMBER:
            tests.append(Compare(question.id, Operator.EQUAL, 2.5))
    one = st.sampled_from(tests)
    pair = st.tuples(one, one)
    return draw(st.one_of(one, one.map(Not), pair.map(AllOf), pair.map(lambda two: AnyOf((*two, Not(AllOf(two)))))))


@st.composite
def questions(draw, question_id, earlier):
    kind = draw(st.sampled_from(QuestionKind))
    fields = {}
    if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING):
        fields["options"] = draw(_parts(2))
    if kind is QuestionKind.YES_NO_UNSURE:
        labels = draw(st.tuples(words, words, words))
        fields["options"] = tuple(
            Option(id_, label) for id_, label in zip(("yes", "no", "unsure"), labels, strict=True)
        )
    if kind in (QuestionKind.MULTIPLE, QuestionKind.RANKING):
        fields["most"] = draw(st.sampled_from([None, 1, 2]))
    if kind is QuestionKind.SCALE:
        fields["scale"] = scale = draw(scales())
        fields["statement"] = draw(maybe) if scale.agree_from is not None else ""
    if kind is QuestionKind.MATRIX:
        fields["rows"] = draw(_parts(1))
        fields |= draw(st.one_of(scales().map(lambda s: {"scale": s}), _parts(2).map(lambda o: {"options": o})))
    if kind is QuestionKind.NUMBER:
        low, high = sorted(draw(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))))
        fields |= {"minimum": low, "maximum": high, "unit": draw(maybe)}
    return Question(
        id=question_id,
        kind=kind,
        text=draw(words),
        help=draw(maybe),
        plain=draw(maybe),
        topic=draw(st.one_of(st.just(""), ids)),
        required=draw(st.booleans()),
        cannot_judge=draw(st.booleans()),
        comment=draw(st.booleans()),
        show_if=draw(conditions(earlier)) if earlier and draw(st.booleans()) else None,
        evidence=tuple(draw(st.lists(evidence, max_size=2))),
        **fields,
    )


@st.composite
def instruments(draw):
    names = iter(draw(st.lists(ids, min_size=4, max_size=4, unique=True)))
    asked, sections = [], []
    for section_id in draw(st.lists(ids, min_size=1, max_size=2, unique=True)):
        here = []
        for _ in range(draw(st.integers(1, 2))):
            here.append(draw(questions(next(names), tuple(asked))))
            asked.append(here[-1])
        sections.append(Section(section_id, draw(words), tuple(here), draw(maybe), draw(maybe), draw(maybe)))
    plain = Instrument(
        draw(ids), draw(words), draw(words), tuple(sections), draw(maybe), draw(st.sampled_from([None, 1, 15])),
        draw(maybe), draw(st.sampled_from(["en", "pt-BR"])),
    )  # fmt: skip
    known = texts_of(plain)
    texts = draw(st.dictionaries(st.sampled_from(sorted(known)), words))
    french = Translation("fr", tuple((key, texts[key]) for key in known if key in texts))
    return Instrument(
        plain.id, plain.version, plain.title, plain.sections, plain.intro, plain.minutes, plain.plain, plain.language,
        draw(st.sampled_from([(), (french,)])) if texts else (),
    )  # fmt: skip
