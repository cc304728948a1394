"""Who decided what: those with the role, else all who came where all who came decided."""

from __future__ import annotations

import narwhals as nw

from coprod.engines import Frame, distinct, stack
from coprod.equality.fates import DECISION, TOGETHER
from coprod.equality.shares import seats
from coprod.equality.study import Study
from coprod.records import Decision, Role

__all__ = ["in_decisions", "who_decided"]


def in_decisions(study: Study) -> Frame:
    """Return who had which role in which decision: `decision`, `partner`, `role`."""
    rows = study.project.frame(Role).filter(nw.col("item").str.starts_with(DECISION))
    return rows.select("partner", "role", decision=nw.col("item").str.slice(len(DECISION)))


def who_decided(study: Study) -> Frame:
    """
    Return who decided: `decision`, `partner`, `group`, `people`, `deciding`.

    `deciding` is for how many people: of a group that came to decide together, those who came; none for an
    organisation, which is here all the same, so that what it decided alone is known to be decided. It is computed
    once for each study.
    """
    return study.once(_who_decided)


def _who_decided(study: Study) -> Frame:
    named = in_decisions(study).filter(nw.col("role") == "decided").select("decision", "partner")
    of_groups = named.join(study.groups, on="partner", how="inner").with_columns(deciding=nw.col("people"))
    together = study.project.frame(Decision).filter(nw.col("rule").is_in(list(TOGETHER)))
    rest = together.select("space", decision="id").join(distinct(named.select("decision")), on="decision", how="anti")
    by_all = seats(study, spaces=rest).join(rest, on="space", how="inner").with_columns(deciding=nw.col("seats"))
    names = ("decision", "partner", "group", "people", "deciding")
    return stack([of_groups.select(*names), by_all.select(*names)])
