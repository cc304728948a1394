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

import attrs

__all__ = ["Pseudonyms", "fresh"]

LENGTH = 12  # base-32 digits: 60 bits


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
        parts = (what, *self.audiences, self.release, key)
        message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
        digest = hmac.new(self.secret, message, hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:LENGTH]
