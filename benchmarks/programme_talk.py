"""The talk of an invented national programme: where people came together, what they said, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime, time

import polars as pl
from drawing import ROW, draw, gaps, ids, numbered, pick, whole
from programme_people import DAYS, START, day, once

from coprod.records import (
    Attendance,
    Decision,
    Experience,
    Goal,
    Indicator,
    Influence,
    Measurement,
    Mention,
    Response,
    Role,
    Space,
    View,
)

INDICATORS = 20
FATES = ("open", "open", "open", "parked", "taken up", "taken up", "adapted", "not taken up", "withdrawn", None)
ENDED = ("parked", "taken up", "adapted", "not taken up")
TOPICS = (
    "transport",
    "opening hours",
    "money",
    "reviews",
    "pace",
    "words",
    "caring",
    "housing",
    "food",
    "young people",
)
KINDS = ("idea", "idea", "concern", "question", "experience", "proposal")
HERE = ("own experience", "job", "volunteer", "elected")
ROLES = (
    "initiated",
    "shaped",
    "shaped",
    "decided",
    "decided",
    "vetoed",
    "delivers",
    "reviews",
    "consulted",
    "informed",
)


def instant(what: str, row: pl.Expr = ROW) -> pl.Expr:
    """Return a moment of the two years, to the second."""
    return pl.lit(datetime.combine(START, time(9), UTC)) + pl.duration(
        seconds=whole(what, DAYS * 86_400, row), time_unit="us"
    )


def soon(first: pl.Expr, what: str, hours: int) -> pl.Expr:
    """Return a moment up to so many hours later."""
    return first + pl.duration(seconds=whole(what, hours * 3600) + 60, time_unit="us")


def space(what: str, spaces: int) -> pl.Expr:
    """Return the id of some space; the first ones see more people."""
    return ids(whole(what, spaces, skew=1.5), "s")


def spaces(rows: int) -> pl.LazyFrame:
    """Return meetings, workshops, visits and drop-ins."""
    starts = instant("space starts")
    return numbered(rows).select(
        id=ids(ROW, "s"),
        name=pl.lit("Gathering ") + ROW.cast(pl.String),
        kind=gaps("space", pick("space", ("gathering", "workshop", "visit", "drop-in"))),
        starts=gaps("space starts", starts),
        ends=gaps("space ends", soon(starts, "space ends", 4)),
        place=gaps("place", pl.lit("Library ") + whole("place", 500).cast(pl.String)),
        people=gaps("heads", whole("heads", 120) + 3, 0.7),
        purpose=gaps("purpose", pick("purpose", ("listen", "make a vision together", "plan", "look back"))),
        level=gaps("level", pick("level", ("inform", "consult", "involve", "collaborate", "empower"))),
        agreement=gaps("agreement", pick("agreement", ("none", "given", "written together"))),
    )


def attendances(rows: int, partners: int, places: int) -> pl.LazyFrame:
    """Return who came where: some come again and again."""
    drawn = numbered(rows).select("row", partner=whole("came", partners, skew=1.5), space=whole("to", places, skew=1.5))
    payment = pick("payment", ("in their job", "in their job", "fee", "voucher", "declined", "none"))
    return once(drawn, "partner", "space").select(
        partner=ids(pl.col("partner")),
        space=ids(pl.col("space"), "s"),
        came=gaps("came how", pick("came how", ("yes",) * 7 + ("part", "could not", "not asked"))),
        payment=gaps("payment", payment, 0.2),
        expenses=gaps("expenses", pick("expenses", ("paid", "declined", "none due", "owed")), 0.4),
        minutes=gaps("minutes", whole("minutes", 200) + 10, 0.3),
        turns=gaps("turns", whole("turns", 15), 0.9),
        seconds=gaps("seconds", whole("seconds", 900), 0.9),
        access=gaps("access", pick("access", ("met", "met", "partly", "not met", "none")), 0.6),
    )


def views(rows: int, partners: int, places: int) -> pl.LazyFrame:
    """Return what was said: one in ten has no name, and what has a fate may have been answered in words."""
    at, fate = instant("said"), pick("fate", FATES)
    ended = fate.is_in(ENDED).fill_null(value=False)
    unsigned = draw("unsigned") < 0.1
    number = ROW.cast(pl.String)
    return numbered(rows).select(
        id=ids(ROW, "v", 8),
        partner=pl.when(~unsigned).then(ids(whole("said by", partners, skew=2))),
        through=gaps("through", pick("through", ("their carer", "a worker")), 0.98),
        space=pl.when(unsigned | (draw("in a space") < 0.8)).then(space("said in", places)),
        at=gaps("said", at),
        kind=gaps("said what", pick("said what", KINDS)),
        topic=gaps("topic", pick("topic", TOPICS)),
        in_plan=gaps("in plan", pick("in plan", ("yes", "yes", "no", "unsure"))),
        discussed=gaps("discussed", space("discussed", places), 0.7),
        fate=fate,
        replied_at=pl.when(ended).then(gaps("replied", soon(at, "replied", 60 * 24))),
        text=gaps("text", pl.lit("What I would like to say about this is no. ") + number),
        reply=pl.when(ended & (draw("reply") < 0.8)).then(pl.lit("Thank you; we talked about it, no. ") + number),
    )


def item(what: str, several: tuple[tuple[str, str, int, int], ...]) -> pl.Expr:
    """Return a typed reference to one of several kinds, each with its letter, digits and number of rows."""
    share = draw(f"{what}: kind")
    found: pl.Expr = pl.lit(None, dtype=pl.String)
    for at, (kind, letter, digits, rows) in enumerate(several):
        one = pl.lit(f"{kind}:") + ids(whole(what, rows), letter, digits)
        found = pl.when(share >= at / len(several)).then(one).otherwise(found)
    return found


def responses(rows: int, partners: int, of: dict[str, tuple[str, str, int, int]]) -> pl.LazyFrame:
    """Return stances on views, goals and decisions, some of which say what became of a view."""
    some = item("responded", (of["view"],) * 4 + (of["goal"], of["decision"]))
    on_view = pl.col("item").str.starts_with("view")
    drawn = numbered(rows).select(
        "row",
        partner=ids(whole("responds", partners, skew=2)),
        item=some,
        stance=gaps("stance", whole("stance", 3) - 1),
        people=gaps("for people", whole("for people", 20) + 2, 0.98),
        at=gaps("responded", day("responded")),
        text=gaps("said to it", pl.lit("I think so, no. ") + ROW.cast(pl.String), 0.7),
    )
    fate = pl.when(on_view & (draw("new fate") < 0.1)).then(pick("new fate", ENDED))
    return once(drawn, "partner", "item", "at").with_columns(fate=fate)


def decisions(rows: int, places: int) -> pl.LazyFrame:
    """Return what was decided."""
    return numbered(rows).select(
        id=ids(ROW, "d"),
        title=pl.lit("Decision ") + ROW.cast(pl.String),
        space=gaps("decided in", space("decided in", places), 0.2),
        at=gaps("decided", day("decided")),
        rule=gaps("rule", pick("rule", ("consensus", "consent", "majority", "lead decides"))),
        stage=gaps("stage", pick("stage", ("commission", "design", "deliver", "assess"))),
        topic=gaps("decided what", pick("decided what", ("plan", "money", "people", "agenda", "evidence"))),
    )


def roles(rows: int, partners: int, of: dict[str, tuple[str, str, int, int]]) -> pl.LazyFrame:
    """Return who did what in decisions and for goals, and who held a space."""
    of_space = draw("held") < 0.2
    some = pl.when(of_space).then(item("held", (of["space"],))).otherwise(item("did", (of["decision"], of["goal"])))
    held = pick("held as", ("hosted", "facilitated", "set the agenda"))
    drawn = numbered(rows).select(
        partner=ids(whole("does", partners, skew=2)),
        item=some,
        role=pl.when(of_space).then(held).otherwise(pick("did as", ROLES)),
    )
    return once(drawn, "partner", "item", "role")


def goals(rows: int) -> pl.LazyFrame:
    """Return what partners want to reach; a tenth of it replaces something before it."""
    agreed = day("agreed")
    return numbered(rows).select(
        id=ids(ROW, "g"),
        kind=pick("goal", ("vision", "aim", "activity", "activity", "milestone", "outcome")),
        text=pl.lit("Goal ") + ROW.cast(pl.String),
        agreed=gaps("agreed", agreed),
        due=gaps("due", (agreed + pl.duration(days=whole("due", 300))).cast(pl.Date)),
        done=gaps("done", (agreed + pl.duration(days=whole("done", 400))).cast(pl.Date), 0.6),
        dropped=gaps("dropped", (agreed + pl.duration(days=whole("dropped", 400))).cast(pl.Date), 0.95),
        replaces=pl.when((ROW > 0) & (draw("replaces") < 0.1)).then(ids(ROW - 1, "g")),
    )


def experiences(rows: int, partners: int, places: int) -> pl.LazyFrame:
    """Return how spaces felt; three in ten slips have no name, and say how their writer was here."""
    unsigned = draw("slip") < 0.3
    drawn = numbered(rows).select(
        "row",
        partner=pl.when(~unsigned).then(ids(whole("felt", partners, skew=1.5))),
        here_as=pl.when(unsigned).then(gaps("slip of", pick("slip of", HERE))),
        space=space("felt in", places),
        at=gaps("felt on", day("felt on"), 0.8),
        **{name: gaps(name, whole(name, 5) + 1) for name in ("valued", "listened", "contributed", "safe")},
    )
    key = ("partner", "space", "at")
    signed = once(drawn.filter(pl.col("partner").is_not_null()), *key)
    return pl.concat([signed, drawn.filter(pl.col("partner").is_null())])


def indicators(aims: int) -> pl.LazyFrame:
    """Return what is measured to see change."""
    return numbered(INDICATORS).select(
        id=ids(ROW, "i"),
        name=pl.lit("Indicator ") + ROW.cast(pl.String),
        goal=gaps("tells of", ids(whole("tells of", aims), "g")),
        instrument=gaps("instrument", pl.lit("a question of our own")),
        better=gaps("better", pick("better", ("up", "down"))),
        minimum=pl.lit(1.0),
        maximum=pl.lit(6.0),
    )


def measurements(rows: int, partners: int) -> pl.LazyFrame:
    """Return values of the indicators, early and late, of the same partners."""
    pair = ROW // 2
    drawn = numbered(rows).select(
        indicator=ids(whole("measured", INDICATORS, pair), "i"),
        partner=ids(whole("measured of", partners, pair)),
        at=day("measured"),
        value=1 + whole("value", 21) / 4,
    )
    return once(drawn, "indicator", "partner", "at")


def mentions(rows: int, partners: int, of: dict[str, tuple[str, str, int, int]]) -> pl.LazyFrame:
    """Return who else an item speaks of, some of them in words."""
    some = item("speaks of", (of["view"],) * 3 + (of["space"], of["decision"], of["goal"]))
    who = ids(whole("is spoken of", partners))
    words = pl.lit("somebody's neighbour, no. ") + ROW.cast(pl.String)
    drawn = numbered(rows).select(
        item=some,
        partner=pl.when(draw("in words") < 0.05).then(words).otherwise(who),
        part=gaps("part", pick("part", ("said it too", "said it too", "is named", "someone else"))),
    )
    return once(drawn, "item", "partner")


def influences(rows: int, of: dict[str, tuple[str, str, int, int]]) -> pl.LazyFrame:
    """Return what led to what."""
    drawn = numbered(rows).select(
        source=item("leads", (of["view"],) * 4 + (of["space"], of["decision"])),
        target=item("led to", (of["decision"], of["goal"])),
        how=gaps("how", pick("how", ("words in the plan", "a change of place", "more money"))),
    )
    return once(drawn, "source", "target").filter(pl.col("source") != pl.col("target"))


def talk(ties: int) -> dict[type, pl.LazyFrame]:
    """Return the tables of a programme with so many ties that are not about people alone."""
    partners, places, said, aims, decided = ties // 10, ties // 200, ties // 2, ties // 2000 + 1, ties // 1000
    of = {
        "view": ("view", "v", 8, said),
        "space": ("space", "s", 7, places),
        "goal": ("goal", "g", 7, aims),
        "decision": ("decision", "d", 7, decided),
    }
    return {
        Space: spaces(places),
        Attendance: attendances(ties // 2, partners, places),
        View: views(said, partners, places),
        Response: responses(ties // 2, partners, of),
        Mention: mentions(ties // 50, partners, of),
        Decision: decisions(decided, places),
        Role: roles(ties // 50, partners, of),
        Goal: goals(aims),
        Influence: influences(ties // 100, of),
        Experience: experiences(ties // 5, partners, places),
        Indicator: indicators(aims),
        Measurement: measurements(ties // 20, partners),
    }
