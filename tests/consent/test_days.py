"""Where a day is left out, no reference leads to it."""

from datetime import UTC, date, datetime

from tests.consent.building import released, rows, yes

from coprod import Attendance, Goal, Influence, Partner, Response, Space, View

AT = datetime(2019, 3, 5, 18, tzinfo=UTC)
ANA, BO = (Partner(one, kind="person", name=one.title()) for one in ("ana", "bo"))
TEA = Space("s1", name="Tea", starts=AT, people=40)
TALK = Space("s2", name="Talk", people=40)


def funder(*records):
    """What leaves to the funder, who may see pseudonyms."""
    return released(ANA, BO, *records, audience="funder")


def test_a_day_is_told_by_its_month():
    """A view under a pseudonym has its month alone, and no place whose day is known."""
    said = View("v1", partner="ana", space="s1", at=AT, kind="idea")

    row = rows(funder(TEA, said, yes("ana", "pseudonym")), "views")[0]

    assert "2019-03" == row["at"]
    assert "space" not in row


def test_a_place_without_a_day_stays():
    """A place from which no day can be read is named."""
    said = View("v1", partner="ana", space="s2", at=AT, kind="idea")

    assert ["s2"] == rows(funder(TALK, said, yes("ana", "pseudonym")), "views", "space")


def test_what_is_shared_keeps_its_place():
    """A view that is shared has its day and its place."""
    said = View("v1", partner="ana", space="s1", at=AT, kind="idea")

    assert [("s1", "2019-03-05T18:00+00:00")] == rows(funder(TEA, said, yes("ana", "share")), "views", "space", "at")


def test_who_came_on_a_known_day_only_counts():
    """Coming, under a pseudonym, needs the gathering; where that has a day, the row stays in."""
    came = [Attendance("ana", "s1"), Attendance("ana", "s2")]

    assert ["s2"] == rows(funder(TEA, TALK, *came, yes("ana", "pseudonym")), "attendances", "space")


def test_no_day_two_steps_away():
    """A view that points at a dated gathering is as good as dated itself."""
    said = View("v1", partner="bo", space="s1", kind="idea", text="More tea")
    answer = Response("ana", "view:v1", stance=1, at=AT.date())
    consents = [yes("bo", "share"), yes("ana", "pseudonym")]

    assert [] == rows(funder(TEA, said, answer, *consents), "responses")
    assert ["view:v1"] == rows(
        funder(TALK, View("v1", partner="bo", kind="idea"), answer, *consents), "responses", "item"
    )


def test_what_hangs_on_what_stays_stays_too():
    """Nothing that needs a row which stays in leaves without it."""
    said = View("v1", partner="ana", kind="idea")
    goal = Goal("g1", kind="aim", text="Evenings", agreed=date(2019, 4, 1))
    led = Influence("view:v1", "goal:g1")

    left = funder(said, goal, led, yes("ana", "pseudonym"))

    assert 1 == len(left.rows("views"))
    assert () == left.rows("influences")
