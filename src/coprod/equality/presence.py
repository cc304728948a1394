"""Who came, who spoke, who is tied to someone: what several checks ask of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from coprod.engines import Frame, count, distinct, one, stack, total
from coprod.project import Project
from coprod.records import Attendance, Mention, Partner, View

if TYPE_CHECKING:
    from coprod.equality.study import Study

__all__ = [
    "ALL_OF_THEM",
    "PARTS",
    "attendance",
    "attended",
    "came",
    "flag",
    "said_too",
    "shares_of_views",
    "views_by_authors",
    "was_there",
]

ALL_OF_THEM = 2**31  # more people than any partner stands for

PARTS = 60  # a view is shared out in so many parts: it divides by 2, 3, 4, 5 and 6
VIEW = "view:"
SPACE = "space:"


def flag(frame: Frame, name: str) -> Frame:
    """Return the frame with a column that is 1 on every row, to be joined as "this one is among them"."""
    return frame.with_columns(nw.lit(1, dtype=nw.Int64).alias(name))


def attended(project: Project) -> Frame:
    """Return who came to which space, for all of it or part of it: `partner`, `space`."""
    return project.frame(Attendance).filter(was_there()).select("partner", "space")


def attendance(study: Study) -> Frame:
    """
    Return what is on record of each partner's coming, over all spaces, worked out once.

    Columns: `partner`; `came`, `could_not`, `not_asked`, with how many people at most they came, could not come or were
    not asked, `ALL_OF_THEM` where no number was noted, and null where they never did; `rows`, how often anything is on
    record.
    """
    return study.once(_attendance)


def came(study: Study) -> Frame:
    """Return who came to any space: `partner`."""
    return attendance(study).drop_nulls("came").select("partner")


def said_too(study: Study) -> Frame:
    """Return who said a view beside the one who signed it, worked out once: `view`, `partner`."""
    return study.once(_said_too)


def views_by_authors(study: Study) -> Frame:
    """Return how many views so many partners said together; 0 partners is a view without a name: `together`, `n`."""
    views = study.project.frame(View).select(view="id", signed=one(~nw.col("partner").is_null()))
    known = views.join(_others(study), on="view", how="left")
    each = known.select(together=nw.col("signed") + nw.col("others").fill_null(0))
    return each.group_by("together").agg(count().alias("n")).select("together", "n")


def shares_of_views(study: Study) -> Frame:
    """
    Return how many parts of a view each partner said, of all who said any, worked out once: `partner`, `parts`.

    A view is 60 parts; those who said it together share it evenly. Of seven or more, each gets whole parts
    only.
    """
    return study.once(_shares_of_views)


def was_there() -> nw.Expr:
    """Return whether a partner was there, for all of it or part of it."""
    return nw.col("came").is_null() | nw.col("came").is_in(["yes", "part"])


def _attendance(study: Study) -> Frame:
    # of a group it may be noted how many of its people are meant; else all are
    meant = nw.coalesce(nw.col("people").cast(nw.Int64), nw.lit(ALL_OF_THEM, dtype=nw.Int64))
    ways = {"could_not": nw.col("came") == "could not", "not_asked": nw.col("came") == "not asked", "came": was_there()}
    rows = study.project.frame(Attendance).select(
        "partner", **{name: nw.when(way).then(meant) for name, way in ways.items()}
    )
    most = (nw.col(name).max() for name in ways)
    return rows.group_by("partner").agg(*most, count().alias("rows"))


def _signed(project: Project) -> Frame:
    """Return who signed which view; an id stands for one view, so none is there twice: `view`, `partner`."""
    return project.frame(View).drop_nulls("partner").select("partner", view="id")


def _said_too(study: Study) -> Frame:
    mentions = study.project.frame(Mention)
    joined = mentions.filter((nw.col("part") == "said it too") & nw.col("item").str.starts_with(VIEW))
    too = distinct(joined.select("partner", view=nw.col("item").str.slice(len(VIEW))))
    partners = study.project.frame(Partner).select(partner="id")  # the rest are words about someone who is not one
    known = too.join(partners, on="partner", how="semi")
    # few views have several authors: so the many that have one are neither sorted nor compared
    return known.join(_signed(study.project), on=["view", "partner"], how="anti").select("partner", "view")


def _others(study: Study) -> Frame:
    """Return the views that were said by others than who signed them: `view`, `others`."""
    return said_too(study).group_by("view").agg(count().alias("others"))


def _shares_of_views(study: Study) -> Frame:
    others, names = _others(study), _signed(study.project)
    alone = names.join(others, on="view", how="left").select("partner", together=nw.col("others").fill_null(0) + 1)
    too = said_too(study).join(others, on="view", how="inner")
    signed = flag(names.join(too, on="view", how="semi").select("view"), "signed")
    known = too.join(signed, on="view", how="left")
    joint = known.select("partner", together=nw.col("others") + nw.col("signed").fill_null(0))
    parts = nw.lit(PARTS, dtype=nw.Int64) // nw.col("together")
    each = stack([alone, joint]).select("partner", parts=parts)
    return each.group_by("partner").agg(total(nw.col("parts")).alias("parts"))
