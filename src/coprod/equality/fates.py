"""What became of a view: answered, heard, settled, taken up. Section 3 of the design says what each means."""

from __future__ import annotations

import narwhals as nw

from coprod.engines import Frame, count, day_order, distinct, keep, one, stack, total
from coprod.equality.presence import VIEW, attended, flag
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
PLACES = ("space", "discussed")  # where a view was said, and where it was talked about
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
    known = _heard(project, views).with_columns(fate=nw.coalesce(nw.col("latest"), nw.col("own")).fill_null(0))
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
    views = project.frame(View).drop_nulls(["partner", "fate"]).select("partner", "fate", view="id")
    theirs = _fates_told(project).group_by("view", "partner").agg(nw.col("told").max())
    both = views.join(theirs, on=["view", "partner"], how="inner")
    differ = one(nw.col("told") % len(FATES) != _code(nw.col("fate")))
    each = both.with_columns(differ=differ).group_by("view").agg(nw.col("differ").max())
    return each.group_by("differ").agg(count().alias("own")).select("own", "differ")


def deciders(project: Project) -> Frame:
    """Return who decides: those with the role, and those who came where all who came decided: `partner`."""
    roles = project.frame(Role).filter(nw.col("role") == "decided")
    named = roles.filter(nw.col("item").str.starts_with(DECISION))
    decided = distinct(named.select(id=nw.col("item").str.slice(len(DECISION))))
    together = project.frame(Decision).filter(nw.col("rule").is_in(list(TOGETHER)))
    by_all = distinct(together.select("id", "space").join(decided, on="id", how="anti").select("space"))
    there = attended(project).join(by_all, on="space", how="semi").select("partner")
    return distinct(stack([named.select("partner"), there]))


def _heard(project: Project, views: Frame) -> Frame:
    """
    Return the views with `heard`: 1 where someone else who decides was there, or responded; and `latest`.

    There are few deciders and many views, so what is known of deciders is put beside each view, and no views are
    gathered up.
    """
    decide = keep(deciders(project))  # asked for three times
    there = keep(distinct(attended(project).join(decide, on="partner", how="semi")))  # asked for four times
    known, others = views, nw.col("responded").fill_null(0)
    for place in PLACES:
        deciding = f"{place}, deciding"
        by_place = there.group_by("space").agg(count().alias(deciding)).select(deciding, **{place: "space"})
        known = known.join(by_place, on=place, how="left")
        others = others + nw.col(deciding).fill_null(0)
    both = known.join(_told(project, views, decide, there), on="view", how="left")
    return both.with_columns(heard=one(others > 0)).select(*COLUMNS, "latest", "heard")


def _told(project: Project, views: Frame, decide: Frame, there: Frame) -> Frame:
    """
    Return by view the latest fate told, and how many who decide responded, less the author's own part in it.

    Columns: `view`, `latest`, `responded`.
    """
    responses = project.frame(Response).filter(nw.col("item").str.starts_with(VIEW))
    answers = responses.select("partner", view=nw.col("item").str.slice(len(VIEW)))
    told = keep(distinct(answers.join(decide, on="partner", how="semi")))  # asked for twice
    # few of those who said a view decide, so it is few views that have an author who was there, or responded
    own = views.select("view", "partner", *PLACES).join(decide, on="partner", how="semi")
    part = nobody = nw.lit(0, dtype=nw.Int64)
    for on, found in (*((place, there.select("partner", **{place: "space"})) for place in PLACES), ("view", told)):
        own = own.join(flag(found, f"{on}, own"), on=[on, "partner"], how="left")
        part = part - nw.col(f"{on}, own").fill_null(0)
    no_fate = nw.lit(None, dtype=nw.Int64)
    each = stack(
        [
            told.select("view", latest=no_fate, responded=nw.lit(1, dtype=nw.Int64)),
            own.select("view", latest=no_fate, responded=part).filter(nw.col("responded") < 0),
            _latest_fates(project).with_columns(responded=nobody),
        ]
    )
    return each.group_by("view").agg(nw.col("latest").max(), total(nw.col("responded")).alias("responded"))


def _fates_told(project: Project) -> Frame:
    """
    Return the fates that responses tell: `view`, `partner`, `told`.

    What is largest is the latest: the number of the day times how many fates there are, plus the place of the fate. Of
    several on one day, that is the last in FATES.
    """
    told = project.frame(Response).drop_nulls("fate").filter(nw.col("item").str.starts_with(VIEW))
    day = day_order(nw.col("at")).fill_null(BEFORE_ALL)
    view = nw.col("item").str.slice(len(VIEW))
    return told.select("partner", view=view, told=day * len(FATES) + _code(nw.col("fate")))


def _latest_fates(project: Project) -> Frame:
    """Return the latest fate that a response tells of each view: `view`, `latest`."""
    last = _fates_told(project).group_by("view").agg(nw.col("told").max())
    return last.select("view", latest=nw.col("told") % len(FATES))


def _code(fate: nw.Expr) -> nw.Expr:
    """Return the place of a fate in FATES; null where there is none."""
    found = nw.lit(None, dtype=nw.Int64)
    for code, word in enumerate(FATES):  # `replace_strict` takes five times as long on DuckDB
        found = nw.when(fate == word).then(code).otherwise(found)
    return found
