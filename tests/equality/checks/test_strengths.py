"""strengths-on-record."""

from datetime import date

import pytest
from tests.equality.building import found, people, project

from coprod.equality.checks.strengths import STRENGTHS_ON_RECORD
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.records import Partner, Strength


def strengths(*who):
    """A strength for each."""
    return [Strength(one, strength="sings") for one in who]


def test_nothing_on_record():
    """Without strengths, and without people, it cannot tell."""
    assert "unknown" == found(STRENGTHS_ON_RECORD).status
    finding = found(STRENGTHS_ON_RECORD, people(a=9))
    assert ("unknown", "No strengths are on record yet.") == (finding.status, finding.answer)


def test_everyone():
    """When everyone has one it is even, though there is only one group; two strengths count once."""
    finding = found(STRENGTHS_ON_RECORD, people(a=2), strengths("a1", "a2"), Strength("a1", strength="mends"))

    assert ("even", "A strength is on record for everyone: 2 in all.") == (finding.status, finding.answer)


def test_some():
    """When groups are alike but some were not asked, it is worth a look."""
    who = [f"{g}{n}" for g in "ab" for n in range(1, 6)]
    finding = found(STRENGTHS_ON_RECORD, people(a=6, b=6), strengths(*who))

    assert ("watch", "A strength is on record for 83% of 12 people.") == (finding.status, finding.answer)


def test_one_group_was_not_asked():
    """Under four fifths of the best group is uneven, and the sentence names the group."""
    finding = found(STRENGTHS_ON_RECORD, people(a=10, b=10), strengths(*(f"a{n}" for n in range(1, 11)), "b1"))

    assert "uneven" == finding.status
    assert "A strength is on record for 55% of people, but only for 10% in the group “b”." == finding.answer
    assert [("a", 10, 10, 10, 1), ("b", 10, 1, 10, 0.1)] == [
        (g.group, g.n, g.count, g.total, g.share) for g in finding.groups
    ]


def test_one_person_would_turn_it():
    """Four of six against three of six is under four fifths, and one person would turn it round."""
    finding = found(STRENGTHS_ON_RECORD, people(a=6, b=6), strengths("a1", "a2", "a3", "a4", "b1", "b2", "b3"))

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_people_count():
    """A group stands for its people; organisations and teams bring what their people bring."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    finding = found(STRENGTHS_ON_RECORD, knit, nhs, strengths("knit", "nhs"))

    assert ("even", 12) == (finding.status, finding.measure("rate").n)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same."""
    table, partners = STRENGTHS_ON_RECORD.count(
        Study(project(people(a=3, b=1), strengths("a1", "a2")).on(engine), "sector")
    )

    expected = {("a", "people"): 3, ("a", "on record"): 2, ("b", "people"): 1, ("b", "on record"): 0}
    assert expected == table.cells_by_labels()
    assert (("a", 0, 1, 1), ("a", 1, 1, 2), ("b", 0, 1, 1)) == partners.rows


def test_chance():
    """A gap that chance alone makes more than once in twenty times is worth a look; the partners are the draws."""
    who = [*(f"a{n}" for n in range(1, 10)), *(f"b{n}" for n in range(1, 7))]
    finding = found(STRENGTHS_ON_RECORD, people(a=10, b=10), strengths(*who))

    assert ("watch", True) == (finding.status, finding.p_value > 0.05)
    assert finding.answer.endswith("in the group “b”. That can be chance.")


def test_one_draw_for_a_group():
    """Forty people who came as one group are one draw, and no forty: so it can be chance."""
    crowd = Partner("crowd", kind="group", sector="a", people=40)
    finding = found(STRENGTHS_ON_RECORD, crowd, people(b=5), strengths("crowd"))

    assert ("watch", 1 / 6) == (finding.status, finding.p_value)


def test_a_strength_that_ended():
    """Who once said what they bring was asked, whatever came after."""
    tea = project(people(a=2), Strength("a1", strength="sings", until=date(2019, 5, 1)), strengths("a2"))
    day = date(2019, 6, 1)
    then = run_check(STRENGTHS_ON_RECORD, tea.at(day), as_of=day, by="sector", past=tea.at(day, ended=True))

    assert ("even", run_check(STRENGTHS_ON_RECORD, tea, by="sector").answer) == (then.status, then.answer)
