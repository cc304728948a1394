"""Are people listened to? What became of the views that ask for an answer, by the group of who said them."""

# ruff: noqa: S608  # the names in the queries are our own

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import polars as pl
from by_hand import GROUPS, PARTNERS, Frames, Lists, groups_dicts, groups_frame, ours, with_frames, with_lists, with_sql
from contest import Answer, Contestant, Job, timed

from coprod.equality.checks.heard import BEING_HEARD

TABLES = {
    "partners": PARTNERS,
    "views": ("id", "partner", "space", "kind", "discussed", "fate", "reply"),
    "responses": ("partner", "item", "fate", "at"),
    "attendances": ("partner", "space", "came"),
    "decisions": ("id", "space", "rule"),
    "roles": ("partner", "item", "role"),
}
ASKING = ("idea", "proposal", "concern", "question")
TOGETHER = ("consensus", "consent", "majority")
HERE = ("yes", "part")
FATES = ("open", "parked", "taken up", "adapted", "not taken up", "withdrawn")
BLANKS = " \t\r\n\u00a0"
NO_NAME = "no name"
STAGES = ("asked", "answered", "heard", "settled", "taken", "declined", "waiting")

FATE = f"list_position({list(FATES)}, {{}}) - 1"
STAGES_SQL = f"""
WITH {GROUPS},
told AS (
    SELECT item[6:] AS view, partner, coalesce("at", DATE '0001-01-01') AS day, {FATE.format("fate")} AS fate
    FROM responses WHERE starts_with(item, 'view:') AND fate IS NOT NULL
),
latest AS (SELECT view, max_by(fate, (day, fate)) AS fate FROM told GROUP BY view),
there AS (SELECT DISTINCT partner, space FROM attendances WHERE came IS NULL OR came IN {HERE}),
decided AS (SELECT partner, item[10:] AS id FROM roles WHERE role = 'decided' AND starts_with(item, 'decision:')),
by_all AS (SELECT DISTINCT space FROM decisions WHERE rule IN {TOGETHER} AND id NOT IN (SELECT id FROM decided)),
deciders AS (SELECT partner FROM decided UNION SELECT partner FROM there SEMI JOIN by_all USING (space)),
deciding AS (SELECT partner, space FROM there SEMI JOIN deciders USING (partner)),
asking AS (
    SELECT v.id, v.partner, v.space, v.discussed, trim(reply, '{BLANKS}') AS reply,
        coalesce(latest.fate, {FATE.format("v.fate")}, 0) AS fate
    FROM views AS v LEFT JOIN latest ON latest.view = v.id WHERE v.kind IN {ASKING}
),
in_space AS (SELECT space, count(*) AS n FROM deciding GROUP BY space),
places AS (SELECT id, partner, space FROM asking UNION ALL SELECT id, partner, discussed FROM asking),
heard AS (
    SELECT id FROM places JOIN in_space USING (space) LEFT JOIN deciding AS self USING (partner, space)
    WHERE n > (self.space IS NOT NULL)::INT
    UNION
    SELECT asking.id FROM responses JOIN asking ON item = 'view:' || asking.id
    SEMI JOIN deciders ON deciders.partner = responses.partner
    WHERE responses.partner IS DISTINCT FROM asking.partner
),
staged AS (
    SELECT partner, coalesce(reply, '') <> '' AS answered, id IN (FROM heard) AS heard, fate > 0 AS settled,
        fate IN (2, 3) AS taken, fate = 4 AS declined
    FROM asking
)
SELECT coalesce(here, '{NO_NAME}'), count(*), count(*) FILTER (answered), count(*) FILTER (heard),
    count(*) FILTER (settled), count(*) FILTER (taken), count(*) FILTER (declined),
    count(*) FILTER (NOT answered AND NOT settled)
FROM staged LEFT JOIN (FROM grouped WHERE people > 0) AS known USING (partner)
WHERE staged.partner IS NULL OR here IS NOT NULL
GROUP BY here
"""
OWN_SQL = f"""
WITH theirs AS (
    SELECT v.id, {FATE.format("v.fate")} AS fate,
        max_by({FATE.format("r.fate")}, (coalesce("at", DATE '0001-01-01'), {FATE.format("r.fate")})) AS told
    FROM responses AS r JOIN views AS v ON item = 'view:' || v.id AND v.partner = r.partner
    WHERE r.fate IS NOT NULL AND v.fate IS NOT NULL GROUP BY v.id, v.fate
)
SELECT count(*) FILTER (told <> fate), count(*) FROM theirs
"""


