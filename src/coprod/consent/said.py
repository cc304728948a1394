"""
What answers say, as numbers: all that is the same whatever is asked for, numbered once and kept with the table.

Of millions of answers few say something different, but for who gave them, on which day and until when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import narwhals as nw

from coprod.consent.coding import NUMBER, STRANGER, code_name, known, numbers, people
from coprod.engines import Frame, beside, day_number, distinct, keep, lift, looked_up, rows, side_by_side
from coprod.project import Project
from coprod.records import Consent, Partner
from coprod.records.consent import GRANTING

__all__ = ["DAY", "SAID", "SORT", "WHO", "Sayings", "Sorts", "sayings", "sorts"]

c = nw.col
WHO, SAID, DAY, SORT = code_name("who"), code_name("said"), "__day", "__sort"
TEXT, NO = "__text", "__no"
UNIT = "\x1f"  # parts the facts of an answer; no text that coprod reads can hold it
NEEDS = {  # the facts of an answer, and the column that each is made of; where no answer fills it, the fact is empty
    **{name: name for name in ("statements", "categories", "purposes", "audiences", "level", "explicit", "conditions")},
    "proxy": "given_by",
    **{name: name for name in ("authority", "capacity", "method")},
}


@attrs.frozen
class Sayings:
    """
    The answers of a project.

    Attributes:
        frame: The answers, with the number of who gave each, of their sort, of what it says, and of its day.
        facts: What an answer of each number says, as texts by the name of the fact; of number 0, nothing.
        grants: The last number that is a yes; the first is 1.
    """

    frame: Frame
    facts: Sequence[Mapping[str, str]]
    grants: int


@attrs.frozen
class Sorts:
    """
    What sort of subject each number of a partner or space is.

    Attributes:
        frame: `number`, and the number of the sort.
        names: The kind of a partner, or `space`, by that number.
    """

    frame: Frame
    names: Sequence[str]


def sayings(project: Project) -> Sayings:
    """Return the answers of a project; numbered once, and kept with their table."""
    return project.table(Consent).made("sayings", people(project), lambda: _sayings(project))


def sorts(project: Project) -> Sorts:
    """Return the sort of each subject; made once, and kept with the partners."""
    return project.table(Partner).made("sorts", people(project), lambda: _sorts(project))


def _sayings(project: Project) -> Sayings:
    frame = project.frame(Consent)
    facts = _facts(_used(frame))
    text = nw.concat_str(list(facts.values()), separator=UNIT, ignore_nulls=True)  # no fact is null
    no = nw.when(c("status").is_in(list(GRANTING))).then(nw.lit(0)).otherwise(nw.lit(1)).cast(nw.Int64)
    several = keep(distinct(frame.select(text.alias(TEXT), no.alias(NO))), many=True)
    listed = sorted((no, text) for text, no in rows(several))
    numbered = lift(frame, {"text": str, NUMBER: int}, [(text, at) for at, (_, text) in enumerate(listed, 1)])
    cells = frame.select(
        "who", "on", "until", "authority_until", "items", text.alias(TEXT), day_number(c("on")).alias(DAY)
    )
    found = beside(cells, {**known(project, {"who": ""}), SAID: (TEXT, keep(numbered))}, STRANGER)
    said = [dict(zip(facts, text.split(UNIT), strict=True)) for _, text in listed]
    found = looked_up(found.drop(TEXT, "who"), WHO, sorts(project).frame)
    return Sayings(keep(side_by_side(found, WHO), many=True), [{}, *said], sum(not no for no, _ in listed))


def _used(frame: Frame) -> frozenset[str]:
    """Return the facts that some answer has; nothing is read or carried along for the others."""
    filled = [(~c(column).is_null()).max().alias(name) for name, column in NEEDS.items()]
    ((*found,),) = rows(frame.select(*filled), many=True)
    return frozenset(name for name, is_ in zip(NEEDS, found, strict=True) if is_)


def _facts(used: frozenset[str]) -> dict[str, nw.Expr]:
    """Return what an answer says, as texts by the name of the field of `State`."""
    bare = c("who").str.replace_all("partner:", "", literal=True)
    proxy = (~(c("given_by") == c("who")) & ~(c("given_by") == bare)).fill_null(value=False)
    special = {"proxy": _flag(proxy), "explicit": _flag(c("explicit").fill_null(value=False))}
    texts = {name: c(column).fill_null("") for name, column in NEEDS.items() if name not in special}
    found = {"status": c("status").fill_null(""), **texts, **special}
    return {name: fact for name, fact in found.items() if name == "status" or name in used}


def _flag(expression: nw.Expr) -> nw.Expr:
    return nw.when(expression).then(nw.lit("1")).otherwise(nw.lit(""))


def _sorts(project: Project) -> Sorts:
    subjects = numbers(project).select(NUMBER, c("subject").fill_null(""))
    names = sorted(name for (name,) in rows(distinct(subjects.select("subject")), many=True))
    listed = lift(subjects, {"subject": str, SORT: int}, [(name, at) for at, name in enumerate(names)])
    return Sorts(keep(subjects.join(listed, on="subject").select(NUMBER, SORT), many=True), names)
