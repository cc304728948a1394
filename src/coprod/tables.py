"""One table of a project: rows of one kind, as plain tuples or as a frame, each made from the other when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from coprod.records.base import Record
from coprod.schema import Column, columns_of

if TYPE_CHECKING:
    from coprod.engines import Engine, Frame

__all__ = ["STORED_AS_READ", "Stored", "Table", "from_stored", "stored_types", "to_stored"]

T = TypeVar("T")
STORED_AS_READ = frozenset({str, int, float, bool, date})  # the types of which `to_stored` gives back what it gets
FEW = 200  # rows that are sooner written into a statement than into a file

Stored: TypeAlias = tuple[Any, ...]
"""One row as it is kept: instants in UTC, several words as one text parted by `;`, extra columns as JSON."""


def stored_types(kind: type[Record]) -> Mapping[str, type]:
    """Return the type of each column as it is kept in a frame."""
    return {
        name: str if column.type in {frozenset, tuple} else column.type for name, column in columns_of(kind).items()
    }


def to_stored(column: Column, value: Any) -> Any:
    """Return a value of a record as it is kept."""
    if column.type is frozenset:
        return ";".join(sorted(value)) if value else None
    if column.type is tuple:
        return json.dumps(dict(value), ensure_ascii=False, sort_keys=True) if value else None
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def from_stored(column: Column, value: Any, zone: ZoneInfo) -> Any:
    """Return a kept value as it is in a record: instants in the project's own zone."""
    if column.type is frozenset:
        return frozenset(value.split(";")) if value else frozenset()
    if column.type is tuple:
        return tuple(sorted(json.loads(value).items())) if value else ()
    return value.astimezone(zone) if isinstance(value, datetime) else value


def in_order(row: Stored) -> tuple[tuple[bool, Any], ...]:
    """Return the key that sorts rows, nulls first."""
    return tuple((value is not None, value) for value in row)


class Table:
    """Rows of one kind. Immutable; whichever of rows and frame it was not made from is made on first use."""

    __slots__ = ("_derived", "_frame", "_made", "_rows", "kind")

    def __init__(
        self,
        kind: type[Record],
        rows: Iterable[Stored] | None = None,
        frame: Frame | None = None,
        *,
        derived: bool = False,
    ) -> None:
        """Take *rows*, which are put in order, or a *frame* of the same columns; is it *derived* from other tables?"""
        self.kind = kind
        self._rows = None if rows is None else tuple(sorted(rows, key=in_order))
        self._frame = frame
        self._made: dict[str, tuple[tuple[Table | None, ...], object]] = {}
        self._derived = derived

    def rows(self) -> tuple[Stored, ...]:
        """Return the rows as plain tuples, in order."""
        if self._rows is None:
            from coprod.engines import rows

            assert self._frame is not None  # noqa: S101  # one of the two is always there
            found = rows(self._frame.select(*stored_types(self.kind)))
            instants = [at for at, kind in enumerate(stored_types(self.kind).values()) if kind is datetime]
            self._rows = tuple(sorted((_utc(row, instants) for row in found), key=in_order))
        return self._rows

    def frame(self) -> Frame:
        """Return the rows as a lazy frame."""
        if self._frame is None:
            from coprod.engines import frame_of

            self._frame = frame_of(stored_types(self.kind), self._rows or ())
        if self._derived:
            self._frame, self._derived = _planned_once(self._frame), False
        return self._frame

    def made(self, name: str, of: tuple[Table | None, ...], make: Callable[[], T]) -> T:
        """Return what was made of this table and of others under a *name*; made once, and again for other tables."""
        others, found = self._made.get(name, (None, None))
        if others is None or any(a is not b for a, b in zip(others, of, strict=True)):
            found = make()
            self._made[name] = of, found
        return cast("T", found)

    def on(self, engine: Engine, connection: Any = None) -> Table:
        """Return the same rows on another engine; many are handed over as they are."""
        from coprod.engines import frame_of, handed_over

        if len(self) > FEW:
            moved = Table(self.kind, frame=handed_over(self.frame(), stored_types(self.kind), engine, connection))
            moved._rows = self._rows
            return moved
        return Table(self.kind, self.rows(), frame_of(stored_types(self.kind), self.rows(), engine, connection))

    def without_rows(self, kind: type[Record]) -> Table:
        """Return a table of another kind without rows, where this one lives: tables of two engines cannot be joined."""
        if self._frame is None:
            return Table(kind, ())
        from coprod.engines import lift

        return Table(kind, (), lift(self._frame, stored_types(kind), ()))

    def has_extras(self) -> bool:
        """Whether a row has columns that coprod does not know."""
        import narwhals as nw

        from coprod.engines import rows

        return bool(rows(self.frame().filter(~nw.col("extras").is_null()).select("extras").head(1)))

    def without_extras(self) -> Frame:
        """Return the rows as a lazy frame of the columns that coprod knows."""
        return self.frame().drop("extras")

    def __len__(self) -> int:
        """Return the number of rows; those of a frame are counted there, and not made into plain rows for this."""
        if self._rows is not None:
            return len(self._rows)
        from coprod.engines import count, rows

        ((number,),) = rows(self.frame().select(count().alias("number")))
        return int(number)


def _planned_once(frame: Frame) -> Frame:
    """Return the frame, computed now on Spark: there it takes long to plan a long derivation, and each query would."""
    from coprod.engines import engine_of, keep

    return keep(frame) if engine_of(frame) == "spark" else frame


def _utc(row: Stored, instants: list[int]) -> Stored:
    """Return the row with its instants as plain UTC, whatever zone object an engine gives them."""
    if not instants:
        return row
    return tuple(v.astimezone(UTC) if at in instants and v is not None else v for at, v in enumerate(row))


def records_of(kind: type[Record], rows: Iterable[Stored], zone: ZoneInfo) -> tuple[Any, ...]:
    """Return rows as records."""
    columns = tuple(columns_of(kind).values())
    return tuple(
        kind.trusted(from_stored(column, value, zone) for column, value in zip(columns, row, strict=True))
        for row in rows
    )
