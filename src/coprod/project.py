"""A project: an immutable set of tables, one per record kind, and its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from coprod.errors import InvalidInput, NotFound, Problem, did_you_mean
from coprod.records import BUILT_IN, Partner, Record
from coprod.rows import LARGE, Large, Row
from coprod.schema import columns_of, kind_name
from coprod.settings import Settings
from coprod.tables import Stored, Table, records_of
from coprod.validation import validate

if TYPE_CHECKING:
    import networkx as nx

    from coprod.engines import Engine, Frame

__all__ = ["Project"]

R = TypeVar("R", bound=Record)


class Project:
    """
    An immutable set of tables, one per record kind, and its settings.

    Two projects are equal when their names, settings and contents are, whatever the order and the engine.

    Attributes:
        name: What it is called.
        settings: All that `coprod.toml` says.
        kinds: The record kinds that it knows.

    >>> from coprod import Partner, Project
    >>> Project("Tea and talk", [Partner("ana", kind="person", sector="citizen")])
    <Project 'Tea and talk': 1 partner>
    """

    __slots__ = ("_tables", "kinds", "name", "settings")

    name: str
    settings: Settings
    kinds: tuple[type[Record], ...]
    _tables: Mapping[type[Record], Table]

    def __init__(self, name: str, records: Iterable[Record] = (), *, settings: Settings | None = None) -> None:
        """
        Take *records* of any kinds.

        Raises:
            InvalidInput: with every problem: a key there twice, a reference to nothing, an unknown word ...
        """
        self._fill(name, (_row(record) for record in records), settings or Settings(), BUILT_IN)

    @classmethod
    def from_rows(
        cls,
        name: str,
        rows: Mapping[type[R], Iterable[Mapping[str, object]]],
        *,
        settings: Settings | None = None,
    ) -> Self:
        """
        Return a project of rows as a web form, a file or a database gives them: text or typed values.

        Raises:
            InvalidInput: with every problem; rows are counted from 1 within each kind.
        """
        source = (
            Row(kind=kind, values=values, file=kind.table(), row=number)
            for kind, found in rows.items()
            for number, values in enumerate(found, 1)
        )
        return cls.from_source(name, source, settings=settings)

    @classmethod
    def from_source(
        cls,
        name: str,
        rows: Iterable[Row | Large | Problem],
        *,
        settings: Settings | None = None,
        kinds: Sequence[type[Record]] = BUILT_IN,
    ) -> Self:
        """Return a project of what a reader yields: rows with their places, and problems that it met."""
        made = cls.__new__(cls)
        made._fill(name, rows, settings or Settings(), kinds)  # noqa: SLF001  # a project of this class
        return made

    @classmethod
    def from_frames(
        cls,
        name: str,
        frames: Mapping[type[R], Any],
        *,
        settings: Settings | None = None,
        engine: Engine | None = None,
    ) -> Self:
        """
        Return a project of data frames: Polars, pandas, PyArrow, DuckDB relations, or Spark.

        The rows are copied, so a later change of a frame or of a database does not reach the project. They are kept
        in Polars, unless *engine* says `duckdb` or `spark`; in Spark, in the session of the frames. Large frames are
        checked as a whole, with the same answers.

        Raises:
            InvalidInput: with every problem; a Spark column of instants without a time zone is one.
        """
        from coprod.engines import session_of

        source = (row for kind, frame in frames.items() for row in brought(kind, frame))
        made = cls.from_source(name, source, settings=settings)
        return made.on(engine, session_of(frames.values()) if engine == "spark" else None) if engine else made

    @classmethod
    def made_of(cls, name: str, settings: Settings, tables: Mapping[type[Record], Table]) -> Self:
        """Return a project of tables that were checked before."""
        made = cls.__new__(cls)
        made.name, made.settings, made.kinds = name, settings, tuple(tables)
        made._tables = dict(tables)  # noqa: SLF001  # a project of this class
        return made

    def _fill(
        self, name: str, rows: Iterable[Row | Large | Problem], settings: Settings, kinds: Sequence[type[Record]]
    ) -> None:
        found = validate(rows, settings, kinds)
        self.name, self.settings, self.kinds = name, settings, tuple(found)
        self._tables = found

    def table(self, kind: type[Record]) -> Table:
        """Return the table of one kind; an empty one where the project has no such rows."""
        if kind in self._tables:
            return self._tables[kind]
        beside = next(iter(self._tables.values()), None)
        return Table(kind, ()) if beside is None else beside.without_rows(kind)

    def stored(self, kind: type[Record]) -> tuple[Stored, ...]:
        """Return the rows of one kind as they are kept, in order: what writers write."""
        return self.table(kind).rows()

    def count(self, kind: type[Record]) -> int:
        """Return how many records of one kind there are."""
        return len(self.table(kind))

    def records(self, kind: type[R]) -> tuple[R, ...]:
        """Return all records of one kind, made anew at each call, sorted by their columns."""
        return records_of(kind, self.stored(kind), self.settings.zone)

    def get(self, kind: type[R], key: str) -> R:
        """
        Return the record of one kind with this id.

        Raises:
            NotFound: there is none.
        """
        at = list(columns_of(kind)).index("id")
        for row in self.stored(kind):
            if row[at] == key:
                found: R = records_of(kind, [row], self.settings.zone)[0]
                return found
        hint = did_you_mean(key, (row[at] for row in self.stored(kind)))
        message = f"no {kind_name(kind)} has the id `{key}`. {hint}".strip()
        raise NotFound(message)

    def frame(self, kind: type[Record]) -> Frame:
        """
        Return one table as a Narwhals lazy frame; `.to_native()` gives the engine's own.

        Instants are in UTC, several words in a cell are one text parted by `;`, extra columns are one text of JSON.
        """
        return self.table(kind).frame()

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return everything except consent as a new networkx graph; nodes are typed references such as `view:v12`."""
        from coprod.graph import graph_of

        rows = {
            kind: [{name: getattr(record, name) for name in columns_of(kind)} for record in self.records(kind)]
            for kind in self.kinds
        }
        return graph_of(rows)

    def at(self, day: date, *, ended: bool = False) -> Self:
        """
        Return the project as it was at the end of *day* in its own time zone.

        Consents and settings stay as they are: what may leave is always judged as of now.

        Args:
            day: The day.
            ended: Whether strengths, ties and memberships that had ended by then are kept: for what asks if a thing
                ever was, not how it is.
        """
        from coprod.asof import at

        return type(self).made_of(self.name, self.settings, at(self._tables, day, self.settings.zone, ended=ended))

    def add(self, *records: Record) -> Self:
        """
        Return a new project with these records too.

        Raises:
            InvalidInput: a key is taken, a reference names nothing ...
        """
        return self._with([*self._rows(), *map(_row, records)], extra=map(type, records))

    def replace(self, *records: Record) -> Self:
        """
        Return a new project in which each record takes the place of the one with its key.

        Raises:
            NotFound: no record has this key, or it has none: answers, and slips without a name, stand as they are.
        """
        for record in records:
            _row(record)  # what is no record is refused as `add` refuses it
        if keyless := [record for record in records if not _key(record)]:
            message = f"nothing to replace: {kind_name(type(keyless[0]))} records like this have no key of their own"
            raise NotFound(message)
        new = {(type(record), record.ref): record for record in records}
        old = {(type(record), record.ref) for kind in self.kinds for record in self.records(kind)}
        for kind, ref in new:
            if (kind, ref) not in old:
                message = f"nothing to replace: no record is `{ref}`"
                raise NotFound(message)
        kept = (r for kind in self.kinds for r in self.records(kind) if (kind, r.ref) not in new or not _key(r))
        return self._with([*map(_row, kept), *map(_row, records)])

    def erase(self, partner: str) -> Self:
        """
        Return a new project without a partner and without every row that is about them.

        What others said stays; a reference to them that a row can do without is emptied.

        Raises:
            NotFound: no partner has this id.
        """
        from coprod.erase import without

        self.get(Partner, partner)
        return self._with(without(self, partner))

    def on(self, engine: Engine, connection: Any = None) -> Self:
        """
        Return the same project with its tables on another engine.

        Args:
            engine: `polars`, `duckdb` or `spark`.
            connection: The DuckDB connection or the Spark session that they belong to. By default a new connection
                in memory; and the Spark session that is active, else a new one on this machine.

        Raises:
            CoprodError: the engine is not installed, or does not start.
        """
        from coprod.engines import connect

        connection = connection or connect(engine)
        tables = {kind: table.on(engine, connection) for kind, table in self._tables.items()}
        return type(self).made_of(self.name, self.settings, tables)

    def _rows(self) -> list[Row]:
        return [_row(record) for kind in self.kinds for record in self.records(kind)]

    def _with(self, rows: Iterable[Row], extra: Iterable[type[Record]] = ()) -> Self:
        kinds = tuple(dict.fromkeys((*self.kinds, *extra)))
        return type(self).from_source(self.name, rows, settings=self.settings, kinds=kinds)

    def __eq__(self, other: object) -> bool:
        """Whether name, settings and contents are equal."""
        if not isinstance(other, Project):
            return NotImplemented
        kinds = {*self.kinds, *other.kinds}
        same = (self.name, self.settings) == (other.name, other.settings)
        return same and all(self.stored(kind) == other.stored(kind) for kind in kinds)

    __hash__ = None  # type: ignore[assignment]  # equal by content, which may be large

    def _repr_html_(self) -> str:
        """
        Return the name, and how much there is of what, as HTML for a notebook.

        Records are for those who keep them, and a notebook is saved with what it showed and handed on. So it shows
        what `repr` shows: how many rows each table has, whoever they are about. No group is counted, no name, day or
        word is shown, and nothing tells who answered what.
        """
        from coprod.notebook import heading, paragraph, table

        rows = [(kind.table(), str(number)) for kind in self.kinds if (number := self.count(kind))]
        return heading(self.name) + (table("What is kept", ("table", "rows"), rows) or paragraph("Nothing yet."))

    def __repr__(self) -> str:
        """Return the name, and how much there is of what."""
        counts = [(self.count(kind), kind) for kind in self.kinds]
        parts = [f"{n} {kind_name(kind) if n == 1 else kind.table()}" for n, kind in counts if n]
        return f"<Project {self.name!r}: {', '.join(parts) or 'nothing yet'}>"


def brought(kind: type[Record], frame: Any) -> Iterator[Row | Large]:
    """Yield the rows of a frame that a caller brings, or the whole where they are many."""
    from coprod.engines import large_frame, plain_rows

    large = large_frame(frame, LARGE)
    if large:
        names, raw = large
        yield Large(kind=kind, raw=raw, names={str(at): name for at, name in enumerate(names)}, file=kind.table())
        return
    names, rows = plain_rows(frame)
    for number, row in enumerate(rows, 1):
        yield Row(kind=kind, values=dict(zip(names, row, strict=True)), file=kind.table(), row=number)


def _key(record: Record) -> bool:
    """Whether a record has a key that tells it from all others."""
    repeats = type(record).about.repeats
    keys = [column for column in columns_of(type(record)).values() if column.key]
    return bool(keys) and not (repeats and getattr(record, repeats) is None)


def _row(record: Record) -> Row:
    kind = type(record)
    if not isinstance(record, Record):
        problem = Problem("a record, such as Partner(...)", value=repr(record))
        raise InvalidInput([problem])
    return Row(kind=kind, values={name: getattr(record, name) for name in columns_of(kind)}, file=record.ref)
