"""What only this server can read or make: keys derived from the one beside the database, one for each purpose."""

import base64
import hmac
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consensus.persistence.database import Database


def seal(db: Database, purpose: str, text: str) -> str:
    """The text, unreadable and unchangeable without the key of this server."""
    return _cipher(db, purpose).encrypt(text.encode()).decode()


def unseal(db: Database, purpose: str, sealed: str) -> str | None:
    """The text that was sealed for this purpose; None for anything else."""
    try:
        return _cipher(db, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def keyed_digest(db: Database, purpose: str, text: str) -> str:
    """A digest that cannot be guessed back from the database alone, however short the text."""
    return hmac.new(_derive(db, purpose), text.encode(), sha256).hexdigest()


def _cipher(db: Database, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derive(db, purpose)))


def _derive(db: Database, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"assent {purpose}".encode()).derive(db.key)
