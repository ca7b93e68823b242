"""Reads instruments from TOML, and to and from the dictionaries that are frozen into a database."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from surveys import fields
from surveys.condition_wording import write_condition
from surveys.conditions import Condition, IsOneOf
from surveys.model import DEFAULT_LANGUAGE, Instrument, Option, Question, Section, Translation
from surveys.question_reading import read_id, read_question
from surveys.toml_reader import TableReader
from surveys.translation import flatten, nest, texts_of


def parse_instrument(text: str, source: str) -> Instrument:
    """Read an instrument from TOML; `source` is what refusals call it."""
    return _instrument(TableReader.parse(text, source))


def instrument_from_dict(data: Mapping[str, object], source: str = "the instrument") -> Instrument:
    """Rebuild what `instrument_to_dict` wrote; the same fields and refusals as the TOML form.

    It is asked for at each answer, so the latest few instruments are kept by what they say.
    """
    return _rebuilt(json.dumps(data, default=str), source)


def instrument_to_dict(instrument: Instrument) -> dict[str, object]:
    """The instrument in JSON-safe values, shaped like its TOML form; what is empty is left out."""
    return _compact(
        id=instrument.id,
        version=instrument.version,
        title=instrument.title,
        intro=instrument.intro,
        plain=instrument.plain,
        minutes=instrument.minutes,
        language="" if instrument.language == DEFAULT_LANGUAGE else instrument.language,
        section=[
            _compact(
                id=section.id,
                title=section.title,
                intro=section.intro,
                plain=section.plain,
                topic=section.topic,
                question=[_question_to_dict(question) for question in section.questions],
            )
            for section in instrument.sections
        ],
        lang={translation.language: nest(iter(translation.texts)) for translation in instrument.translations},
    )


@lru_cache(maxsize=16)
def _rebuilt(form: str, source: str) -> Instrument:
    return _instrument(TableReader(json.loads(form), source))


def _question_to_dict(question: Question) -> dict[str, object]:
    scale = question.scale
    return _compact(
        id=question.id,
        kind=question.kind.value,
        text=question.text,
        help=question.help,
        plain=question.plain,
        topic=question.topic,
        statement=question.statement,
        required=question.required,
        cannot_judge=question.cannot_judge,
        options=[_option_to_dict(option) for option in question.options],
        rows=[_option_to_dict(row) for row in question.rows],
        scale=scale
        and _compact(
            low=scale.low,
            high=scale.high,
            low_label=scale.low_label,
            high_label=scale.high_label,
            agree_from=scale.agree_from,
        ),
        minimum=question.minimum,
        maximum=question.maximum,
        unit=question.unit,
        most=question.most,
        comment=question.comment,
        show_if=question.show_if and _condition_to_dict(question.show_if),
        evidence=[
            _compact(text=finding.text, reference=finding.reference, doi=finding.doi) for finding in question.evidence
        ],
    )


def _condition_to_dict(condition: Condition) -> object:
    """The short table where it says everything, else the text."""
    if isinstance(condition, IsOneOf) and not condition.row:
        return {"question": condition.question, "is": list(condition.answers)}
    return write_condition(condition)


def _option_to_dict(option: Option) -> dict[str, object]:
    return _compact(id=option.id, label=option.label, statement=option.statement, plain=option.plain)


def _compact(**fields: object) -> dict[str, object]:
    return {
        name: value
        for name, value in fields.items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def _instrument(table: TableReader) -> Instrument:
    table.only(fields.INSTRUMENT)
    seen: dict[str, Question] = {}
    section_ids: set[str] = set()
    instrument = Instrument(
        id=read_id(table),
        version=table.text("version"),
        title=table.text("title"),
        intro=table.text("intro", ""),
        plain=table.text("plain", ""),
        minutes=table.optional_whole("minutes", least=1),
        language=_language(table, table.text("language", DEFAULT_LANGUAGE), "language"),
        sections=tuple(_section(section, section_ids, seen) for section in table.tables("section", "section")),
    )
    if not seen:
        table.refuse("has no question")
    if "lang" in table.data:
        return replace(instrument, translations=_translations(table, instrument))
    return instrument


def _translations(table: TableReader, instrument: Instrument) -> tuple[Translation, ...]:
    """The languages, each with its texts in the order of the instrument; texts that are empty are not there yet."""
    known = texts_of(instrument)
    languages = table.table("lang", "'lang'")
    translations = []
    for language in languages.data:
        here = languages.table(_language(languages, language, language), f"the language {language!r}")
        if language == instrument.language:
            here.refuse("is the language of the instrument itself")
        texts = {}
        for key, text in flatten(here.data):
            if not isinstance(text, str):
                here.refuse(f"needs a text in {key!r}", *key.split("."))
            if key not in known:
                here.refuse(f"translates {key!r}, which is no text of this instrument", *key.split("."))
            if "\x00" in text:
                here.refuse(f"has a character in {key!r} that cannot be stored", *key.split("."))
            texts[key] = text.strip()
        translations.append(Translation(language, tuple((key, texts[key]) for key in known if texts.get(key))))
    return tuple(translations)


def _language(table: TableReader, language: str, field: str) -> str:
    if not re.fullmatch(fields.LANGUAGE, language):
        table.refuse(f"has a language {language!r}, which is no code such as en, fr or pt-BR", field)
    return language


def _section(table: TableReader, section_ids: set[str], seen: dict[str, Question]) -> Section:
    table.only(fields.SECTION)
    section_id = read_id(table)
    if section_id in section_ids:
        table.refuse("has the id of an earlier section", "id")
    section_ids.add(section_id)
    questions = []
    for question_table in table.tables("question", "question"):
        question = read_question(question_table, seen)
        seen[question.id] = question
        questions.append(question)
    if not questions:
        table.refuse("has no question")
    return Section(
        id=section_id,
        title=table.text("title"),
        intro=table.text("intro", ""),
        plain=table.text("plain", ""),
        topic=table.text("topic", ""),
        questions=tuple(questions),
    )
