"""Methods as data: each file in `data/presets/methods/` sets everything a process of that method fixes beforehand."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.tailoring import Leeway, Tailoring, tailored
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import PRESETS_FOLDER, Preset, load_preset

METHODS_FOLDER = PRESETS_FOLDER / "methods"

_TEXTS = ("title", "description", "source")
_OPTIONS: Mapping[str, type] = {"votes": str, "instrument": str, "interests": bool, "leeway": dict}


@dataclass(frozen=True, slots=True)
class MethodPack:
    """A method a process can start from.

    description: when to use it, in a sentence; source: author, year and title of where it was published.
    preset: the slug of the rule of its first dimension.
    full_consensus_first: an item on which everybody present agrees is adopted without a vote.
    definition: the consensus definition of its process: the rule of its first dimension, or, where that is of another
    kind, the one by which votes in a meeting are counted. instrument: the survey it begins with, "" for none.
    leeway: what may be changed of it.
    """

    slug: str
    title: str
    description: str
    source: str
    preset: str
    full_consensus_first: bool
    protocol: Protocol
    definition: ConsensusDefinition
    leeway: Leeway
    asks_interests: bool = True
    instrument: str = ""

    def fitted(self, wanted: Tailoring) -> "MethodPack":
        """The method with these choices; refused where they leave it."""
        protocol = tailored(self.protocol, self.leeway, wanted)
        rule = protocol.deciding.rule
        return replace(
            self, protocol=protocol, definition=rule if isinstance(rule, ConsensusDefinition) else self.definition
        )


def load_method(slug: str) -> MethodPack:
    """One of the methods that come with the product; a slug that is none is refused."""
    if not slug.replace("_", "").isalnum():
        raise InvalidInputError(f"There is no method '{slug}'.")
    return load_method_pack(METHODS_FOLDER / f"{slug}.toml")


def load_method_pack(path: Path) -> MethodPack:
    """Read one file; the slug is its name. A refusal names the file and the field, for broken TOML the line."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InvalidInputError(f"There is no method '{path.stem}'.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path.name} is not valid TOML: {error}.") from error
    try:
        return _pack(path.stem, data)
    except InvalidInputError as error:
        raise InvalidInputError(f"{path.name}: {error}") from error


def load_method_packs(folder: Path = METHODS_FOLDER) -> dict[str, MethodPack]:
    """Every method of a folder by slug, in the order of the file names."""
    return {path.stem: load_method_pack(path) for path in sorted(folder.glob("*.toml"))}


def _pack(slug: str, data: Mapping[str, Any]) -> MethodPack:
    for name, kind in (*((name, str) for name in _TEXTS), ("protocol", dict)):
        if not isinstance(data.get(name), kind):
            raise InvalidInputError(f"The field '{name}' is missing or of the wrong kind.")
    for name, wanted in _OPTIONS.items():
        if name in data and not isinstance(data[name], wanted):
            raise InvalidInputError(f"The field '{name}' is of the wrong kind.")
    if unknown := set(data) - {*_TEXTS, *_OPTIONS, "protocol"}:
        raise InvalidInputError(f"A method has no field '{min(unknown)}'.")
    fixed = dict(data["protocol"])
    dimensions = fixed.get("dimensions")
    if not isinstance(dimensions, list) or not dimensions or not all(isinstance(one, dict) for one in dimensions):
        raise InvalidInputError("A protocol names its 'dimensions', each a table of its own.")
    presets = [_preset(dimension) for dimension in dimensions]
    fixed["dimensions"] = [
        {**dimension, "rule": preset.rule.to_dict() | {"kind": preset.rule.kind}}
        for dimension, preset in zip(dimensions, presets, strict=True)
    ]
    protocol = protocol_from_dict(fixed)
    first = presets[0]
    return MethodPack(
        slug=slug,
        title=data["title"],
        description=data["description"],
        source=data["source"],
        preset=first.slug,
        full_consensus_first=first.full_consensus_first,
        protocol=protocol,
        definition=_definition(first, data),
        leeway=Leeway.from_dict(data.get("leeway", {}), protocol),
        asks_interests=data.get("interests", True),
        instrument=data.get("instrument", ""),
    )


def _definition(first: Preset, data: Mapping[str, Any]) -> ConsensusDefinition:
    if isinstance(first.rule, ConsensusDefinition):
        return first.rule
    if "votes" not in data:
        raise InvalidInputError(f"“{first.title}” counts no votes; name in 'votes' the preset that does.")
    return _preset({"rule": data["votes"]}).definition


def _preset(dimension: Mapping[str, Any]) -> Preset:
    rule = dimension.get("rule")
    if not isinstance(rule, str) or not rule.replace("_", "").isalnum():
        raise InvalidInputError("The 'rule' of a dimension is the name of a preset, such as \"rand_ucla\".")
    return load_preset(PRESETS_FOLDER / f"{rule}.toml")
