"""
All that `coprod.toml` says, except what is in the tables.

The attrs classes here are the one place that lists the keys: reading, writing and checking walk their fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from coprod.cells import Reading

__all__ = ["Agreed", "ConsentDefaults", "Held", "Label", "Permission", "Settings", "Thresholds"]

PARTNERS = "partners"  # who is in an audience declared so: the partners themselves
EMPTY: Mapping[str, Any] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Held:
    """
    Who answers for the project's records; printed on every receipt and page.

    Attributes:
        controllers: Who is responsible for the data.
        contact: How to reach them.
        kept_by: Partner ids of the stewards, who run `check` and `explain`.
        lawful_basis: The legal ground for holding the data, which is not the same as permission to share it.
        special_condition: The legal ground for special-category data.
        where: Where the records are kept.
        keep_until: The day after which they are deleted.
        withdraw_by: How to withdraw, in the partners' words.
        already_out: What happens to what has already been shared.
        complaints: Where to complain.
        foi: What freedom of information means here.
        young_people: `own`, or `own and parent`: whose permission counts for partners who are not grown up.
    """

    controllers: tuple[str, ...] = ()
    contact: str = ""
    kept_by: tuple[str, ...] = ()
    lawful_basis: str = ""
    special_condition: str = ""
    where: str = ""
    keep_until: date | None = None
    withdraw_by: str = ""
    already_out: str = ""
    complaints: str = ""
    foi: str = ""
    young_people: str = "own"


@attrs.frozen(kw_only=True)
class ConsentDefaults:
    """
    What an empty cell of `consents.csv` means, and how long an answer holds.

    Attributes:
        until: Last day of an answer that names none.
        method: How people answered.
        notice: What they were told.
        language: In which language.
        review_months: After how many whole months people are asked again; until they are, nothing leaves. None: never.
    """

    until: date | None = None
    method: str = ""
    notice: str = ""
    language: str = ""
    review_months: int | None = None


@attrs.frozen(kw_only=True)
class Permission:
    """
    A statement on the form that people ticked.

    Attributes:
        says: Its words.
        categories, purposes, audiences: What it covers, each named; no wildcards.
        level: The most open level it allows: share, pseudonymise or count.
        explicit: Whether a yes to it is explicit consent, as special-category data needs.
        conditions: What must be met before anything leaves under it, such as show_me_first.
        since: The day from which it was on the form.
    """

    says: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    audiences: tuple[str, ...]
    level: str
    explicit: bool = False
    conditions: tuple[str, ...] = ()
    since: date | None = None


@attrs.frozen(kw_only=True)
class Thresholds:
    """How many people a published number stands for at least; may be raised, never lowered."""

    public: int = 10
    named: int = 5


@attrs.frozen(kw_only=True)
class Agreed:
    """
    A band that the partners agreed for a check, or, with neither *low* nor *high*, that a check may run.

    Attributes:
        low, high: Between which values they call it even.
        measure: Which measure it is about, where a check has several.
        on: The day they agreed it.
        decision: The id of that decision.
    """

    low: float | None = None
    high: float | None = None
    measure: str = ""
    on: date | None = None
    decision: str = ""


@attrs.frozen(kw_only=True)
class Label:
    """
    A community's own expectation: one more subject for what is about its people.

    Attributes:
        partner: The partner that speaks for the community.
        covers: Which partners it is about, as column and value, such as `{sector = "carer"}`.
    """

    partner: str
    covers: Mapping[str, str] = attrs.field(hash=False)


@attrs.frozen(kw_only=True)
class Settings:
    """
    All that `coprod.toml` says, except the project's name.

    Attributes:
        about: What the project is, in a sentence or two.
        area: Code or name of the area.
        starts, ends: First and last day of the project.
        timezone: IANA name of the zone that instants without an offset are in.
        dates: How the spreadsheets write dates, such as `DD/MM/YYYY`; ISO dates are always understood.
        public_facts: Kinds of partner whose facts need no permission.
        held: Who answers for the records.
        sectors: The partners' words for sectors, and how people of each are usually here.
        audiences: Names of audiences and who is in each; `public` is always there.
        purposes: Names of purposes and what each means.
        consent: What an empty cell of `consents.csv` means.
        permission: The statements on the form, by key.
        thresholds: How many people a published number stands for at least.
        agreed: Bands that the partners agreed, by check.
        labels: Communities' own expectations.
        extras: Columns to keep that coprod does not know, by table.
        words: The project's own words by `kind.column`, and ours that each stands for (itself where it is new).
        plugins: Names of the plugins to load.
    """

    about: str = ""
    area: str = ""
    starts: date | None = None
    ends: date | None = None
    timezone: str = "Europe/London"
    dates: str = ""
    public_facts: tuple[str, ...] = ()
    held: Held = Held()
    sectors: Mapping[str, str] = attrs.field(default=EMPTY, hash=False)
    audiences: Mapping[str, tuple[str, ...]] = attrs.field(default=EMPTY, hash=False)
    purposes: Mapping[str, str] = attrs.field(default=EMPTY, hash=False)
    consent: ConsentDefaults = ConsentDefaults()
    permission: Mapping[str, Permission] = attrs.field(default=EMPTY, hash=False)
    thresholds: Thresholds = Thresholds()
    agreed: Mapping[str, Agreed] = attrs.field(default=EMPTY, hash=False)
    labels: tuple[Label, ...] = ()
    extras: Mapping[str, tuple[str, ...]] = attrs.field(default=EMPTY, hash=False)
    words: Mapping[str, Mapping[str, str]] = attrs.field(default=EMPTY, hash=False)
    plugins: tuple[str, ...] = ()

    def joins(self, audience: str) -> bool:
        """Whether an audience is the project's own partners, who come and go."""
        return self.audiences.get(audience) == (PARTNERS,)

    @property
    def zone(self) -> ZoneInfo:
        """The zone that instants without an offset are in."""
        return ZoneInfo(self.timezone)

    @property
    def reading(self) -> Reading:
        """How this project writes its cells."""
        return Reading(self.zone, self.dates, self.words)
