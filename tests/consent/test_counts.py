"""Numbers in a release: by group, through disclosure control, held against what left before."""

import pytest
from tests.consent.building import NOW, no, released, rows, yes

from coprod import Partner, Relationship
from coprod.consent.ledger import Ledger
from coprod.counts import Counts, groups_and_ties
from coprod.errors import HeldBack, NotFound


def people(sector, number, start=0):
    """So many persons of one sector."""
    return [Partner(f"{sector}{n}", kind="person", sector=sector) for n in range(start, start + number)]


def told(partners, statement="count"):
    """The same answer by each of them."""
    return [yes(partner.id, statement) for partner in partners]


def shown(release, name="people"):
    """The numbers of one of coprod's own tables, by label."""
    table = next(table for table in release.counts if not table.check and table.name == name)
    return {cell.labels: cell.number for cell in table.cells}


def test_people_who_are_not_shown_appear_in_groups():
    """For the public, who may only be counted is there in a group, rounded to five; nobody is there by name."""
    partners = [*people("carers", 12), *people("library", 11)]

    release = released(*partners, *told(partners), by="sector")

    assert () == release.rows("partners")
    assert {("carers",): 10, ("library",): 10} == shown(release)
    assert 10 == release.graph().nodes["group:carers"]["people"]


def test_small_groups_are_merged_upwards():
    """Where a group is too small, groups are coarser: how people are here, and then everyone."""
    partners = [*people("carers", 14), *people("library", 9)]

    assert {("not recorded",): 25} == shown(released(*partners, *told(partners), by="sector"))


def test_too_few_to_be_counted_at_all():
    """Where there are too few altogether, no group is there and no label tells that there is one."""
    partners = people("carers", 9)
    release = released(*partners, *told(partners), by="sector")

    assert {} == shown(release)
    assert [] == list(release.graph())


def test_ties_between_groups():
    """Ties from one group to another are a number, where enough people stand behind it at both ends."""
    carers, library = people("carers", 12), people("library", 11)
    ties = [Relationship(a.id, b.id, kind="knows") for a in carers for b in library]
    partners = [*carers, *library]

    release = released(*partners, *ties, *told(partners), by="sector")

    assert shown(release, "ties")["knows", "carers", "library"] in {130, None}
    _, edges = groups_and_ties(release.counts)
    assert all(attributes["number"] >= 10 for *_, attributes in edges)


def test_who_is_named_can_be_taken_off():
    """Of twelve people eleven are named, so that a number of twelve would tell of the one: it is not shown."""
    partners = people("carers", 12)
    answers = [*told(partners[1:], "share"), yes(partners[0].id, "count")]

    release = released(*partners, *answers, by="sector")

    assert 11 == len(release.rows("partners"))
    assert {} == shown(release)


def test_who_is_named_can_be_counted():
    """A number of people who are all named is there as it is."""
    partners = people("carers", 3)

    assert {("everyone",): 3} == shown(released(*partners, *told(partners, "share")))


@pytest.fixture
def ledger(tmp_path):
    """A ledger."""
    return Ledger(tmp_path / "ledger.jsonl", b"s" * 32)


def test_the_one_who_left_is_not_pointed_at(ledger):
    """After one of them withdraws, the number that would be one less is held back; others are there."""
    partners = people("carers", 12)
    before = released(*partners, *told(partners), audience="funder", ledger=ledger, release_id=None)
    left = [*told(partners), no("carers3", on=NOW.date())]

    after = released(*partners, *left, audience="funder", ledger=ledger, release_id=None)

    assert {("not recorded",): 12} == shown(before)
    assert {} == shown(after)
    assert {("not recorded",): 11} == shown(released(*partners, *left, audience="funder"))


def test_what_one_audience_was_told_counts_for_another(ledger):
    """A number for the funder is held where it would differ by a few from the public's."""
    partners = people("carers", 12)
    released(*partners, *told(partners), ledger=ledger, release_id=None)
    more = people("carers", 4, start=12)
    everyone = [*partners, *more]

    held = released(*everyone, *told(everyone), audience="funder", ledger=ledger, release_id=None)

    assert {} == shown(held)


def test_the_ledger_has_what_left(ledger):
    """An entry says for whom and what for, has the numbers, and who is in it and how, under keys that name nobody."""
    ana = Partner("ana", kind="person", name="Ana Canary")
    release = released(ana, yes("ana", "share"), ledger=ledger, release_id=None)

    entry = ledger.find(release.id)

    assert (("public",), "publication") == (entry.audiences, entry.purpose)
    assert list(release.counts) == list(entry.tables)
    assert [(entry, "name")] == ledger.touching("ana")
    assert "ana" not in ledger.lines.path.read_text("utf-8").lower()


def test_a_release_can_be_made_again(ledger):
    """The same release for the same is made again, byte for byte; for something else it is not."""
    ana = Partner("ana", kind="person", name="Ana Canary")
    answer = yes("ana", "pseudonym")
    one = released(ana, answer, audience="funder", ledger=ledger, release_id=None)

    two = released(ana, answer, audience="funder", ledger=ledger, release_id=one.id)

    assert rows(one, "partners") == rows(two, "partners")
    assert one._sealed == two._sealed
    with pytest.raises(HeldBack, match="funder"):
        released(ana, answer, audience="public", ledger=ledger, release_id=one.id)
    with pytest.raises(NotFound, match="nothing-like-it"):
        released(ana, answer, ledger=ledger, release_id="nothing-like-it")


def test_counts_go_to_plain_values_and_back():
    """A table is the same after `to_dict` and `from_dict`."""
    partners = people("carers", 12)
    counts = released(*partners, *told(partners)).counts

    assert list(counts) == [Counts.from_dict(table.to_dict()) for table in counts]


def test_what_a_cell_that_stays_points_at_changes_no_number():
    """An employer in a cell that may not leave decides nothing: the numbers are the same with it and without."""
    nhs = Partner("nhs", kind="organisation", name="NHS")
    alone = people("carers", 3)
    employed = [Partner(one.id, kind="person", sector="carers", organisation="nhs") for one in alone]

    assert shown(released(nhs, *alone, *told(alone, "share"))) == shown(released(nhs, *employed, *told(alone, "share")))
