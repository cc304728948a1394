"""What became of a view: answered, heard, settled, taken up. Section 3 of the design says what each means."""

from __future__ import annotations

import narwhals as nw

from coprod.engines import Frame, count, day_number, keep, stack
from coprod.equality.presence import VIEW, attended, flag, one
from coprod.equality.study import Study
from coprod.project import Project
from coprod.records import Decision, Response, Role, View
from coprod.records.view import FATES

__all__ = ["ASKING", "BLANK", "deciders", "fates_of_views", "own_words", "views_with_fates"]

ASKING = ("idea", "proposal", "concern", "question")
"""The kinds of view that ask for an answer."""

TOGETHER = ("consensus", "consent", "majority")
"""The rules by which those who came decided, where nobody else is on record as having decided."""

DECISION = "decision:"
COLUMNS = ("view", "partner", "in_plan", "discussed", "answered", "own")
BEFORE_ALL = 0  # the number of a day that is older than any other: of a response without a day
BLANK = " \t\r\n\u00a0"


def views_with_fates(project: Project) -> Frame:
    """
    Return the views that ask for an answer, each with what became of it as 0 or 1.

    Columns: `view`, `partner`, `in_plan`, `discussed`, `answered` (in words), `heard` (someone else who decides was
    there, or responded), `settled` (no longer open), `parked`, `taken` (taken up or adapted), `declined` (not taken
    up).
    """
    asking = project.frame(View).filter(nw.col("kind").is_in(list(ASKING)))
    reply = nw.col("reply").str.strip_chars(BLANK)
    answered, own = one(~reply.is_null() & (reply != "")), _code(nw.col("fate"))
    views = asking.select("partner", "space", "in_plan", "discussed", view="id", answered=answered, own=own)
    joined = _heard(project, views).join(_latest_fates(project), on="view", how="left")
    known = joined.with_columns(fate=nw.coalesce(nw.col("latest"), nw.col("own"), nw.lit(0, dtype=nw.Int64)))
    fate = nw.col("fate")
    return known.select(
        *("view", "partner", "in_plan", "answered", "heard"),
        discussed=one(~nw.col("discussed").is_null()),
        settled=one(fate > FATES.index("open")),
        parked=one(fate == FATES.index("parked")),
        taken=one((fate == FATES.index("taken up")) | (fate == FATES.index("adapted"))),
        declined=one(fate == FATES.index("not taken up")),
    )


def fates_of_views(study: Study) -> Frame:
    """Return `views_with_fates` of a study's project, as `Study.once` asks for it."""
    return views_with_fates(study.project)


def own_words(project: Project) -> Frame:
    """Return what who said a view last said became of it, beside what is on record: `own`, `differ`."""
    views = project.frame(View).filter(~nw.col("partner").is_null()).select("partner", "fate", view="id")
    told = _fates_told(project)
    last = told.group_by("view", "partner").agg(nw.col("day").max())
    theirs = told.join(last, on=["view", "partner", "day"], how="inner")
    theirs = theirs.group_by("view", "partner").agg(nw.col("told").max())
    both = views.join(theirs, on=["view", "partner"], how="inner").filter(~nw.col("fate").is_null())
    differ = one(nw.col("told") != _code(nw.col("fate")))
    each = both.with_columns(differ=differ).group_by("view").agg(nw.col("differ").max())
    return each.group_by("differ").agg(count().alias("own")).select("own", "differ")


def deciders(project: Project) -> Frame:
    """Return who decides: those with the role, and those who came where all who came decided: `partner`."""
    roles = project.frame(Role).filter(nw.col("role") == "decided")
    named = roles.filter(nw.col("item").str.starts_with(DECISION))
    decided = named.select(id=nw.col("item").str.slice(len(DECISION))).unique()
    together = project.frame(Decision).filter(nw.col("rule").is_in(list(TOGETHER)))
    by_all = together.select("id", "space").join(decided, on="id", how="anti").select("space").unique()
    there = attended(project).join(by_all, on="space", how="semi").select("partner")
    return stack([named.select("partner"), there]).unique()


def _heard(project: Project, views: Frame) -> Frame:
    """
    Return the views with `heard`: 1 where someone else who decides was there, or responded.

    There are few deciders and many views, so what is known of deciders is put beside each view, and no views are
    gathered up.
    """
    decide = keep(deciders(project))  # asked for twice
    there = keep(attended(project).join(decide, on="partner", how="semi").unique())  # asked for four times
    responses = project.frame(Response).filter(nw.col("item").str.starts_with(VIEW))
    answers = responses.select("partner", view=nw.col("item").str.slice(len(VIEW)))
    told = keep(answers.join(decide, on="partner", how="semi").unique())  # asked for twice
    known, others = views, nw.lit(0, dtype=nw.Int64)
    for place, found, column in (("space", there, "space"), ("discussed", there, "space"), ("view", told, "view")):
        deciding, own = f"{place}, deciding", f"{place}, own"
        by_place = found.group_by(column).agg(count().alias(deciding)).select(deciding, **{place: column})
        known = known.join(by_place, on=place, how="left")
        self_there = flag(found.select("partner", **{place: column}), own)
        known = known.join(self_there, on=[place, "partner"], how="left")
        others = others + nw.col(deciding).fill_null(0) - nw.col(own).fill_null(0)
    return known.with_columns(heard=one(others > 0)).select(*COLUMNS, "heard")


def _fates_told(project: Project) -> Frame:
    """Return the fates that responses tell: `view`, `partner`, `day`, `told`."""
    told = project.frame(Response).filter(nw.col("item").str.starts_with(VIEW) & ~nw.col("fate").is_null())
    day = nw.coalesce(day_number(nw.col("at")), nw.lit(BEFORE_ALL, dtype=nw.Int64))
    view = nw.col("item").str.slice(len(VIEW))
    return told.select("partner", view=view, day=day, told=_code(nw.col("fate")))


def _latest_fates(project: Project) -> Frame:
    """Return the latest fate that a response tells of each view; of several on one day, the last in FATES."""
    told = _fates_told(project).select("view", "day", "told")
    last = told.group_by("view").agg(nw.col("day").max())
    of_that_day = told.join(last, on=["view", "day"], how="inner")
    return of_that_day.group_by("view").agg(nw.col("told").max().alias("latest"))


def _code(fate: nw.Expr) -> nw.Expr:
    """Return the place of a fate in FATES; null where there is none."""
    found = nw.lit(None, dtype=nw.Int64)
    for code, word in enumerate(FATES):
        found = nw.when(fate == word).then(nw.lit(code, dtype=nw.Int64)).otherwise(found)
    return found
