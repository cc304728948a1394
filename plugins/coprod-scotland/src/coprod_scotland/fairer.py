"""A check: did we note what our strategic decisions mean for people with little money?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from coprod import Context, Decision, EqualityCheck, Finding, Group, Measure, Study
from coprod.measures import undefined

__all__ = ["FAIRER_SCOTLAND", "find", "is_noted", "is_strategic"]

IN_FORCE = date(2018, 4, 1)
STRATEGIC, NOTE = "strategic", "fairer_scotland"  # the extra columns
TOPICS = ("plan", "money")
STAGES = (None, "commission")
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "none")
ABOUT = re.compile(r"fairer scotland|socio-? ?economic|disadvantage|depriv|povert|low incomes?\b", re.IGNORECASE)
SHOWN = 3  # titles in the sentence; the others are in the evidence
UNIT = "share of strategic decisions"


def is_strategic(decision: Decision) -> bool:
    """
    Return whether a decision counts as strategic.

    As the extra column `strategic` says; where that is empty, a decision on the plan or on money counts, unless it was
    about how to design, deliver or assess it. One from before the duty was in force does not.
    """
    if decision.at is not None and decision.at < IN_FORCE:
        return False
    said = _extra(decision, STRATEGIC).casefold()
    if said in YES or said in NO:
        return said in YES
    return decision.topic in TOPICS and decision.stage in STAGES


def is_noted(decision: Decision) -> bool:
    """
    Return whether something is on record about socio-economic disadvantage: that is all it says.

    Anything in the extra column `fairer_scotland` but a bare "no", or a word about it in the note.
    """
    said = _extra(decision, NOTE)
    return bool(said and said.casefold() not in NO) or bool(ABOUT.search(decision.note or ""))


def _extra(decision: Decision, column: str) -> str:
    return dict(decision.extras).get(column, "").strip()


def find(study: Study, context: Context) -> Finding:  # noqa: ARG001  # a check is given both
    """Return how many strategic decisions have a note. A note is no proof of due regard, so nothing is called even."""
    strategic = [decision for decision in study.project.records(Decision) if is_strategic(decision)]
    if not strategic:
        return Finding("unknown", measures=undefined("noted", "no decision is strategic", unit=UNIT))
    missing = [decision for decision in strategic if not is_noted(decision)]
    total, noted = len(strategic), len(strategic) - len(missing)
    return Finding(
        "watch" if missing else "unknown",
        "watch" if missing else "noted",
        measures=Measure("noted", noted / total, unit=UNIT, n=total),
        groups=[_group("with a note", noted, total), _group("without a note", len(missing), total)],
        words={"missing": _titles(missing)},
        evidence=[decision.ref for decision in missing],
    )


def _group(name: str, count: int, total: int) -> Group:
    return Group(name, count=count, total=total, share=count / total)


def _titles(decisions: Sequence[Decision]) -> str:
    latest = sorted(decisions, key=lambda d: (d.at or date.max, d.id), reverse=True)
    more = f"; and {len(latest) - SHOWN} more" if len(latest) > SHOWN else ""
    return "; ".join(f"“{decision.title}”" for decision in latest[:SHOWN]) + more


FAIRER_SCOTLAND = EqualityCheck(
    name="fairer-scotland",
    title="Did we think of people with little money?",
    question="Is there a note about socio-economic disadvantage with each strategic decision?",
    source="Fairer Scotland Duty: Equality Act 2010, Part 1, in force in Scotland since 1 April 2018; it binds certain"
    " public bodies, and asks for a written assessment",
    reads=(Decision,),
    sentences={
        "watch": "{noted:percent} of {noted.n} strategic decisions have a note about socio-economic disadvantage. There"
        " is none with {missing}.",
        "noted": "Each of our strategic decisions ({noted.n:.0f}) has a note about socio-economic disadvantage. Whether"
        " the decision was the better for it, the note does not say.",
        "unknown": "No decision on record counts as strategic. A column `strategic` in the decisions, with yes or no,"
        " says which are.",
    },
    ask="Whom with little money did we ask before we decided, and what changed because of them?",
    find=find,
    theme="positive change, demonstrated",
    largest=100_000,
)
