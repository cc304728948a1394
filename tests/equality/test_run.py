"""Running checks: for the stewards, and on what may be counted for a release."""

from datetime import date
from types import SimpleNamespace

import attrs
import networkx as nx
import pytest
from tests.equality.building import people, project

from coprod.equality.check import EqualityCheck
from coprod.equality.run import grouping_for, run_check, run_checks, run_for_release
from coprod.equality.tables import Cell, GroupTable, PersonTable
from coprod.errors import NotFound
from coprod.finding import Band, Finding, Measure
from coprod.records import Partner
from coprod.settings import Agreed, Settings

RATIO = Measure("representation_ratio", 0.5, unit="times", n=9)
BAND = Band(low=0.8, source="someone", measure="representation_ratio")
AGREED = " This is about the people who agreed to be counted."


def everyone(study):
    """Count people by group, and list them."""
    people = [(group, study.people[who]) for who, group in study.group_of.items()]
    groups = {group: sum(n for g, n in people if g == group) for group, _ in people}
    yield GroupTable.of("people", ["group"], (((g,), n, n) for g, n in groups.items()))
    yield PersonTable("single", ["group", "n"], people)


def number(tables, context):
    """Say how many people there are, and whether single ones can be seen."""
    n = tables.group("people").total()
    return Finding("even", measures=Measure("people", n, unit="people", n=n), evidence=["partner:a1"] * bool(context))


def check(name="how-many", **more):
    """A check of which a test names only what matters."""
    steps = {} if "find" in more else {"count": everyone, "judge": number}
    return EqualityCheck(
        **{
            "name": name,
            "title": "How many?",
            "question": "How many are we?",
            "source": "nobody",
            "reads": (Partner,),
            "sentences": {"even": "We are {people}.", "uneven": "Far apart.", "watch": "Maybe far apart."},
            "ask": "Who else?",
            "theme": "counting",
            **steps,
            **more,
        }
    )


def finding(status="uneven", **more):
    """A check that finds what it is told to find."""
    return check(
        f"find-{status}",
        find=lambda study, context: Finding(status, **more),
        band=more.pop("band", None),
    )


def broken(*_):
    """A step that does not work."""
    raise RuntimeError("ana said so")


def as_it_is(tables, _):
    """Disclosure control that has nothing to hide."""
    return tables


def test_what_coprod_adds():
    """Texts of the check, grouping, day and the sentence are filled in."""
    found = run_check(check(), project(people(a=2)), by="sector", as_of=date(2019, 6, 1))

    assert ("how-many", "How many?", "How many are we?", "Who else?", "nobody", "counting") == (
        found.check,
        found.title,
        found.question,
        found.ask,
        found.source,
        found.theme,
    )
    assert ("sector", date(2019, 6, 1), None, "We are 2.", ("partner:a1",)) == (
        found.by,
        found.as_of,
        found.error,
        found.answer,
        found.evidence,
    )


def test_a_report():
    """Findings come in the order of the checks, under the name of the project."""
    report = run_checks(project(people(a=2)), [check("b-b"), check("a-a")], by="sector", as_of=date(2019, 6, 1))

    assert (["b-b", "a-a"], "Tea", "sector", date(2019, 6, 1)) == (
        [one.check for one in report],
        report.project,
        report.by,
        report.as_of,
    )


def test_no_checks():
    """A report of no checks is empty."""
    assert 0 == len(run_checks(project(), []))


def test_no_such_grouping():
    """A grouping that nobody knows is the caller's error, not a finding."""
    with pytest.raises(NotFound):
        run_checks(project(), [], by="colour")


