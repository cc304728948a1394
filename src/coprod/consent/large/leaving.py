"""Which rows leave, and what stands in them for partners and records: the same as `releasing`, on the frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

import attrs
import narwhals as nw

from coprod.consent.groups import partner_columns, record_columns, subject_columns
from coprod.consent.large.counting import references
from coprod.consent.large.days import dated
from coprod.consent.large.ranks import PSEUDONYMISE, ROW, SHARE, name_rank
from coprod.consent.large.texts import UNSIGNED, Texts, coarse
from coprod.consent.pseudonyms import Pseudonyms
from coprod.engines import Frame, keep, lift_columns, rows, stack
from coprod.records import Partner, Record
from coprod.schema import Column, columns_of, kind_name

__all__ = ["AS", "DAYS", "OUT", "TO", "Leaver"]

c = nw.col
OUT = "__out"  # what a record or a partner leaves as
AS = "__as_"  # before the name of a column: the pseudonym of what is in it
TO = "__to_"  # before the name of a column: what the record in it leaves as
DAYS = "__dated_"  # before the name of a column: whether a day can be read from the record in it


@attrs.define
class Leaver:
    """
    Lets rows leave, kind by kind, those first that others need.

    Attributes:
        order: The kinds so that each comes after those that it needs.
        public: Whether the public is among the audiences.
        pseudonyms: Makes the pseudonyms of this release.
        texts: Looks for names in texts.
        zone: The project's time zone.
        going: The rows of each kind that leave, with their ranks.
        stand: What stands for a partner under a pseudonym, as `partner` and `OUT`; None where nobody needs one.
        days: The records from which a day can be read, as `ref`; None where it does not matter.
    """

    order: tuple[type[Record], ...]
    public: bool
    pseudonyms: Pseudonyms
    texts: Texts
    zone: ZoneInfo
    going: dict[type[Record], Frame] = attrs.field(factory=dict)
    stand: Frame | None = None
    days: Frame | None = None

    def leave(self, frames: Mapping[type[Record], Frame]) -> None:
        """Work out which rows leave, and what stands in them for partners and records."""
        for kind in self.order:
            if kind in frames:
                self.going[kind] = self._going(kind, frames[kind])
        self.texts.look(self.going)
        self.stand = self._stand()
        for kind, frame in self._with_ids():
            self.going[kind] = keep(self._called(kind, frame))
        if self._any_pseudonymised():
            self.days = dated(self.going)
        if self.days is not None:
            self._without_days()

    def open(self, column: Column) -> nw.Expr:
        """Return whether the partner in a column is named somehow."""
        return ~c(column.name).is_null() & (name_rank(column) <= (SHARE if self.public else PSEUDONYMISE))

    def beside(self, frame: Frame, name: str, made: Frame | None) -> Frame:
        """Return a frame with the pseudonym of what a column holds beside it, under `AS`, where it has one."""
        if made is None:
            return frame.with_columns(nw.lit(None, dtype=nw.String).alias(f"{AS}{name}"))
        (key,) = (one for one in made.collect_schema().names() if one != OUT)
        return frame.join(made.select(c(key).alias(name), c(OUT).alias(f"{AS}{name}")), on=name, how="left")

    def targets(self, column: Column) -> Frame | None:
        """Return what a column may refer to, with `TO` and `DAYS` beside it; None where there is none."""
        found = []
        for kind, frame in self._with_ids():
            if kind_name(kind) in column.refs:
                ref, out = (nw.concat_str(nw.lit(f"{kind_name(kind)}:"), c(one)) for one in ("id", OUT))
                as_written = (ref, out) if column.typed else (c("id"), c(OUT))
                named = dict(zip((column.name, f"{TO}{column.name}"), as_written, strict=True))
                found.append(frame.select(**named, __ref=ref))
        if not found:
            return None
        mark = nw.lit(1 if self.days is not None else None, dtype=nw.Int8).alias(f"{DAYS}{column.name}")
        if self.days is None:
            return stack(found).drop("__ref").with_columns(mark)
        return stack(found).join(self.days.select(c("ref").alias("__ref"), mark), on="__ref", how="left").drop("__ref")

    def _with_ids(self) -> Iterator[tuple[type[Record], Frame]]:
        yield from [(kind, frame) for kind, frame in self.going.items() if "id" in columns_of(kind)]

    def _going(self, kind: type[Record], frame: Frame) -> Frame:
        """Return the rows of a kind that leave, as far as what they need does."""
        needs = [column for column in record_columns(kind) if column.required]
        named = [self.open(column) for column in partner_columns(kind) if column.required]
        frame = frame.filter(c(ROW) <= PSEUDONYMISE, *named)
        for column in needs:
            known = references(column, {one: found.select("id") for one, found in self._with_ids()})
            frame = frame.head(0) if known is None else frame.join(known, on=column.name, how="semi")
        first = subject_columns(kind)[0] if kind.about.notice else None
        frame = frame.with_columns((nw.lit(value=False) if first is None else ~self.open(first)).alias(UNSIGNED))
        if first is not None and needs:
            frame = frame.filter(~c(UNSIGNED))  # a slip that nobody signed is counted, and not shown one by one
        return keep(frame) if needs or "id" in columns_of(kind) else frame

    def _stand(self) -> Frame | None:
        """Return what stands for each partner that is named by a pseudonym."""
        found = [
            frame.filter(self.open(column), name_rank(column) == PSEUDONYMISE).select(partner=c(column.name))
            for kind, frame in (self.going.items() if not self.public else ())
            for column in partner_columns(kind)
        ]
        return self._made("partner", stack(found)) if found else None

    def _made(self, what: str, frame: Frame) -> Frame | None:
        """Return the pseudonym of each key in a frame's only column, beside it as `OUT`."""
        (name,) = frame.collect_schema().names()
        keys = [key for (key,) in rows(frame.unique())]
        made = {name: keys, OUT: self.pseudonyms.many(what, keys)}
        return lift_columns(frame, {name: str, OUT: str}, made) if keys else None

    def _called(self, kind: type[Record], frame: Frame) -> Frame:
        """Return the rows of a kind with what each leaves as beside its id."""
        if kind is Partner:
            beside, own = self.beside(frame, "id", self.stand), partner_columns(kind)[0]
            out = nw.when(name_rank(own) == SHARE).then(c("id")).otherwise(c(f"{AS}id"))
        else:
            beside = self.beside(frame, "id", self._made(kind_name(kind), self._hidden(kind, frame)))
            out = nw.coalesce(c(f"{AS}id"), c("id"))
        return beside.with_columns(out.alias(OUT)).drop(f"{AS}id")

    def _hidden(self, kind: type[Record], frame: Frame) -> Frame:
        """Return the ids that do not leave: of what nobody's own name stands under, and those that name a partner."""
        telling = list(self.texts.naming(kind, "id"))
        hidden = frame.filter(coarse()).select("id")
        return stack([hidden, lift_columns(frame, {"id": str}, {"id": telling})]) if telling else hidden

    def _any_pseudonymised(self) -> bool:
        """Whether any row leaves under a pseudonym."""
        return any(rows(frame.filter(c(ROW) == PSEUDONYMISE).select(ROW).head(1)) for frame in self.going.values())

    def _without_days(self) -> None:
        """Leave out what would need to point at a day that it may not tell, and what needs that."""
        for kind, frame in list(self.going.items()):
            needs = [column for column in record_columns(kind) if column.required]
            left = frame
            for column in needs:
                known = self.targets(column)
                if known is None:
                    left = left.head(0)
                    continue
                left = left.join(known, on=column.name, how="inner")
                left = left.filter(~coarse() | c(f"{DAYS}{column.name}").is_null())
                left = left.drop(f"{DAYS}{column.name}", f"{TO}{column.name}")
            self.going[kind] = keep(left) if needs else frame
