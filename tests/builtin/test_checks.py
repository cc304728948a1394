"""The checks that ship: the words they use, the answers they give, the project they leave alone."""

import re
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coprod
from coprod.builtin.checks import checks
from coprod.equality.run import run_checks, run_for_release
from coprod.equality.tables import GroupTable, PersonTable
from coprod.project import Project
from coprod.records import Attendance, Experience, Partner, Relationship, Response, Space, Strength, View
from coprod.settings import Agreed

pytestmark = pytest.mark.usefixtures("untraced")
CHECKS = checks()
NAMES = [check.name for check in CHECKS]
DESIGN = {
    *(
        "voice-share",
        "floor-time",
        "being-heard",
        "influence-funnel",
        "decision-share",
        "decision-role",
        "who-convenes",
    ),
    *("shared-control", "strengths-on-record", "strengths-used", "reciprocity-of-exchange", "cross-sector-ties"),
    *("relationships-first", "cut-off", "trust-and-value", "trust-gap", "centralisation", "brokerage", "shared-vision"),
    *("shared-concerns", "safe-space", "access", "payment", "who-is-missing", "plan-and-openness", "team-mix"),
    *("outcomes", "experience", "standards-review"),
}
FEW = settings(max_examples=25)  # each asks all checks; `tests/equality/test_laws_hold.py` asks them one by one
NEVER = re.compile(r"token|isolate|dominated|silent|failed|weak|manipulation|therapy", re.IGNORECASE)
GROUPINGS = ["here_as", "sector", "kind", "area", "team", "everyone", "characteristic:age band"]


EXAMPLE = Path(__file__).parents[2] / "examples/citizen-led-libraries"


def with_bands(project, agreed):
    """The project with these bands agreed."""
    settings_ = attrs.evolve(project.settings, agreed=agreed)
    return Project.made_of(project.name, settings_, {kind: project.table(kind) for kind in project.kinds})


@st.composite
def projects(draw):
    """A small project: a few partners, and rows of every kind that a check reads, each there or not."""
    ids = "abcdefgh"[: draw(st.integers(0, 8))]
    kinds = st.sampled_from(["person", "person", "group", "organisation", "team"])
    records = [
        Partner(
            i,
            kind=draw(kinds),
            sector=draw(st.sampled_from(["x", "y", None])),
            people=draw(st.sampled_from([None, 1, 7])),
        )
        for i in ids
    ]
    records.append(Space("s", name="Tea"))
    for n in range(draw(st.integers(0, 8)) if ids else 0):
        who, other = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        answer = draw(st.sampled_from([None, "Yes"]))
        kind = draw(st.sampled_from(["idea", "experience", None]))
        records += [
            View(f"v{n}", partner=draw(st.sampled_from([who, None])), kind=kind, space="s", reply=answer),
            Response(other, f"view:v{n}", stance=1, fate=draw(st.sampled_from([None, "taken up", "open"]))),
            Relationship(who, other, kind=f"k{n}"),
            Strength(who, strength=f"s{n}"),
            Experience(space="s", here_as="job", valued=draw(st.integers(1, 5))),
        ]
    records += [Attendance(i, "s") for i in ids if draw(st.booleans())]
    return Project("Tea", records)


def test_the_twenty_nine():
    """Twenty-nine checks, each with its own name."""
    assert sorted(DESIGN) == sorted(NAMES)


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_words(check):
    """No sentence, title or question has a word that hurts, or more than a person can read in one breath."""
    texts = [*check.sentences.values(), check.title, check.question, check.ask]

    assert [] == [text for text in texts if NEVER.search(text)]
    sentences = [part for text in texts for part in re.split(r"(?<=[.?]) ", text)]
    assert all(len(sentence.split()) <= 26 for sentence in sentences)


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_it_can_say_that_it_cannot_tell(check):
    """Where nothing is on record, each check has words of its own for it."""
    assert "unknown" in check.sentences


@pytest.mark.parametrize(("low", "high"), [(0.999, 1.001), (-1e6, 1e6), (0.0, 0.0)])
def test_whatever_band_the_partners_agreed(low, high):
    """On the example every check answers by a narrow band, by one that takes all, and by one that takes none."""
    example = coprod.read(EXAMPLE)
    agreed = {name: Agreed(low=low, high=high, on=date(2019, 4, 25), decision="d11") for name in NAMES}
    report = run_checks(with_bands(example, agreed), CHECKS)

    assert [] == [(one.check, one.error) for one in report if one.error]
    assert {"even", "uneven", "watch", "unknown"} >= {one.status for one in report}


