"""Names and addresses of people: one visible line each, whatever was typed or pasted."""

import unicodedata

import email_validator
from email_validator import EmailNotValidError, validate_email

from consensus.domain.errors import InvalidInputError
from consensus.domain.likeness import likeness, without_accents

MAX_NAME = 200
MAX_ADDRESS = 254
MAX_FACT = 120

# Houses name their own domains so; whether mail gets there is for their mail server to say.
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
    name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name != "local"
]

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_STROKES = str.maketrans("øłđħŧı", "oldhti")
_VIRAMA = 9
_TO_SPACE = frozenset({"Cc", "Zs", "Zl", "Zp"})
_REMOVED = frozenset({"Cf", "Cs", "Cn"})
# Letters without ink, and the selectors of emoji; those that pick the form of a Chinese character stay.
_BLANK = frozenset({"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}) | {
    chr(code) for code in range(0xFE00, 0xFE10)
}


def clean_line(text: str) -> str:
    """The text as one line: line breaks, tabs and control characters become spaces, which are collapsed.

    What cannot be seen is removed: zero-width characters, and those that turn the direction of writing. A joiner
    stays where it changes how letters are drawn (RFC 5892, A.1 and A.2): after the sign that takes the vowel off an
    Indic consonant, and the non-joiner between two Arabic letters, as in Persian names.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() and composed.isprintable():
        return " ".join(composed.split())
    kept = "".join(_kept(composed, place) for place in range(len(composed)))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def clean_name(text: str) -> str:
    """The name of a person as one line.

    Raises:
        InvalidInputError: nothing that can be read is left, or it is longer than `MAX_NAME`.
    """
    name = clean_line(text)
    if not any(character.isalnum() for character in name):
        raise InvalidInputError("A member needs a name.")
    if len(name) > MAX_NAME:
        raise InvalidInputError(f"A name has at most {MAX_NAME} characters; “{name[:30]}…” has {len(name)}.")
    return name


def check_address(text: str) -> str:
    """The e-mail address in its normal form, "" for none. Nothing is looked up, so that it may still not exist.

    An address inside a house (`ann@hospital.local`) is one; a part without a dot after the @ is a slip.

    Raises:
        InvalidInputError: it is no address; the sentence says why.
    """
    address = clean_line(text)
    if not address:
        return ""
    try:
        checked = validate_email(address, check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        raise InvalidInputError(f"“{_short(address)}” is no e-mail address: {_lowered(str(error))}") from error
    if "." not in checked.domain:
        raise InvalidInputError(f"“{_short(address)}” is no e-mail address: after the @ a dot is missing.")
    return checked.normalized


def clean_fact(label: str, text: str) -> str:
    """One line that says something about a person, such as their country.

    Raises:
        InvalidInputError: it is longer than `MAX_FACT`; names the `label`.
    """
    fact = clean_line(text)
    if len(fact) > MAX_FACT:
        raise InvalidInputError(f"{label} has at most {MAX_FACT} characters; “{fact[:30]}…” has {len(fact)}.")
    return fact


def searchable(*texts: str) -> str:
    """The texts as they are searched: without regard to case and accents."""
    return "\n".join(without_accents(clean_line(text)).casefold().translate(_STROKES) for text in texts if text)


def _kept(text: str, place: int) -> str:
    character = text[place]
    category = unicodedata.category(character)
    if category in _TO_SPACE:
        return " "
    if category in _REMOVED or character in _BLANK:
        return character if _is_needed(text, place) else ""
    return character


def _is_needed(text: str, place: int) -> bool:
    """Whether a joiner stands where the script needs it."""
    if text[place] not in (_ZWNJ, _ZWJ) or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    if unicodedata.combining(before) == _VIRAMA:
        return True
    return text[place] == _ZWNJ and unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


__all__ = [
    "MAX_ADDRESS",
    "MAX_FACT",
    "MAX_NAME",
    "check_address",
    "clean_fact",
    "clean_line",
    "clean_name",
    "likeness",
    "searchable",
]
