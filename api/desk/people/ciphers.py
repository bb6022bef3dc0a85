"""Enciphers the secrets of authenticator apps for the database, where a key is set."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_SHORTEST = 32
_ENCIPHERED, _PLAIN = "fernet:", "plain:"


class SecretCipher:
    """Seals and opens secrets; what was sealed before a key was set can still be opened."""

    def __init__(self, keys: str) -> None:
        """Take keys with commas, the first of which seals; raises ValueError for one that is too short."""
        chosen = [key.strip() for key in keys.split(",") if key.strip()]
        if any(len(key) < _SHORTEST for key in chosen):
            raise ValueError(f"DESK_SECRET_KEY: every key must have at least {_SHORTEST} characters")
        self._fernet = MultiFernet([_fernet(key) for key in chosen]) if chosen else None

    def seal(self, secret: str) -> str:
        """Return what is stored of a secret."""
        if self._fernet is None:
            return _PLAIN + secret
        return _ENCIPHERED + self._fernet.encrypt(secret.encode()).decode()

    def open(self, stored: str) -> str:
        """Return a secret; raises ValueError without the key that sealed it."""
        if stored.startswith(_PLAIN):
            return stored.removeprefix(_PLAIN)
        if self._fernet is None:
            raise ValueError("DESK_SECRET_KEY: the key of this secret is not set")
        try:
            return self._fernet.decrypt(stored.removeprefix(_ENCIPHERED)).decode()
        except InvalidToken as error:
            raise ValueError("DESK_SECRET_KEY: the key of this secret is not among those set") from error


def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
