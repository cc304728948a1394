"""What every record has in common."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Self

import attrs

from coprod.errors import InvalidInput, Problem
from coprod.schema import About, category, columns_of, kind_name, table_name

__all__ = ["Record", "several"]


def several(value: str | Iterable[str]) -> frozenset[str]:
    """Return the words of a cell: from words, or from one text in which `;` parts them."""
    parts = value.split(";") if isinstance(value, str) else value
    return frozenset(part.strip() for part in parts) - {""}


def _pairs(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(value.items() if isinstance(value, Mapping) else value))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Record:
    """
    Base of every record kind: one frozen attrs class whose annotations say what each column is.

    A subclass sets `about`, and gives each column its type and marks. Values are checked when an object is made;
    words and references when it joins a project, since a project may have words of its own.

    Attributes:
        note: What its keepers want to remember. Special-category data: it leaves only with explicit consent.
        extras: Columns that coprod does not know, as pairs of name and text.
    """

    about: ClassVar[About] = About("other")
    note: Annotated[str | None, category("notes", special=True)] = None
    extras: Annotated[tuple[tuple[str, str], ...], category("other", special=True)] = attrs.field(
        default=(), converter=_pairs
    )

    def __attrs_post_init__(self) -> None:
        """Check the type and range of each value."""
        problems = [problem for column in columns_of(type(self)) if (problem := self._problem(column))]
        if problems:
            raise InvalidInput(problems)

    def __eq__(self, other: object) -> bool:
        """Whether both are of one kind and have the same values: said here once, since to say it anew takes long."""
        if not isinstance(other, Record) or type(self) is not type(other):
            return NotImplemented
        return self.values == other.values

    def __hash__(self) -> int:
        """Return a number that is the same for equal records."""
        return hash(self.values)

    def __repr__(self) -> str:
        """Return how it is made."""
        parts = (f"{field.name}={getattr(self, field.name)!r}" for field in attrs.fields(type(self)))
        return f"{type(self).__qualname__}({', '.join(parts)})"

    def _problem(self, name: str) -> Problem | None:
        column, value = columns_of(type(self))[name], getattr(self, name)
        place = f"{type(self).__name__}.{name}"
        if column.type is tuple:
            return None
        if value is None and column.required:
            return Problem("a value: this column is required", column=place)
        if value is not None and not _is_a(value, column.type):
            return Problem(f"a {column.type.__name__}", column=place, value=repr(value))
        from coprod.cells import Reading, Unreadable, read_cell  # when an object is made: reading a class is cheap

        try:
            read_cell(attrs.evolve(column, words=()), value, Reading())
        except Unreadable as error:
            return Problem(error.expected, column=place, value=str(value), hint=error.hint)
        return None

    @classmethod
    def trusted(cls, values: Iterable[Any]) -> Self:
        """Return an object of values that were checked before, in the order of `columns_of`."""
        made = cls.__new__(cls)
        for name, value in zip(columns_of(cls), values, strict=True):
            object.__setattr__(made, name, value)
        return made

    @property
    def values(self) -> tuple[Any, ...]:
        """The values in the order of `columns_of`."""
        return tuple(getattr(self, name) for name in columns_of(type(self)))

    @property
    def ref(self) -> str:
        """
        The typed reference of this record, such as `view:v12`; of one without an id, its key.

        >>> from coprod import Membership
        >>> Membership("ana", "tuesday").ref
        'membership:ana|tuesday|'
        """
        columns = columns_of(type(self))
        names = ["id"] if "id" in columns else [column.name for column in columns.values() if column.key]
        parts = (getattr(self, name) for name in names)
        return f"{kind_name(type(self))}:" + "|".join("" if part is None else str(part) for part in parts)

    @classmethod
    def table(cls) -> str:
        """Return the name of this kind's table, file and sheet."""
        return table_name(cls)


def _is_a(value: object, kind: type) -> bool:
    """Whether *value* may stand in a column of this type: no datetime for a date, no bool for a number."""
    if isinstance(value, bool) or kind in {bool, date}:
        return type(value) is kind
    return isinstance(value, (int, float) if kind is float else kind)
