"""
Ties between partners as whole numbers, worked out once for all checks that look at the network.

A partner is a number that also tells the group: the place of the partner among all, times how many groups there are,
plus the place of the group. So no table of ties has to be joined to partners again. A pair of partners is one number
too, since engines group by one whole number far faster than by two texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from coprod.engines import Frame, count, distinct, keep, lift, numbers, one, rows, stack, total
from coprod.records import Relationship

if TYPE_CHECKING:
    from coprod.equality.study import Study
    from coprod.project import Project

__all__ = [
    "NOBODY",
    "arcs",
    "ends",
    "ends_of_pair",
    "group_of",
    "kinds",
    "pair_of",
    "pairs_by_kind",
    "partners",
    "past_pairs",
    "told",
]

NOBODY = -1  # stands for whoever is no partner of the study


def partners(study: Study) -> Frame:
    """Return every partner that is in a group with its number: `partner`, `code`."""
    return study.once(_partners)


def group_of(study: Study, code: nw.Expr) -> nw.Expr:
    """Return the place of a partner's group among `study.labels`, from the partner's number."""
    return code % _wide(study)


def ends(study: Study) -> Frame:
    """
    Return how each partner is tied to partners of each group, kinds of ties apart: a row for each that is so.

    Columns: `partner`, its number; `other`, the place of the others' group; `named`, how many of these others name it;
    `others`, to how many it is tied, whoever names whom; `one`, the number of one of them, which is the only one where
    there is no other.
    """
    return study.once(_ends)


def pairs_by_kind(study: Study) -> Frame:
    """
    Return the pairs of partners that are tied, once for each kind of tie.

    Columns: `kind`, the place of the kind among `kinds`; `lo`, `hi`, the numbers of both partners; `there` and `back`,
    1 where the lower names the higher, and the other way round; `began`, the first day on record of the tie.
    """
    return study.once(_now)


def arcs(study: Study) -> Frame:
    """Return who names whom, by numbers, once for each kind of tie: `kind`, `a`, `b`."""
    pairs = pairs_by_kind(study)
    there = pairs.filter(nw.col("there") == 1).select("kind", a="lo", b="hi")
    return stack([there, pairs.filter(nw.col("back") == 1).select("kind", a="hi", b="lo")])


def past_pairs(study: Study) -> Frame:
    """Return `pairs_by_kind` of all ties that ever were, those that ended too."""
    return pairs_by_kind(study) if study.past is study.project else study.once(_past)


def kinds(study: Study) -> list[str]:
    """Return the kinds of ties that ever were, in order."""
    return sorted(kind for (kind,) in rows(study.once(_kinds)))


def told(study: Study) -> Frame:
    """Return how many partners told of so many ties, the source where nobody else is named: `ties`, `n`."""
    return study.once(_told)


def _wide(study: Study) -> nw.Expr:
    return nw.lit(max(1, len(study.labels)), dtype=nw.Int64)


def _partners(study: Study) -> Frame:
    known = study.groups.select("partner", "group").with_row_index("place", order_by="partner")
    places = lift(known, {"group": str, "at": int}, [(label, at) for at, label in enumerate(study.labels)])
    both = known.join(places, on="group", how="inner")
    return both.select("partner", code=nw.col("place").cast(nw.Int64) * _wide(study) + nw.col("at"))


def _kinds(study: Study) -> Frame:
    return distinct(study.past.frame(Relationship).select("kind"))


def _now(study: Study) -> Frame:
    return _pairs(study, study.project)


def _past(study: Study) -> Frame:
    return _pairs(study, study.past)


def _pairs(study: Study, project: Project) -> Frame:
    words = kinds(study)
    both = _ties(study, project, words).filter(nw.col("a") >= 0, nw.col("b") >= 0, nw.col("a") != nw.col("b"))
    low, high = nw.min_horizontal("a", "b"), nw.max_horizontal("a", "b")
    folded = both.select("at", "since", lo=low, hi=high, forward=one(nw.col("a") < nw.col("b")))
    many = nw.lit(max(1, len(words)), dtype=nw.Int64)
    numbered = folded.select("at", "since", "forward", pair=pair_of(study))
    each = numbered.with_columns(key=nw.col("pair") * many + nw.col("at")).group_by("key")
    found = each.agg(
        nw.col("pair").max(),
        nw.col("forward").max().alias("there"),
        nw.col("forward").min().alias("all"),
        nw.col("since").min().alias("began"),
    )
    low, high = ends_of_pair(study)
    kind, back = nw.col("key") - nw.col("pair") * many, nw.lit(1, dtype=nw.Int64) - nw.col("all")
    return found.select("there", "began", kind=kind, lo=low, hi=high, back=back)


def _ties(study: Study, project: Project, words: list[str]) -> Frame:
    """Return ties with their kind and their ends as numbers: `at`, `a`, `b`, and `since`."""
    ties = project.frame(Relationship)
    known = partners(study).select(text="partner", number="code")
    places = lift(ties, {"text": str, "number": int}, [(word, at) for at, word in enumerate(words)])
    numbered = {"at": ("kind", places), "a": ("source", known), "b": ("target", known)}
    return numbers(ties, numbered, NOBODY, also=["since"])


def pair_of(study: Study) -> nw.Expr:
    """Return one number for each pair of `lo` and `hi`, below the square of all numbers of partners."""
    return nw.col("lo") * nw.lit(_beyond(study), dtype=nw.Int64) + nw.col("hi")


def ends_of_pair(study: Study) -> tuple[nw.Expr, nw.Expr]:
    """Return the numbers of the lower and the higher partner, from the number `pair` that `pair_of` gives."""
    beyond = max(1, _beyond(study))
    return _whole(nw.col("pair"), beyond), nw.col("pair") % nw.lit(beyond, dtype=nw.Int64)


def _whole(number: nw.Expr, by: int) -> nw.Expr:
    """
    Return a number divided by another, without the rest.

    Spark divides decimals, which are not exact above 2^53: from the middle between two results it still finds the
    right one, as long as that is below 2^50.
    """
    part, half = nw.lit(by, dtype=nw.Int64), nw.lit(by // 2, dtype=nw.Int64)
    return (number - number % part + half) // part


def _beyond(study: Study) -> int:
    """Return a number that no partner has, above all that any has."""
    return sum(size.partners for size in study.sizes.values()) * max(1, len(study.labels))


def _ends(study: Study) -> Frame:
    numbered = pairs_by_kind(study).select("there", "back", pair=pair_of(study))
    pairs = keep(numbered.group_by("pair").agg(nw.col("there", "back").max()))  # used from both ends
    low, high = ends_of_pair(study)
    key = nw.col("partner") * _wide(study) + group_of(study, nw.col("one"))
    both = stack(
        [pairs.select(partner=low, one=high, named="back"), pairs.select(partner=high, one=low, named="there")]
    )
    found = (
        both.select("one", "named", key=key)
        .group_by("key")
        .agg(nw.col("one").max(), total(nw.col("named")).alias("named"), count().alias("others"))
    )
    return found.select(
        "one",
        "named",
        "others",
        partner=_whole(nw.col("key"), max(1, len(study.labels))),
        other=group_of(study, nw.col("key")),
    )


def _told(study: Study) -> Frame:
    ties = study.project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    each = ties.select(teller=nw.coalesce(nw.col("reported_by"), nw.col("source")))
    own = each.group_by("teller").agg(count().alias("ties"))
    return own.group_by("ties").agg(count().alias("n")).select("ties", "n")
