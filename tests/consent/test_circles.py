"""Kinds that need each other: nothing of them leaves, on frames as over plain rows."""

from datetime import date
from typing import Annotated, ClassVar

import attrs
import pytest
from tests.consent.building import SETTINGS, yes

from coprod import Level, Partner, Project, Record, Request
from coprod.consent.decide import asked_of, decide_frames
from coprod.consent.on_rows import decide_rows
from coprod.schema import About, key, subject, to

DAY = date(2019, 6, 1)


@attrs.frozen(kw_only=True)
class Lock(Record):
    """A kind that needs a record of the other."""

    about: ClassVar[About] = About("views")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str, subject, to(Partner)]
    opener: Annotated[str, to("Opener")]


@attrs.frozen(kw_only=True)
class Opener(Record):
    """The other kind."""

    about: ClassVar[About] = About("views")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    lock: Annotated[str, to("Lock")]


def circle() -> Project:
    """Return two records that need each other, of a partner who agreed to everything."""
    records = [Partner("ana", kind="person"), Lock("l", partner="ana", opener="o"), Opener("o", lock="l")]
    return Project("p", [*records, yes("partner:ana", "share")], settings=SETTINGS)


@pytest.mark.parametrize("engine", ["rows", "polars", "duckdb"])
def test_nothing_of_a_circle_leaves(engine):
    """Neither record can be decided before the other, so both are withheld; the partner is not."""
    project = circle() if engine == "rows" else circle().on(engine)
    asked = asked_of(project, Request("publication", "public"), today=DAY)
    decided = decide_rows(project, asked) if engine == "rows" else decide_frames(project, asked)
    there = {kind: [Level.of_rank(one.there) for one in decided[kind]] for kind in (Partner, Lock, Opener)}
    assert {Partner: [Level.SHARE], Lock: [Level.WITHHOLD], Opener: [Level.WITHHOLD]} == there
