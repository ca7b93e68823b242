"""Names of authors: family name and initials, however a file writes them."""

import re

_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ten", "ter", "zu", "zur"]
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?-?){1,4}$")


def author_name(written: str) -> str:
    """ "Karanicolas, Paul J." and "Paul J. Karanicolas" as "Karanicolas PJ"."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    if not parts:
        return ""
    if len(parts) == 1:
        return _in_reading_order(parts[0])
    family, *rest = parts
    suffix = next((part.rstrip(".") for part in rest if _SUFFIX.match(part)), "")
    given = " ".join(part for part in rest if not _SUFFIX.match(part))
    return " ".join(part for part in (family, initials(given), suffix) if part)


def initials(given: str) -> str:
    """ "Paul J.", "P.J." and "PJ" as "PJ"; "Jean-Luc" as "JL"."""
    found = ""
    for word in re.split(r"[\s.\-‐]+", given):
        if word:
            found += word if word.isupper() and len(word) <= 4 and word.isalpha() else word[0].upper()
    return found


def _in_reading_order(name: str) -> str:
    words = name.split()
    if len(words) == 1:
        return name
    if _is_initials(words[-1]):
        return " ".join([*words[:-1], initials(words[-1])])
    suffix = [words.pop().rstrip(".")] if len(words) > 2 and _SUFFIX.match(words[-1]) else []
    place = next((at for at, word in enumerate(words[:-1]) if at and word.lower() in _PARTICLES), len(words) - 1)
    return " ".join([*words[place:], initials(" ".join(words[:place])), *suffix])


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return bool(_INITIALS.match(word)) and letters.isupper()