def by_sql(connection: Any) -> Answer:
    """Answer in DuckDB SQL."""
    rows = connection.execute(STAGES_SQL).fetchall()
    ((differ, own),) = connection.execute(OWN_SQL).fetchall()
    return answer_of(rows, differ, own)


def by_polars(frames: Frames) -> Answer:
    """Answer in Polars."""
    code = {word: at for at, word in enumerate(FATES)}
    coded = pl.col("fate").replace_strict(code, default=None, return_dtype=pl.Int8)
    on_views = frames["responses"].filter(pl.col("item").str.starts_with("view:"))
    on_views = on_views.with_columns(view=pl.col("item").str.slice(5))
    told = on_views.filter(pl.col("fate").is_not_null()).select("view", "partner", "at", fate=coded)
    told = told.sort("at", "fate", nulls_last=False)
    latest = told.group_by("view").agg(pl.col("fate").last().alias("latest"))
    asking = frames["views"].filter(pl.col("kind").is_in(ASKING)).rename({"id": "view"})
    heard = _heard(frames, asking, on_views).with_columns(heard=pl.lit(value=True))
    fate = pl.coalesce("latest", coded, pl.lit(0))
    answered = (pl.col("reply").str.strip_chars(BLANKS) != "").fill_null(value=False)
    staged = asking.join(latest, on="view", how="left").join(heard, on="view", how="left").select(
        "partner", answered=answered, heard=pl.col("heard").fill_null(value=False), settled=fate > 0,
        taken=fate.is_in([2, 3]), declined=fate == 4, waiting=~answered & (fate == 0),
    )  # fmt: skip
    people = groups_frame(frames["partners"]).filter(pl.col("people") > 0)
    known = staged.join(people, on="partner", how="left")
    known = known.filter(pl.col("partner").is_null() | pl.col("here").is_not_null())
    by_group = known.group_by(pl.col("here").fill_null(NO_NAME)).agg(pl.len().alias("asked"), pl.col(STAGES[1:]).sum())
    signed = frames["views"].select("partner", "id", recorded=coded).drop_nulls()
    own = told.group_by("view", "partner").agg(pl.col("fate").last())
    both = signed.join(own, left_on=["id", "partner"], right_on=["view", "partner"])
    differ = both.select((pl.col("fate") != pl.col("recorded")).sum().alias("differ"), pl.len().alias("own"))
    rows, theirs = pl.collect_all([by_group.select("here", *STAGES), differ])
    return answer_of(rows.rows(), *theirs.row(0))


def _heard(frames: Frames, asking: pl.LazyFrame, on_views: pl.LazyFrame) -> pl.LazyFrame:
    """Return the views that someone else who decides was there for, or responded to."""
    here = pl.col("came").is_null() | pl.col("came").is_in(HERE)
    there = frames["attendances"].filter(here).select("partner", "space").unique()
    named = frames["roles"].filter((pl.col("role") == "decided") & pl.col("item").str.starts_with("decision:"))
    decided = named.select(id=pl.col("item").str.slice(9))
    together = frames["decisions"].filter(pl.col("rule").is_in(TOGETHER)).join(decided, on="id", how="anti")
    deciders = pl.concat(
        [named.select("partner"), there.join(together, on="space", how="semi").select("partner")]
    ).unique()
    deciding = there.join(deciders, on="partner", how="semi")
    places = pl.concat([asking.select("view", "partner", "space"), asking.select("view", "partner", space="discussed")])
    counted = places.join(deciding.group_by("space").len("n"), on="space")
    alone = counted.join(deciding.with_columns(pl.lit(1).alias("there")), on=["partner", "space"], how="left")
    in_room = alone.filter(pl.col("n") > pl.col("there").fill_null(0)).select("view")
    answers = on_views.select("view", by="partner").join(deciders, left_on="by", right_on="partner", how="semi")
    others = answers.join(asking.select("view", "partner"), on="view").filter(
        pl.col("partner").ne_missing(pl.col("by"))
    )
    return pl.concat([in_room, others.select("view")]).unique()


