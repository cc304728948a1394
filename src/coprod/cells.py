"""
One cell: from text or a value to what a column holds, and back to text.

Every way into a project goes through `read_cell`, so that a spreadsheet, a web form and a data frame are checked
alike. Nothing is guessed: what cannot be read raises `Unreadable`, which says what was expected.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from coprod.errors import did_you_mean
from coprod.schema import Column, Value

__all__ = ["Cell", "Reading", "Unreadable", "read_cell", "write_cell"]

Cell: TypeAlias = Value | frozenset[str]

EXAMPLE = "2019-02-28"
GREENWICH = ZoneInfo("UTC")
NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # what no file format of ours can carry
NOT_IN_IDS = re.compile("[;\n\t\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # would be split, or be invisible
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SOME_DATE = re.compile(r"[0-9]{1,4}[./\- ][0-9A-Za-z]{1,9}[./\- ][0-9]{1,4}")
CLOCK = re.compile(
    r"(?P<day>.*[^T ])[T ]+"
    r"(?P<clock>[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
WHOLE = re.compile(r"[+-]?[0-9]{1,18}(\.0+)?")
DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Unreadable(Exception):
    """
    A cell is not what its column holds.

    Attributes:
        expected: What should be there, as the end of the sentence "expected ...".
        hint: What to try, or empty.
    """

    def __init__(self, expected: str, hint: str = "") -> None:
        """Take what was *expected* and a *hint*."""
        super().__init__(expected, hint)
        self.expected, self.hint = expected, hint


@attrs.frozen
class Reading:
    """
    How a project writes its cells.

    Attributes:
        timezone: Zone of instants that carry no offset.
        dates: How the spreadsheets write dates, such as `DD/MM/YYYY`; ISO dates are always understood.
        words: Words that the project uses in place of ours or beside them, by `kind.column`.
    """

    timezone: ZoneInfo = GREENWICH
    dates: str = ""
    words: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict, hash=False)


def read_cell(column: Column, value: object, reading: Reading, kind: str = "") -> Cell:
    """
    Return what *column* holds for a text or a typed *value*; None where nothing was recorded.

    Args:
        column: The column.
        value: Text as in a file, or a value of the column's type, or None.
        reading: How the project writes its cells.
        kind: Name of the record kind, to find the project's own words.

    Raises:
        Unreadable: the value is not of the column's type, range or words.
    """
    if value is None or (value == "" and not column.many) or (isinstance(value, float) and math.isnan(value)):
        return None
    if column.many:
        return _several(column, value)
    read = READERS[column.type](value, reading)
    return None if read is None else _within(column, read, reading, kind)


def write_cell(value: Cell, timezone: ZoneInfo) -> str:
    """Return the text of a cell as a spreadsheet would hold it; `read_cell` gives the value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, datetime):
        return _write_instant(value, timezone)
    return value.isoformat() if isinstance(value, date) else str(value)


def clean(text: str) -> str:
    r"""Return *text* with line ends as `\\n`; raise where it holds what no file can carry."""
    if text.isprintable():  # most texts are, and hold no control character then
        return text
    found = NOT_TEXT.search(text)
    if found:
        raise Unreadable(f"text without the control character U+{ord(found[0]):04X}", "Delete it; it cannot be seen.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean_id(text: str) -> str:
    """Return an id or reference in Unicode form NFC, without blanks around it."""
    text = unicodedata.normalize("NFC", clean(text).strip())
    found = NOT_IN_IDS.search(text)
    if found:
        raise Unreadable(f"an id without the character U+{ord(found[0]):04X}", "Ids are one line and hold no `;`.")
    return text


def _text(value: object, _: Reading) -> str | None:
    if isinstance(value, str):
        return clean(value) if value.strip() else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet keeps the id 7 as 7.0
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if not isinstance(value, str | int | float):
        raise Unreadable("text")
    return str(value)


def _whole(value: object, _: Reading) -> int | None:
    if isinstance(value, bool):
        raise Unreadable("a whole number")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int):
        return _in_64_bits(value)
    text = value.strip() if isinstance(value, str) else "?"
    if text and not WHOLE.fullmatch(text):
        raise Unreadable("a whole number such as 3", "Leave it empty where nothing was recorded.")
    return int(text.partition(".")[0]) if text else None


def _in_64_bits(value: int) -> int:
    if not -(10**18) < value < 10**18:
        raise Unreadable("a whole number of at most 18 digits")
    return value


def _decimal(value: object, _: Reading) -> float | None:
    if isinstance(value, str):
        text = value.strip()
        if text and not DECIMAL.fullmatch(text):
            raise Unreadable("a number such as 2.5", "Write a point, not a comma, before the decimals.")
        value = float(text) if text else None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unreadable("a number such as 2.5")
    return float(value) + 0.0  # -0.0 becomes 0.0


def _yes_no(value: object, _: Reading) -> bool | None:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text and text not in YES_NO:
        raise Unreadable("yes or no", "Leave it empty where nothing was recorded.")
    return YES_NO.get(text)


