"""What everybody was asked on one form, and what they answered: a yes or a no first, and something another day."""

from __future__ import annotations

from datetime import date

import polars as pl
from drawing import draw, ids, numbered, pick, whole

from coprod import Settings
from coprod.settings import ConsentDefaults, Permission

TODAY, UNTIL = date(2026, 9, 1), date(2029, 1, 1)
REVIEW = 24  # months after which people are asked again
FORM = {  # the statements: what each covers, and its level
    "about": (("profile", "participation"), "share"),
    "masked": (("relationships", "ratings"), "pseudonymise"),
    "name": (("identity",), "share"),
    "numbers": (("profile", "ratings", "relationships"), "count"),
    "ties": (("relationships",), "share"),
}
FIRST = ("about;masked;name;numbers", "about;name;numbers;ties", "about;name;ties", "numbers", "name;ties", "masked")
LATER = ("ties", "name;ties", "about;numbers", "numbers;ties", "about;name;numbers;ties")


def settings() -> Settings:
    """Return the form that everybody answered."""
    return Settings(
        purposes={"publication": "the report"},
        consent=ConsentDefaults(until=UNTIL, method="written", review_months=REVIEW),
        permission={
            key: Permission(
                says=key, categories=categories, level=level, purposes=("publication",), audiences=("public",)
            )
            for key, (categories, level) in FORM.items()
        },
    )


def answers(partners: int) -> pl.LazyFrame:
    """Return two answers of each partner."""
    return pl.concat([first_answers(partners), later_answers(partners)])


def first_answers(partners: int) -> pl.LazyFrame:
    """Return the first answer of each partner: a yes to some statements, seldom a no to all."""
    made = dated(10, partners, pick(11, ("given",) * 9 + ("refused",)), pick(12, FIRST))
    refused = pl.col("status") == "refused"
    return made.with_columns(statements=pl.when(~refused).then(pl.col("statements")))


def later_answers(partners: int) -> pl.LazyFrame:
    """Return what each partner said another day: again, more, less, or no to all of it."""
    status = pick(21, ("renewed", "given", "given", "withdrawn", "requested"))
    statements = pick(22, LATER)
    all_of_it = (status == "withdrawn") & (pl.col("row") % 2 == 0)
    return dated(20, partners, status, pl.when(~all_of_it).then(statements))


def dated(number: int, partners: int, status: pl.Expr, statements: pl.Expr) -> pl.LazyFrame:
    """Return answers of the last nine hundred days; some say until when they hold, and few of these are over."""
    day = pl.lit(TODAY) - pl.duration(days=whole(number + 4, 900))
    end = pl.lit(TODAY) + pl.duration(days=whole(number + 5, 800) - 50)
    return numbered(partners).select(
        who=pl.lit("partner:") + ids(pl.col("row")),
        status=status,
        statements=statements,
        on=day.cast(pl.Date),
        until=pl.when(draw(number + 6) < 0.5).then(end.cast(pl.Date)),
        method=pick(number + 7, ("spoken", "written", None)),
    )