@pytest.mark.parametrize(
    "bad",
    [
        {"count": broken},
        {"judge": broken},
        {"find": broken},
        {"find": lambda study, context: "even"},
        {"find": lambda study, context: Finding("even")},  # its sentence asks for a measure
        {"find": lambda study, context: Finding("watch", "no such sentence")},
    ],
)
def test_a_check_that_does_not_work(bad):
    """It becomes a finding `unknown` with the error, and the others go on."""
    report = run_checks(project(people(a=2)), [check("bad", **bad), check()], by="sector")

    assert ("unknown", "This question could not be answered.") == (report["bad"].status, report["bad"].answer)
    assert report["bad"].error
    assert "even" == report["how-many"].status


def test_the_error_is_told_to_stewards():
    """With its kind and its message."""
    assert "RuntimeError: ana said so" == run_check(check(find=broken), project()).error


def test_too_large():
    """A check that says up to how many partners it works is not run on more."""
    found = run_check(check(largest=1), project(people(a=2)), by="sector")

    assert ("unknown", "This project is too large for this question.") == (found.status, found.answer)
    assert "even" == run_check(check(largest=2), project(people(a=2)), by="sector").status


def test_a_finding_names_the_networkx_that_made_its_graph(monkeypatch):
    """With the backend that the user set, for stewards alone; where no graph was asked for, nothing is said."""
    asks = check("asks", count=lambda study: [*everyone(study), PersonTable("ties", ["n"], [(study.graph().size(),)])])
    used = run_checks(project(people(a=2)), [asks, check()], by="sector")

    assert (f"networkx {nx.__version__}", "") == (used["asks"].computed_by, used["how-many"].computed_by)
    first = SimpleNamespace(backend_priority=SimpleNamespace(algos=["parallel", "cugraph"]))
    monkeypatch.setattr(nx, "config", first)
    named = run_checks(project(people(a=2)), [asks], by="sector")["asks"]
    assert f"networkx {nx.__version__}, backend parallel, cugraph" == named.computed_by
    assert named.computed_by == named.to_dict()["computed_by"]
    assert f"*Computed by:* {named.computed_by}" in named.to_markdown()
    released = run_for_release(project(people(a=2)), [asks], protect=as_it_is, by="sector")
    assert "" == released.findings["asks"].computed_by


def test_the_same_seed_gives_the_same_chance():
    """Chance is seeded by check, so that a report can be made again and no check disturbs another."""
    draws = []
    luck = check(find=lambda study, context: draws.append(context.random.random()) or Finding("watch"))
    for seed, others in ((0, []), (0, [check("other")]), (1, [])):
        run_checks(project(), [*others, luck], seed=seed)

    assert draws[0] == draws[1] != draws[2]


@pytest.mark.parametrize(
    ("expected", "agreed"),
    [
        ("uneven", None),
        ("even", Agreed(low=0.4, on=date(2019, 1, 10), decision="d3")),
        ("uneven", Agreed(on=date(2019, 1, 10), decision="d3")),
        ("uneven", Agreed(low=0.4, measure="gini")),
    ],
)
def test_the_partners_band_comes_first(expected, agreed):
    """What the partners agreed counts before a convention; an agreement without ends is none about a band."""
    settings = Settings(agreed={"ratio": agreed} if agreed else {})
    ratio = check(
        "ratio",
        band=BAND,
        sentences={"even": "Even.", "uneven": "Uneven."},
        find=lambda study, context: Finding(context.status(RATIO), measures=RATIO),
    )

    assert expected == run_check(ratio, project(settings=settings)).status


def test_a_finding_names_the_agreed_band():
    """The band says that the partners agreed it, when, and by which decision."""
    settings = Settings(agreed={"how-many": Agreed(low=0.4, on=date(2019, 1, 10), decision="d3")})
    found = run_check(check(band=BAND), project(people(a=1), settings=settings), by="sector")

    assert "from 0.4, agreed by the partners on 2019-01-10 (decision d3)" == str(found.band)
    assert BAND == run_check(check(band=BAND), project(people(a=1)), by="sector").band


