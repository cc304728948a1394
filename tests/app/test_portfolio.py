"""Many projects at once: each is as if it were alone, and together they tell of nobody."""

from datetime import date

import attrs
import pytest
from tests.consent.building import NOW, SETTINGS, no, yes

from coprod import Consent, Partner, Project, Request, app
from coprod.app import portfolio, rolling_up
from coprod.app.portfolio import Broken, Checked, check_all
from coprod.app.rolling_up import Area, roll_up
from coprod.consent.keeping import Keeping
from coprod.equality.tables import GroupTable
from coprod.settings import Agreed

FUNDER = Request("publication", "funder")
CHECKS = ("cut-off", "voice-share", "strengths-on-record")


def people(many, here_as, first=0, answer="count"):
    """Partners and their answers, under ids that begin at *first*."""
    named = [f"p{n:04d}" for n in range(first, first + many)]
    partners = [Partner(one, kind="person", here_as=here_as) for one in named]
    return [*partners, *(yes(f"partner:{one}", answer) for one in named)]


@pytest.fixture
def saved(tmp_path):
    """Return a function that keeps a project of these records in a folder of its own."""

    def save(name, *records, area="Leith", settings=SETTINGS):
        project = Project(name, records, settings=attrs.evolve(settings, area=area))
        app.save(project, tmp_path / name)
        return str(tmp_path / name)

    return save


@pytest.fixture
def two(saved):
    """Two projects of one area, with different people."""
    return [
        saved("one", *people(12, "job"), *people(14, "volunteer", 100)),
        saved("two", *people(13, "job", 200), *people(11, "volunteer", 300)),
    ]


def together(paths, only=CHECKS, **options):
    """What is found in the projects of the one area there is."""
    (area,) = roll_up(paths, FUNDER, only=only, now=NOW, **options)
    return area


def sizes(area):
    """How many people each group has, as far as it is shown."""
    table = next(one for one in area.counts if one.name == "people")
    return {cell.labels[0]: cell.number for cell in table.cells}


def test_each_is_as_if_alone(two, tmp_path):
    """In each project the checks find what they find without the others; one that is broken is told, and not fatal."""
    found = check_all([two[0], tmp_path / "no-such", two[1]], only=CHECKS)

    assert [Checked, Broken, Checked] == list(map(type, found))
    assert [app.check(app.read(path), only=CHECKS) for path in two] == [found[0].findings, found[2].findings]
    assert ("Leith", two[0]) == (found[0].area, found[0].path)
    assert "no-such" in found[1].problems


def test_several_processes(two):
    """One process and several give equal output, of each project and of all together."""
    pytest.importorskip("joblib")
    one, several = (check_all(two, only=CHECKS, jobs=jobs) for jobs in (1, 2))
    alone, shared = (together(two, jobs=jobs, keep=False) for jobs in (1, 2))

    assert one == several
    assert alone == shared


def test_without_joblib(two, monkeypatch):
    """Where joblib is not installed, one process does all."""
    monkeypatch.setattr(portfolio, "find_spec", lambda _: None)

    assert 2 == len(check_all(two, only=["cut-off"], jobs=2))


def test_numbers_are_added_up(two):
    """What is found in an area is what is found where all of its people are in one project."""
    records = [record for path in two for kind in (Partner, Consent) for record in app.read(path).records(kind)]
    whole = app.share(Project("all", records, settings=SETTINGS), FUNDER, checks=CHECKS, now=NOW, secret=b"s")
    area = together(two, keep=False)

    assert {"job": 25, "volunteer": 25} == sizes(together(two, only=["voice-share"], keep=False))
    assert whole.counts == area.counts
    assert [(f.check, f.status, f.measures, f.groups) for f in whole.findings] == [
        (f.check, f.status, f.measures, f.groups) for f in area.findings
    ]
    assert (("one", "two"), "here_as", "Leith, 2 projects") == (
        area.projects,
        area.findings.by,
        area.findings.project,
    )


def test_by_area(saved):
    """Projects of each area are added up by themselves, in the order of the areas."""
    paths = [saved(name, *people(12, "job"), area=name[0].upper()) for name in ("b1", "a1", "a2")]

    assert [("A", ("a1", "a2")), ("B", ("b1",))] == [
        (one.area, one.projects) for one in roll_up(paths, FUNDER, only=["cut-off"], now=NOW)
    ]


def test_what_one_project_knows_can_be_taken_off(saved):
    """Whoever knows one project's numbers cannot tell those of the rest where the rest is a few people."""
    large, small = saved("large", *people(40, "job")), saved("small", *people(3, "job", 100))

    assert {} == sizes(together([large, small]))
    assert {"job": 52} == sizes(together([large, saved("other", *people(12, "job", 200))]))


