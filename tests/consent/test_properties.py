"""
The laws of the lattice and of the decision, each a test, on whole generated projects.

| law | what it says | where it is held |
|---|---|---|
| L1 to L6 | levels are a chain with `max` | `test_level.py` |
| P1 | who gave no yes is withheld | `test_no_yes_no_row`, `test_universe.py` |
| P2, P3 | all subjects decide, and one more never opens | `test_one_more_subject_never_opens`, `test_universe.py` |
| P4 | rules only tighten, whatever they say | `test_rules_only_tighten` |
| P5 | order and duplicates change nothing | `test_order_and_duplicates_change_nothing`, `test_universe.py` |
| P6 | a failing rule withholds what it was asked, no more | `test_a_failing_rule_withholds`, `test_rule.py` |
| P7 | a withdrawal reaches every vintage | `test_a_withdrawal_reaches_everything`, `test_universe.py` |
| P8 | days are whole, and instants mean the same in every zone | `test_days_are_those_of_the_project` |
| P9 | a yes reaches no sibling and nothing broader | `test_a_yes_reaches_no_further_than_it_says` |
| P10 | of audiences the strictest; no late joiner | `test_audiences_join`, `test_who_joins_later` |
| P11 | special data needs an explicit yes | `test_special_data_needs_an_explicit_yes` |
| P12 | who cannot decide does not grant; a child's no counts | `test_answers.py`, `test_own_and_others_join` |
| P13 | nobody's answers change what others allow | `test_answers_are_ones_own`, `test_universe.py` |
| P14 | the reasons add up to the level | `test_explaining.py`, `test_what_is_closed_has_a_reason` |
| P15 | many at once is as one by one, on rows and frames | `test_a_row_alone_is_as_among_many`, `test_agreement.py` |
| P16 | the engine is as the slow oracle | `test_agreement.py`, `test_universe.py` |
| P17 | an independent engine of policies allows the same | `test_cedar_allows_what_is_shared` |
| P18 | ids that look alike are not one | `test_ids_that_look_alike`, `test_ids_equal_after_nfc_are_a_problem` |
| P19 | withdrawing always works | `test_withdrawing_always_works`, `tests/cli/test_withdraw.py` |
"""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any, ClassVar, NoReturn, TypeAlias

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.consent.building import DAY, NOW, SETTINGS, no, permission, released, rows, yes

from coprod import (
    Consent,
    ConsentRule,
    ConsentState,
    Level,
    Mention,
    Partner,
    Project,
    Record,
    Request,
    Ruling,
    View,
    app,
)
from coprod.consent.answers import Asked, State, outcomes
from coprod.consent.decide import asked_of, decide, decide_frames
from coprod.consent.groups import groups_of, pairs_of
from coprod.consent.on_rows import decide_rows
from coprod.errors import InvalidInput
from coprod.records import BUILT_IN, Exchange, Need, Relationship, Strength
from coprod.records.consent import GRANTING
from coprod.rows import Row
from coprod.schema import About, columns_of, key, subject, to
from coprod.settings import Settings
from coprod.testing import projects, requests
from coprod.testing.drawing import TODAY

WITHHOLD, SHARE = Level.WITHHOLD.rank, Level.SHARE.rank
QUIET = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
Ranks: TypeAlias = dict[tuple[type[Record], str], tuple[int, ...]]
Rules: TypeAlias = tuple[ConsentRule, ...]


def ranks(project: Project, request: Request, rules: Rules = (), today: date = TODAY) -> Ranks:
    """Return what the engine decides: of each row the rank of each cell group, and of each partner named in it."""
    asked = asked_of(project, request, today=today, rules=rules)
    return {
        (kind, str(one.row)): (*one.groups, *one.identity)
        for kind, found in decide(project, asked).items()
        for one in found
    }


def looser(one: Ranks, other: Ranks) -> list[tuple[type[Record], str]]:
    """Return the rows of *other* that are somewhere more open than in *one*."""
    return [key for key in other if any(a > b for a, b in zip(one[key], other[key], strict=True))]


@st.composite
def asking(draw: Any, **options: Any) -> tuple[Project, Request]:
    """Return a project and what may be asked of it."""
    project = draw(projects(**options))
    return project, draw(requests(project))


