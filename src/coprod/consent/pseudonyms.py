"""
Names that stand for partners and quotes in one release, and in no other.

A pseudonym is an HMAC under the project's secret, over the audiences, the id of the release and the id of what it
stands for. It is not a hash that a list of names could be tried against, and not a counter that tells who came first.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

import attrs

__all__ = ["Pseudonyms", "fresh"]

LENGTH = 12  # base-32 digits: 60 bits
BYTES = 10  # that hold them, and fill 16 digits


def fresh() -> str:
    """Return a new random id for a release."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


@attrs.frozen
class Pseudonyms:
    """Makes the pseudonyms of one release from the project's *secret*, its *audiences* and its id."""

    secret: bytes = attrs.field(repr=False)
    audiences: tuple[str, ...]
    release: str

    def of(self, what: str, key: str) -> str:
        """Return what stands for the *key* of a *what*, such as a partner or a view."""
        message = b"".join(_told(part) for part in (what, *self.audiences, self.release, key))
        digest = hmac.new(self.secret, message, hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:LENGTH]

    def many(self, what: str, keys: Iterable[str]) -> list[str]:
        """Return the same of many keys of a *what*, in less time."""
        before = b"".join(_told(part) for part in (what, *self.audiences, self.release))
        found = b"".join(hmac.digest(self.secret, before + _told(key), "sha256")[:BYTES] for key in keys)
        text = base64.b32encode(found).decode().lower()  # each key's bytes are whole groups of digits
        return [text[at : at + LENGTH] for at in range(0, len(text), BYTES * 8 // 5)]


def _told(part: str) -> bytes:
    """Return a text with its length before it, so that no two lists of texts run into the same bytes."""
    data = part.encode()
    return len(data).to_bytes(4, "big") + data