@pytest.mark.parametrize("by", GROUPINGS)
def test_an_empty_project(by):
    """Where nothing is recorded, nothing is even: we cannot tell."""
    report = run_checks(Project("Tea"), CHECKS, by=by)

    assert {"unknown": len(CHECKS)} == {"unknown": [one.status for one in report].count("unknown")}
    assert [None] * len(CHECKS) == [one.error for one in report]


@pytest.mark.parametrize("by", GROUPINGS)
def test_one_person(by):
    """A project of one person raises no error and finds nothing uneven."""
    report = run_checks(Project("Tea", [Partner("ana", kind="person", name="Ana")]), CHECKS, by=by)

    assert [None] * len(CHECKS) == [one.error for one in report]
    assert {"unknown"} == {one.status for one in report}


@FEW
@given(project=projects(), by=st.sampled_from(GROUPINGS))
def test_any_project(project, by):
    """On any project every check answers, alike each time, and leaves the project as it was."""
    before = {kind: project.stored(kind) for kind in project.kinds}
    report = run_checks(project, CHECKS, by=by)

    assert [None] * len(CHECKS) == [one.error for one in report]
    assert all(one.answer for one in report)
    assert report.to_dict() == run_checks(project, CHECKS, by=by).to_dict()
    assert before == {kind: project.stored(kind) for kind in project.kinds}
    assert all(m.value is None or m.reason == "" for one in report for m in one.measures)


@FEW
@given(project=projects())
def test_another_name_is_the_same_answer(project):
    """Partners under other ids, whose rows then come in another order, get the same numbers."""
    other = dict(zip("abcdefgh", "zyxwvuts", strict=True))

    def renamed(record):
        names = ("id",) if isinstance(record, Partner) else ("partner", "source", "target")
        return attrs.evolve(record, **{n: other[getattr(record, n)] for n in names if getattr(record, n, None)})

    records = [renamed(record) for kind in project.kinds for record in project.records(kind)]
    one, two = (run_checks(p, CHECKS, by="sector") for p in (project, Project("Tea", records)))

    assert [f.groups for f in one] == [f.groups for f in two]
    assert [[m.value for m in f.measures] for f in one] == [[m.value for m in f.measures] for f in two]


@FEW
@given(project=projects())
def test_in_a_release(project):
    """On disclosed tables alone every check answers too, and names nobody."""
    report = run_for_release(project, CHECKS, protect=lambda tables, _: tables, by="sector").findings

    assert [None] * len(CHECKS) == [one.error for one in report]
    assert [()] * len(CHECKS) == [one.evidence for one in report]


@FEW
@given(project=projects(), by=st.sampled_from(GROUPINGS))
def test_a_number_stands_on_people(project, by):
    """In a group table, what is not 0 stands on someone; every table is a group table or a person table."""
    from coprod.equality.study import Study

    tables = [table for check in CHECKS for table in check.count(Study(project, by))]

    assert all(isinstance(table, GroupTable | PersonTable) for table in tables)
    cells = [cell for table in tables if isinstance(table, GroupTable) for cell in table.cells]
    assert all(cell.number >= 0 and cell.people >= 0 for cell in cells)
    assert [] == [cell for cell in cells if cell.number and not cell.people]


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_same_on_another_engine(by):
    """Polars and DuckDB find the same."""
    ids = [f"{g}{n}" for g in "ab" for n in range(6)]
    tea = Project(
        "Tea",
        [
            *(Partner(i, kind="person", sector=i[0], here_as="job" if i[0] == "a" else "volunteer") for i in ids),
            Space("s", name="Tea"),
            *(Attendance(i, "s") for i in ids[:9]),
            *(
                View(f"v{n}", partner=i, kind="idea", space="s", reply="Yes" if n % 3 else None)
                for n, i in enumerate(ids)
            ),
            *(Response(i, "view:v1", stance=1, fate="adapted") for i in ids[:2]),
            *(Relationship(a, b, kind="knows") for a, b in zip(ids, ids[2:], strict=False)),
            *(Strength(i, strength="sings") for i in ids[:7]),
            *(Experience(i, space="s", valued=n % 5 + 1) for n, i in enumerate(ids)),
        ],
    )

    assert run_checks(tea, CHECKS, by=by).to_dict() == run_checks(tea.on("duckdb"), CHECKS, by=by).to_dict()
