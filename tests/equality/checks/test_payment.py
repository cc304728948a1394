"""payment."""

import pytest
from tests.equality.building import found, people, project
from tests.equality.two_ways import counted, disclosed

from coprod.equality.checks.payment import PAYMENT
from coprod.records import Attendance, Partner, Space

S1 = Space("s1", name="Tea")


def paid(word, *who, **more):
    """How the time of each was paid."""
    return [Attendance(one, "s1", payment=word, **more) for one in who]


def each(group, *numbers):
    """Ids of people of a group."""
    return [f"{group}{n}" for n in numbers]


def test_nothing_on_record():
    """Without a word on payment it cannot tell, however many came; nor for those who did not come."""
    for records in (
        (),
        (people(a=5), S1, paid(None, "a1", "a2")),
        (people(a=5), S1, paid("fee", "a1", came="could not")),
    ):
        finding = found(PAYMENT, *records)
        assert ("unknown", "Whether people's time is paid for is not on record yet.") == (
            finding.status,
            finding.answer,
        )


@pytest.mark.parametrize("word", ["in their job", "fee", "voucher", "declined"])
def test_paid_in_some_way(word):
    """In a job, by a fee, by a voucher, or freely without: each counts."""
    finding = found(PAYMENT, people(a=5, b=5), S1, paid(word, *each("a", 1, 2, 3, 4, 5), *each("b", 1, 2, 3, 4, 5)))

    assert ("even", "Where it is on record, every visit was paid in some way, or people chose no pay.") == (
        finding.status,
        finding.answer,
    )
    assert 1 == finding.measure("paid_as", word).value


def test_even_and_not_all():
    """As many in both groups is even, though not everyone was paid."""
    visits = paid("fee", *each("a", 1, 2, 3, 4), *each("b", 1, 2, 3, 4)), paid("none", "a5", "b5")
    finding = found(PAYMENT, people(a=5, b=5), S1, *visits)

    assert ("even", "Where it is on record, 80% of visits were paid in some way, or people chose no pay.") == (
        finding.status,
        finding.answer,
    )


def test_uneven():
    """When one group is paid and the other is not, it is uneven, said without blame."""
    finding = found(
        PAYMENT,
        people(a=8, b=8),
        S1,
        paid("in their job", *each("a", *range(1, 9))),
        paid("none", *each("b", *range(1, 9))),
    )

    assert "uneven" == finding.status
    assert (
        "Where it is on record, 0% of visits by the group “b” were paid in some way, or they chose no pay. Of all"
        " visits it was 50%. Pay at work counts too." == finding.answer
    )
    assert [("a", 8, 8, 8), ("b", 8, 0, 8)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]


def test_one_visit_would_turn_it():
    """Four of six against three of six: one visit would turn it round."""
    visits = (
        paid("fee", *each("a", 1, 2, 3, 4), *each("b", 1, 2, 3)),
        paid("none", *each("a", 5, 6), *each("b", 4, 5, 6)),
    )
    finding = found(PAYMENT, people(a=6, b=6), S1, *visits)

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_expenses_that_are_owed_are_said():
    """Expenses that are owed make even worth a look, and are said after every sentence."""
    owed = paid("fee", "a1", expenses="owed"), paid("voucher", "a2", "a3", expenses="paid")
    finding = found(PAYMENT, people(a=5), S1, *owed)

    assert "watch" == finding.status
    assert finding.answer.endswith("or people chose no pay. Some expenses are still owed.")
    assert (1, 3) == (finding.measure("owed").value, finding.measure("owed").n)
    assert "unknown" == found(PAYMENT, people(a=5), S1, paid(None, "a1", expenses="owed")).status


def test_too_few_to_compare():
    """With one group that was not always paid, it is worth a look; those without a word are counted apart."""
    visits = paid("fee", "a1", "a4"), paid("none", "a2", "a5"), paid(None, "a3", "b1")
    finding = found(PAYMENT, people(a=5, b=1), S1, *visits)

    assert ("watch", 0.5, 2) == (finding.status, finding.measure("rate").value, finding.measure("not_noted").value)


def test_one_visit_is_no_rate():
    """What is on record of one or two visits is not told, apart from what is owed; nor of one visit of a group."""
    few = found(PAYMENT, people(a=5), S1, paid("none", "a1", "a2"))
    assert ("unknown", "Too few visits have a word on pay yet.") == (few.status, few.answer)
    owed = found(PAYMENT, people(a=5), S1, paid("none", "a1", expenses="owed"))
    assert ("watch", "too few + owed") == (owed.status, owed.say)

    knit = Partner("knit", kind="group", sector="b", people=12)
    both = found(PAYMENT, people(a=5), knit, S1, paid("fee", *each("a", 1, 2, 3)), paid("none", "knit", people=1))
    assert ("watch", "some") == (both.status, both.say)


def test_people_of_a_group_count():
    """A group counts the people who came, and an organisation none."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    both = found(PAYMENT, knit, nhs, S1, paid("voucher", "knit", people=7), paid("none", "nhs"))
    assert (7, [("a", 12, 7)]) == (both.measure("rate").n, [(g.group, g.n, g.total) for g in both.groups])

    assert 12 == found(PAYMENT, knit, S1, paid("voucher", "knit")).measure("rate").n


def test_on_both_engines_and_in_a_release():
    """Both engines count the same; in a release visits are judged, and how they were paid is not shown."""
    tea = project(people(a=5, b=5), S1, paid("fee", *each("a", *range(1, 6)), expenses="owed"), paid("none", "b1"))
    finding = disclosed(PAYMENT, tea)

    assert ("watch", "some", "not shown") == (finding.status, finding.say, finding.measure("owed").reason)
    counted(PAYMENT, project())
