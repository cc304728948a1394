"""What comes after the first screen: what was found, said, decided and done, and who is here."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from coprod import (
    Band,
    Decision,
    Exchange,
    Finding,
    Findings,
    Goal,
    Group,
    Indicator,
    Influence,
    Measure,
    Measurement,
    Mention,
    Partner,
    Relationship,
    Response,
    Role,
    Space,
    Strength,
    View,
)
from coprod_report.around import MOST_DOTS
from coprod_report.content import page_of
from coprod_report.page import Items, Para, Picture, Table

AT = datetime(2024, 2, 6, 18, tzinfo=UTC)
TEA = Space("s1", name="First tea", starts=AT)
ANA, BO = (Partner(one, kind="person", name=one.title(), sector="citizen") for one in ("ana", "bo"))


def part(release, *names):
    """A section of the page by the names on the way to it."""
    found = page_of(release).rest
    for name in names:
        section = next(one for one in found if one.name == name)
        found = section.parts
    return section


def names(release):
    """The names of the sections that are there."""
    return [one.name for one in page_of(release).rest]


def view(name, **more):
    """Something that Ana said at the first tea."""
    plain = {"partner": "ana", "space": "s1", "at": AT, "kind": "idea", "text": f"Words of {name}"}
    return View(name, **(plain | more))


def items(section):
    """What the lists of a section say, its parts included: words and details."""
    here = [(one.words, one.details) for block in section.blocks if isinstance(block, Items) for one in block.items]
    return here + [one for part in section.parts for one in items(part)]


def test_what_there_is_nothing_of_is_not_there(told):
    """A release without anything makes a page with no section but the first screen."""
    assert [] == names(told())


def test_every_view_that_may_be_shown_is_there(example, few):
    """You said, we did: each view with words is on the page once."""
    for release in (example, few):
        shown = sorted(row["text"] for row in release.rows("views") if row["text"])
        assert shown == sorted(words for words, _ in items(part(release, "said")))


def test_what_became_of_a_view(told):
    """When and where, where else it was talked about, its fate, the answer, what it led to, what others think."""
    looked_back = Space("s2", name="Looking back", starts=AT)
    answered = view("v1", discussed="s2", fate="adapted", replied_at=AT, reply="Two lamps")
    goal = Goal("g1", kind="activity", text="A lamp in the lane", agreed=date(2024, 3, 1))
    more = [Decision("d1", title="Buy lamps", at=date(2024, 2, 20)), goal, Response("bo", "view:v1", stance=-1)]
    ways = [Influence("view:v1", "decision:d1"), Influence("decision:d1", "goal:g1")]

    release = told(ANA, BO, TEA, looked_back, answered, *more, *ways)
    assert [
        (
            "Words of v1",
            (
                "When and where: 6 February 2024, First tea",
                "We talked about it at: Looking back",
                "What became of it: adapted (6 February 2024)",
                "The answer: Two lamps",
                "It led to: Buy lamps (20 February 2024); then: A lamp in the lane (1 March 2024)",
                "What others think of it: do not agree (1)",
            ),
        )
    ] == items(part(release, "said", "said-answered"))


def test_views_that_wait_stand_apart(told):
    """Views that ask for an answer and have none stand apart from what asks for none, such as an experience."""
    release = told(ANA, TEA, view("v1", fate="open"), view("v2", kind="experience"), view("v3", fate="parked"))

    assert {"said-answered": ["Words of v3"], "said-waiting": ["Words of v1"], "said-other": ["Words of v2"]} == {
        one.name: [words for words, _ in items(one)] for one in part(release, "said").parts
    }


def test_views_that_ask_for_nothing_need_no_heading(told):
    """Where no view asks for an answer and none has one, they follow at once."""
    release = told(ANA, TEA, view("v1", kind="experience"))

    assert () == part(release, "said").parts
    assert ["Words of v1"] == [words for words, _ in items(part(release, "said"))]


def test_a_view_passed_on(told):
    """Who passed a view on is said."""
    (said,) = items(part(told(ANA, BO, TEA, view("v1", through="bo")), "said"))

    assert "Passed on by: Bo" in said[1]


def test_what_people_say_of_a_view(told):
    """Who said it too, and what people say of it in words, each text once with all who say so."""
    records = [
        view("v1"),
        Mention("view:v1", "bo", part="said it too"),
        Response("ana", "view:v1", text="I still think so"),
        Response("bo", "view:v1", text="I still think so"),
    ]
    (said,) = items(part(told(ANA, BO, TEA, *records), "said"))

    assert ("Said it, too: Bo", "Ana, Bo on this: I still think so") == said[1][1:]


def test_what_people_say_became_of_it_comes_before_the_record(told):
    """The latest answer with a fate holds, also against what the record says."""
    records = [
        view("v1", fate="taken up", replied_at=AT, reply="Yes"),
        Response("ana", "view:v1", fate="adapted", text="Half of it", at=date(2024, 3, 1)),
        Response("bo", "view:v1", fate="not taken up", text="None of it", at=date(2024, 5, 1)),
    ]
    (said,) = items(part(told(ANA, BO, TEA, *records), "said"))

    assert ("What became of it: not taken up (1 May 2024)", "The answer: None of it") == said[1][1:]


def test_many_views_are_parted_by_month(many):
    """Thousands of views are all there, each under its month; those without a day stand apart."""
    section = part(many, "said")

    assert 5000 == len({words for words, _ in items(section)})
    titles = [one.title for one in section.parts[0].parts]
    assert ["January 2024", "February 2024"] == titles[:2]
    assert len(titles) == len(set(titles))


def finding(**more):
    """A finding with all that one can have."""
    share = {"unit": "share of visits", "n": 40}
    plain = {
        "measures": [
            Measure("rate", 0.4, low=0.3, high=0.5, **share),
            Measure("rate", 0.4, low=0.3, high=0.5, of="us", **share),
        ],
        "groups": [Group("job", 20, 8, 20, 0.4), Group("own experience", 20, 16, 20, 0.8)],
        "check": "c1",
        "title": "Is it so?",
        "theme": "citizen led",
        "ask": "Who could?",
        "source": "a book",
        "answer": "It is so.",
        "by": "here_as",
        "band": Band(low=0.8, source="four-fifths"),
        "p_adjusted": 0.04,
    }
    return Finding("uneven", **(plain | more))


def with_findings(release, *findings):
    """A release with findings of its own."""
    return attrs.evolve(release, findings=Findings(findings))


def test_a_finding_is_told_whole(told):
    """Its sentence, a chart with the table behind it, how sure it is, what to talk about, where it comes from."""
    section = part(with_findings(told(ANA), finding()), "asked", "asked-1", "finding-c1")

    said, picture, ranges, sure, ask, source = section.blocks
    assert "Is it so?" == section.title
    assert Para("Uneven. It is so.") == said
    assert "A bar for each group. job (40%), own experience (80%)." == picture.says
    assert ("job", "20", "8", "20", "40%") == picture.table.rows[0]
    assert [("share of visits", "40%", "30%", "50%"), ("share of visits, us", "40%", "30%", "50%")] == list(ranges.rows)
    assert [
        "Chance alone would do as much 4 times in 100.",
        "We call it even from 0.8 on.",
        "Others draw the line there: four-fifths.",
        "We compare people by how they are here.",
    ] == [one.text for one in sure.items]
    assert (Para("To talk about: Who could?"), Para("Where this comes from: a book")) == (ask, source)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"p_adjusted": 0.001}, "Chance alone would do as much less than once in 100 times."),
        ({"band": Band(low=0.8, high=1.25, agreed=True)}, "We call it even from 0.8 to 1.25."),
        ({"band": Band(high=2, agreed=True)}, "We call it even up to 2."),
        ({"band": Band(low=0.8, agreed=True, decision="d1")}, "We agreed on this together: Count who speaks."),
        ({"band": Band(low=0.8, agreed=True, decision="d9")}, "We agreed on this together."),
        ({"by": "everyone"}, "We count all of us as one group."),
        ({"by": "characteristic:age band"}, "We compare people by age band."),
    ],
)
def test_how_sure(told, more, said):
    """Chance, the band and whose it is, and what groups there are, each in words."""
    release = with_findings(told(ANA, Decision("d1", title="Count who speaks")), finding(**more))
    blocks = part(release, "asked", "asked-1", "finding-c1").blocks

    assert said in [one.text for block in blocks if isinstance(block, Items) for one in block.items]


def test_without_shares_there_is_a_table_and_no_chart(told):
    """A finding whose groups have no share has its table alone; one without groups has neither."""
    table = finding(groups=[Group("job", 20)], measures=[])
    none = finding(groups=[], measures=[], check="c2")
    one, other = part(with_findings(told(ANA), table, none), "asked", "asked-1").parts

    assert [("Group", "People")] == [block.head for block in one.blocks if isinstance(block, Table)]
    assert [] == [block for block in (*one.blocks, *other.blocks) if isinstance(block, Table | Picture)][1:]


def test_findings_stand_under_the_words_of_the_seed(told):
    """Each theme is a part, in the order of the checks; what has none comes under a heading of its own."""
    found = [
        finding(check="a", theme="citizen led"),
        finding(check="b", theme=""),
        finding(check="c", theme="citizen led"),
    ]
    section = part(with_findings(told(ANA), *found), "asked")

    assert [("Citizen led", ["finding-a", "finding-c"]), ("Other questions", ["finding-b"])] == [
        (one.title, [two.name for two in one.parts]) for one in section.parts
    ]


def test_a_reason_is_given_once(few, example, for_the_funder):
    """Questions without an answer stand under the reason why, each reason once, all of them there."""
    for release in (few, example, for_the_funder):
        section = part(release, "asked", "no-answer")
        reasons = [block.text for block in section.blocks if isinstance(block, Para)]
        listed = [one.text for block in section.blocks if isinstance(block, Items) for one in block.items]

        assert len(reasons) == len(set(reasons))
        assert sorted(one.title for one in release.findings if one.status == "unknown") == sorted(listed)


def test_what_came_of_it(told):
    """Outcomes, planned or not, with how many judge them to be for the better and for the worse."""
    goals = [
        Goal("g1", kind="outcome", text="People stay", done=date(2024, 5, 1)),
        Goal("g2", kind="outcome", text="As planned", agreed=date(2024, 1, 2), done=date(2024, 4, 1)),
        Goal("g3", kind="outcome", text="Not yet", agreed=date(2024, 1, 2)),
    ]
    answers = [Response("ana", "goal:g1", stance=1), Response("bo", "goal:g1", stance=-1)]
    (table,) = part(told(ANA, BO, *goals, *answers), "came").blocks

    assert [
        ("As planned", "yes", "1 April 2024", "", "", ""),
        ("People stay", "no", "1 May 2024", "1", "1", "0"),
    ] == list(table.rows)


def test_what_was_measured(told):
    """Figures that may be shown, by what was measured, of whom and when."""
    library = Partner("hall", kind="organisation", name="The hall", sector="hall")
    figures = [Measurement("i1", "hall", at=date(2024, month, 1), value=value) for month, value in ((9, 3.5), (3, 9.0))]
    (table,) = part(told(library, Indicator("i1", name="Days without heat", better="down"), *figures), "came").blocks

    assert [
        ("Days without heat", "The hall", "1 March 2024", "9"),
        ("Days without heat", "The hall", "1 September 2024", "3.5"),
    ] == list(table.rows)


def test_who_decided_what(told):
    """Each decision with its day, place and rule, and those who decided, as far as they may be named."""
    decision = Decision("d1", title="Buy lamps", at=date(2024, 2, 6), space="s1", rule="consent")
    roles = [
        Role("bo", "decision:d1", "decided"),
        Role("ana", "decision:d1", "decided"),
        Role("ana", "decision:d1", "shaped"),
    ]
    (table,) = part(told(ANA, BO, TEA, decision, *roles), "decisions").blocks

    assert [("Buy lamps", "6 February 2024", "First tea", "consent", "Ana, Bo")] == list(table.rows)


def test_what_happened_when(told):
    """Gatherings, decisions, and what was agreed, changed, done, dropped or not foreseen, by day."""
    day = date(2024, 3, 1)
    goals = [
        Goal("g1", kind="vision", text="Warm", agreed=day, dropped=day + timedelta(9)),
        Goal("g2", kind="vision", text="Warm and lit", agreed=day + timedelta(9), replaces="g1"),
        Goal("g3", kind="activity", text="Lamps", agreed=day + timedelta(1), done=day + timedelta(20)),
        Goal("g4", kind="outcome", text="Second cups", done=day + timedelta(30)),
    ]
    (picture,) = part(told(ANA, TEA, Decision("d1", title="Buy lamps", at=day), *goals), "timeline").blocks

    assert [
        ("6 February 2024", "We met", "First tea"),
        ("1 March 2024", "Put in the plan", "Warm"),
        ("1 March 2024", "We decided", "Buy lamps"),
        ("2 March 2024", "Put in the plan", "Lamps"),
        ("10 March 2024", "Changed in the plan", "Warm and lit (in place of: Warm)"),
        ("10 March 2024", "Dropped from the plan", "Warm"),
        ("21 March 2024", "Done", "Lamps"),
        ("31 March 2024", "Came, and was not planned", "Second cups"),
    ] == list(picture.table.rows)
    assert "from 6 February 2024 to 31 March 2024" in picture.says


def test_the_map_has_partners_and_ties(told):
    """All who are named are on the map, also without a tie; only ties of which both ends may be shown are."""
    cy = Partner("cy", kind="person", name="Cy", sector="citizen")
    ties = [
        Relationship("ana", "bo", kind="knows"),
        Relationship("bo", "ana", kind="knows"),
        Relationship("ana", "cy", kind="knows"),
    ]
    _, picture, partners = part(told(ANA, BO, *ties, cy), "map").blocks

    assert [("Ana", "Bo", "knows"), ("Ana", "Cy", "knows"), ("Bo", "Ana", "knows")] == list(picture.table.rows)
    assert ["Ana", "Bo", "Cy"] == [row[0] for row in partners.rows]
    assert "The most ties: Ana (2), Bo (1), Cy (1)." in picture.says


def test_without_ties_there_is_no_map(told):
    """Partners without a tie are listed, and no empty map is drawn."""
    blocks = part(told(ANA, BO), "map").blocks

    assert [Para, Table] == [type(block) for block in blocks]


def test_too_many_for_a_map(told):
    """More partners than a map can hold are listed with their ties."""
    people = [Partner(f"p{n}", kind="person", name=f"Person {n}") for n in range(MOST_DOTS + 1)]
    release = told(*people, Relationship("p0", "p1", kind="knows"))

    assert [Para, Para, Table, Table] == [type(block) for block in part(release, "map").blocks]


def test_partners_without_a_name_are_counted(told):
    """Who is in the release without a name is told as a number."""
    release = told(ANA, Partner("bo", kind="person"), Partner("cy", kind="person"))

    assert Para("2 partners are here without a name.") == part(release, "map").blocks[-1]


def test_strengths_offered_and_used(told):
    """Each strength with those who bring it, and how often an exchange used it."""
    records = [
        Strength("ana", "sews"),
        Strength("bo", "sews"),
        Strength("bo", "sings"),
        Exchange("ana", "bo", kind="help", strength="sews", at=date(2024, 2, 6)),
    ]
    said, table = part(told(ANA, BO, *records), "strengths").blocks

    assert Para("This page shows 2 strengths. Others made use of 1 of them.") == said
    assert [("sews", "Ana, Bo", "1"), ("sings", "Bo", "0")] == list(table.rows)


def test_where_most_is_not_known_words_come_first(few, told):
    """Words, decisions and changes come first where most questions have no answer, and after the answers else."""
    assert ["said", "came", "decisions", "timeline", "asked"] == names(few)[:5]
    release = with_findings(told(ANA, TEA, view("v1")), finding())
    assert ["asked", "said"] == names(release)[:2]


@pytest.mark.parametrize("kind", ["few", "example", "for_the_funder", "many"])
def test_no_part_is_empty_and_no_name_is_used_twice(kind, request):
    """Every section has something in it, every table a row, every list an item; links lead to one place each."""
    used = []

    def look(section):
        used.append(section.name)
        assert section, section.name
        assert section.title, section.name
        for block in section.blocks:
            table = block.table if isinstance(block, Picture) else block
            assert table.rows if isinstance(table, Table) else block.items if isinstance(block, Items) else block.text
        for one in section.parts:
            look(one)

    page = page_of(request.getfixturevalue(kind))
    for section in (*page.first, *page.rest):
        look(section)
    assert len(used) == len(set(used))
