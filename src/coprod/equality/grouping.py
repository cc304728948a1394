"""
Which group each partner is in.

Whatever the grouping, each partner has one label: their own; else that of their organisation; else
"not recorded", which is always shown. Several values make "more than one", so that groups never overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import narwhals as nw

from coprod.engines import Frame, lift, one, stack
from coprod.errors import NotFound, did_you_mean
from coprod.project import Project
from coprod.records import Characteristic, Membership, Partner

__all__ = [
    "CHARACTERISTIC",
    "GROUPED",
    "GROUPINGS",
    "MORE_THAN_ONE",
    "NOT_RECORDED",
    "NO_NAME",
    "comparable",
    "groups_of",
]

NOT_RECORDED = "not recorded"
MORE_THAN_ONE = "more than one"
EVERYONE = "everyone"
NO_NAME = "no name"  # who wrote a note without a name is in no group that we know
CHARACTERISTIC = "characteristic:"
GROUPED = ("id", "kind", "sector", "here_as", "people", "area", "organisation")  # of a partner: what groups go by
SMALLEST = 3  # people in a group that a sentence may speak of


def comparable(people: Mapping[str, int]) -> tuple[str, ...]:
    """
    Return the groups that may be judged, given how many people each has.

    Nobody belongs to "not recorded", and a sentence about a group of one or two would be about those people.

    >>> comparable({"job": 12, "not recorded": 4, "own experience": 20, "elected": 1})
    ('job', 'own experience')
    """
    return tuple(sorted(g for g, n in people.items() if n >= SMALLEST and g not in {NOT_RECORDED, NO_NAME}))


def groups_of(project: Project, by: str) -> Frame:
    """
    Return each partner with its group and how many people it stands for: `partner`, `group`, `people`.

    Raises:
        NotFound: there is no such grouping.
    """
    partners = project.frame(Partner).select("id", "kind", "people", "organisation")
    if by == EVERYONE:  # what most releases of small projects ask for
        return partners.select(partner="id", group=nw.lit(EVERYONE), people=_people())
    own = _one_each(_labels(project, by))
    with_own = partners.join(own, left_on="id", right_on="partner", how="left")
    theirs = own.select(organisation="partner", fallback="group")
    return with_own.join(theirs, on="organisation", how="left").select(
        partner="id",
        group=nw.coalesce(nw.col("group"), nw.col("fallback"), nw.lit(NOT_RECORDED)),
        people=_people(),
    )


def _people() -> nw.Expr:
    """Return how many people a partner stands for; an organisation of more than one for none."""
    kind, people = nw.col("kind"), nw.col("people").cast(nw.Int64).fill_null(0)
    alone = (kind == "person") | ((kind == "organisation") & (people == 1))
    return nw.when(kind == "group").then(people).otherwise(one(alone))


def _labels(project: Project, by: str) -> Frame:
    """Return `partner` and `group`, a row for each label that someone has."""
    if by.startswith(CHARACTERISTIC) and by != CHARACTERISTIC:
        rows = project.frame(Characteristic)
        wanted = rows.filter(nw.col("characteristic") == by.removeprefix(CHARACTERISTIC))
        return wanted.select("partner", group="value")
    if by not in GROUPINGS:
        names = ", ".join([*GROUPINGS, f"{CHARACTERISTIC}NAME"])
        raise NotFound(f"no grouping `{by}`: it is one of {names}. {did_you_mean(by, GROUPINGS)}".strip())
    return LABELS[by](project)


def _one_each(labels: Frame) -> Frame:
    known = labels.drop_nulls("group").group_by("partner")
    each = known.agg(nw.col("group").min().alias("one"), nw.col("group").max().alias("other"))
    alike = nw.col("one") == nw.col("other")
    return each.select("partner", group=nw.when(alike).then(nw.col("one")).otherwise(nw.lit(MORE_THAN_ONE)))


def _by_column(name: str) -> Callable[[Project], Frame]:
    return lambda project: project.frame(Partner).select(partner="id", group=name)


def _by_here_as(project: Project) -> Frame:
    """Return how each partner is here: as they say, else as people of their sector usually are."""
    partners = project.frame(Partner).select("id", "here_as", "sector")
    usual = lift(partners, {"sector": str, "usual": str}, sorted(project.settings.sectors.items()))
    known = partners.join(usual, on="sector", how="left")
    return known.select(partner="id", group=nw.coalesce(nw.col("here_as"), nw.col("usual")))


def _by_team(project: Project) -> Frame:
    """Return who is in which team; a team is in itself."""
    partners = project.frame(Partner).filter(nw.col("kind") == "team")
    teams = partners.select(team="id", label=nw.coalesce(nw.col("name"), nw.col("id")))
    members = project.frame(Membership).select("partner", team="group")
    inside = members.join(teams, on="team", how="inner").select("partner", group="label")
    return stack([inside, teams.select(partner="team", group="label")])


LABELS: Mapping[str, Callable[[Project], Frame]] = {
    "here_as": _by_here_as,
    "sector": _by_column("sector"),
    "kind": _by_column("kind"),
    "area": _by_column("area"),
    "team": _by_team,
}
GROUPINGS = (*LABELS, EVERYONE)
"""How partners can be grouped, beside `characteristic:NAME`."""
