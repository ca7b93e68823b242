"""Reads LimeSurvey's structure file (.lss): an XML dump of its tables, of versions before and after 4."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from consensus.domain.errors import InvalidInputError
from surveys.importing.lime_model import LimeGroup, LimePart, LimeQuestion, LimeSurvey

Row = Mapping[str, str]


def read_lime_xml(text: str, name: str) -> LimeSurvey:
    """The survey in a structure file.

    Raises:
        InvalidInputError: this is no such file, or it holds what an XML file of a stranger must not.
    """
    document = _parse(text, name)
    if document.findtext("LimeSurveyDocType") != "Survey":
        raise InvalidInputError(f"{name} is no survey structure of LimeSurvey (.lss).")
    languages = [node.text or "" for node in document.findall("languages/language")]
    settings = _rows(document, "surveys_languagesettings")
    titles = {row.get("surveyls_language", ""): row.get("surveyls_title", "") for row in settings}
    languages = [language for language in languages if language] or list(titles) or ["en"]
    main = next((row.get("language", "") for row in _rows(document, "surveys")), "")
    languages.sort(key=lambda language: language != main)
    groups = _groups(document, languages[0])
    _add_questions(document, groups, languages[0])
    return LimeSurvey(
        languages=languages,
        titles=titles,
        welcomes={row.get("surveyls_language", ""): row.get("surveyls_welcometext", "") for row in settings},
        groups=list(groups.values()),
    )


def _parse(text: str, name: str) -> Element:
    try:
        document: Element = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InvalidInputError(f"{name} holds definitions that no instrument needs; it is not opened.") from error
    except (ParseError, ValueError) as error:
        raise InvalidInputError(f"{name} is not valid XML: {error}.") from error
    return document


def _rows(document: Element, table: str) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in document.findall(f"{table}/rows/row")]


def _localised(document: Element, table: str, key: str) -> dict[str, list[Row]]:
    """Texts by what they belong to: in a table of their own since version 4."""
    found: dict[str, list[Row]] = {}
    for row in _rows(document, table):
        found.setdefault(row.get(key, ""), []).append(row)
    return found


def _texts(row: Row, others: Iterable[Row], column: str, main: str) -> dict[str, str]:
    texts = {row.get("language") or main: row[column]} if column in row else {}
    return texts | {other.get("language", main): other.get(column, "") for other in others}


def _order(row: Row, column: str) -> int:
    value = row.get(column, "")
    return int(value) if value.isdecimal() else 0


def _groups(document: Element, main: str) -> dict[str, LimeGroup]:
    groups: dict[str, LimeGroup] = {}
    localised = _localised(document, "group_l10ns", "gid")
    for row in sorted(_rows(document, "groups"), key=lambda row: _order(row, "group_order")):
        gid = row.get("gid", "")
        others = localised.get(gid, [])
        titles, descriptions = (_texts(row, others, column, main) for column in ("group_name", "description"))
        if gid in groups:
            groups[gid].titles.update(titles)
            groups[gid].descriptions.update(descriptions)
        else:
            where = f"group {next(iter(titles.values()), gid)!r}:"
            groups[gid] = LimeGroup(where, titles, descriptions, row.get("grelevance", ""))
    return groups


def _add_questions(document: Element, groups: Mapping[str, LimeGroup], main: str) -> None:
    localised = _localised(document, "question_l10ns", "qid")
    questions: dict[str, LimeQuestion] = {}
    for row in sorted(_rows(document, "questions"), key=lambda row: _order(row, "question_order")):
        _add_question(row, localised.get(row.get("qid", ""), []), questions, groups, main)
    parts: dict[str, LimePart] = {}
    for row in sorted(_rows(document, "subquestions"), key=lambda row: _order(row, "question_order")):
        parent, qid = questions.get(row.get("parent_qid", "")), row.get("qid", "")
        if parent is not None:
            texts = _texts(row, localised.get(qid, []), "question", main)
            _add_part(parts, qid, parent.subquestions, row, "title", texts)
    answer_texts = _localised(document, "answer_l10ns", "aid")
    for row in sorted(_rows(document, "answers"), key=lambda row: _order(row, "sortorder")):
        parent = questions.get(row.get("qid", ""))
        if parent is not None:
            key = f"{row.get('qid')} {row.get('code')} {row.get('scale_id', '0')}"
            texts = _texts(row, answer_texts.get(row.get("aid", ""), []), "answer", main)
            _add_part(parts, key, parent.answers, row, "code", texts)
    for row in _rows(document, "question_attributes"):
        if row.get("qid") in questions and row.get("value", ""):
            questions[row["qid"]].attributes[row.get("attribute", "")] = row["value"]


def _add_question(
    row: Row,
    others: list[Row],
    questions: dict[str, LimeQuestion],
    groups: Mapping[str, LimeGroup],
    main: str,
) -> None:
    qid, group = row.get("qid", ""), groups.get(row.get("gid", ""))
    texts, helps = _texts(row, others, "question", main), _texts(row, others, "help", main)
    if qid in questions:
        questions[qid].texts.update(texts)
        questions[qid].helps.update(helps)
    elif group is not None and row.get("parent_qid", "0") in ("", "0"):
        questions[qid] = LimeQuestion(
            where=f"question {row.get('title', '')!r}:",
            kind=row.get("type", ""),
            code=row.get("title", ""),
            texts=texts,
            helps=helps,
            number=qid,
            mandatory=row.get("mandatory", ""),
            has_other=row.get("other") == "Y",
            relevance=row.get("relevance", ""),
        )
        group.questions.append(questions[qid])


def _add_part(
    known: dict[str, LimePart], key: str, parts: list[LimePart], row: Row, code: str, texts: dict[str, str]
) -> None:
    if key in known:
        known[key].texts.update(texts)
    else:
        known[key] = LimePart(row.get(code, ""), texts, _order(row, "scale_id"))
        parts.append(known[key])
