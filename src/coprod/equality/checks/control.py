"""Who decides on money, on people and on the agenda?"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from coprod.engines import collect, total
from coprod.equality.check import Context, EqualityCheck
from coprod.equality.checks.sharing import shared_by, table_of_shared, who_shares
from coprod.equality.deciding import who_decided
from coprod.equality.grouping import GROUPED, NOT_RECORDED
from coprod.equality.measures import rate
from coprod.equality.sentences import SENTENCES
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.finding import Finding, Measure
from coprod.records import Attendance, Decision, Partner, Role

__all__ = ["SHARED_CONTROL"]

TOPICS = ("money", "people", "agenda")
NO_TOPIC = "no topic"


def count_control(study: Study) -> Iterator[GroupTable]:
    """Count decisions on each topic, of which it is on record who made them, and those in which control was shared."""
    decisions = study.project.frame(Decision).select("topic", decision="id")
    known = decisions.filter(nw.col("topic").is_null() | nw.col("topic").is_in(list(TOPICS)))
    decided = who_decided(study).join(known, on="decision", how="inner")
    sizes = study.groups.group_by("group").agg(total(nw.col("people")).alias("n")).select("group", "n")
    found, having, groups = collect([*shared_by(study, decided, "topic"), sizes])
    yield GroupTable.of("people", ("group",), (((group,), n, n) for group, n in groups if n))
    yield table_of_shared("control", "topic", found, having, without=NO_TOPIC)


def judge_control(tables: Tables, context: Context) -> Finding:
    """Judge whether people here from own experience, or people of several groups, decide on each of the topics."""
    table = tables.group("control")
    shared = {topic: (table.number(topic, "shared"), table.number(topic, "decisions")) for topic in TOPICS}
    yes, everything = (sum(pair[at] for pair in shared.values()) for at in (0, 1))
    overall = rate(yes, everything, name="shared_control", unit="share of decisions on money, people and agenda")
    without = table.number(NO_TOPIC, "decisions")
    finding = Finding(
        "unknown",
        measures=(
            overall,
            *(
                rate(*pair, name="shared_control", of=topic, unit="share of decisions")
                for topic, pair in shared.items()
            ),
            *(
                Measure("shared_decisions", some, of=topic, unit="decisions", n=n)
                for topic, (some, n) in shared.items()
            ),
            Measure("no_topic", without, unit="decisions without a topic on record", n=everything + without),
        ),
        words={"money": "money", "staff": "people", "agenda": "agenda", **who_shares(context)},
    )
    if not everything:
        return finding.saying("unknown", "no topic" if without else "unknown")
    if len([group for group in tables.group("people").labels("group") if group != NOT_RECORDED]) < 2:
        return finding.saying("unknown", "one group")
    return _said(finding, overall, context)


def _said(finding: Finding, overall: Measure, context: Context) -> Finding:
    """Return the finding: what is enough is for the partners to say; without their word only all of it is even."""
    by_topic = " + ".join(topic for topic in TOPICS if finding.measure("shared_decisions", topic).n)
    if context.band is not None:
        return finding.saying(context.status(overall), by_topic)
    if not overall.value:
        return finding.saying("watch", "none")
    return finding.saying("even") if overall.value == 1 else finding.saying("watch", by_topic)


SHARED_CONTROL = EqualityCheck(
    name="shared-control",
    title="Who decides on money, people and the agenda?",
    question="Who decides on money, people and the agenda? Does someone here from own experience, or do people of two"
    " groups?",
    source="after the questions on shared control of Oetzel et al. 2018, Engage for Equity",
    reads={
        Partner: GROUPED,
        Decision: ("id", "space", "rule", "topic"),
        Role: ("partner", "item", "role"),
        Attendance: ("partner", "space", "came", "people"),
    },
    sentences=SENTENCES["shared-control"],
    ask="Which of these would those here from their own experience like to decide on?",
    count=count_control,
    judge=judge_control,
    theme="working together as equals",
    formula="`shared_control`: of the decisions on a topic where it is on record who made them, the share that someone"
    " here from own experience had a part in; under other groupings, that people of more than one group had.",
    undefined="Where it is not on record who made a decision on any of the three topics, and where there is one group.",
)
