"""Reads one question of an instrument from its table, and refuses what cannot be asked."""

import re
from collections.abc import Mapping

from consensus.domain.results import Evidence
from surveys import fields
from surveys.condition_checks import resolve
from surveys.condition_reading import ConditionError, read_condition
from surveys.conditions import CANNOT_JUDGE_ID, Condition, IsOneOf
from surveys.model import Option, Question, QuestionKind, Scale
from surveys.toml_reader import TableReader

YES_NO_UNSURE = (Option("yes", "Yes"), Option("no", "No"), Option("unsure", "Unsure"))

_CHOOSING = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.RANKING)


def read_question(table: TableReader, seen: Mapping[str, Question]) -> Question:
    """One question; `seen` are the earlier ones by id."""
    question_id = read_id(table)
    if question_id in seen:
        table.refuse("has the id of an earlier question", "id")
    kind = QuestionKind(table.choice("kind", tuple(kind.value for kind in QuestionKind)))
    table.only((*fields.QUESTION, *fields.OF_KIND[kind]))
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
        item.only(fields.OPTION)
        option = Option(read_id(item), item.text("label"), item.text("statement", ""), item.text("plain", ""))
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
    table.only(fields.SCALE)
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
        item.only(fields.EVIDENCE)
        doi = item.text("doi", "")
        if doi and not re.fullmatch(fields.DOI, doi):
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


def read_id(table: TableReader) -> str:
    """The id of a table."""
    value = table.text("id")
    if not re.fullmatch(fields.ID, value):
        table.refuse("needs an 'id' of small letters, digits, '-' and '_'", "id")
    if value == CANNOT_JUDGE_ID:
        table.refuse("has an 'id' that is kept for 'cannot judge'", "id")
    if len(value) > fields.MAX_ID:
        table.refuse(f"has an 'id' of more than {fields.MAX_ID} characters", "id")
    return value
