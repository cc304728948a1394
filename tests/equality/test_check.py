"""What an equality check has to say about itself."""

import attrs
import pytest

from coprod.equality.check import Context, EqualityCheck
from coprod.errors import InvalidInput
from coprod.finding import Band, Finding, Measure
from coprod.records import View

GOOD = {
    "name": "only-links",
    "title": "Who holds it together?",
    "question": "Does anyone?",
    "source": "someone",
    "reads": (View,),
    "sentences": {"even": "Nobody does."},
    "ask": "Who could?",
    "find": lambda study, context: Finding("even"),
}
RATIO = Measure("representation_ratio", 0.7, unit="times", n=9)


def test_a_check():
    """Plain Python is enough: a name, a few texts and one function."""
    check = EqualityCheck(**GOOD)

    assert ("Nobody does.", "There is not enough on record to tell.") == (
        check.sentence("even"),
        check.sentence("unknown"),
    )
    with pytest.raises(KeyError):
        check.sentence("uneven")


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("name", {"name": "Only links"}),
        ("name", {"name": None}),
        ("title", {"title": " "}),
        ("question", {"question": ""}),
        ("source", {"source": ""}),
        ("ask", {"ask": None}),
        ("reads", {"reads": ()}),
        ("reads", {"reads": ("View",)}),
        ("reads", {"reads": {View: ("id", "txet")}}),
        ("sentences", {"sentences": {}}),
        ("sentences", {"sentences": {"few": "Few."}}),
        ("sentences.even", {"sentences": {"even": " "}}),
        ("sentences.even", {"sentences": {"even": "{gini!r}"}}),
        ("count, judge, find", {"find": None}),
        ("count, judge, find", {"count": lambda study: []}),
        ("count, judge, find", {"find": None, "judge": lambda tables, context: Finding("even")}),
        ("find", {"find": "function"}),
    ],
)
def test_what_is_wrong_is_named(column, change):
    """Each thing wrong is a problem that names the field."""
    with pytest.raises(InvalidInput) as caught:
        EqualityCheck(**{**GOOD, **change})

    assert [column] == [problem.column for problem in caught.value.problems]


def test_all_problems_at_once():
    """Nobody has to mend one thing to hear of the next."""
    with pytest.raises(InvalidInput) as caught:
        EqualityCheck(**{**GOOD, "name": "X", "title": "", "sentences": {}, "find": None})

    assert 4 == len(caught.value.problems)


def test_kinds_alone_stand_for_all_their_columns():
    """Kinds without columns are read whole, but for notes and columns that coprod does not know."""
    reads = EqualityCheck(**{**GOOD, "reads": (View,)}).reads

    assert {"id", "fate", "text"} <= set(reads[View])
    assert set() == {"note", "extras"} & set(reads[View])


def test_a_column_that_there_is_not_gets_a_suggestion():
    """A slip in a column's name is answered with the name that was meant."""
    with pytest.raises(InvalidInput, match="text"):
        EqualityCheck(**{**GOOD, "reads": {View: ("txet",)}})


def test_several_sentences():
    """Names joined by ` + ` are said one after another; one that there is not is an error."""
    check = EqualityCheck(**GOOD)

    assert "Nobody does. There is not enough on record to tell." == check.sentence("even + unknown")
    with pytest.raises(KeyError):
        check.sentence("even + nothing")


def test_evolve():
    """A check can be made from another."""
    assert "other" == attrs.evolve(EqualityCheck(**GOOD), name="other").name


@pytest.mark.parametrize(
    ("expected", "band", "convention"),
    [
        ("unknown", None, None),
        ("uneven", Band(low=0.8), None),
        ("even", Band(low=0.6), Band(low=0.8)),
        ("uneven", Band(low=0.6, measure="gini"), Band(low=0.8)),
        ("unknown", Band(low=0.6, measure="gini"), Band(low=0.8, measure="gini")),
        ("even", Band(low=0.6, measure="representation_ratio"), Band(low=0.8)),
    ],
)
def test_the_band_that_holds(expected, band, convention):
    """The partners' band comes before the convention, for the measure that it is about."""
    assert expected == Context(by="sector", band=band, convention=convention).status(RATIO)