def test_what_chance_would_do_is_worth_a_look():
    """`uneven` above .05 with only a convention becomes `watch`, and is said so."""
    found = run_check(finding(p_value=0.06), project())

    assert ("watch", "Maybe far apart.", 0.06) == (found.status, found.answer, found.p_adjusted)
    assert ("uneven", "Far apart.") == (
        run_check(finding(p_value=0.05), project()).status,
        run_check(finding(), project()).answer,
    )


def test_a_sentence_of_its_own_stays():
    """Where the check chose another sentence, or has none for `watch`, what it said stays."""
    own = run_check(
        attrs.evolve(finding(say="far", p_value=0.5), sentences={"uneven": "X.", "far": "So far.", "watch": "Y."}),
        project(),
    )
    none = run_check(attrs.evolve(finding(p_value=0.5), sentences={"uneven": "X."}), project())

    assert [("watch", "So far."), ("watch", "X.")] == [(one.status, one.answer) for one in (own, none)]


def test_what_is_said_beside_it_stays():
    """Of several sentences the first becomes milder; the others are said as before."""
    sentences = {"uneven": "X.", "watch": "Y.", "outside": "Some outside."}
    found = run_check(attrs.evolve(finding(say="uneven + outside", p_value=0.5), sentences=sentences), project())

    assert ("watch", "Y. Some outside.") == (found.status, found.answer)


@pytest.mark.parametrize(
    ("agreed", "says"),
    [
        ({}, "The partners have not agreed to count this."),
        ({"how-many": Agreed(low=0.8, on=date(2019, 1, 10))}, "The partners have not agreed to count this."),
        ({"how-many": Agreed(on=date(2019, 1, 10), decision="d3")}, "We are 1."),
    ],
)
def test_some_things_are_counted_only_where_a_decision_says_so(agreed, says):
    """A check that waits for the partners counts nothing, for stewards and in a release, until a decision is named."""
    waiting, there = check(agreed_only=True), project(people(a=1), settings=Settings(agreed=agreed))
    disclosed = run_for_release(there, [waiting], protect=as_it_is).findings

    assert [says, says + AGREED] == [run_check(waiting, there).answer, disclosed[0].answer]


@pytest.mark.parametrize(("sentence", "says"), [("far, watch", "That can be chance."), ("other", "Far apart.")])
def test_a_sentence_of_another_name_becomes_milder(sentence, says):
    """A sentence that is not named for its status has its milder one, where the check declares it, under its name."""
    uneven = attrs.evolve(
        finding(say="far", p_value=0.5),
        sentences={"uneven": "X.", "far": "Far apart.", sentence: "That can be chance."},
    )
    found = run_check(uneven, project())

    assert ("watch", says) == (found.status, found.answer)


def test_the_past_is_the_project_unless_it_is_given():
    """A check that asks whether something ever was gets what ever was; the others get how it is."""
    seen = []

    def look(study, context):
        seen.append((study.project, study.past))
        return Finding("even")

    now, ever = project(people(a=1)), project(people(a=2))
    looking = check(find=look, sentences={"even": "Alike."})
    run_check(looking, now)
    run_check(looking, now, past=ever)

    assert [(now, now), (now, ever)] == seen


def test_what_the_partners_agreed_stays():
    """Against a band of the partners' own, `uneven` stays uneven."""
    settings = Settings(agreed={"find-uneven": Agreed(low=0.8)})

    assert "uneven" == run_check(finding(p_value=0.5), project(settings=settings)).status


def test_one_report_is_taken_together():
    """Twenty questions find something by chance: p-values are adjusted over the report."""
    checks = [attrs.evolve(finding(p_value=p), name=f"c{n}") for n, p in enumerate((0.01, 0.04, 0.5, 0.6))]
    report = run_checks(project(), [*checks, check("untested")], by="everyone")

    assert [0.04, 0.08, 0.6, 0.6, None] == [one.p_adjusted and round(one.p_adjusted, 4) for one in report]
    assert ["uneven", "watch", "watch", "watch", "even"] == [one.status for one in report]


