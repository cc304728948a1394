"""Who came, who spoke, who is tied to someone: what several checks ask of the tables."""

from __future__ import annotations

import narwhals as nw

from coprod.engines import Frame, count, stack, total
from coprod.project import Project
from coprod.records import Attendance, Exchange, Mention, Partner, Relationship, View

__all__ = ["PARTS", "attended", "authors", "came", "flag", "one", "shares_of_views", "tied"]

PARTS = 60  # a view is shared out in so many parts: it divides by 2, 3, 4, 5 and 6
VIEW = "view:"
SPACE = "space:"


def flag(frame: Frame, name: str) -> Frame:
    """Return the frame with a column that is 1 on every row, to be joined as "this one is among them"."""
    return frame.with_columns(nw.lit(1, dtype=nw.Int64).alias(name))


def one(condition: nw.Expr) -> nw.Expr:
    """Return 1 where a condition holds and 0 where it does not, or is not known."""
    yes, no = nw.lit(1, dtype=nw.Int64), nw.lit(0, dtype=nw.Int64)
    return nw.when(condition).then(yes).otherwise(no)


def attended(project: Project) -> Frame:
    """Return who came to which space, for all of it or part of it: `partner`, `space`."""
    rows = project.frame(Attendance)
    return rows.filter(nw.col("came").is_null() | nw.col("came").is_in(["yes", "part"])).select("partner", "space")


def came(project: Project) -> Frame:
    """Return who came to any space: `partner`."""
    return attended(project).select("partner").unique()


def authors(project: Project) -> Frame:
    """Return who said which view, those who said it too included: `view`, `partner`."""
    views = project.frame(View).select("id", "partner")
    signed = views.filter(~nw.col("partner").is_null()).select("partner", view="id")
    mentions = project.frame(Mention)
    joined = mentions.filter((nw.col("part") == "said it too") & nw.col("item").str.starts_with(VIEW))
    too = joined.select(view=nw.col("item").str.slice(len(VIEW)), partner="partner")
    partners = project.frame(Partner).select(partner="id")  # the rest are words about someone who is not one
    return stack([signed, too.join(partners, on="partner", how="semi")]).unique()


def shares_of_views(project: Project) -> Frame:
    """
    Return how many parts of a view each partner said: `partner`, `parts`.

    A view is 60 parts; those who said it together share it evenly. Of seven or more, each gets whole parts
    only.
    """
    known = authors(project)
    together = known.group_by("view").agg(count().alias("together"))
    parts = nw.lit(PARTS, dtype=nw.Int64) // nw.col("together")
    each = known.join(together, on="view", how="inner").select("partner", parts=parts)
    return each.group_by("partner").agg(total(nw.col("parts")).alias("parts"))


def tied(project: Project) -> Frame:
    """Return who has a tie or an exchange with someone else, whoever told of it: `partner`."""
    ties = project.frame(Relationship).filter(nw.col("source") != nw.col("target"))
    exchanges = project.frame(Exchange).filter(nw.col("giver") != nw.col("receiver"))
    ends = [(ties, "source"), (ties, "target"), (exchanges, "giver"), (exchanges, "receiver")]
    return stack([frame.select(partner=end) for frame, end in ends]).unique()
