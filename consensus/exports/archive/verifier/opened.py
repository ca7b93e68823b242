"""Opening an archive without trusting it: a zip or the folder it was unpacked into, within limits."""

from __future__ import annotations

import json
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

MOST_FILES = 2_000
MOST_BYTES = 1_000_000_000
# A file that grows more than this when it is unpacked, and is large by then, was made to fill a disk.
MOST_GROWTH = 500
SMALL = 20_000_000
MANIFEST = "manifest.json"


class NotAnArchiveError(Exception):
    """The reason why nothing of it was read."""


class Opened(Protocol):
    """The files of an archive by name."""

    def names(self) -> list[str]:
        """Every file, folders left out."""

    def read(self, name: str) -> bytes:
        """One file; raises NotAnArchiveError where it cannot be read."""


class Folder:
    """An archive that was unpacked."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        """Every file below the folder; what Python writes beside its modules is not of the archive."""
        files = (path for path in self._root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return sorted(path.relative_to(self._root).as_posix() for path in files)

    def read(self, name: str) -> bytes:
        """One file."""
        path = self._root / name
        if path.is_symlink() or not path.is_file():
            raise NotAnArchiveError(f"{name} is not there.")
        return path.read_bytes()


class Zip:
    """An archive as it was downloaded."""

    def __init__(self, source: Path | BytesIO) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
        except (OSError, zipfile.BadZipFile) as error:
            raise NotAnArchiveError("This is no zip file, or it was cut off.") from error
        _check_limits(self._zip.infolist())

    def names(self) -> list[str]:
        """Every file of the zip."""
        return sorted(info.filename for info in self._zip.infolist() if not info.is_dir())

    def read(self, name: str) -> bytes:
        """One file; its own checksum is checked on the way."""
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise NotAnArchiveError(f"{name} is not there.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise NotAnArchiveError(f"{name} is damaged and cannot be read.") from error


def open_archive(path: Path) -> Opened:
    """The files of an archive; raises NotAnArchiveError with the reason."""
    if path.is_dir():
        return Folder(path)
    if not path.is_file():
        raise NotAnArchiveError("There is no such file.")
    return Zip(path)


def read_json(opened: Opened, name: str) -> Any:
    """A file as JSON; numbers that JSON does not know are refused."""
    try:
        return json.loads(opened.read(name).decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotAnArchiveError(f"{name} is not valid JSON.") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _check_limits(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_FILES:
        raise NotAnArchiveError(f"It holds {len(infos)} files; an archive has at most {MOST_FILES}.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise NotAnArchiveError(f"Unpacked it would be larger than {MOST_BYTES // 1_000_000} MB.")
    seen: set[str] = set()
    for info in infos:
        parts = PurePosixPath(info.filename).parts
        if info.filename.startswith("/") or ".." in parts or "\\" in info.filename or ":" in info.filename:
            raise NotAnArchiveError("It holds a file that would be written outside its folder.")
        if info.filename in seen:
            raise NotAnArchiveError(f"It holds {info.filename} twice.")
        seen.add(info.filename)
        if info.file_size > SMALL and info.file_size > MOST_GROWTH * max(info.compress_size, 1):
            raise NotAnArchiveError(f"{info.filename} grows beyond measure when it is unpacked.")
