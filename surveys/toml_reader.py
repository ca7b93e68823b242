"""Reads tables field by field and refuses what is missing or wrong with file, line and field."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import NoReturn

from consensus.domain.errors import InvalidInputError
from surveys.toml_lines import Path, line_numbers


class TableReader:
    """One table of a file; every refusal names the file, the line, the table and the field."""

    def __init__(
        self,
        data: Mapping[str, object],
        source: str,
        lines: Mapping[Path, int] | None = None,
        path: Path = (),
        subject: str = "the file",
    ) -> None:
        self.data = data
        self.source = source
        self.subject = subject
        self._lines = lines or {}
        self._path = path

    @classmethod
    def parse(cls, text: str, source: str) -> "TableReader":
        """The outermost table of a TOML text.

        Raises:
            InvalidInputError: the text is not TOML.
        """
        try:
            data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise InvalidInputError(f"{source} is not valid TOML: {str(error).rstrip('.')}.") from error
        return cls(data, source, line_numbers(text.replace("\r\n", "\n")))

    def refuse(self, problem: str, *field: str) -> NoReturn:
        """Refuse this table with "file, line n: subject problem." at the line of `field`, if there is one.

        A field within tables of this one is given by their names and its own.
        """
        line = self._lines.get((*self._path, *field)) or self._nearest_line()
        where = f"{self.source}, line {line}" if line else self.source
        raise InvalidInputError(f"{where}: {self.subject} {problem}.")

    def only(self, known: Collection[str]) -> None:
        """Refuse fields that nobody reads, so that a misspelt one is not lost."""
        for field in self.data:
            if field not in known:
                self.refuse(f"has a field {field!r} that is not known here", field)

    def text(self, field: str, default: str | None = None) -> str:
        """A text without surrounding blanks; without a default it must be there and not be empty."""
        value = self.data.get(field)
        if value is None:
            if default is None:
                self.refuse(f"has no {field!r}")
            return default
        if not isinstance(value, str):
            self.refuse(f"needs a text in {field!r}", field)
        if not value.strip() and default is None:
            self.refuse(f"has an empty {field!r}", field)
        if "\x00" in value:
            self.refuse(f"has a character in {field!r} that cannot be stored", field)
        return value.strip()

    def choice(self, field: str, allowed: Collection[str], default: str | None = None) -> str:
        """A text out of `allowed`."""
        value = self.text(field, default)
        if value not in allowed:
            self.refuse(f"has {field} {value!r}, which is none of {', '.join(allowed)}", field)
        return value

    def flag(self, field: str, default: bool = False) -> bool:
        """True or false."""
        value = self.data.get(field, default)
        if not isinstance(value, bool):
            self.refuse(f"needs true or false in {field!r}", field)
        return value

    def whole(self, field: str, default: int | None = None, *, least: int | None = None) -> int:
        """A whole number, not below `least`; without a default it must be there."""
        value = self.optional_whole(field, least=least)
        if value is not None:
            return value
        if default is None:
            self.refuse(f"has no {field!r}")
        return default

    def optional_whole(self, field: str, *, least: int | None = None) -> int | None:
        """A whole number, not below `least`, or None where there is none."""
        value = self.data.get(field)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(f"needs a whole number in {field!r}", field)
        if least is not None and value < least:
            self.refuse(f"needs at least {least} in {field!r}, not {value}", field)
        return value

    def optional_number(self, field: str) -> float | None:
        """A number, or None where there is none."""
        value = self.data.get(field)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            self.refuse(f"needs a number in {field!r}", field)
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, empty where there is none."""
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.refuse(f"needs a list of texts in {field!r}", field)
        return tuple(item.strip() for item in value)

    def table(self, field: str, subject: str) -> "TableReader":
        """The table under `field`, which must be there."""
        value = self.data.get(field)
        if value is None:
            self.refuse(f"has no {field!r}")
        if not isinstance(value, dict):
            self.refuse(f"needs a table in {field!r}", field)
        return TableReader(value, self.source, self._lines, (*self._path, field), subject)

    def tables(self, field: str, noun: str, *, label: str = "id") -> Iterator["TableReader"]:
        """The list of tables under `field`, each called "noun 'label'", or "noun number n" without a label."""
        value = self.data.get(field, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(f"needs a list of tables in {field!r}", field)
        for index, item in enumerate(value):
            name = item.get(label)
            subject = f"{noun} {name!r}" if isinstance(name, str) and name else f"{noun} number {index + 1}"
            yield TableReader(item, self.source, self._lines, (*self._path, field, index), subject)

    def _nearest_line(self) -> int | None:
        """The line of this table, or of the nearest one around it that has a line."""
        for length in range(len(self._path), -1, -1):
            if line := self._lines.get(self._path[:length]):
                return line
        return None
