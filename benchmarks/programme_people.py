"""The people of an invented national programme: who they are, what ties them, and what they bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce

import polars as pl
from drawing import ROW, draw, gaps, ids, numbered, pick, whole

from coprod.records import Characteristic, Exchange, Membership, Need, Partner, Population, Relationship, Strength

START, DAYS = date(2024, 9, 1), 730  # two years
AREAS = 32  # council areas; the number of a partner modulo these is theirs
BLOCK = 20  # of each so many rows of partners, one partner from each area, one row is of organisations, one of groups
SKEW = 3  # ties fall on partners unevenly: the number of an end is a uniform draw to this power
SECTORS = {
    "citizen": "own experience",
    "carer": "own experience",
    "third sector": "volunteer",
    "public library": "job",
    "NHS library": "job",
    "school library": "job",
    "health": "job",
    "social care": "job",
    "council": "elected",
}
SOME_SECTORS = ("citizen",) * 8 + ("carer", "carer", "third sector", "third sector", *list(SECTORS)[3:])
ORGANISED = ("third sector", "public library", "NHS library", "school library", "health", "social care", "council")
NAMES = ("Ana", "Zoë", "Màiri", "Iqbal", "Jean", "Łucja", "Callum", "Ewa")
TIES = ("knows", "knows", "works with", "works with", "trusts", "supports", "signposts to")
BRINGS = ("skill", "knowledge", "lived experience", "connection", "resource", "time")
RATINGS = ("reliability", "shared_mission", "openness", "influence", "involvement", "resources")


def day(what: str, row: pl.Expr = ROW) -> pl.Expr:
    """Return a day of the two years."""
    return (pl.lit(START) + pl.duration(days=whole(what, DAYS, row))).cast(pl.Date)


def after(first: pl.Expr, what: str, most: int) -> pl.Expr:
    """Return a day up to *most* days after the *first*."""
    return (first + pl.duration(days=whole(what, most) + 1)).cast(pl.Date)


def area(number: pl.Expr) -> pl.Expr:
    """Return the code of a council area."""
    return ids(number % AREAS + 5, "S120000", 2)


def of_row(what: str, row_of_block: int, partners: int) -> pl.Expr:
    """Return the number of some partner in one row of some block: 0 has organisations, 1 groups, 2 teams."""
    blocks = (partners - AREAS * (row_of_block + 1)) // (AREAS * BLOCK) + 1
    return (
        whole(f"{what}: block", max(blocks, 1)) * AREAS * BLOCK + AREAS * row_of_block + whole(f"{what}: area", AREAS)
    )


def once(frame: pl.LazyFrame, *key: str) -> pl.LazyFrame:
    """Return the rows without those whose key came before."""
    return frame.unique(subset=key, keep="first", maintain_order=True)


def partners(size: int) -> pl.LazyFrame:
    """Return partners of every kind, spread over all areas."""
    row_of_block = ROW // AREAS % BLOCK
    person = row_of_block > 2
    kind = (
        pl.when(person)
        .then(pl.lit("person"))
        .when(row_of_block == 0)
        .then(pl.lit("organisation"))
        .when(row_of_block == 1)
        .then(pl.lit("group"))
        .otherwise(pl.lit("team"))
    )
    joined = day("joined")
    return numbered(size).select(
        id=ids(ROW),
        kind=kind,
        sector=gaps("sector", pl.when(person).then(pick("sector", SOME_SECTORS)).otherwise(pick("sector", ORGANISED))),
        here_as=pl.when(person & (draw("here: own") < 0.2)).then(
            pick("here", ("own experience", "job", "volunteer", "elected"))
        ),
        people=pl.when(row_of_block == 1).then(whole("people", 30) + 3),
        area=gaps("area", area(ROW)),
        organisation=pl.when(person & (draw("staff") < 0.2)).then(ids(of_row("staff of", 0, size))),
        name=gaps("name", pick("name", NAMES) + pl.lit(" ") + ROW.cast(pl.String)),
        joined=gaps("joined", joined),
        left=gaps("left", after(joined, "left", 400), 0.97),
    )


def relationships(ties: int, size: int) -> pl.LazyFrame:
    """
    Return ties between partners: few have very many, half stay in one area, and many go back as well.

    Every second one may be the tie before it the other way round, of the same kind.
    """
    back = (ROW % 2 == 1) & (draw("back") < 0.6)
    like = ROW - back.cast(pl.Int64)
    one, other = (whole(end, size, like, skew=SKEW) for end in ("source", "target"))
    near = other // AREAS * AREAS + one % AREAS
    near = pl.when(near < size).then(near).otherwise(near - AREAS)
    two = pl.when(draw("near", like) < 0.5).then(near).otherwise(other)
    since = whole("since", DAYS)
    drawn = numbered(ties + ties // 20 + 200).select(
        "row",
        source=pl.when(back).then(two).otherwise(one).cast(pl.Int32),
        target=pl.when(back).then(one).otherwise(two).cast(pl.Int32),
        kind=whole("tie", len(TIES), like).cast(pl.Int32),
        since=gaps("since", since).fill_null(-1).cast(pl.Int32),
    )
    different = drawn.with_columns(kind=words_of(pl.col("kind"), TIES))
    kept = once(different, "source", "target", "kind", "since").head(ties)
    rated = draw("rated") < 0.3
    first = pl.when(pl.col("since") >= 0).then((pl.lit(START) + pl.duration(days=pl.col("since"))).cast(pl.Date))
    return kept.select(
        source=ids(pl.col("source")),
        target=ids(pl.col("target")),
        kind="kind",
        reported_by=pl.when(draw("told") < 0.5).then(ids(pl.col("source"))),
        since=first,
        until=gaps("until", after(first, "until", 500), 0.9),
        weight=gaps("weight", whole("weight", 40) / 8, 0.8),
        **{name: pl.when(rated).then(gaps(name, whole(name, 4) + 1)) for name in RATINGS},
    )


def words_of(number: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Return words by their number."""
    return reduce(
        lambda found, word: pl.when(number == words.index(word)).then(pl.lit(word)).otherwise(found),
        reversed(dict.fromkeys(words)),
        pl.lit(words[0]),
    )


