"""How the names of rules, checks, formats and readers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import attrs

__all__ = ["spec_name", "words"]

SPEC_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def spec_name(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    """Check the name of a spec, as an attrs validator does."""
    if not isinstance(value, str) or not SPEC_NAME.fullmatch(value):
        message = f"a {attribute.name} is lower-case words joined by `-`, such as `being-heard`; found `{value}`"
        raise ValueError(message)


def words(value: str | Iterable[str]) -> frozenset[str]:
    """Return the words that a spec names; one text is one word."""
    return frozenset({value} if isinstance(value, str) else value)
