"""JSON from strangers: every key once, no number that is none, and nested no deeper than anything of ours."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from coprod.errors import InvalidInput, Problem, shown

__all__ = ["parsed"]

DEEPEST = 20  # levels; a project has six
LONGEST_NUMBER = 400  # characters; a longer one takes time that grows with its square
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class _Refused(ValueError):
    """What JSON allows and we do not."""


def parsed(text: str, file: str) -> Any:
    """
    Return what a JSON text says.

    Raises:
        InvalidInput: it is not JSON, has a key twice, or a number that no column can hold.
    """
    try:
        _check_depth(text)
        return json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        line = text.split("\n")[error.lineno - 1]
        said = f"The JSON parser says: {error.msg}, at character {error.colno} of the line."
        problem = Problem("JSON", file=file, row=error.lineno, value=line.strip()[:100], hint=said)
        raise InvalidInput([problem]) from error
    except _Refused as error:
        expected, value = error.args
        raise InvalidInput([Problem(expected, file=file, value=value)]) from error


def _check_depth(text: str) -> None:
    depth = 0
    for token in TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            raise _Refused(f"at most {DEEPEST} levels of brackets", f"level {depth}")


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused("each key once in its object", shown(twice))
    return found


def _no_constant(name: str) -> float:
    raise _Refused("a number; leave the key out where nothing was recorded", name)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _Refused("a whole number of at most 18 digits", shown(text))
    return int(text)


def _finite(text: str) -> float:
    value = float(text) if len(text) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(value):
        raise _Refused("a number that can be kept", shown(text))
    return value
