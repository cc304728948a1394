"""How the names of rules, checks, formats and readers are written."""

from __future__ import annotations

import re
from typing import Any

import attrs

__all__ = ["spec_name"]

SPEC_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def spec_name(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    """Check the name of a spec, as an attrs validator does."""
    if not isinstance(value, str) or not SPEC_NAME.fullmatch(value):
        message = (
            f"a {attribute.name} is lower-case words joined by `-`, such as `being-heard`; found `{value}`"
        )
        raise ValueError(message)
