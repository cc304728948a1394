"""What a reference names: ids, typed references, names, words."""

import pytest

from coprod.cells import Unreadable
from coprod.records import Consent, Mention, Role, View
from coprod.references import Names, resolve, split
from coprod.schema import columns_of

NAMES = Names.of(
    [
        ("partner", {"id": "ana", "name": "Ana Lopez"}),
        ("partner", {"id": "bo", "name": "Bo"}),
        ("partner", {"id": "bo2", "name": "Bo"}),
        ("partner", {"id": "007", "name": "ana"}),
        ("view", {"id": "v1"}),
        ("view", {"id": "12"}),
        ("decision", {"id": "12"}),
        ("decision", {"id": "a:b"}),
        ("space", {"id": "s1"}),
    ]
)
PARTNER = columns_of(Role)["partner"]
ITEM = columns_of(Mention)["item"]
THROUGH = columns_of(View)["through"]
WHO = columns_of(Consent)["who"]


@pytest.mark.parametrize(
    ("column", "text", "kept"),
    [
        (PARTNER, "ana", "ana"),
        (PARTNER, " ana ", "ana"),
        (PARTNER, "Ana Lopez", "ana"),
        (PARTNER, "partner:ana", "ana"),
        (PARTNER, "007", "007"),
        (ITEM, "view:v1", "view:v1"),
        (ITEM, "v1", "view:v1"),
        (ITEM, "s1", "space:s1"),
        (ITEM, "decision:12", "decision:12"),
        (ITEM, "decision:a:b", "decision:a:b"),
        (ITEM, "a:b", "decision:a:b"),
        (THROUGH, "Ana Lopez", "ana"),
        (THROUGH, "his mother", "his mother"),
        (THROUGH, "his mother; and a friend", "his mother; and a friend"),
        (WHO, "s1", "space:s1"),
        (WHO, "Ana Lopez", "partner:ana"),
    ],
)
def test_references_are_kept_typed_and_by_id(column, text, kept):
    """A reference is an id, a typed reference, or the exact name of one partner; it is kept by id."""
    assert kept == resolve(column, text, NAMES)


def test_an_id_comes_before_a_name():
    """Where one partner's id is another's name, the id is meant."""
    assert "ana" == resolve(PARTNER, "ana", NAMES)


@pytest.mark.parametrize(
    ("column", "text", "named"),
    [
        (PARTNER, "Bo", ["bo", "bo2"]),
        (ITEM, "12", ["view:12", "decision:12"]),
        (THROUGH, "Bo", ["bo", "bo2"]),
    ],
)
def test_an_ambiguous_reference_names_both(column, text, named):
    """Where two rows may be meant, both are named, and the reader is asked which."""
    with pytest.raises(Unreadable) as caught:
        resolve(column, text, NAMES)

    assert all(one in caught.value.expected for one in named)


@pytest.mark.parametrize(
    ("column", "text", "hint"),
    [
        (PARTNER, "anna", "Did you mean `ana`?"),
        (ITEM, "view:v11", "Did you mean `v1`?"),
        (ITEM, "goal:zzz", "No view or space or decision or goal has this id."),
        (PARTNER, "ANA", ""),
    ],
)
def test_a_reference_to_nothing_suggests_the_nearest(column, text, hint):
    """A reference to nothing is a problem, also where only the case differs."""
    with pytest.raises(Unreadable) as caught:
        resolve(column, text, NAMES)

    assert hint in caught.value.hint


def test_split():
    """A typed reference is a kind and an id; the id may hold a colon."""
    assert ("decision", "a:b") == split("decision:a:b")


def test_an_id_that_looks_like_a_typed_reference():
    """A partner whose id is `partner:ana` can be told from the partner `ana`: the exact id comes first."""
    names = Names.of([("partner", {"id": "ana"}), ("partner", {"id": "partner:ana"})])

    assert "partner:ana" == resolve(PARTNER, "partner:ana", names)