def with_answers(project: Project, answers: Iterable[Consent]) -> Project:
    """Return a project with other answers."""
    kept = [record for kind in project.kinds if kind is not Consent for record in project.records(kind)]
    return made([*kept, *answers], project.settings)


def made(records: Iterable[Record], settings: Settings) -> Project:
    """Return a project of records, in any order."""
    source = [
        Row(kind=type(one), values={name: getattr(one, name) for name in columns_of(type(one))}) for one in records
    ]
    return Project.from_source("made", source, settings=settings)


# --- Who decides


@QUIET
@given(asking())
def test_no_yes_no_row(asked: tuple[Project, Request]) -> None:
    """P1: without a single yes, nothing leaves that is about somebody whose facts are not declared public."""
    project, request = asked
    noes = [one for one in project.records(Consent) if one.status not in GRANTING]
    silent = with_answers(with_settings(project, public_facts=()), noes)
    found = decide(silent, asked_of(silent, request, today=TODAY))
    for kind, some in found.items():
        if any(column.subject for column in columns_of(kind).values()):
            assert all(one.there == WITHHOLD for one in some), kind


def with_settings(project: Project, **changes: Any) -> Project:
    """Return a project with other settings."""
    tables = {kind: project.table(kind) for kind in project.kinds}
    return Project.made_of(project.name, attrs.evolve(project.settings, **changes), tables)


@attrs.frozen(kw_only=True)
class Vote(Record):
    """A kind of a plugin that may be about somebody, or not say whom."""

    about: ClassVar[About] = About("votes")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str | None, subject, to("Partner")] = None
    words: str | None = None


@pytest.mark.parametrize("how", [decide_rows, decide_frames])
def test_no_subject_no_row(how: Callable[[Project, Asked], Mapping[type[Record], Any]]) -> None:
    """P1: a row without a subject, of a kind that is not about nobody, is withheld."""
    row = Row(kind=Vote, values={"id": "a", "partner": None, "words": "mine"})
    project = Project.from_source("x", [row], settings=SETTINGS, kinds=(*BUILT_IN, Vote))
    (vote,) = how(project, asked_of(project, Request("publication", "public"), today=TODAY))[Vote]
    assert {WITHHOLD} == set(vote.groups)


@QUIET
@given(asking(min_partners=2), st.data())
def test_one_more_subject_never_opens(asked: tuple[Project, Request], data: st.DataObject) -> None:
    """P2, P3: whoever is mentioned joins the subjects, and their word can only close."""
    project, request = asked
    views, partners = project.records(View), project.records(Partner)
    assume(views)
    mention = Mention(data.draw(st.sampled_from(views)).ref, data.draw(st.sampled_from(partners)).id)
    assume(mention.ref not in {one.ref for one in project.records(Mention)})
    before, after = ranks(project, request), ranks(project.add(mention), request)
    assert [] == looser(before, {row: after[row] for row in before})


# --- Rules


def says(*levels: Level) -> Callable[[ConsentState], Ruling]:
    """Return a rule that says something arbitrary of each state, and always the same."""

    def decide(state: ConsentState) -> Ruling:
        told = f"{state.category}{state.special}{state.audience}{state.months}{state.subject}{state.status}"
        return Ruling(levels[sum(map(ord, told)) % len(levels)], "because")

    return decide


RULES = st.lists(st.lists(st.sampled_from(Level), min_size=1, max_size=4), min_size=1, max_size=3).map(
    lambda all_: tuple(ConsentRule(name=f"rule-{n}", summary="", decide=says(*one)) for n, one in enumerate(all_))
)
ALWAYS = ConsentRule(name="always", summary="", decide=lambda _: Ruling.no_objection())


@QUIET
@given(asking(), RULES)
def test_rules_only_tighten(asked: tuple[Project, Request], rules: Rules) -> None:
    """P4: with more rules nothing is more open, and a rule that says SHARE to all changes nothing."""
    project, request = asked
    none, some, more = (ranks(project, request, all_) for all_ in ((), rules[:1], rules))
    assert ([], []) == (looser(none, some), looser(some, more))
    assert more == ranks(project, request, (*rules, ALWAYS))


def raises(_: ConsentState) -> NoReturn:
    """Raise."""
    raise KeyError("who")


def recurses(state: ConsentState) -> Ruling:
    """Never end by itself."""
    return recurses(state)


def yields(_: ConsentState) -> Any:
    """Be a generator by mistake."""
    yield Ruling.no_objection()