def exchanges(rows: int, size: int) -> pl.LazyFrame:
    """Return what passed between partners; every second one may be an answer to the one before it."""
    back = (ROW % 2 == 1) & (draw("returned") < 0.5)
    like = ROW - back.cast(pl.Int64)
    one, two = (ids(whole(end, size, like, skew=2)) for end in ("giver", "receiver"))
    drawn = numbered(rows).select(
        giver=pl.when(back).then(two).otherwise(one),
        receiver=pl.when(back).then(one).otherwise(two),
        kind=gaps(
            "exchange", pick("exchange", ("conversation", "visit", "introduction", "help", "teaching", "lending"))
        ),
        strength=gaps("used", pl.lit("what I bring ") + whole("used", 200).cast(pl.String), 0.5),
        at=gaps("exchanged", day("exchanged")),
        hours=gaps("hours", (whole("hours", 32) + 1) / 4, 0.3),
    )
    return once(drawn, "giver", "receiver", "kind", "at")


def strengths(rows: int, size: int) -> pl.LazyFrame:
    """Return what partners bring, in words that some share."""
    since = day("brings from")
    drawn = numbered(rows).select(
        partner=ids(whole("brings", size)),
        strength=pl.lit("what I bring ") + whole("brought", 200).cast(pl.String),
        kind=gaps("brings", pick("brings what", BRINGS)),
        since=gaps("brings from", since),
        until=gaps("brings until", after(since, "brings until", 400), 0.9),
    )
    return once(drawn, "partner", "strength", "since")


def memberships(rows: int, size: int) -> pl.LazyFrame:
    """Return who is in which group or team."""
    since = day("member from")
    group = pl.when(draw("in a team") < 0.5).then(of_row("team", 2, size)).otherwise(of_row("group", 1, size))
    drawn = numbered(rows).select(
        partner=ids(whole("member", size)),
        group=ids(group),
        role=gaps("member as", pick("member as", ("on call", "convenes", "treasurer")), 0.8),
        since=gaps("member from", since),
        until=gaps("member until", after(since, "member until", 400), 0.9),
    )
    return once(drawn, "partner", "group", "since")


def needs(rows: int, size: int) -> pl.LazyFrame:
    """Return what partners need so that they can take part."""
    words = ("large print", "respite cover", "daytime only", "a lift", "Gaelic", "a quiet room", "captions")
    return once(numbered(rows).select(partner=ids(whole("needs", size)), need=pick("need", words)), "partner", "need")


def characteristics(rows: int, size: int) -> pl.LazyFrame:
    """Return what partners say about who they are."""
    drawn = numbered(rows).select(
        partner=ids(whole("says", size)),
        characteristic=pl.lit("age band"),
        value=pick("age", ("16-24", "25-44", "45-64", "65-74", "75 and over")),
    )
    return once(drawn, "partner")


def populations() -> pl.LazyFrame:
    """Return how many people of each sector live in each area."""
    number = ROW // AREAS
    return numbered(AREAS * len(SECTORS)).select(
        characteristic=pl.lit("sector"),
        value=words_of(number, tuple(SECTORS)),
        area=area(ROW),
        on=pl.lit(START),
        count=whole("population", 20_000) + 100,
        source=pl.lit("invented for this programme"),
    )


def people(ties: int) -> dict[type, pl.LazyFrame]:
    """Return the tables of a programme with so many ties that speak of people alone, but what they answered."""
    size = ties // 10
    return {
        Partner: partners(size),
        Relationship: relationships(ties, size),
        Exchange: exchanges(ties // 5, size),
        Strength: strengths(size, size),
        Membership: memberships(size // 2, size),
        Need: needs(size // 5, size),
        Characteristic: characteristics(size // 2, size),
        Population: populations(),
    }
