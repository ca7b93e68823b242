"""Secrets: made from the system's randomness, shown once, kept as hashes."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from consensus.domain.rooms import ROOM_ALPHABET, ROOM_CODE_LENGTH

# Crockford's base 32: no letter that reads like a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("ILOU", "110V")
LOOKUP_CHARACTERS = 4
SECRET_CHARACTERS = 8
_TOKEN_BYTES = 16

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody")


def new_token() -> str:
    """128 random bits, for a link or a cookie, in 22 characters that a URL can carry."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_code() -> tuple[str, str]:
    """The two parts of a personal code: one that finds the row, and 40 random bits that prove it."""
    return _characters(LOOKUP_CHARACTERS), _characters(SECRET_CHARACTERS)


def show_code(lookup: str, secret: str) -> str:
    """A code as people read it, such as `7QK4-M2TX-9HRW`."""
    return f"{lookup}-{secret[:4]}-{secret[4:]}"


def split_code(typed: str) -> tuple[str, str]:
    """The two parts of a code as somebody typed it: case, spaces and look-alike letters do not matter."""
    plain = "".join(c for c in typed.upper() if c.isalnum()).translate(_LOOKALIKES)
    return plain[:LOOKUP_CHARACTERS], plain[LOOKUP_CHARACTERS:]


def hash_code(secret: str) -> str:
    """Argon2id of the secret part."""
    return _hasher.hash(secret)


def code_matches(stored: str | None, secret: str) -> bool:
    """Whether the secret part is right; a code that does not exist takes as long to refuse as a wrong one."""
    try:
        _hasher.verify(stored or _NOBODY, secret)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def hash_password(password: str) -> str:
    """Argon2id of a password."""
    return _hasher.hash(_composed(password))


def password_matches(stored: str | None, password: str) -> bool:
    """Whether it is the password; an account that does not exist takes as long to refuse as a wrong password."""
    return code_matches(stored, _composed(password))


def new_recovery_code() -> str:
    """A code of 50 random bits, such as `7QK4M-2TX9H`."""
    plain = _characters(10)
    return f"{plain[:5]}-{plain[5:]}"


def read_recovery_code(typed: str) -> str:
    """A recovery code as it was made, however it was typed."""
    plain = "".join(c for c in typed.upper() if c.isalnum()).translate(_LOOKALIKES)
    return f"{plain[:5]}-{plain[5:]}"


def _composed(password: str) -> str:
    """The same letters from every keyboard: an accent may come with its letter or after it."""
    return unicodedata.normalize("NFKC", password)


def new_room_code() -> str:
    """A code for a meeting; it finds the meeting and proves nothing."""
    return _characters(ROOM_CODE_LENGTH, ROOM_ALPHABET)


def _characters(n: int, alphabet: str = _ALPHABET) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(n))