FAILING = [
    raises,
    recurses,
    yields,
    *(lambda _, said=said: said for said in (None, float("nan"), 0, "share", True, Level.SHARE, Ruling("share"))),  # type: ignore[misc,arg-type]  # that is the point
]


@pytest.mark.parametrize("decide_so", FAILING)
def test_a_failing_rule_withholds(decide_so: Callable[[ConsentState], Any]) -> None:
    """P6: what a rule that fails was asked about is withheld, and everything else is as it was."""

    @settings(QUIET, max_examples=max(5, settings().max_examples // 4))
    @given(asking())
    def fails(asked: tuple[Project, Request]) -> None:
        project, request = asked
        rule = ConsentRule(name="fails", summary="", decide=decide_so, categories=["views"])
        before, after = ranks(project, request), ranks(project, request, (rule,))
        for (kind, row), levels in after.items():
            for number, group in enumerate(groups_of(kind)):
                about_somebody = any(c.subject for c in columns_of(kind).values())
                if group.pair[0] == "views" and about_somebody:
                    assert levels[number] == WITHHOLD
                elif "views" not in {one.pair[0] for one in groups_of(kind)} and not needs_views(kind):
                    assert levels[number] == before[kind, row][number]

    fails()


def needs_views(kind: type[Record]) -> bool:
    """Whether rows of a kind may point at a view, or get subjects that a mention names."""
    return any(column.refs and column.required and column.refs != ("partner",) for column in columns_of(kind).values())


# --- Order, place, time


@QUIET
@given(asking(), st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(asked: tuple[Project, Request], random: Any) -> None:
    """P5: neither the order of rows, answers and rules, nor an answer that is there twice."""
    project, request = asked
    records = [record for kind in project.kinds for record in project.records(kind)]
    twice = [*records, *project.records(Consent)[:3]]
    random.shuffle(twice)
    rules = [ConsentRule(name=f"rule-{n}", summary="", decide=says(*Level)) for n in range(3)]
    shuffled = made(twice, project.settings)
    assert ranks(project, request, tuple(rules)) == ranks(shuffled, request, (*reversed(rules), rules[0]))


@QUIET
@given(asking(min_partners=1), st.data())
def test_a_withdrawal_reaches_everything(asked: tuple[Project, Request], data: st.DataObject) -> None:
    """P7: after a withdrawal nothing that is about them leaves, of whatever day the data is."""
    project, request = asked
    who = data.draw(st.sampled_from(project.records(Partner)))
    gone = project.add(Consent(who.ref, status="withdrawn", on=TODAY))
    days = [None, date(2019, 6, 1), TODAY, date(2021, 1, 1)]
    request = attrs.evolve(request, as_of=data.draw(st.sampled_from(days)))
    found = decide(gone, asked_of(gone, request, today=TODAY))
    for kind, some in found.items():
        at = [n for n, column in enumerate(columns_of(kind).values()) if column.subject]
        for one in some:
            if any(one.row[n] == who.id for n in at):
                assert one.there == WITHHOLD, one
    keep = attrs.evolve(gone.settings.held, keep_until=None)
    gone = with_settings(gone, held=keep, plugins=())
    noon = datetime.combine(TODAY, time(12), gone.settings.zone)
    release = app.share(gone, request, now=noon, secret=b"s", release_id="r")
    assert who.id not in {value for table in release.tables for row in release.rows(table) for value in row.values()}


ZONES = st.sampled_from([UTC, *(timezone(timedelta(hours=hours)) for hours in (-12, -3.5, 1, 5.75, 14))])
ANA = Partner("ana", kind="person", name="Ana B", sector="citizen")
BO = Partner("bo", kind="person", name="Bo C", sector="citizen")
LONDON = SETTINGS.zone


@given(st.dates(date(2018, 12, 1), date(2020, 12, 1)), st.times(), st.sampled_from([0, 1]), ZONES)
def test_days_are_those_of_the_project(day: date, clock: time, fold: int, zone: timezone) -> None:
    """P8: from the whole day it is given to the whole day it ends, in the project's zone, however now is written."""
    local = datetime.combine(day, clock.replace(fold=fold), LONDON)
    here = local.astimezone(UTC).astimezone(LONDON).date()  # an hour that clocks leave out is another hour
    given_, ends = date(2019, 3, 31), date(2019, 10, 27)  # the days on which clocks change
    expected = ["ana"] if given_ <= here <= ends else []
    answer = yes("ana", "share", on=given_, until=ends)
    instant = local.astimezone(UTC)
    assert expected == rows(released(ANA, answer, now=instant), "partners", "id")
    assert expected == rows(released(ANA, answer, now=instant.astimezone(zone)), "partners", "id")


def test_a_naive_instant_is_refused() -> None:
    """P8: an instant without a zone is none."""
    with pytest.raises(ValueError, match="aware"):
        released(ANA, now=NOW.replace(tzinfo=None))


# --- What a yes covers

CATEGORIES = ("profile", "identity", "views", "participation")
WIDE = attrs.evolve(
    SETTINGS, purposes={"publication": "x", "project": "y"}, audiences={"funder": ("F",), "board": ("B",)}
)
SOME = st.sets(st.sampled_from(CATEGORIES), min_size=1)
FOR = st.sets(st.sampled_from(["publication", "project"]), min_size=1)
TO = st.sets(st.sampled_from(["public", "funder", "board"]), min_size=1)


@given(SOME, FOR, TO, st.sampled_from(["publication", "project"]), TO)
def test_a_yes_reaches_no_further_than_it_says(
    categories: set[str], purposes: set[str], audiences: set[str], purpose: str, asking: set[str]
) -> None:
    """P9: no sibling, nothing broader: exactly the categories, purposes and audiences that it names."""
    answer = Consent(
        "ana",
        status="given",
        on=DAY,
        level="share",
        categories=";".join(categories),
        purposes=";".join(purposes),
        audiences=";".join(audiences),
    )
    project = Project("test", [ANA, answer], settings=WIDE)
    request = Request(purpose, asking)
    asked = asked_of(project, request, today=NOW.date())
    (ranked,) = decide(project, asked)[Partner]
    key_open = purpose in purposes and asking <= audiences and "profile" in categories
    for group, rank in zip(groups_of(Partner), ranked.groups, strict=True):
        allowed = key_open and group.pair[0] in categories and not group.pair[1]
        assert rank == (SHARE if allowed or (group.cell and key_open) else WITHHOLD), group


@QUIET
@given(asking(), st.data())
def test_audiences_join(asked: tuple[Project, Request], data: st.DataObject) -> None:
    """P10: what several get is what the strictest of them gets, so more audiences never open."""
    project, request = asked
    every = sorted({*project.settings.audiences, "public"})
    one, other = (data.draw(st.sets(st.sampled_from(every), min_size=1)) for _ in range(2))
    first, second, both = (
        ranks(project, attrs.evolve(request, audiences=audiences)) for audiences in (one, other, one | other)
    )
    assert both == {key: tuple(map(max, first[key], second[key])) for key in both}


@given(st.integers(-3, 3), st.sampled_from([None, ("bo",), ("cem",), ("bo", "cem")]))
def test_who_joins_later(days: int, recipients: tuple[str, ...] | None) -> None:
    """P10: an answer to `partners` reaches those who had joined by its day, and nobody after."""
    statement = {"share": permission("share", audiences=("partners",))}
    form = attrs.evolve(SETTINGS, permission=statement, audiences={"partners": ("partners",)})
    bo = attrs.evolve(BO, joined=DAY + timedelta(days=days))
    cem = Partner("cem", kind="person", joined=DAY - timedelta(days=9))
    request = Request("publication", "partners", recipients=recipients)
    ana = attrs.evolve(ANA, joined=DAY)
    found = rows(released(ana, bo, cem, yes("ana", "share"), settings=form, request=request), "partners", "id")
    reached = days <= 0 or recipients == ("cem",)
    assert (["ana"] if reached else []) == found


@QUIET
@given(asking())
def test_special_data_needs_an_explicit_yes(asked: tuple[Project, Request]) -> None:
    """P11: where no yes is explicit, no special cell is open at all."""
    project, request = asked
    form = {key: attrs.evolve(one, explicit=False) for key, one in project.settings.permission.items()}
    plain = [attrs.evolve(one, explicit=None) for one in project.records(Consent)]
    implied = with_answers(with_settings(project, permission=form), plain)
    for kind, found in decide(implied, asked_of(implied, request, today=TODAY)).items():
        special = [n for n, group in enumerate(groups_of(kind)) if group.pair[1]]
        assert all(one.groups[n] == WITHHOLD for one in found for n in special)


LEVELS = st.sampled_from(["share", "pseudonym", "count"])
ORDER = {"share": 0, "pseudonym": 1, "count": 2}
PARENT: Mapping[str, Any] = {"given_by": "a parent", "authority": "parent"}


@given(LEVELS | st.none(), LEVELS | st.none(), st.sampled_from([None, "adult", "12 or over", "lacks"]))
def test_own_and_others_join(own: str | None, other: str | None, capacity: str | None) -> None:
    """P12: of one's own word and a parent's the stricter; a no of either is a no; who cannot decide does not grant."""
    mine = yes("ana", own, capacity=capacity) if own else no("ana")
    project = Project(
        "test", [ANA, mine, yes("ana", other, **PARENT) if other else no("ana", **PARENT)], settings=SETTINGS
    )
    (found,) = decide(project, asked_of(project, Request("publication", "funder"), today=NOW.date()))[Partner]
    closed = own is None or other is None or capacity == "lacks"
    assert (WITHHOLD if closed else max(ORDER[own or ""], ORDER[other or ""])) == found.there


PLAIN = (Partner, Need, Strength, Exchange, Relationship)  # no other row says whom these are about


@QUIET
@given(asking(min_partners=2), st.data())
def test_answers_are_ones_own(asked: tuple[Project, Request], data: st.DataObject) -> None:
    """P13: a row that does not name a partner is decided alike, whatever that partner says."""
    project, request = asked
    project = with_settings(project, labels=())
    who = data.draw(st.sampled_from(project.records(Partner)))
    silent = with_answers(project, [one for one in project.records(Consent) if one.who != who.ref])
    before, after = ranks(project, request), ranks(silent, request)
    others = [one for one in before if one[0] in PLAIN and repr(who.id) not in one[1]]
    assert [before[one] for one in others] == [after[one] for one in others]


# --- Reasons, batches


@given(RULES)
def test_what_is_closed_has_a_reason(rules: Rules) -> None:
    """P14: what a yes gives is the strictest of its base and of what rules said, and each objection is named."""
    asked = Asked(Request("publication", "public"), SETTINGS, pairs_of([Partner, View]), rules, NOW.date(), frozenset())
    state = State.of(yes("ana", "share"), asked, "person", ())
    for one in outcomes(state, asked):
        assert one.level is max([Level.SHARE, *(ruling.level for ruling in one.rulings.values())])
        assert (one.level is Level.SHARE) or any(ruling.reason for ruling in one.rulings.values())


@QUIET
@given(asking(min_partners=2), st.data())
def test_a_row_alone_is_as_among_many(asked: tuple[Project, Request], data: st.DataObject) -> None:
    """P15: deciding many rows at once is deciding each by itself."""
    project, request = asked
    some = [record for kind in PLAIN[1:] for record in project.records(kind)]
    assume(some)
    one = data.draw(st.sampled_from(some))
    rest = [record for kind in project.kinds if kind not in PLAIN[1:] for record in project.records(kind)]
    alone = made([*rest, one], project.settings)
    (row,) = alone.stored(type(one))
    together = ranks(project, request)
    assert together[type(one), str(row)] == ranks(alone, request)[type(one), str(row)]


# --- An independent engine


POLICY = """
permit(principal, action == Action::"see", resource) when {
  resource.answered && resource.status == "given" && resource.purposes.contains(context.purpose)
  && resource.categories.contains(context.category) && resource.audiences.contains(context.audience)
  && resource.level == "share"
};
forbid(principal, action, resource) when { resource.answered && context.today < resource.on };
forbid(principal, action, resource) when { resource.answered && context.today > resource.until };
forbid(principal, action, resource) when { context.special && !(resource.answered && resource.explicit) };
forbid(principal, action, resource) when { resource.answered && resource.lacks };
forbid(principal, action, resource) when { resource.answered && !context.met.containsAll(resource.conditions) };
"""


@settings(max_examples=max(60, settings().max_examples))
@given(
    st.none() | st.sampled_from(["given", "withdrawn", "refused", "requested"]),
    SOME,
    FOR,
    TO,
    st.sampled_from(["share", "count"]),
    st.booleans(),
    st.sampled_from([None, "lacks"]),
    st.sampled_from(["", "credit_me"]),
    st.integers(-2, 2),
)
def test_cedar_allows_what_is_shared(
    status: str | None,
    categories: set[str],
    purposes: set[str],
    audiences: set[str],
    level: str,
    explicit: bool,  # noqa: FBT001  # drawn
    capacity: str | None,
    condition: str,
    days: int,
) -> None:
    """P17: of one answer about one person, what is SHARE here is what Cedar allows under the policy."""
    cedarpy = pytest.importorskip("cedarpy", reason="cedarpy is a development extra: pip install cedarpy")
    cells = {"categories": categories, "purposes": purposes, "audiences": audiences}
    answer = Consent(
        "ana",
        status=status or "given",
        on=DAY,
        until=DAY + timedelta(days=1),
        level=level,
        explicit=explicit,
        capacity=capacity,
        conditions=condition,
        **{name: ";".join(sorted(words)) for name, words in cells.items()},
    )
    project = Project("test", [ANA, *([answer] if status else [])], settings=WIDE)
    asked = asked_of(
        project, Request("publication", "public", honours=["show_me_first"]), today=DAY + timedelta(days=days)
    )
    (found,) = decide(project, asked)[Partner]
    facts = {**{name: sorted(words) for name, words in cells.items()}, "conditions": [condition] if condition else []}
    facts |= {"answered": status is not None, "status": status or "", "level": level, "explicit": explicit}
    facts |= {"lacks": capacity == "lacks", "on": DAY.toordinal(), "until": DAY.toordinal() + 1}
    entity = {"uid": {"type": "Cell", "id": "x"}, "attrs": facts, "parents": []}
    key_open = None  # the first group holds the key; without it no other is there
    for group, rank in zip(groups_of(Partner), found.groups, strict=True):
        context = {"purpose": "publication", "audience": "public", "category": group.pair[0], "special": group.pair[1]}
        context |= {"today": asked.today.toordinal(), "met": ["show_me_first"]}
        request = {"principal": 'Who::"x"', "action": 'Action::"see"', "resource": 'Cell::"x"', "context": context}
        said = cedarpy.is_authorized(request, POLICY, [entity])
        assert [] == said.diagnostics.errors
        key_open = said.allowed if key_open is None else key_open
        assert (said.allowed and key_open) == (rank == SHARE), group


# --- Ids, and taking back

ALIKE = ("ana", "Ana", "аna", "ana.", "ana1", "anа", "ａna")  # some letters are not Latin


@given(st.permutations(ALIKE))
def test_ids_that_look_alike(ids: list[str]) -> None:
    """P18: a yes by one is no yes by another whose id looks like theirs."""
    partners = [Partner(one, kind="organisation") for one in ids]
    assert [ids[0]] == rows(released(*partners, yes(f"partner:{ids[0]}", "share")), "partners", "id")


@pytest.mark.parametrize("other", ["e\u0301va", " éva", "éva "])
def test_ids_equal_after_nfc_are_a_problem(other: str) -> None:
    """P18: two ids that are one once written the same way are told to whoever reads, and not taken for two."""
    found = [{"id": "éva", "kind": "person"}, {"id": other, "kind": "person"}]
    with pytest.raises(InvalidInput, match="each id once"):
        Project.from_rows("x", {Partner: found})


@settings(QUIET, max_examples=max(5, settings().max_examples // 3))
@given(
    projects(min_partners=1, max_partners=3),
    st.lists(
        st.sampled_from(["nonsense", "ana,given", ",,,,,,,,,,,,", "partner:x,dunno,;;;,yesterday", "\x00", "“;”"]),
        max_size=3,
    ),
)
def test_withdrawing_always_works(project: Project, broken: list[str]) -> None:
    """P19: every project that can be kept takes a withdrawal, whatever stands in its older answers."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "project"
        try:
            app.save(project, folder)
        except InvalidInput:
            return  # it says that it could not be read again
        sheet = folder / "consents.csv"
        if sheet.exists():
            sheet.write_bytes(sheet.read_bytes() + "".join(f"{line}\n" for line in broken).encode())
        for partner in itertools.islice(project.records(Partner), 2):
            done = app.withdraw(folder, partner.id, now=NOW)
            assert partner.id == done.partner
            with sheet.open(encoding="utf-8-sig", newline="", errors="replace") as file:
                assert "withdrawn" in list(csv.reader(line.replace("\0", "") for line in file))[-1]
