"""Reporting checklists as data: what a reader of a report should find, item by item, in words of our own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from consensus.domain.errors import InvalidInputError

CHECKLISTS_FOLDER = Path(__file__).parents[2] / "data" / "checklists"
DEFAULT = "accord"


class Auto(StrEnum):
    """How far the record answers an item: wholly, in part, or not at all."""

    DATA = "data"
    PARTLY = "partly"
    HUMAN = "human"


class ItemState(StrEnum):
    """How an item stands."""

    FILLED = "filled"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing a report should say; `sources` name the passages, sentences and parts of the report that say it.

    `is_compared`: what it asks was compared with the publication, or with another account of it.
    """

    id: str
    section: str
    text: str
    auto: Auto
    sources: tuple[str, ...] = ()
    is_compared: bool = True

    def state(self, *, has_text: bool, has_answer: bool) -> ItemState:
        """Whether the item is answered, by the record (`has_text`), by people (`has_answer`), or by both."""
        if has_answer or (has_text and self.auto is Auto.DATA):
            return ItemState.FILLED
        return ItemState.PARTLY if has_text else ItemState.MISSING


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist; `use` says when to take it, source and doi where it was published.

    `compared` says in sentences how far the items were compared with the publication.
    """

    slug: str
    title: str
    name: str
    use: str
    source: str
    doi: str
    compared: str
    items: tuple[ChecklistItem, ...]

    def item(self, item_id: str) -> ChecklistItem | None:
        """The item of this id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)


def load_checklists(folder: Path = CHECKLISTS_FOLDER) -> dict[str, Checklist]:
    """Every checklist of a folder by slug, in the order of the file names."""
    return {path.stem: load_checklist(path) for path in sorted(folder.glob("*.toml"))}


def load_checklist(path: Path) -> Checklist:
    """Read one file; the slug is its name. A refusal names the file and what is wrong with it."""
    try:
        return _checklist(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path.name} is not valid TOML: {error}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(f"{path.name} is not a checklist: {error}.") from error


def _checklist(slug: str, data: Mapping[str, Any]) -> Checklist:
    not_compared = frozenset(data.get("not_compared", ()))
    items = tuple(
        ChecklistItem(
            one["id"],
            section["title"],
            one["text"],
            Auto(one["auto"]),
            tuple(one.get("from", ())),
            is_compared=one["id"] not in not_compared,
        )
        for section in data["section"]
        for one in section["item"]
    )
    ids = {item.id for item in items}
    if len(ids) < len(items):
        raise ValueError("two items have the same id")
    if unknown := not_compared - ids:
        raise ValueError(f"there is no item {min(unknown)} that was not compared")
    if silent := [item.id for item in items if (item.auto is Auto.HUMAN) == bool(item.sources)]:
        raise ValueError(f"what the record answers names its sources, what people answer has none: {silent[0]}")
    compared = data["compared"].strip()
    return Checklist(slug, data["title"], data["name"], data["use"], data["source"], data["doi"], compared, items)
