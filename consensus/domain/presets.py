"""Ready-made rules, read from TOML files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.rule_registry import rule_from_dict
from consensus.domain.rules import Rule

PRESETS_FOLDER = Path(__file__).parents[2] / "data" / "presets"

_TEXTS = ("title", "description", "source")


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule a process can start from.

    description: when to use it, in a sentence; source: author, year and title of where it was published.
    full_consensus_first: a statement on which everybody present agrees is adopted without a vote; the rule decides
        the others.
    """

    slug: str
    title: str
    description: str
    source: str
    full_consensus_first: bool
    rule: Rule

    @property
    def definition(self) -> ConsensusDefinition:
        """The rule, where it is one on a share or a median; the other kinds are refused."""
        if not isinstance(self.rule, ConsensusDefinition):
            raise InvalidInputError(f"“{self.title}” is not a rule on the share of a panel that agrees.")
        return self.rule

    @property
    def decides_votes(self) -> bool:
        """Whether the rule counts votes for and against, rather than ratings or ranks."""
        return isinstance(self.rule, ConsensusDefinition) and self.rule.decides_votes

    def sentence(self) -> str:
        """The whole procedure in one sentence."""
        rule = self.rule.sentence()
        if not self.full_consensus_first:
            return rule
        first = "A statement on which everybody present agrees is adopted without a vote; otherwise a vote is held"
        return f"{first}: {rule[0].lower()}{rule[1:]}"


def load_preset(path: Path) -> Preset:
    """Read one file; the slug is its name. A refusal names the file and the field, for broken TOML the line."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidInputError(f"There is no preset '{path.stem}'.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path.name} is not valid TOML: {error}.") from error
    try:
        return _preset(path.stem, data)
    except InvalidInputError as error:
        raise InvalidInputError(f"{path.name}: {error}") from error


def load_presets(folder: Path = PRESETS_FOLDER) -> dict[str, Preset]:
    """Every preset of a folder by slug, in the order of the file names."""
    return {path.stem: load_preset(path) for path in sorted(folder.glob("*.toml"))}


def _preset(slug: str, data: Mapping[str, Any]) -> Preset:
    for name, kind in (*((name, str) for name in (*_TEXTS, "kind")), ("definition", dict)):
        if not isinstance(data.get(name), kind):
            raise InvalidInputError(f"The field '{name}' is missing or of the wrong kind.")
    first = data.get("full_consensus_first", False)
    if not isinstance(first, bool):
        raise InvalidInputError("The field 'full_consensus_first' is true or false.")
    if unknown := set(data) - {*_TEXTS, "kind", "definition", "full_consensus_first"}:
        raise InvalidInputError(f"A preset has no field '{min(unknown)}'.")
    rule = rule_from_dict({**data["definition"], "kind": data["kind"]})
    return Preset(slug, data["title"], data["description"], data["source"], first, rule)
