"""A release as bytes: everything comes back, and nothing else is taken."""

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from datetime import date
from enum import Enum

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.releases import FINDING, of_rows, release_of, releases, written

from coprod.builtin.formats import formats
from coprod.engines import write_parquet
from coprod.errors import InvalidInput
from coprod.finding import Measure
from coprod.formats.release_bytes import DIGEST, LENGTH, OPENING, from_bytes, to_bytes
from coprod.formats.typed_json import plain, typed
from coprod.records import BUILT_IN, Need, Partner
from coprod.release import Release, released_types
from coprod.testing import example

APART = {"kinds", "_sealed"}
WORDS = st.text(st.characters(), max_size=6)  # lone halves of characters included
NUMBERS = st.floats(allow_nan=False) | st.integers(-(10**20), 10**20)
PLAIN = {str: WORDS, int: st.integers(), float: NUMBERS, bool: st.booleans(), date: st.dates(), type(None): st.none()}


def drawn(kind):
    """Values of a type: for an attrs class, every field that it has is drawn, whatever its default."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is not None:
        return several(origin, inner)
    if kind in PLAIN:
        return PLAIN[kind]
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return measures() if kind is Measure else st.builds(kind, **fields_of(kind))


def several(origin, inner):
    """Values of a type that is made of others."""
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*map(drawn, inner))
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin is Mapping:
        return st.dictionaries(drawn(inner[0]), drawn(inner[1]), max_size=2)
    return st.lists(drawn(inner[0]), min_size=1, max_size=2).map(origin)


def fields_of(kind):
    """Values of each field of a class, by the name that its maker takes."""
    hints = typing.get_type_hints(kind)
    return {field.alias: drawn(hints[field.name]) for field in attrs.fields(kind) if field.name not in APART}


def measures():
    """Measures: those have a value or a reason."""
    finite = st.none() | st.floats(allow_nan=False, allow_infinity=False)
    rest = {**fields_of(Measure), "low": finite, "high": finite}
    some = st.builds(Measure, **{**rest, "value": finite.filter(lambda x: x is not None), "reason": st.just("")})
    return some | st.builds(Measure, **{**rest, "value": st.none(), "reason": WORDS.filter(bool)})


@st.composite
def anything(draw):
    """Releases with any value in any field."""
    return Release(**{name: draw(values) for name, values in fields_of(Release).items()}, kinds=(Partner,), sealed={})


def back(release):
    """A release after its journey."""
    return from_bytes(to_bytes(release), BUILT_IN)


def forged(*parts, opening=OPENING):
    """Bytes that are whole, whatever they hold."""
    body = opening + b"".join(len(part).to_bytes(LENGTH, "big") + part for part in parts)
    return body + hashlib.sha256(body).digest()


def header_of(data):
    """The header in the bytes of a release."""
    start = len(OPENING) + LENGTH
    return json.loads(data[start : start + int.from_bytes(data[len(OPENING) : start], "big")])


def as_header(header):
    """A header as coprod writes it."""
    return json.dumps(header, sort_keys=True, separators=(",", ":")).encode()


def refused(data, kinds=BUILT_IN):
    """What is said of bytes that are not taken."""
    with pytest.raises(InvalidInput) as caught:
        from_bytes(data, kinds)
    return str(caught.value)


@given(anything())
def test_every_field_survives(release):
    """Whatever any field holds comes back: of the release, the request, the findings, the counts."""
    found = back(release)

    for field in attrs.fields(Release):
        assert getattr(release, field.name) == getattr(found, field.name), field.name
    assert [list(f.words.items()) for f in release.findings] == [list(f.words.items()) for f in found.findings]


@given(releases())
def test_every_accessor_is_equal(release):
    """Tables, columns, rows, frames and the graph are the same after the journey."""
    found = back(release)

    assert release.tables == found.tables
    for table in release.tables:
        assert release.columns(table) == found.columns(table)
        assert release.rows(table) == found.rows(table)
        assert release.frame(table).to_native().equals(found.frame(table).to_native())
    assert sorted(release.graph().nodes(data=True), key=str) == sorted(found.graph().nodes(data=True), key=str)
    assert sorted(release.graph().edges(data=True), key=str) == sorted(found.graph().edges(data=True), key=str)
    assert repr(release) == repr(found)


@given(releases())
def test_same_bytes_again(release):
    """A release that came back gives the bytes that it came from."""
    assert to_bytes(release) == to_bytes(back(release))


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)
def test_formats_see_no_difference(form):
    """What a format writes of a release that came back is the same, findings with all that is in them included."""
    release = release_of(example(), findings=[FINDING], as_of=date(2019, 5, 14))

    assert written(form, release) == written(form, back(release))


@settings(max_examples=100)
@given(st.data())
def test_cut_short(data):
    """Bytes that end early are refused, wherever they end."""
    whole = to_bytes(release_of(example(), findings=[FINDING]))
    end = data.draw(st.integers(0, len(whole) - 1))

    assert "expected" in refused(whole[:end])


@settings(max_examples=100)
@given(st.data())
def test_changed(data):
    """Bytes of which one is another are refused, whichever it is."""
    whole = bytearray(to_bytes(release_of(example(), findings=[FINDING])))
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))

    refused(bytes(whole))


@given(st.binary())
def test_anything_else(data):
    """Bytes that are no release are refused in words, with or without the right opening and digest."""
    refused(data)
    refused(OPENING + data)
    refused(forged(data))


def test_another_version():
    """A version that is not known is named as the reason."""
    assert "Another version" in refused(forged(b"{}", opening=b"coprod-sealed/2\n"))


def test_kinds_that_are_not_known():
    """A release with a kind of a plugin needs that plugin."""
    assert "found `partner`" in refused(to_bytes(of_rows("x", {Partner: []})), [Need])


def test_lengths_that_are_wrong():
    """A length that says more than there is, is refused, even where the digest is right."""
    body = OPENING + (10**6).to_bytes(LENGTH, "big") + b"{}"

    assert "as many bytes" in refused(body + hashlib.sha256(body).digest())
    assert "header" in refused(OPENING + hashlib.sha256(OPENING).digest())


@pytest.mark.parametrize(
    "change",
    [
        {"project": 5},
        {"project": None},
        {"extra": 1},
        {"kinds": ["partner", "partner"]},
        {"kinds": [["partner"]]},
        {"tables": ["partners"]},
        {"as_of": "20190514"},
        {"as_of": "yesterday"},
        {"request": []},
        {"findings": {}},
    ],
    ids=str,
)
def test_headers_that_are_wrong(change):
    """A header with a wrong type, a strange key, another spelling or a table that is not there is refused."""
    header = header_of(to_bytes(of_rows("x", {Partner: []})))
    good = forged(as_header(header))

    assert "x" == from_bytes(good, BUILT_IN).project
    refused(forged(as_header(header | change)))


@pytest.mark.parametrize("part", ["request", "findings"])
def test_attributes_that_are_missing(part):
    """A header that lacks an attribute, at the top or further in, is refused."""
    header = header_of(to_bytes(of_rows("x", {Partner: []})))
    less = {name: value for name, value in header.items() if name != part}
    inner = header | {part: dict(list(header[part].items())[1:])}

    refused(forged(as_header(less)))
    refused(forged(as_header(inner)))


def test_other_ways_to_write_a_header():
    """A header that says the same in other words is refused, so that one release has one form."""
    header = header_of(to_bytes(of_rows("x", {Partner: []})))

    refused(forged(json.dumps(header, indent=1).encode()))
    refused(forged(b"[" * 100_000))
    assert DIGEST == len(hashlib.sha256(b"").digest())


def test_tables_that_are_wrong():
    """A table that is no Parquet, or has other columns than its kind, is refused."""
    header = header_of(to_bytes(of_rows("x", {Partner: []}))) | {"tables": ["partners"]}
    columns = dict(released_types(Partner))
    text = as_header(header)

    assert "in Parquet" in refused(forged(text, b"no table"))
    assert "the columns" in refused(forged(text, write_parquet({"id": str}, [("x",)])))
    assert "the columns" in refused(forged(text, write_parquet(columns | {"id": int}, [])))
    refused(forged(text, write_parquet(columns, []), b"one too many"))
    from_bytes(forged(text, write_parquet(columns, [])), BUILT_IN)


def test_types_that_nobody_knows():
    """A value or a field of a type that could not be read back is an error at once, not a loss."""
    with pytest.raises(TypeError, match="could not be read back"):
        plain(b"bytes")
    for kind in (bytes, list[str], tuple[str, int]):
        with pytest.raises(TypeError):
            typed(kind, [])