def test_a_release_sees_group_tables_only():
    """Person tables end before disclosure control; what it sees has the name of its check."""
    seen = []
    report = run_for_release(
        project(people(a=2)),
        [check("a-a"), check("b-b")],
        protect=lambda tables, _: seen.extend(tables) or tables,
        by="sector",
        as_of=date(2019, 6, 1),
    ).findings

    own = [("", "people"), ("", "ties")]
    assert [*own, ("a-a", "people"), ("b-b", "people")] == [(table.check, table.name) for table in seen]
    assert all(isinstance(table, GroupTable) for table in seen)
    assert ("even", "We are 2." + AGREED, ()) == (report[0].status, report[0].answer, report[0].evidence)


def test_judge_sees_what_disclosure_control_left():
    """What was rounded is what is said."""

    def rounded(tables, _):
        return [attrs.evolve(t, cells=[Cell(c.labels, 5 * round(c.number / 5), 5) for c in t.cells]) for t in tables]

    assert (
        "We are 10." + AGREED
        == run_for_release(project(people(a=9)), [check()], protect=rounded, by="sector").findings[0].answer
    )


def test_a_blank_is_unknown():
    """A table with a number that may not be shown makes the finding unknown."""

    def blanked(tables, _):
        return [attrs.evolve(t, cells=[Cell(c.labels, None, None) for c in t.cells]) for t in tables]

    found = run_for_release(project(people(a=2)), [check()], protect=blanked, by="sector").findings[0]

    assert ("unknown", "Too few people can be counted here to show this." + AGREED) == (
        found.status,
        found.answer,
    )
    assert () == found.measures


def test_disclosure_control_has_to_return_every_table():
    """A table lost or swapped would put one check's numbers under another: that is an error."""
    with pytest.raises(ValueError, match="same tables in the same order"):
        run_for_release(
            project(people(a=2)),
            [check("a-a"), check("b-b")],
            protect=lambda tables, _: tables[::-1],
            by="sector",
        )


def test_find_alone_stays_with_the_stewards():
    """A check in one step cannot be shown to anyone else, nor can one for smaller projects."""
    checks = [
        check("one-step", find=lambda study, context: Finding("watch")),
        check("small", largest=1),
        check(),
    ]
    report = run_for_release(project(people(a=2)), checks, protect=as_it_is, by="sector").findings

    assert ["unknown", "unknown", "even"] == [one.status for one in report]
    assert report["one-step"].answer.startswith("Only those who keep the records")
    assert report["small"].answer.startswith("This project is too large")


@pytest.mark.parametrize("bad", [{"count": broken}, {"judge": broken}])
def test_an_error_tells_no_one_else_anything(bad):
    """The message of an error may hold anything, so that a release has only its kind."""
    report = run_for_release(
        project(people(a=2)), [check("bad", **bad), check()], protect=as_it_is, by="sector"
    ).findings

    assert ("unknown", "RuntimeError") == (report["bad"].status, report["bad"].error)
    assert "even" == report["how-many"].status


@pytest.mark.parametrize(
    ("expected", "by", "least"),
    [
        ("area", "area", 2),
        ("sector", "area", 3),
        ("here_as", "area", 4),
        ("everyone", "area", 11),
        ("everyone", "sector", 11),
        ("sector", "sector", 3),
        ("everyone", "everyone", 99),
    ],
)
def test_the_finest_grouping_that_is_large_enough(expected, by, least):
    """From what was asked for over sector and here_as to everyone, by the sizes of groups alone."""
    someone = [
        Partner(
            f"p{n}",
            kind="person",
            area=f"area{n // 2}",
            sector="abc"[n // 3],
            here_as=("job", "volunteer")[n > 4],
        )
        for n in range(9)
    ]
    nhs = Partner("nhs", kind="organisation", area="far away", sector="health")

    assert expected == grouping_for(
        project(
            someone[:8],
            someone[8:],
            nhs,
            Partner("p9", kind="person", area="area4", sector="c", here_as="job"),
        ),
        by,
        least,
    )
