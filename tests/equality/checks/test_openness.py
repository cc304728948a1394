"""plan-and-openness."""

from datetime import date, timedelta

from tests.equality.building import NOON, decided, found, people, project, room
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.openness import BEYOND, PLAN_AND_OPENNESS, WITHIN
from coprod.equality.run import run_check
from coprod.records import Decision, Goal, Influence, Partner, Response, View


def views(in_plan, answered, waiting, start=0, **more):
    """So many views that got a reply, and so many that did not."""
    return [
        View(
            f"{in_plan}{n}",
            partner=f"a{n % 9 + 1}",
            kind="idea",
            in_plan=in_plan,
            at=NOON,
            **({"reply": "Yes", "replied_at": NOON} if n < answered else {}),
            **more,
        )
        for n in range(start, start + answered + waiting)
    ]


def test_nothing_on_record():
    """Without views, or without a word on the plan, it cannot tell."""
    assert ("unknown", "Which views are within the plan is not on record yet.") == (
        found(PLAN_AND_OPENNESS).status,
        found(PLAN_AND_OPENNESS, people(a=9), views(None, 5, 5)).answer,
    )
    finding = found(PLAN_AND_OPENNESS, people(a=9), views("yes", 5, 5))
    assert ("unknown", "No view beyond the plan is on record.") == (finding.status, finding.answer)


def test_even():
    """Beyond the plan as often as within it; unsure is beyond it, and those that wait are counted."""
    finding = found(PLAN_AND_OPENNESS, people(a=9), views("yes", 8, 2), views("no", 4, 1), views("unsure", 4, 1))

    assert ("even", 1) == (finding.status, finding.measure("disparity").value)
    assert "80% of 10 views beyond the plan were talked about or answered, and 80% of 10 within it." == finding.answer
    assert [(BEYOND, 8, 10), (WITHIN, 8, 10)] == [(g.group, g.count, g.total) for g in finding.groups]


def test_more_beyond_the_plan():
    """Views beyond the plan may be answered more often than those within it."""
    assert "even" == found(PLAN_AND_OPENNESS, people(a=9), views("yes", 1, 9), views("no", 9, 0)).status


def test_uneven():
    """When views beyond the plan wait and others do not, it is uneven, and hardly by chance."""
    finding = found(PLAN_AND_OPENNESS, people(a=9), views("yes", 9, 0), views("no", 1, 8))

    assert ("uneven", True) == (finding.status, finding.p_value < 0.05)


def test_one_view_would_turn_it():
    """Four of six against three of six: one view would turn it round."""
    finding = found(PLAN_AND_OPENNESS, people(a=9), views("yes", 4, 2), views("no", 3, 3))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_too_few():
    """Under five views on one side it does not compare."""
    finding = found(PLAN_AND_OPENNESS, people(a=9), views("yes", 4, 2), views("no", 3, 0))

    assert ("unknown", True) == (finding.status, finding.answer.endswith("There are too few views to compare."))


def test_talked_about():
    """Discussed, or settled by a later response, is talked about; an experience asks for nothing."""
    finding = found(
        PLAN_AND_OPENNESS,
        people(a=9),
        room("a1"),
        views("no", 0, 3),
        View("d", partner="a1", kind="idea", in_plan="no", at=NOON, discussed="s1"),
        View("e", partner="a1", kind="experience", in_plan="no", at=NOON),
        View("f", kind="idea", in_plan="no", space="s1"),
        View("n", partner="nhs", kind="idea", in_plan="no", at=NOON),
        Partner("nhs", kind="organisation", sector="b"),
        Response("a2", "view:no0", fate="parked", at=date(2019, 2, 1)),
        Response("a2", "view:no1", fate="parked", at=date(2019, 2, 1)),
        Response("a2", "view:no1", fate="taken up", at=date(2019, 3, 1)),
        Influence("view:no0", "view:d"),
        Influence("view:no0", "decision:d1"),
        decided("a1"),
    )

    assert (3 / 5, 5) == (finding.measure("rate", BEYOND).value, finding.measure("rate", BEYOND).n)
    assert (1 / 5, 1 / 5) == (
        finding.measure("rate", f"{BEYOND}, discussed").value,
        finding.measure("rate", f"{BEYOND}, taken").value,
    )
    assert (1, 1) == (finding.measure("parked").value, finding.measure("came_back").value)


def goal(which, kind="activity", **more):
    """A goal."""
    return Goal(which, kind=kind, text="Tea", agreed=date(2019, 1, 1), **more)


def test_plans_that_changed():
    """Dropped or replaced plans, and those of them that views led to, by way of the old plan or the new one."""
    finding = found(
        PLAN_AND_OPENNESS,
        people(a=9),
        views("no", 1, 1),
        goal("g1", dropped=date(2019, 3, 1)),
        goal("g2"),
        goal("g3", replaces="g2"),
        goal("g4", dropped=date(2019, 3, 1)),
        goal("g5", kind="vision", dropped=date(2019, 3, 1)),
        Influence("view:no0", "goal:g1"),
        Influence("view:no1", "goal:g3"),
        Influence("view:no1", "goal:g5"),
    )

    assert (3, 2 / 3) == (finding.measure("plans_changed").value, finding.measure("changed_by_views").value)


def test_milestones():
    """Milestones met of those due by the day of the data, else by the last day on record, and those met in time."""
    day = date(2019, 3, 1)
    milestones = [
        goal("g1", "milestone", due=day, done=day),
        goal("g2", "milestone", due=day, done=day + timedelta(days=9)),
        goal("g3", "milestone", due=day),
        goal("g4", "milestone", due=date(2019, 12, 1)),
        goal("g5", "milestone"),
        goal("g6", due=day, done=day),
    ]
    tea = project(people(a=1), milestones)

    def met(as_of):
        finding = run_check(PLAN_AND_OPENNESS, tea, as_of=as_of)
        return finding.measure("milestones_met"), finding.measure("milestones_in_time")

    assert [(2 / 3, 3), (1 / 3, 3)] == [(m.value, m.n) for m in met(None)]
    assert [(2 / 3, 3), (1 / 3, 3)] == [(m.value, m.n) for m in met(date(2019, 6, 1))]


def test_the_last_day_on_record():
    """A milestone that is due after all that is on record is not due yet; with nothing on record none is."""
    due = Goal("g1", kind="milestone", text="Tea", due=date(2019, 3, 1))
    known = [
        View("v1", partner="a1", kind="idea", at=NOON.replace(month=4)),
        Decision("d1", title="Tea", at=date(2019, 4, 1)),
        Goal("g2", kind="aim", text="Tea", agreed=date(2019, 4, 1)),
    ]
    early = View("v1", partner="a1", kind="idea", at=NOON)

    def met(*records):
        return found(PLAN_AND_OPENNESS, people(a=1), due, *records).measure("milestones_met")

    assert [0, 0, 0] == [met(one).value for one in known]
    assert [None, None] == [met().value, met(early).value]
    counted(PLAN_AND_OPENNESS, project(people(a=1), due, known))


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release views are judged, and plans and milestones are not shown."""
    tea = project(people(a=9), views("yes", 6, 0), views("no", 6, 0), goal("g1", "milestone", due=date(2019, 1, 1)))
    finding = disclosed(PLAN_AND_OPENNESS, tea)

    assert ("even", "not shown", "not shown") == (
        finding.status,
        finding.measure("milestones_met").reason,
        finding.measure("parked").reason,
    )
    counted(PLAN_AND_OPENNESS, project())
