"""strengths-used."""

from datetime import date

import pytest
from tests.equality.building import found, people, project

from coprod.equality.check import Context
from coprod.equality.checks.using import STRENGTHS_USED
from coprod.equality.run import run_check
from coprod.equality.study import Study
from coprod.equality.tables import GroupTable, Tables
from coprod.records import Exchange, Partner, Strength


def strengths(*who, words="sings"):
    """A strength for each."""
    return [Strength(one, strength=words) for one in who]


def used(*who, words="sings", by="c1"):
    """An exchange for each, in which a strength was used."""
    return [Exchange(one, by, kind="help", strength=words) for one in who]


def ids(group, n):
    """The ids of the first n of a group."""
    return [f"{group}{i}" for i in range(1, n + 1)]


def test_nothing_on_record():
    """Without strengths, and with strengths that no exchange names, it cannot tell."""
    assert "unknown" == found(STRENGTHS_USED).status
    finding = found(STRENGTHS_USED, people(a=6, b=6))
    assert ("unknown", "No strengths are on record yet.") == (finding.status, finding.answer)
    unused = found(STRENGTHS_USED, people(a=6, c=1), strengths(*ids("a", 6)), Exchange("a1", "c1", kind="help"))
    assert ("unknown", "No use of a strength is on record yet.") == (unused.status, unused.answer)


def test_groups_alike():
    """Five of six in one group and four of five in the other are alike; those without a strength are not counted."""
    finding = found(
        STRENGTHS_USED,
        people(a=6, b=9, c=1),
        strengths(*ids("a", 6), *ids("b", 5)),
        used(*ids("a", 5), *ids("b", 4)),
    )

    assert ("even", 9 / 11, 11) == (finding.status, finding.measure("rate").value, finding.measure("rate").n)
    assert [("a", 6, 5, 6), ("b", 5, 4, 5)] == [(g.group, g.n, g.count, g.total) for g in finding.groups]
    assert ("partner:a6", "partner:b5") == finding.evidence
    assert finding.answer.startswith("Of 11 people whose strengths we know, 82% used one, as far as is on record.")


def test_one_group_less():
    """Under four fifths of the best group is uneven, and the sentence names the group."""
    finding = found(
        STRENGTHS_USED,
        people(a=10, b=10, c=1),
        strengths(*ids("a", 10), *ids("b", 10)),
        used(*ids("a", 10), "b1"),
    )

    assert ("uneven", "b", 0.1) == (finding.status, finding.words["least"], finding.measure("disparity").value)
    assert (
        "Of 20 people whose strengths we know, 55% used one, as far as is on record. In the group “b” it is 10%."
        == finding.answer
    )


def test_one_person_would_turn_it():
    """Four of six against three of six: one person would turn it round."""
    finding = found(
        STRENGTHS_USED, people(a=6, b=6, c=1), strengths(*ids("a", 6), *ids("b", 6)), used(*ids("a", 4), *ids("b", 3))
    )

    assert ("watch", True) == (finding.status, finding.answer.endswith("That can be chance."))


def test_one_group():
    """With nobody to compare it cannot tell, unless all of them used one."""
    some = found(STRENGTHS_USED, people(a=6, c=1), strengths(*ids("a", 6)), used("a1"))
    assert ("unknown", True) == (some.status, some.answer.endswith("There are no two groups large enough to compare."))
    every = found(STRENGTHS_USED, people(a=2, c=1), strengths("a1", "a2"), used("a1", "a2"))
    assert ("even", "Everyone with a strength on record has used one: 2 in all.") == (every.status, every.answer)


def test_same_words_are_the_same_strength():
    """Case and spacing do not matter; other words, another giver and giving to oneself do."""
    finding = found(
        STRENGTHS_USED,
        people(a=4, c=1),
        [Strength("a1", strength=" Speaks  Polish"), *strengths("a2", words="mends"), *strengths("a3", "a4")],
        used("a1", words="speaks polish"),
        used("a2", words="mends things"),
        used("a3", by="a3"),
        used("c1", by="a4"),
    )

    assert ("partner:a2", "partner:a3", "partner:a4") == finding.evidence
    assert (0.25, 4) == (finding.measure("rate").value, finding.measure("rate").n)
    assert [3, 1] == [finding.measure(name).value for name in ("strengths", "not_asked_for")]


def test_people_count():
    """A group stands for its people; an organisation brings what its people bring."""
    knit = Partner("knit", kind="group", sector="a", people=12)
    nhs = Partner("nhs", kind="organisation", sector="b")
    finding = found(STRENGTHS_USED, knit, nhs, people(c=1), strengths("knit", "nhs"), used("knit", "nhs"))

    assert ("even", 12) == (finding.status, finding.measure("rate").n)


EVERYTHING = (
    people(a=6, b=6, c=1),
    strengths(*ids("a", 6), *ids("b", 6)),
    strengths("a1", words="Mends  anything"),
    used(*ids("a", 6), "b1"),
    Exchange("a1", "c1", kind="lending", strength="mends anything "),
)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables(engine):
    """Both engines count the same: people with a strength, those who used one, and strengths asked for."""
    people_of, words, partners = list(STRENGTHS_USED.count(Study(project(*EVERYTHING).on(engine), "sector")))[:3]

    assert {
        ("a", "with a strength"): 6,
        ("a", "used"): 6,
        ("b", "with a strength"): 6,
        ("b", "used"): 1,
    } == people_of.cells_by_labels()
    assert {("strengths",): 2, ("asked for",): 2} == words.cells_by_labels()
    assert (12, 12) == (words.people("strengths"), words.people("asked for"))
    assert (("a", 1, 1, 6), ("b", 0, 1, 5), ("b", 1, 1, 1)) == partners.rows


def test_in_a_release():
    """The same is said from group tables alone, without evidence."""
    tables = [t for t in STRENGTHS_USED.count(Study(project(*EVERYTHING), "sector")) if isinstance(t, GroupTable)]
    finding = STRENGTHS_USED.judge(Tables(tables), Context(by="sector", band=STRENGTHS_USED.band))

    assert ("uneven", ()) == (finding.status, finding.evidence)


def test_chance():
    """Half against all but one of ten can be chance, so it is worth a look and no more."""
    finding = found(
        STRENGTHS_USED,
        people(a=10, b=10, c=1),
        strengths(*ids("a", 10), *ids("b", 10)),
        used(*ids("a", 9), *ids("b", 5)),
    )

    assert ("watch", True, True) == (
        finding.status,
        finding.p_value > 0.05,
        finding.answer.endswith("In the group “b” it is 50%. That can be chance."),
    )


def test_a_strength_that_ended():
    """A strength that was used counts as used, though its owner no longer brings it."""
    day, tea = date(2019, 6, 1), [people(a=2, c=1), used("a1", "a2"), strengths("a2")]
    there = project(*tea, Strength("a1", strength="sings", until=date(2019, 5, 1)))
    then = run_check(STRENGTHS_USED, there.at(day), by="sector", as_of=day, past=there.at(day, ended=True))

    assert ("even", 2) == (then.status, then.measure("rate").n)
    assert 1 == run_check(STRENGTHS_USED, there.at(day), by="sector", as_of=day).measure("rate").n
