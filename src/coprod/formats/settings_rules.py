"""What `coprod.toml` must keep to beyond the types of its values: what exists, is declared, may be raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

import attrs

from coprod.cells import Unreadable, clean_id
from coprod.errors import did_you_mean
from coprod.level import Level
from coprod.records import BUILT_IN, Partner, Record
from coprod.records.partner import HERE_AS
from coprod.schema import columns_of, kind_name
from coprod.settings import Permission, Settings, Thresholds
from coprod.statements import PUBLIC
from coprod.validation import categories_of

__all__ = ["broken_rules"]

Broken: TypeAlias = tuple[tuple[str, ...], str, object, str]
"""Path of a key, what was expected, what was found, a hint."""

DATES = re.compile(r"(DD?|MM?|YYYY)([^\w\s]|\s)(DD?|MM?|YYYY)\2(DD?|MM?|YYYY)")
LEVELS = tuple(level.value for level in Level if level is not Level.WITHHOLD)
YOUNG_PEOPLE = ("own", "own and parent")


def broken_rules(name: str, settings: Settings, kinds: Sequence[type[Record]] | None) -> Iterator[Broken]:
    """
    Yield what is wrong with settings whose values are of the right types.

    Args:
        name: Name of the project.
        settings: The settings.
        kinds: The record kinds that the project may use; None where they are not known yet.
    """
    if not name.strip():
        yield ("name",), "a name", "", ""
    yield from _time(settings)
    yield from _words_of_lists(settings)
    for key, statement in settings.permission.items():
        yield from _permission(("permission", key), statement, settings, kinds)
    yield from _numbers(settings)
    if PUBLIC in settings.audiences:
        hint = "Everybody is always an audience; leave the line out."
        yield ("audiences", PUBLIC), f"a name other than `{PUBLIC}`", PUBLIC, hint
    if kinds is not None:
        yield from _extras(settings, kinds)
        yield from _own_words(settings, kinds)


def _time(settings: Settings) -> Iterator[Broken]:
    try:
        ZoneInfo(settings.timezone)
    except (OSError, ValueError, KeyError):  # no such zone, a folder of zones, a path
        import difflib  # only where something went wrong

        near = difflib.get_close_matches(settings.timezone, sorted(available_timezones()), n=1)
        hint = f"Did you mean `{near[0]}`?" if near else "See the list of tz database time zones."
        yield ("timezone",), "a time zone such as Europe/London", settings.timezone, hint
    tokens = DATES.fullmatch(settings.dates)
    if settings.dates and (not tokens or len({tokens[n][0] for n in (1, 3, 4)}) != 3):
        hint = "Write D or DD, M or MM, and YYYY, with the same sign between them."
        yield ("dates",), "a form of dates such as DD/MM/YYYY", settings.dates, hint
    if settings.starts and settings.ends and settings.ends < settings.starts:
        yield ("ends",), f"a day from {settings.starts} on, when it starts", settings.ends, ""


def _one_of(path: tuple[str, ...], word: str, known: Iterable[str]) -> Iterator[Broken]:
    known = tuple(known)
    if word not in known:
        yield path, "one of " + (", ".join(known) or "none"), word, did_you_mean(word, known)


def _words_of_lists(settings: Settings) -> Iterator[Broken]:
    kinds_of_partner = [word for word in columns_of(Partner)["kind"].words if word != "person"]
    for word in settings.public_facts:
        yield from _one_of(("public_facts",), word, kinds_of_partner)
    for sector, here_as in settings.sectors.items():
        yield from _one_of(("sectors", sector), here_as, HERE_AS)
    yield from _one_of(("held", "young_people"), settings.held.young_people, YOUNG_PEOPLE)
    for number, label in enumerate(settings.labels, 1):
        if not label.covers:
            yield ("labels", str(number), "covers"), 'whom it covers, such as { sector = "carer" }', "", ""
        for column in label.covers:
            yield from _one_of(("labels", str(number), "covers"), column, columns_of(Partner))


def _permission(
    path: tuple[str, ...], statement: Permission, settings: Settings, kinds: Sequence[type[Record]] | None
) -> Iterator[Broken]:
    if not statement.says.strip():
        yield (*path, "says"), "the words on the form", "", ""
    yield from _one_of((*path, "level"), statement.level, LEVELS)
    declared = {"purposes": tuple(settings.purposes), "audiences": (*settings.audiences, PUBLIC)}
    if kinds is not None:
        declared["categories"] = tuple(sorted(categories_of(kinds)))
    for name, known in declared.items():
        for word in getattr(statement, name):
            if word not in known:
                expected = f"one of the declared {name}: {', '.join(known) or 'none'}"
                yield (*path, name), expected, word, did_you_mean(word, known)


def _numbers(settings: Settings) -> Iterator[Broken]:
    for field in attrs.fields(Thresholds):
        value = getattr(settings.thresholds, field.name)
        if value < field.default:
            hint = "It may be raised, never lowered."
            yield ("thresholds", field.name), f"at least {field.default}", value, hint
    months = settings.consent.review_months
    if months is not None and months < 1:
        yield ("consent", "review_months"), "at least 1", months, "Leave it out where nobody is asked again."
    for check, band in settings.agreed.items():
        if band.low is not None and band.high is not None and band.high < band.low:
            yield ("agreed", check, "high"), f"at least {band.low}, the low end", band.high, ""


def _extras(settings: Settings, kinds: Sequence[type[Record]]) -> Iterator[Broken]:
    tables = {kind.table(): kind for kind in kinds}
    for table, names in settings.extras.items():
        path = ("extras", table)
        yield from _one_of(path, table, tables)
        for name in names:
            if name in columns_of(tables.get(table, Record)):
                yield path, "columns that coprod does not know", name, "Leave it out; it is kept anyway."
            elif not name or name != name.strip():
                yield path, "names without blanks around them", f"`{name}`", ""


def _own_words(settings: Settings, kinds: Sequence[type[Record]]) -> Iterator[Broken]:
    columns = {
        f"{kind_name(kind)}.{name}": column
        for kind in (*kinds, *BUILT_IN)
        for name, column in columns_of(kind).items()
        if column.words and not column.many
    }
    for place, own in settings.words.items():
        path = ("words", place)
        yield from _one_of(path, place, columns)
        for word, ours in own.items():
            known = columns[place].words if place in columns else (ours,)
            yield from _own_word((*path, word), word, ours, known)


def _own_word(path: tuple[str, ...], word: str, ours: str, known: Sequence[str]) -> Iterator[Broken]:
    try:
        kept = clean_id(word)
    except Unreadable as error:
        yield path, error.expected, word, error.hint
        return
    if kept != word:
        yield path, "a word without blanks around it", word, ""
    elif word in known and ours != word:
        yield path, "a word that is not one of ours", word, f"`{word}` already means something else."
    elif ours != word:
        yield from _one_of(path, ours, known)
