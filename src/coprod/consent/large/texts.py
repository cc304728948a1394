"""Partners' names in the texts that would leave: each distinct text is searched once, in Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import narwhals as nw

from coprod.consent.groups import partner_columns
from coprod.consent.large.ranks import PSEUDONYMISE, ROW, SHARE, identity_of, rank_of
from coprod.consent.names import Named, Register, words_of
from coprod.engines import Frame, count, lift_columns, rows
from coprod.records import Record
from coprod.schema import Column, columns_of, kind_name

__all__ = ["HELD", "UNSIGNED", "Texts", "coarse", "is_text", "leaves"]

c = nw.col
UNSIGNED = "__unsigned"  # whether nobody's name stands under a row
HELD = "__held_"  # before the name of a column: whether its text is kept back
TOKEN = re.compile(r"\w+")
NOBODY = ""  # no partner has this id
PLAIN = "__plain"  # whether the names of those whom a row is about may stand in its texts
NONE: frozenset[str] = frozenset()


def coarse() -> nw.Expr:
    """Return whether days in a row are told by their month alone."""
    return c(UNSIGNED) | (c(ROW) == PSEUDONYMISE)


def is_text(column: Column) -> bool:
    """Whether a column holds what people wrote: names of partners are looked for in it."""
    return column.name != "id" and not column.refs and column.type in {str, frozenset, tuple} and not column.words


def leaves(kind: type[Record], column: Column) -> nw.Expr:
    """Return which cells of a column leave as they are, or nearly so, but for what a text may name."""
    rank = rank_of(kind, column.name)
    open_ = rank <= (PSEUDONYMISE if column.label or not is_text(column) else SHARE)
    if not column.quotable:
        open_ &= ~c(UNSIGNED)
    return open_ & ~c(column.name).is_null()


def filled(kind: type[Record], frame: Frame) -> frozenset[str]:
    """Return the columns of texts and days of which any cell leaves, so that the others need no search."""
    names = [n for n, column in columns_of(kind).items() if is_text(column) or column.type in {date, datetime}]
    one = nw.lit(1, dtype=nw.Int64)
    some = [nw.when(leaves(kind, columns_of(kind)[name])).then(one).max().alias(name) for name in names]
    (found,) = rows(frame.select(*some)) if some else ((),)
    return frozenset(name for name, any_ in zip(names, found, strict=True) if any_)


def _distinct(frame: Frame, name: str) -> list[str]:
    return [text for (text,) in rows(frame.select(name).unique())]


class Texts:
    """Looks for names in texts, and says which are kept back."""

    def __init__(
        self, partners: Callable[[], Iterable[Named]], about: Iterable[Frame], held: Callable[[str, str], None]
    ) -> None:
        """
        Take where names come from, and whom to tell.

        Args:
            partners: Gives the partners whose names are looked for; asked for once there is a text.
            about: Whom mentions name, of those who share their identity: frames of `item`, a typed reference, and
                `partner`.
            held: Is told of each text that is kept back because it names a partner.
        """
        self._partners, self._about, self._held = partners, tuple(about), held
        self._naming: dict[tuple[type[Record], str], dict[str, frozenset[str]]] = {}
        self.filled: dict[type[Record], frozenset[str]] = {}

    def look(self, going: Mapping[type[Record], Frame]) -> None:
        """Search every text of the rows that may leave, and every id that would leave as it is."""
        self.filled = {kind: filled(kind, frame) for kind, frame in going.items()}
        said = dict(self._said(going))
        register = _register(self._partners, said.values())
        for where, texts in said.items():
            self._naming[where] = {text: who for text in texts if (who := register.found_in(text))} if register else {}

    def _said(self, going: Mapping[type[Record], Frame]) -> Iterator[tuple[tuple[type[Record], str], list[str]]]:
        """Yield the distinct texts of each column in which somebody may be named."""
        for kind, frame in going.items():
            for name, column in columns_of(kind).items():
                if name == "id" and column not in partner_columns(kind):
                    yield (kind, name), _distinct(frame.filter(~coarse()), name)
                elif name in self.filled[kind] and is_text(column) and column.category != "identity":
                    yield (kind, name), _distinct(frame.filter(leaves(kind, column)), name)

    def naming(self, kind: type[Record], name: str) -> Mapping[str, frozenset[str]]:
        """Return the texts of a column that name anybody, each with whom."""
        return self._naming.get((kind, name), {})

    def marked(self, kind: type[Record], frame: Frame) -> tuple[Frame, frozenset[str]]:
        """Return the rows with `HELD` beside each text that is kept back, and which columns have any; tell of each."""
        told: list[tuple[str, str]] = []
        for column in columns_of(kind).values():
            if is_text(column) and column.category != "identity":
                frame, found = self._without(kind, frame, column)
                told += [(ref, column.name) for ref in found]
        order = list(columns_of(kind))
        for ref, name in sorted(told, key=lambda one: (one[0], order.index(one[1]))):
            self._held(ref, name)
        return frame, frozenset(name for _, name in told)

    def _without(self, kind: type[Record], frame: Frame, column: Column) -> tuple[Frame, list[str]]:
        """Return the rows with a mark beside each text of a column that is kept back, and what to tell of each."""
        named = self.naming(kind, column.name)
        if not named:
            return frame, []
        searched = frame.filter(leaves(kind, column))
        own = _own(kind, column)
        hot = lift_columns(frame, {column.name: str}, {column.name: list(named)})
        keys = [*(["id"] if "id" in columns_of(kind) else []), column.name, *own]
        here = searched.join(hot, on=column.name, how="semi").with_columns(**own)
        found = rows(here.group_by(*keys).agg(count().alias("__times")).select(*keys, "__times"))
        held = self._kept_back(kind, frame, column, keys, found, named)
        if not held:
            return frame, []
        by = keys[:1] if keys[0] == "id" else keys
        left = lift_columns(
            frame,
            {**{key: int if key == PLAIN else str for key in by}, HELD + column.name: int},
            {**{key: [row[at] for row in held] for at, key in enumerate(by)}, HELD + column.name: [1] * len(held)},
        )
        frame = frame.with_columns(**own).join(left, on=by, how="left").drop(*own)
        return frame, [ref for row in held for ref in [_ref(kind, row)] * row[-1]]

    def _kept_back(
        self,
        kind: type[Record],
        frame: Frame,
        column: Column,
        keys: list[str],
        found: list[tuple[Any, ...]],
        named: Mapping[str, frozenset[str]],
    ) -> list[tuple[Any, ...]]:
        """Return the rows found whose text names others than whom they are about."""
        at, plain = keys.index(column.name), keys.index(PLAIN)
        held = [row for row in found if not named[row[at]] <= {*row[at + 1 : plain]}]
        about = self._mentioned(frame, [_ref(kind, row) for row in held]) if keys[0] == "id" else {}
        return [
            row
            for row in held
            if not (row[plain] and named[row[at]] <= {*row[at + 1 : plain], *about.get(_ref(kind, row), NONE)})
        ]

    def _mentioned(self, like: Frame, refs: list[str]) -> dict[str, set[str]]:
        """Return whom mentions name in some records."""
        found: dict[str, set[str]] = {}
        if not refs:
            return found
        wanted = lift_columns(like, {"item": str}, {"item": refs})
        for mentions in self._about:
            for item, partner in rows(mentions.join(wanted, on="item", how="semi").select("item", "partner").unique()):
                found.setdefault(item, set()).add(partner)
        return found


def _own(kind: type[Record], column: Column) -> dict[str, nw.Expr]:
    """Return the partners whose names may stand in a text: whom the row is about, where they share their identity."""
    plain = ~c(UNSIGNED) & (rank_of(kind, column.name) == SHARE)  # a name beside a pseudonym tells whose it is
    own = {
        f"__own{number}": nw.when(plain & (identity_of(one) == SHARE) & ~c(one.name).is_null())
        .then(c(one.name))
        .otherwise(nw.lit(NOBODY))
        for number, one in enumerate(partner_columns(kind))
    }
    one, none = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
    return {**own, PLAIN: nw.when(plain).then(one).otherwise(none)}


def _register(partners: Callable[[], Iterable[Named]], said: Iterable[Iterable[str]]) -> Register | None:
    """
    Return the names of those partners who could be found in any of these texts; None where there are none.

    Of a million partners few are named at all, and a register of all of them is slow to make and large.
    """
    words: set[str] = set()
    for texts in said:
        for text in texts:
            found = words_of(text)
            words.update(found, TOKEN.findall(text), (word.casefold() for word in found))
    known = [one for one in partners() if _could_be_in(one, words)] if words else []
    return Register.of(known) if known else None


def _could_be_in(partner: Named, words: set[str]) -> bool:
    """Whether a partner's name or id could be found among words; more may be let through than are found."""
    name = words_of(partner.name or "")
    spelt = [*name, *[word.upper() for word in name], *[word.casefold() for word in name[:1]]]
    return not words.isdisjoint(spelt) or words.issuperset(TOKEN.findall(partner.id))


def _ref(kind: type[Record], row: tuple[Any, ...]) -> str:
    return f"{kind_name(kind)}:{row[0]}" if "id" in columns_of(kind) else kind_name(kind)