def test_what_was_released_can_be_taken_off(saved):
    """Where all projects but a small one released their numbers, the rest is the small one."""
    paths = [saved(name, *people(20, "job", at)) for name, at in (("one", 0), ("two", 100))]
    paths.append(saved("small", *people(3, "job", 200)))

    assert 43 in sizes(together(paths, keep=False)).values()
    for path in paths[:2]:
        kept = Keeping(path)
        app.share(app.read(path), FUNDER, now=NOW, secret=kept.secret, ledger=kept.ledger)
    assert 43 not in sizes(together(paths, keep=False)).values()


def test_what_was_rolled_up_before(saved):
    """Who withdraws is not the difference between two roll-ups: the ledgers know the first."""
    answers = people(20, "job")
    paths = [saved("one", *answers), saved("two", *people(20, "job", 100))]
    assert {"job": 40} == sizes(together(paths))
    fewer = [record for record in answers if getattr(record, "who", "") != "partner:p0000"]
    paths.append(saved("three", *fewer, no("partner:p0000")))

    assert 39 not in sizes(together(paths[1:2] + paths[:1] + paths[2:], keep=False)).values()
    app.withdraw(paths[0], "p0000", now=NOW)
    assert 39 not in sizes(together(paths[:2])).values()


def test_someone_who_is_in_several(saved):
    """Where one id is in two projects, each number has to stand for twice as many."""
    same = [saved("one", *people(7, "job")), saved("two", *people(7, "job"))]
    different = [same[0], saved("three", *people(7, "job", 100))]

    assert 14 not in sizes(together(same)).values()
    assert 14 in sizes(together(different, keep=False)).values()


def test_who_said_no_is_not_there(saved, two):
    """Somebody who agreed to nothing changes nothing, whatever they are."""
    more = saved(
        "two", *people(13, "job", 200), *people(11, "volunteer", 300), Partner("x", kind="person", here_as="elected")
    )

    assert together(two, keep=False) == together([two[0], more], keep=False)


def test_one_that_declares_something_else(saved, two):
    """A project that knows no such audience is told, and not counted; the others are."""
    unlike = attrs.evolve(SETTINGS, audiences={}, permission={})
    other = saved("other", Partner("x", kind="person"), settings=unlike)
    broken, area = roll_up([*two, other], FUNDER, only=CHECKS, now=NOW)

    assert isinstance(broken, Broken)
    assert "no audience `funder`" in broken.problems
    assert together(two, keep=False).counts == area.counts


def test_the_same_project_twice(two):
    """A project that is named twice is counted once."""
    assert ("one", "two") == together([*two, f"{two[0]}/", f"{two[1]}/coprod.toml"]).projects


def test_checks_that_some_agreed_to(saved):
    """A check that a project did not agree to is not counted there, and the finding says where it was not."""
    agreed = attrs.evolve(SETTINGS, agreed={"floor-time": Agreed(decision="d1")})
    paths = [saved("one", *people(12, "job"), settings=agreed), saved("two", *people(12, "job", 100))]
    (area,) = roll_up(paths, FUNDER, only=["floor-time"], now=NOW)

    assert {"floor-time": ("two: not agreed there",)} == area.left_out
    assert {"area", "projects", "as_of", "by", "findings", "left_out"} == set(area.to_dict())


def test_thresholds_are_the_strictest(saved):
    """The highest threshold of all projects holds for their sum."""
    strict = attrs.evolve(SETTINGS, thresholds=attrs.evolve(SETTINGS.thresholds, named=30))
    paths = [saved("one", *people(12, "job")), saved("two", *people(12, "job", 100), settings=strict)]

    assert 24 not in sizes(together(paths)).values()


def test_tables_that_do_not_fit():
    """Tables that are counted in two ways are a mistake of a check, and are not added up."""
    one, other = (GroupTable.of("t", ("group",), [(("a",), 1, 1)], scale=scale) for scale in (1, 60))
    with pytest.raises(ValueError, match="two ways"):
        rolling_up._added_up([[one], [other]])


def test_too_old_to_leave(saved):
    """After the day until which records are kept nothing of a project is counted."""
    held = attrs.evolve(SETTINGS.held, keep_until=date(2019, 12, 31))
    (broken,) = roll_up([saved("one", *people(12, "job"), settings=attrs.evolve(SETTINGS, held=held))], FUNDER, now=NOW)

    assert "nothing leaves after that day" in broken.problems


def test_kept_in_each_ledger(two):
    """What left is in the ledger of each project, and touches no single partner."""
    area = together(two)
    entries = [Keeping(path).ledger.entries() for path in two]

    assert [1, 1] == list(map(len, entries))
    assert all(area.counts == entry.tables and {} == entry.touched for (entry,) in entries)
    assert isinstance(area, Area)
