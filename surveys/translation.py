"""The texts of an instrument under their keys, and the instrument with those of another language in their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from surveys.model import DEFAULT_LANGUAGE, Instrument, Option, Question, QuestionKind, Section

_YES_NO_UNSURE: Mapping[str, Mapping[str, str]] = {
    "en": {"yes": "Yes", "no": "No", "unsure": "Unsure"},
    "de": {"yes": "Ja", "no": "Nein", "unsure": "Unsicher"},
    "es": {"yes": "Sí", "no": "No", "unsure": "No lo sé"},
    "fr": {"yes": "Oui", "no": "Non", "unsure": "Je ne sais pas"},
    "it": {"yes": "Sì", "no": "No", "unsure": "Non so"},
    "nl": {"yes": "Ja", "no": "Nee", "unsure": "Weet ik niet"},
    "pt": {"yes": "Sim", "no": "Não", "unsure": "Não sei"},
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the texts of an instrument a language has, and the keys of those it lacks."""

    language: str
    n_texts: int
    missing: tuple[str, ...]

    @property
    def n_translated(self) -> int:
        """How many texts are there."""
        return self.n_texts - len(self.missing)


def texts_of(instrument: Instrument) -> dict[str, str]:
    """Every text that a panelist may see, by key and in the order of the instrument; statement templates are not."""
    return dict(_texts(instrument))


def completeness(instrument: Instrument, language: str) -> Completeness:
    """How far the translation into a language is."""
    have = dict(_translated(instrument, language))
    needed = [key for key, _ in _texts(instrument) if not _is_built_in(instrument, language, key)]
    missing = () if language == instrument.language else tuple(key for key in needed if key not in have)
    return Completeness(language, len(needed), missing)


def translate(instrument: Instrument, language: str) -> Instrument:
    """The instrument in one of its languages; a text that is not translated stays as it is.

    Ids and rules stay too, so an answer means the same in every language.
    """
    if language == instrument.language or language not in instrument.languages():
        return instrument
    words = _Words(dict(_translated(instrument, language)), language)
    return replace(
        instrument,
        title=words.of("title", instrument.title),
        intro=words.of("intro", instrument.intro),
        plain=words.of("plain", instrument.plain),
        sections=tuple(_section(section, words) for section in instrument.sections),
    )


def flatten(nested: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Tables within tables as keys with dots."""
    for name, value in nested.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def nest(texts: Iterator[tuple[str, str]]) -> dict[str, object]:
    """Keys with dots as tables within tables."""
    nested: dict[str, object] = {}
    for key, text in texts:
        *tables, last = key.split(".")
        here = nested
        for name in tables:
            here = here.setdefault(name, {})  # type: ignore[assignment]
        here[last] = text
    return nested


@dataclass(frozen=True, slots=True)
class _Words:
    texts: Mapping[str, str]
    language: str

    def of(self, key: str, text: str) -> str:
        return self.texts.get(key, text) if text else text


def _translated(instrument: Instrument, language: str) -> tuple[tuple[str, str], ...]:
    return next((t.texts for t in instrument.translations if t.language == language), ())


def _texts(instrument: Instrument) -> Iterator[tuple[str, str]]:
    yield from _given("", title=instrument.title, intro=instrument.intro, plain=instrument.plain)
    for section in instrument.sections:
        yield from _given(f"section.{section.id}.", title=section.title, intro=section.intro, plain=section.plain)
        for question in section.questions:
            yield from _question_texts(question)


def _question_texts(question: Question) -> Iterator[tuple[str, str]]:
    at = f"question.{question.id}."
    yield from _given(at, text=question.text, plain=question.plain, help=question.help, unit=question.unit)
    if question.scale:
        yield from _given(f"{at}scale.", low_label=question.scale.low_label, high_label=question.scale.high_label)
    for noun, parts in (("option", question.options), ("row", question.rows)):
        for part in parts:
            yield from _given(f"{at}{noun}.{part.id}.", label=part.label, plain=part.plain)
    for number, finding in enumerate(question.evidence, 1):
        yield f"{at}evidence.{number}.text", finding.text


def _given(at: str, **fields: str) -> Iterator[tuple[str, str]]:
    return ((f"{at}{name}", text) for name, text in fields.items() if text)


def _is_built_in(instrument: Instrument, language: str, key: str) -> bool:
    """Whether the words of this option are known in that language without anybody translating them."""
    if language not in _YES_NO_UNSURE or not key.endswith(".label"):
        return False
    question_id, noun, part_id = (*key.split(".")[1:4], "")[:3]
    question = instrument.question(question_id) if noun == "option" else None
    option = question.option(part_id) if question else None
    return question is not None and option is not None and _built_in(question, option, language) is not None


def _built_in(question: Question, option: Option, language: str) -> str | None:
    if question.kind is not QuestionKind.YES_NO_UNSURE:
        return None
    if option.label != _YES_NO_UNSURE[DEFAULT_LANGUAGE].get(option.id):
        return None
    return _YES_NO_UNSURE.get(language, {}).get(option.id)


def _section(section: Section, words: _Words) -> Section:
    at = f"section.{section.id}."
    return replace(
        section,
        title=words.of(f"{at}title", section.title),
        intro=words.of(f"{at}intro", section.intro),
        plain=words.of(f"{at}plain", section.plain),
        questions=tuple(_question(question, words) for question in section.questions),
    )


def _question(question: Question, words: _Words) -> Question:
    at = f"question.{question.id}."
    scale = question.scale
    return replace(
        question,
        text=words.of(f"{at}text", question.text),
        plain=words.of(f"{at}plain", question.plain),
        help=words.of(f"{at}help", question.help),
        unit=words.of(f"{at}unit", question.unit),
        scale=scale
        and replace(
            scale,
            low_label=words.of(f"{at}scale.low_label", scale.low_label),
            high_label=words.of(f"{at}scale.high_label", scale.high_label),
        ),
        options=tuple(_part(question, option, f"{at}option.{option.id}.", words) for option in question.options),
        rows=tuple(_part(question, row, f"{at}row.{row.id}.", words) for row in question.rows),
        evidence=tuple(
            replace(finding, text=words.of(f"{at}evidence.{number}.text", finding.text))
            for number, finding in enumerate(question.evidence, 1)
        ),
    )


def _part(question: Question, part: Option, at: str, words: _Words) -> Option:
    label = words.of(f"{at}label", _built_in(question, part, words.language) or part.label)
    return replace(part, label=label, plain=words.of(f"{at}plain", part.plain))
