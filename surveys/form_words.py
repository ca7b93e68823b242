"""The survey form's own words in the languages the product has them in: `surveys/words/*.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from surveys.model import DEFAULT_LANGUAGE

FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class FormWords:
    """What the form says itself; `{n}` and its like are filled in by whoever shows it.

    form: around the questions, on a screen. page: between the sections. paper: on the printed form.
    condition: of whom a question is asked.
    """

    language: str
    form: Mapping[str, str]
    page: Mapping[str, str]
    paper: Mapping[str, str]
    condition: Mapping[str, str]


def languages() -> tuple[str, ...]:
    """Every language the form has words in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def words_in(language: str) -> FormWords:
    """The words in a language, of which a region such as `fr-CA` takes those of `fr`; English where there are none."""
    base = language.partition("-")[0]
    return _read(base if base in languages() else DEFAULT_LANGUAGE)


@cache
def _read(language: str) -> FormWords:
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return FormWords(language, **tomllib.load(file))
