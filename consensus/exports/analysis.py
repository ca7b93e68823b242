"""A study in a file, from reading to the files that come out of it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets
from consensus.domain.rule_registry import rule_from_dict
from consensus.exports.study.files import Progress, study_files
from consensus.tally.study import StudyTables, analyse
from consensus.tally.study_rules import StudyRule, check_applies, default_rule
from surveys.tabular.study_data import StudyData
from surveys.tabular.study_reader import ReadingOptions, read_study


@dataclass(frozen=True, slots=True)
class AnalysedStudy:
    """data: as it was understood; chosen: the rule, None where there is none; files: contents by name."""

    data: StudyData
    chosen: StudyRule | None
    tables: StudyTables
    files: dict[str, bytes]

    def said(self) -> tuple[str, ...]:
        """How the file was understood, and what came out, one sentence each."""
        if self.chosen is None:
            return (*self.data.understood, "Rule: none is usual on this scale, so there are no verdicts.")
        taken = "" if self.chosen.was_given else " (none was given; this is the usual one for such answers)"
        verdicts = [result.verdict for result in self.tables.results if result.verdict is not None]
        reached = sum(verdict.reached for verdict in verdicts)
        counted = f"{reached} of {len(verdicts)} verdicts came to what the rule looks for."
        return (*self.data.understood, f"Rule: {self.chosen.title}{taken}.", counted)


def analyse_file(
    path: Path, options: ReadingOptions, definition: str | None = None, progress: Progress | None = None
) -> AnalysedStudy:
    """Read a study, judge it, and make its files.

    definition: the name of a ready-made rule, or the path of a TOML file with one; without it the rule that is usual
        for such answers is taken, where one is.

    Raises:
        InvalidInputError: the file, the definition, or the two together are refused.
    """
    presets = load_presets()
    given = read_definition(definition) if definition else None
    data = read_study(path, options, progress)
    if given is not None:
        check_applies(given.rule, given.title, data.scale)
    chosen = given or default_rule(presets, data.scale)
    tables = analyse(data, chosen, tuple(presets.values()), progress)
    return AnalysedStudy(data, chosen, tables, study_files(data, chosen, tables, progress))


def read_definition(name: str) -> StudyRule:
    """A ready-made rule by its name, or the one in a TOML file: the form of the presets, or its [definition] alone.

    Raises:
        InvalidInputError: there is neither, or the file is wrong (naming the field, for broken TOML the line).
    """
    presets = load_presets()
    if name in presets:
        return StudyRule(presets[name].title, presets[name].rule, was_given=True)
    path = Path(name)
    if not path.is_file():
        raise InvalidInputError(f"There is no definition '{name}'; the ready-made ones are {', '.join(presets)}.")
    try:
        form = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"{path.name} is not valid TOML: {error}.") from error
    fields = form.get("definition", form)
    if not isinstance(fields, dict):
        raise InvalidInputError(f"{path.name}: 'definition' is a table of fields.")
    try:
        rule = rule_from_dict({**fields, "kind": form.get("kind", fields.get("kind", "share"))})
    except InvalidInputError as error:
        raise InvalidInputError(f"{path.name}: {error}") from error
    return StudyRule(str(form.get("title", path.stem)), rule, was_given=True)