def _day(value: object, reading: Reading) -> date | None:
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        value = value.date()  # how workbooks and data frames keep a day
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise Unreadable(f"a date such as {EXAMPLE}")
    return read_date(value.strip(), reading.dates) if value.strip() else None


def read_date(text: str, dates: str) -> date:
    """Return the day that *text* writes, as ISO or in the declared form *dates*."""
    if ISO_DATE.fullmatch(text):
        return _real(text, *map(int, text.split("-")))
    found = _declared(dates).fullmatch(text) if dates else None
    if found:
        return _real(text, int(found["Y"]), int(found["M"]), int(found["D"]))
    also = f" or {dates}" if dates else ""
    undeclared = 'Or set `dates`, such as `dates = "DD/MM/YYYY"`, in coprod.toml.'
    raise Unreadable(f"a date such as {EXAMPLE}{also}", undeclared if SOME_DATE.fullmatch(text) and not dates else "")


@functools.cache
def _declared(dates: str) -> re.Pattern[str]:
    """Return the pattern of a declared form: `D`, `DD`, `M`, `MM` and `YYYY` with anything between them."""
    pattern = re.escape(dates)
    for token, digits in (("YYYY", "4"), ("DD", "1,2"), ("MM", "1,2"), ("D", "1,2"), ("M", "1,2")):
        group = f"(?P<{token[0]}>[0-9]{{{digits}}})"
        if f"(?P<{token[0]}>" not in pattern:
            pattern = pattern.replace(token, group, 1)
    return re.compile(pattern)


def _real(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("a date that exists", f"There is no {text} in the calendar.") from None


def _instant(value: object, reading: Reading) -> datetime | None:
    if isinstance(value, str):
        value = _instant_text(value.strip(), reading) if value.strip() else None
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise Unreadable(f"a date and time such as {EXAMPLE} 13:30")
    value = value if value.tzinfo else value.replace(tzinfo=reading.timezone)
    try:
        return datetime.fromtimestamp(0, UTC) + (value - datetime.fromtimestamp(0, UTC))  # plain, also from a subclass
    except OverflowError:
        raise Unreadable("a date and time in the years 1 to 9999") from None


def _instant_text(text: str, reading: Reading) -> datetime:
    found = CLOCK.fullmatch(text)
    day = read_date(found["day"] if found else text, reading.dates)
    if not found:
        return datetime.combine(day, time())
    clock = found["clock"].zfill(5) if found["clock"][1] == ":" else found["clock"]
    try:
        return datetime.combine(day, time.fromisoformat(clock + (found["offset"] or "").replace("Z", "+00:00")))
    except ValueError:
        raise Unreadable(f"a date and time such as {EXAMPLE} 13:30") from None


def _write_instant(value: datetime, timezone: ZoneInfo) -> str:
    local = value.astimezone(timezone)
    clock = local.strftime("%H:%M") if not (local.second or local.microsecond) else local.time().isoformat()
    once = local.replace(fold=0).astimezone(UTC) == value  # an hour that the clocks repeat needs its offset
    return f"{local.date().isoformat()} {clock}" + ("" if once else local.strftime("%z"))


def _several(column: Column, value: object) -> frozenset[str] | None:
    parts: Iterable[object] = value.split(";") if isinstance(value, str) else value  # type: ignore[assignment]  # checked below
    if not isinstance(parts, Iterable):
        raise Unreadable("words parted by `;`")
    cleaned = frozenset(clean_id(str(part)) for part in parts) - {""}
    unknown = sorted(cleaned - set(column.words)) if column.words else []
    if unknown:
        raise Unreadable(_one_of(column.words), did_you_mean(unknown[0], column.words))
    return cleaned or None


def _within(column: Column, value: Value, reading: Reading, kind: str) -> Cell:
    if isinstance(value, str):
        return _known(column, value, reading.words.get(f"{kind}.{column.name}", {}))
    if isinstance(value, int) and not isinstance(value, bool):
        return _rated(column, value)
    return value


def _known(column: Column, text: str, own: Mapping[str, str]) -> str:
    if column.free_text:
        return text
    text = clean_id(text)
    text = own.get(text, text)
    if column.words and text not in column.words and text not in own.values():
        known = (*column.words, *own)
        raise Unreadable(_one_of(known), did_you_mean(text, known))
    return text


def _rated(column: Column, value: int) -> int:
    low = 0 if column.low is None else column.low
    if column.high is None and value < low:
        raise Unreadable(f"a whole number of at least {low}")
    if column.high is not None and not low <= value <= column.high:
        raise Unreadable(f"a whole number from {low} to {column.high}")
    return value


def _one_of(known: Iterable[str]) -> str:
    return "one of " + ", ".join(known)


READERS = {str: _text, int: _whole, float: _decimal, bool: _yes_no, date: _day, datetime: _instant}
