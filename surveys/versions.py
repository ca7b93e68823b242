"""What makes two versions of an instrument the same, and which of their questions can be counted together."""

import hashlib
import json
import re
from dataclasses import dataclass, replace

from surveys.loader import instrument_to_dict
from surveys.model import Instrument, Question


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of questions between two versions. Answers to `same` are counted together, those to `changed` are not."""

    same: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def fingerprint(instrument: Instrument) -> str:
    """SHA-256 over everything an instrument says, in hexadecimal."""
    form = json.dumps(instrument_to_dict(instrument), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(form.encode()).hexdigest()


def wording(question: Question) -> str:
    """What tells one wording of a question from another, short enough to travel with every answer."""
    return hashlib.sha256(repr(_asked(question)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def has_same_wording(old: Question, new: Question) -> bool:
    """Whether two questions ask the same and can be answered with the same.

    What steers the survey around a question may differ: its topic, draft statements, whether it is required, when it
    is shown, and whether a comment may be added.
    """
    return wording(old) == wording(new)


def compare(old: Instrument, new: Instrument) -> Changes:
    """What became of each question; the order of questions and translations are no change."""
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    common = [id_ for id_ in after if id_ in before]
    same = tuple(id_ for id_ in common if has_same_wording(before[id_], after[id_]))
    return Changes(
        same=same,
        changed=tuple(id_ for id_ in common if id_ not in same),
        added=tuple(id_ for id_ in after if id_ not in before),
        removed=tuple(id_ for id_ in before if id_ not in after),
    )


def next_version(version: str) -> str:
    """The name of the version after this one: its last number counted on, or a first number put behind it."""
    match = re.fullmatch(r"(.*?)(\d+)", version)
    return f"{match[1]}{str(int(match[2]) + 1).zfill(len(match[2]))}" if match else f"{version}.2"


def _asked(question: Question) -> Question:
    return replace(
        question,
        topic="",
        statement="",
        required=False,
        show_if=None,
        comment=False,
        options=tuple(replace(option, statement="") for option in question.options),
        rows=tuple(replace(row, statement="") for row in question.rows),
        minimum=_number(question.minimum),
        maximum=_number(question.maximum),
        scale=question.scale and replace(question.scale, agree_from=None),
    )


def _number(bound: float | None) -> float | None:
    """A bound that is written 5 is the same as one that is written 5.0."""
    return None if bound is None else float(bound)
