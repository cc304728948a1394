"""What a plugin's record kind has to be."""

from __future__ import annotations

from coprod.records import BUILT_IN, Record
from coprod.registry.installed import Provider
from coprod.schema import columns_of, kind_name

__all__ = ["kind_problem"]

INHERITED = {"notes", "other"}  # categories of the columns that every record has


def kind_problem(spec: object, provider: Provider) -> str:
    """Return what is wrong with a record kind that *provider* brings, or an empty text."""
    if isinstance(spec, Record):
        return f"found a record, expected its class: yield {type(spec).__name__} itself"
    if not isinstance(spec, type) or not issubclass(spec, Record) or spec is Record:
        return f"found {spec!r}, expected a class on coprod.Record"
    if "__attrs_attrs__" not in vars(spec):
        return f"{spec.__name__} lacks `@attrs.frozen(kw_only=True)`"
    columns = columns_of(spec)  # raises where a column is of a type that no file can hold
    if not any(column.required for column in columns.values()):
        return f"{spec.__name__} requires no column, so an empty row would be one of it"
    return "" if spec in BUILT_IN or not provider.distribution else _name_problem(spec, provider)


def _name_problem(kind: type[Record], provider: Provider) -> str:
    """
    Hold that the kind and its categories carry the plugin's name.

    INVARIANT: a yes that someone gave before a plugin came covers nothing that the plugin brings.
    """
    prefix = provider.name.replace("-", "").replace("_", "").lower()
    if not kind_name(kind).startswith(prefix):
        return f"{kind.__name__} should carry the plugin's name: call it {prefix.capitalize()}{kind.__name__}"
    if not kind.table().startswith(prefix):
        return f"the table of {kind.__name__} should carry the plugin's name: call it {prefix}_{kind.table()}"
    categories = {column.category for column in columns_of(kind).values()} - INHERITED
    foreign = sorted(name for name in categories if not name.startswith(f"{provider.name}:"))
    if foreign:
        wanted = f"{provider.name}:{foreign[0]}"
        return f"{kind.__name__} puts columns in the category `{foreign[0]}`, expected `{wanted}`"
    return ""
