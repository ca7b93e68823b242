"""What a password must be: long, not a common one, and not the person's own name or address."""

from consensus.domain.errors import InvalidInputError

SHORTEST, LONGEST = 12, 200
# Long enough for the first rule, and still among the first that anybody tries.
_COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456123456",
        "123123123123",
        "111111111111",
        "000000000000",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyqwerty",
        "qwertyuiopasdf",
        "qwerty123456",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "asdfghjkl123",
        "abcdefghijkl",
        "abcdef123456",
        "abcd1234abcd",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "passw0rd1234",
        "p@ssw0rd1234",
        "p@ssword1234",
        "letmeinletmein",
        "letmein12345",
        "welcome12345",
        "welcome123456",
        "iloveyou1234",
        "iloveyouiloveyou",
        "administrator",
        "administrator1",
        "administrator123",
        "admin1234567",
        "adminadminadmin",
        "changemechangeme",
        "changeme1234",
        "changeme12345",
        "trustno1trustno1",
        "sunshine1234",
        "football1234",
        "baseball1234",
        "princess1234",
        "dragondragon",
        "monkey123456",
        "correcthorsebatterystaple",
        "assentassent",
        "assent123456",
        "consensus123",
        "consensus1234",
    }
)


def check_password(password: str, *, name: str, email: str) -> None:
    """Refuse a password that is easily guessed. No rule asks for capitals, digits or signs.

    Raises:
        InvalidInputError: with the rule that is broken.
    """
    if len(password) < SHORTEST:
        raise InvalidInputError(f"A password needs at least {SHORTEST} characters; a short sentence is a good one.")
    if len(password) > LONGEST:
        raise InvalidInputError(f"A password has at most {LONGEST} characters.")
    plain = _plain(password)
    if plain in {_plain(common) for common in _COMMON} or len(set(plain)) < 4:
        raise InvalidInputError("This is one of the passwords that are tried first. Choose another.")
    if plain in _own_words(name, email):
        raise InvalidInputError("Your name or address is no password: others know it.")


def _own_words(name: str, email: str) -> set[str]:
    local = email.partition("@")[0]
    own = {_plain(word) for word in (name, email, local, " ".join(reversed(name.split())))} - {""}
    return own | {word + word for word in own}


def _plain(text: str) -> str:
    """Letters and digits alone, in small letters: signs put between them change little."""
    return "".join(c for c in text.casefold() if c.isalnum())
