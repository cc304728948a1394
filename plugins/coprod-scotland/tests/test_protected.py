"""The nine protected characteristics, and the check that says which are on record."""

import pytest

from coprod import Characteristic, Partner, Project
from coprod.equality.run import run_check
from coprod.errors import NotFound
from coprod_scotland import LIMBS, PROTECTED, protected, used_by
from coprod_scotland.recorded import PROTECTED_CHARACTERISTICS


def test_nine_and_eight():
    """Section 149 has nine in its first limb and eight in the others, without marriage and civil partnership."""
    assert [9, 8, 8] == [len(used_by(limb)) for limb in LIMBS]
    assert {protected("marriage and civil partnership")} == {*PROTECTED} - {*used_by("foster")}


@pytest.mark.parametrize(
    ("word", "name"),
    [("age band", "age"), ("Ethnicity", "race"), ("trans_status", "gender reassignment"), ("SEX", "sex")],
)
def test_words_on_forms(word, name):
    """What forms call a characteristic means the one in the Act."""
    assert name == protected(word).name


def test_no_word_means_two():
    """Each word means one characteristic."""
    words = [word for each in PROTECTED for word in (each.name, *each.also)]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("word", ["carer", "gender", ""])
def test_other_words(word):
    """What the Act does not protect, or what may mean two things, is none."""
    with pytest.raises(NotFound):
        protected(word)


def test_suggests():
    """A slip gets a suggestion."""
    with pytest.raises(NotFound, match="Did you mean `disability`"):
        protected("disabilty")


def asked(*characteristics, people=("ana", "ben", "cat")):
    """What the check finds where this is on record of these people."""
    partners = [Partner(each, kind="person") for each in people]
    return run_check(PROTECTED_CHARACTERISTICS, Project("Tea", [*partners, *characteristics]))


def test_says_what_is_on_record_and_what_is_not():
    """People are counted once a characteristic, whatever it is called, and the rest is named."""
    found = asked(
        Characteristic("ana", "age band", "65-74"),
        Characteristic("ana", "age", "66"),
        Characteristic("ben", "age band", "16-24"),
        Characteristic("ben", "carer", "yes"),
    )

    assert "Of 3 people, we know something about age for 2. Nothing is on record about disability," in found.answer
    assert 2 / 3 == found.measure("recorded", "age").value
    assert 0 == found.measure("recorded", "sex").value
    assert ["age", "other: carer"] == [group.group for group in found.groups]


def test_gives_no_verdict():
    """Even where all nine are on record for everyone, that is no verdict."""
    found = asked(*(Characteristic("ana", each.name, "yes") for each in PROTECTED), people=["ana"])

    assert "unknown" == found.status
    assert "ask the other checks by characteristic" in found.answer


def test_nothing_on_record():
    """Where nothing is on record it says so."""
    assert "nothing is on record about any of the nine" in asked().answer


def test_nobody_on_record():
    """Without people there is nothing to count; what an organisation says of itself counts for nobody."""
    project = Project("Tea", [Partner("org", kind="organisation"), Characteristic("org", "age", "9")])
    found = run_check(PROTECTED_CHARACTERISTICS, project)

    assert "Nobody is on record yet." == found.answer
    assert found.measure("recorded", "age").reason
