"""Who is for what: the latest stance of each partner, and what led to a goal."""

from __future__ import annotations

import narwhals as nw

from coprod.engines import Frame, day_order, distinct, stack
from coprod.equality.fates import BEFORE_ALL
from coprod.project import Project
from coprod.records import Influence, Response

__all__ = ["behind_goals", "has", "latest_stances"]

GOAL = "goal:"


def has(column: str) -> nw.Expr:
    """Return whether a column is filled."""
    return ~nw.col(column).is_null()


def latest_stances(project: Project, groups: Frame, kind: str, among: Frame | None = None) -> Frame:
    """
    Return the latest stance of each partner that stands for people: `item`, `partner`, `group`, `people`, `stance`.

    Args:
        project: The project.
        groups: Who is in which group: `partner`, `group`, `people`.
        kind: What the stances are about, such as `goal:`; `item` is the id without it.
        among: The only ones that are asked for, with their `id`. To leave the others out first saves most of the work.
    """
    told = project.frame(Response).drop_nulls("stance").filter(nw.col("item").str.starts_with(kind))
    if among is not None:
        named = among.select(item=nw.concat_str(nw.lit(kind), nw.col("id")))
        told = told.join(named, on="item", how="semi")
    day = day_order(nw.col("at")).fill_null(BEFORE_ALL)
    stances = told.select("partner", "item", "stance", spoke=nw.col("people").cast(nw.Int64), day=day)
    last = stances.group_by("partner", "item").agg(nw.col("day").max())
    latest = stances.join(last, on=["partner", "item", "day"], how="semi")
    here = latest.join(groups.filter(nw.col("people") > 0), on="partner", how="inner")
    # a group may say for how many of its people it speaks, and never for more than it has
    people = nw.min_horizontal(nw.coalesce(nw.col("spoke"), nw.col("people")), nw.col("people"))
    item = nw.col("item").str.slice(len(kind))
    return here.select("partner", "group", "stance", item=item, people=people)


def behind_goals(project: Project) -> Frame:
    """Return what led to each goal, straight or in one step through a decision or goal: `goal`, `source`."""
    rows = project.frame(Influence).select("source", "target")
    first = rows.filter(nw.col("target").str.starts_with(GOAL))
    through = first.filter(~nw.col("source").str.starts_with("view:")).select(goal="target", step="source")
    second = through.join(rows.select("source", step="target"), on="step", how="inner").select("goal", "source")
    both = distinct(stack([first.select("source", goal="target"), second.select("source", "goal")]))
    return both.select("source", goal=nw.col("goal").str.slice(len(GOAL)))