def by_python(lists: Lists) -> Answer:
    """Answer in plain Python: dictionaries and loops."""
    group, people = groups_dicts(lists["partners"])
    code = {word: at for at, word in enumerate(FATES)}
    latest: dict[str, tuple[str, int]] = {}
    own: dict[tuple[str, str], tuple[str, int]] = {}
    responded: dict[str, set[str]] = defaultdict(set)
    for partner, item, fate, at in lists["responses"]:
        if item.startswith("view:"):
            view = item[5:]
            responded[view].add(partner)
            if fate:
                told = (str(at or ""), code[fate])
                latest[view] = max(latest.get(view, told), told)
                own[view, partner] = max(own.get((view, partner), told), told)
    deciding, deciders = _deciding(lists)
    stages: dict[str, list[int]] = defaultdict(lambda: [0] * len(STAGES))
    differ = with_own = 0
    for view, partner, space, kind, discussed, fate, reply in lists["views"]:
        if fate and (said := own.get((view, partner))):
            with_own += 1
            differ += said[1] != code[fate]
        if kind not in ASKING or (partner and not people.get(partner)):
            continue
        now = latest[view][1] if view in latest else code.get(fate, 0)
        rooms = (deciding.get(place, set()) for place in (space, discussed))
        heard = any(len(room) > (partner in room) for room in rooms) or any(
            by != partner and by in deciders for by in responded.get(view, ())
        )
        answered, settled = bool(reply and reply.strip(BLANKS)), now > 0
        row = (True, answered, heard, settled, now in {2, 3}, now == 4, not answered and not settled)
        known = stages[group[partner] if partner else NO_NAME]
        known[:] = [number + yes for number, yes in zip(known, row, strict=True)]
    return answer_of([(here, *numbers) for here, numbers in stages.items()], differ, with_own)


def _deciding(lists: Lists) -> tuple[dict[str, set[str]], set[str]]:
    """Return who of those who decide was in which space, and all who do."""
    there: dict[str, set[str]] = defaultdict(set)
    for partner, space, came in lists["attendances"]:
        if came is None or came in HERE:
            there[space].add(partner)
    named = [(p, item[9:]) for p, item, role in lists["roles"] if role == "decided" and item.startswith("decision:")]
    decided, deciders = {decision for _, decision in named}, {partner for partner, _ in named}
    for decision, space, rule in lists["decisions"]:
        if rule in TOGETHER and decision not in decided:
            deciders |= there.get(space, set())
    return {space: who & deciders for space, who in there.items()}, deciders


def answer_of(rows: Iterable[tuple[Any, ...]], differ: int, own: int) -> Answer:
    """Return the answer from the views at each stage by group, and views whose author says otherwise."""
    counted = {here: dict(zip(STAGES, numbers, strict=True)) for here, *numbers in rows}
    whole = {stage: sum(numbers[stage] for numbers in counted.values()) for stage in STAGES}
    answer = {
        "waiting": whole["waiting"],
        **{f"rate {one}": whole[one] / whole["asked"] for one in ("heard", "settled")},
    }
    for here, numbers in ("", whole), *counted.items():
        answer[f"response_rate {here}".strip()] = numbers["answered"] / numbers["asked"]
        if ended := numbers["taken"] + numbers["declined"]:
            answer[f"uptake {here}".strip()] = numbers["taken"] / ended
    return {**answer, "told_otherwise": differ} if own else answer


JOB = Job(
    "Being heard: are people listened to?",
    BEING_HEARD.reads,
    {
        "coprod-polars": Contestant("coprod on Polars", timed(ours(BEING_HEARD, "polars"))),
        "coprod-duckdb": Contestant("coprod on DuckDB", timed(ours(BEING_HEARD, "duckdb")), "duckdb"),
        "polars": Contestant("hand-written Polars", timed(with_frames(TABLES, by_polars)), within=1.5),
        "sql": Contestant(
            "hand-written DuckDB SQL", timed(with_sql(TABLES, by_sql)), "duckdb", within=1.5, beside="coprod-duckdb"
        ),
        "python": Contestant("plain Python", timed(with_lists(TABLES, by_python))),
    },
)
