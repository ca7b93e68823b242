"""Reads instruments from TOML, and to and from the dictionaries that are frozen into a database."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from consensus.domain.results import Evidence
from surveys.condition_checks import resolve
from surveys.condition_reading import ConditionError, read_condition
from surveys.condition_wording import write_condition
from surveys.conditions import CANNOT_JUDGE_ID, Condition, IsOneOf
from surveys.model import DEFAULT_LANGUAGE, Instrument, Option, Question, QuestionKind, Scale, Section, Translation
from surveys.toml_reader import TableReader
from surveys.translation import flatten, nest, texts_of

MAX_ID = 60
YES_NO_UNSURE = (Option("yes", "Yes"), Option("no", "No"), Option("unsure", "Unsure"))

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_INSTRUMENT_FIELDS = ("id", "version", "title", "intro", "plain", "minutes", "language", "section", "lang")
_SECTION_FIELDS = ("id", "title", "intro", "plain", "topic", "question")
_OPTION_FIELDS = ("id", "label", "statement", "plain")
_SCALE_FIELDS = ("low", "high", "low_label", "high_label", "agree_from")
_EVIDENCE_FIELDS = ("text", "reference", "doi")
_QUESTION_FIELDS = (
    *("id", "kind", "topic", "text", "plain", "help", "statement"),
    *("required", "cannot_judge", "comment", "show_if", "evidence"),
)
_KIND_FIELDS: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.SINGLE: ("options",),
    QuestionKind.MULTIPLE: ("options", "most"),
    QuestionKind.SCALE: ("scale",),
    QuestionKind.MATRIX: ("rows", "scale", "options"),
    QuestionKind.NUMBER: ("minimum", "maximum", "unit"),
    QuestionKind.TEXT: (),
    QuestionKind.RANKING: ("options", "most"),
    QuestionKind.YES_NO_UNSURE: ("options",),
}


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
    table.only(_INSTRUMENT_FIELDS)
    seen: dict[str, Question] = {}
    section_ids: set[str] = set()
    instrument = Instrument(
        id=_id(table),
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
    if not _LANGUAGE.fullmatch(language):
        table.refuse(f"has a language {language!r}, which is no code such as en, fr or pt-BR", field)
    return language


def _section(table: TableReader, section_ids: set[str], seen: dict[str, Question]) -> Section:
    table.only(_SECTION_FIELDS)
    section_id = _id(table)
    if section_id in section_ids:
        table.refuse("has the id of an earlier section", "id")
    section_ids.add(section_id)
    questions = []
    for question_table in table.tables("question", "question"):
        question = _question(question_table, seen)
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


def _question(table: TableReader, seen: Mapping[str, Question]) -> Question:
    question_id = _id(table)
    if question_id in seen:
        table.refuse("has the id of an earlier question", "id")
    kind = QuestionKind(table.choice("kind", tuple(kind.value for kind in QuestionKind)))
    table.only((*_QUESTION_FIELDS, *_KIND_FIELDS[kind]))
    options = _options(table, "options", "option")
    question = Question(
        id=question_id,
        kind=kind,
        text=table.text("text"),
        help=table.text("help", ""),
        plain=table.text("plain", ""),
        topic=table.text("topic", ""),
        statement=table.text("statement", ""),
        required=table.flag("required"),
        cannot_judge=table.flag("cannot_judge"),
        options=_yes_no_unsure(table, options) if kind is QuestionKind.YES_NO_UNSURE else options,
        rows=_options(table, "rows", "row"),
        scale=_scale(table.table("scale", f"the scale of {table.subject}")) if "scale" in table.data else None,
        minimum=table.optional_number("minimum"),
        maximum=table.optional_number("maximum"),
        unit=table.text("unit", ""),
        most=table.optional_whole("most", least=1),
        show_if=_show_if(table, seen) if "show_if" in table.data else None,
        comment=table.flag("comment"),
        evidence=_evidence(table),
    )
    _check_whole(table, question)
    return question


def _check_whole(table: TableReader, question: Question) -> None:
    """Refuse what is right field by field and wrong together."""
    if question.kind in _CHOOSING and len(question.options) < 2:
        table.refuse("needs at least two 'options'", "options")
    if question.kind is QuestionKind.SCALE and question.scale is None:
        table.refuse("has no 'scale'")
    if question.kind is QuestionKind.MATRIX:
        if not question.rows:
            table.refuse("has no 'rows'", "rows")
        if (question.scale is None) == (len(question.options) < 2):
            table.refuse("needs either a 'scale' or at least two 'options'")
    if question.statement and (question.scale is None or question.rows):
        table.refuse("may carry a 'statement' only on a scale; elsewhere options and rows carry theirs", "statement")
    if question.statement and question.scale is not None and question.scale.agree_from is None:
        table.refuse("carries a 'statement', so its scale needs 'agree_from'", "statement")
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        table.refuse("has a 'minimum' above its 'maximum'", "minimum")
    if question.most is not None and question.most > len(question.options):
        table.refuse(f"allows {question.most} of only {len(question.options)} options", "most")


def _options(table: TableReader, field: str, noun: str) -> tuple[Option, ...]:
    options: list[Option] = []
    for item in table.tables(field, f"{table.subject}, {noun}"):
        item.only(_OPTION_FIELDS)
        option = Option(_id(item), item.text("label"), item.text("statement", ""), item.text("plain", ""))
        if option.id in {earlier.id for earlier in options}:
            item.refuse(f"has the id of an earlier {noun}")
        options.append(option)
    return tuple(options)


def _yes_no_unsure(table: TableReader, given: tuple[Option, ...]) -> tuple[Option, ...]:
    """The three options, each replaced by the one given for it."""
    by_id = {option.id: option for option in given}
    if stranger := next((id_ for id_ in by_id if id_ not in {option.id for option in YES_NO_UNSURE}), None):
        table.refuse(f"has an option {stranger!r}, which is none of yes, no, unsure", "options")
    return tuple(by_id.get(option.id, option) for option in YES_NO_UNSURE)


def _scale(table: TableReader) -> Scale:
    table.only(_SCALE_FIELDS)
    scale = Scale(
        low=table.whole("low"),
        high=table.whole("high"),
        low_label=table.text("low_label", ""),
        high_label=table.text("high_label", ""),
        agree_from=table.optional_whole("agree_from"),
    )
    if not 1 <= scale.high - scale.low <= 100:
        table.refuse(f"runs from {scale.low} to {scale.high}, but needs 2 to 101 points, lowest first", "low")
    if scale.agree_from is not None and not scale.low < scale.agree_from <= scale.high:
        table.refuse(f"has 'agree_from' {scale.agree_from} outside its points", "agree_from")
    return scale


def _evidence(table: TableReader) -> tuple[Evidence, ...]:
    findings = []
    for item in table.tables("evidence", f"{table.subject}, evidence", label=""):
        item.only(_EVIDENCE_FIELDS)
        doi = item.text("doi", "")
        if doi and not _DOI.fullmatch(doi):
            item.refuse(f"has a 'doi' {doi!r}, which does not look like 10.1000/182", "doi")
        findings.append(Evidence(item.text("text"), item.text("reference", ""), doi))
    return tuple(findings)


def _show_if(table: TableReader, seen: Mapping[str, Question]) -> Condition:
    """Only earlier questions may be asked for, which also rules out circles."""
    if isinstance(table.data["show_if"], str):
        try:
            return resolve(read_condition(table.text("show_if")), seen)
        except ConditionError as error:
            table.refuse(f"has a 'show_if' that {error}", "show_if")
    condition = table.table("show_if", f"'show_if' of {table.subject}")
    condition.only(("question", "is"))
    name = condition.text("question")
    answers = condition.data.get("is")
    if not isinstance(answers, list) or not answers:
        condition.refuse("needs a list of answers in 'is'", "is")
    if stranger := next((a for a in answers if isinstance(a, bool) or not isinstance(a, str | int)), None):
        condition.refuse(f"waits for {stranger!r}, which is no answer to {name!r}", "is")
    try:
        return resolve(IsOneOf(name, tuple(answers)), seen)
    except ConditionError as error:
        condition.refuse(str(error), "question" if name not in seen else "is")


def _id(table: TableReader) -> str:
    value = table.text("id")
    if not _ID.fullmatch(value):
        table.refuse("needs an 'id' of small letters, digits, '-' and '_'", "id")
    if value == CANNOT_JUDGE_ID:
        table.refuse("has an 'id' that is kept for 'cannot judge'", "id")
    if len(value) > MAX_ID:
        table.refuse(f"has an 'id' of more than {MAX_ID} characters", "id")
    return value
