"""The results of a process as JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from consensus.domain.results import Results

FORMAT = "assent-results"
VERSION = 1


def to_json(results: Results) -> bytes:
    """Every field of the results in a fixed order, times in ISO 8601, in UTF-8."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, **asdict(results)}
    return (json.dumps(document, ensure_ascii=False, indent=2, default=_json_safe) + "\n").encode()


def _json_safe(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
