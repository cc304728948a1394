"""
Settings as TOML or JSON, and back.

The fields of the classes in `coprod.settings` say which keys there are and what each holds; nothing is listed
again here. What their types cannot say is in `coprod.formats.settings_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from coprod.errors import InvalidInput
from coprod.formats.settings_rules import broken_rules
from coprod.formats.settings_walk import LAYOUT, OwnWords, Walk
from coprod.formats.source import Draft, LineOf, Place
from coprod.records import Record
from coprod.settings import Settings

__all__ = ["LAYOUT", "draft_from", "settings_from", "settings_to", "to_toml"]

RELEASE = "coprod-release/"
NOT_A_PROJECT = "An export holds only what may leave. Read the project that it was made from."


@attrs.frozen(kw_only=True)
class Plugins:
    """`[plugins]`: names of the plugins to load."""

    enable: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Whole(Settings):
    """All that `coprod.toml` says."""

    coprod: int
    name: str


AS_WRITTEN: Mapping[str, Any] = {"plugins": Plugins, "words": OwnWords}
"""Keys that look otherwise in the file than in `Settings`."""


def settings_from(
    data: Mapping[str, Any],
    *,
    file: str,
    line_of: LineOf | None = None,
    kinds: Sequence[type[Record]] | None = None,
) -> tuple[str, Settings]:
    """
    Return the project's name and settings from parsed TOML or JSON.

    Args:
        data: What the parser gave.
        file: Name of the file.
        line_of: Gives the line of a key, so that problems can.
        kinds: The record kinds that the project may use: their categories, tables and columns may be named.
            Without them, such names are not checked.

    Raises:
        InvalidInput: with every problem; the column is the path of the key, such as `permission.3.level`.
    """
    place = Place(file, line_of=line_of) if line_of else Place(file)
    draft = draft_from(data, place, kinds)
    if draft.problems:
        raise InvalidInput(draft.problems)
    return draft.name, draft.settings


def draft_from(data: Mapping[str, Any], place: Place, kinds: Sequence[type[Record]] | None = None) -> Draft:
    """Return name and settings as far as they can be read, and all problems."""
    walk = Walk(place)
    if "coprod" in data and (wrong := _other_layout(data["coprod"])):
        walk.wrong(("coprod",), *wrong)
        data = {**data, "coprod": LAYOUT}
    whole = walk.attrs_class(Whole, data, (), AS_WRITTEN)
    said = {field.name: getattr(whole, field.name) for field in attrs.fields(Settings)}
    settings = Settings(**{**said, "plugins": getattr(said["plugins"], "enable", ())})
    for path, expected, value, hint in broken_rules(whole.name, settings, kinds):
        walk.wrong(path, expected, value, hint)
    problems = sorted(walk.problems, key=lambda problem: problem.row or 0)
    return Draft(whole.name, settings, tuple(problems), place=place)


def _other_layout(found: object) -> tuple[str, object, str] | None:
    if isinstance(found, str) and found.startswith(RELEASE):
        return "a project; this is an export", found, NOT_A_PROJECT
    if isinstance(found, int) and not isinstance(found, bool) and found > LAYOUT:
        return f"layout {LAYOUT}", found, "A later coprod wrote this; it can read it."
    return (f"layout {LAYOUT}", found, "Write `coprod = 1`.") if found != LAYOUT or found is True else None


def settings_to(name: str, settings: Settings) -> dict[str, Any]:
    """Return what `settings_from` reads: dicts, lists, text, numbers and dates; defaults are left out."""
    data = {"coprod": LAYOUT, "name": name, **_filled(settings)}
    if settings.plugins:
        data["plugins"] = _filled(Plugins(enable=settings.plugins))
    if settings.words:
        data["words"] = {column: _own_words(own) for column, own in settings.words.items()}
    return data


def to_toml(name: str, settings: Settings) -> str:
    """Return `coprod.toml`."""
    import tomli_w

    return tomli_w.dumps(settings_to(name, settings))


def _filled(value: Any) -> dict[str, Any]:
    found = [(field, getattr(value, field.name)) for field in attrs.fields(type(value))]
    return {field.name: _plain(one) for field, one in found if one != field.default}


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        return _filled(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _own_words(own: Mapping[str, str]) -> list[str] | dict[str, str]:
    return list(own) if all(word == ours for word, ours in own.items()) else dict(own)
