"""The first screen: what is on it, in which order, and nothing else."""

import re
from datetime import UTC, date, datetime

import attrs
import pytest

import coprod
from coprod import Decision, Finding, Findings, Goal, Measure, Partner, Role, Space, View, testing
from coprod_report.content import page_of
from coprod_report.page import Items, Para

ORDER = ["who", "changed", "unplanned", "feels", "decided", "unknown", "talk", "answers"]
ANA = Partner("ana", kind="person", name="Ana", sector="citizen")


def lines(section):
    """Every line of a section."""
    for block in section.blocks:
        if isinstance(block, Para):
            yield block.text
        else:
            yield from (line for item in block.items for line in (item.text, item.words, *item.details) if line)


def first(release, name, **options):
    """The lines of one section of the first screen."""
    return list(lines(next(one for one in page_of(release, **options).first if one.name == name)))


@pytest.mark.parametrize("easy", [False, True], ids=["plain", "easy"])
@pytest.mark.parametrize("kind", ["example", "for_the_funder", "few", "nothing"])
def test_the_order(kind, easy, request, told):
    """Eight parts in their order, whatever the release holds: paragraphs and lists, no table, no chart, no map."""
    page = page_of(told() if kind == "nothing" else request.getfixturevalue(kind), easy_read=easy)

    assert ORDER == [section.name for section in page.first]
    assert [] == [block for one in page.first for block in one.blocks if not isinstance(block, Para | Items)]
    assert [] == [one.name for one in page.first if one.parts or not list(lines(one))]


@pytest.mark.parametrize("kind", ["example", "for_the_funder", "few"])
def test_lists_are_short(kind, request):
    """Nothing on it is a list of more than three, and nothing is said twice."""
    page = page_of(request.getfixturevalue(kind))

    assert [] == [
        block for one in page.first for block in one.blocks if isinstance(block, Items) and len(block.items) > 3
    ]
    said = [line for one in page.first for block in one.blocks if isinstance(block, Para) for line in [block.text]]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("kind", ["example", "for_the_funder", "few"])
def test_no_index_and_no_chance(kind, request):
    """No index, no p-value and no number with places behind a point is on it."""
    page = page_of(request.getfixturevalue(kind))
    said = " ".join(line for one in page.first for line in lines(one))

    assert [] == [word for word in ("index", "gini", "chance", "p =") if word in said.lower()]
    assert [] == re.findall(r"\d\.\d", said)


def test_before_all_else(few):
    """Period, for whom and what for in the project's words, what it holds, and whom its numbers are about."""
    said = [
        "From 15 January 2024 on.",
        "This page is for everyone. We made it for the report on the wall.",
        "It holds only what people agreed to share with you.",
        "Its numbers are about the people who agreed to be counted.",
    ]

    assert said == list(page_of(few).lead)
    assert "What we did together: The warm hall" == page_of(few).title


def test_how_many_may_be_counted(example, for_the_funder):
    """The number of people stands there where it may be shown, for the public rounded."""
    assert "Its numbers are about the people who agreed to be counted, some 55 of us." == page_of(example).lead[-1]
    assert "This page is for Scottish Government. We made it for telling the funder." == page_of(for_the_funder).lead[1]


def test_who_we_are_is_one_sentence(told):
    """It is what the project says of itself; else where those come from who may be shown."""
    assert ["We meet over tea and make the hall a warmer place."] == first(told(ANA), "who")
    assert ["We bake!"] == first(told(ANA, about="We bake!"), "who")
    assert ["We come from: citizen."] == first(told(ANA, about=""), "who")
    assert ["This page may not say who we are."] == first(told(about=""), "who")


def test_a_story_with_its_path(few):
    """Who said what, the steps on the way, what came of it with its day, and how people judge it."""
    said = first(few, "changed")

    assert [
        "Nell B. said:",
        "Tea before the talk",
        "This came of it: People stay for a second cup (1 August 2024)",
        "People here call it: for the better (4).",
        "Nell A. said:",
        "A curtain for the door",
        "We decided: Hang a curtain (6 May 2024)",
        "This came of it: A curtain at the door (1 June 2024)",
    ] == said


def test_without_links_it_says_so(told):
    """Where nothing is linked to what someone said, that is said."""
    assert ["This page may not link a change to what someone said."] == first(told(ANA), "changed")


def test_an_answer_is_told_as_one(told):
    """A view that was taken up is told with the answer."""
    at = datetime(2024, 2, 6, tzinfo=UTC)
    view = View(
        "v1", partner="ana", at=at, kind="idea", text="A lamp", fate="adapted", replied_at=at, reply="Two lamps"
    )

    assert ["Ana said:", "A lamp", "What became of it: adapted", "The answer: Two lamps"] == first(
        told(ANA, view), "changed"
    )


def test_what_nobody_had_planned(told):
    """Outcomes without a plan: three of them, and how many more there are."""
    goals = [Goal(f"g{n}", kind="outcome", text=f"Thing {n}", done=date(2024, 5, n + 1)) for n in range(5)]
    planned = Goal("g9", kind="outcome", text="As planned", agreed=date(2024, 1, 1), done=date(2024, 5, 1))

    said = first(told(*goals, planned), "unplanned")
    assert ["Thing 0 (1 May 2024)", "Thing 1 (2 May 2024)", "Thing 2 (3 May 2024)"] == said[:3]
    assert ["There are 2 more, under “What came of it”."] == said[3:]
    assert "There is one more, under “What came of it”." == first(told(*goals[:4]), "unplanned")[-1]
    assert ["There is nothing of that kind to show here."] == first(told(planned), "unplanned")


def felt(of, yes, n):
    """How many of how many say yes, as the check has it."""
    return Measure("rate", yes / n, unit="share of slips", n=n, of=of)


def test_how_it_feels_in_words_and_counts(told):
    """The sentence of the check, and for each question how many said yes at first and last time."""
    numbers = [felt("valued", 12, 15), felt("valued, at first", 9, 14), felt("safe", 7, 15)]
    finding = Finding("even", measures=numbers, check="experience", answer="Most of us feel valued.")

    said = first(with_findings(told(ANA), finding), "feels")
    assert [
        "Valued: at first 9 of 14 said yes. Last time 12 of 15 did.",
        "Safe: 7 of 15 said yes.",
        "Most of us feel valued.",
    ] == said


def test_rounded_numbers_are_told_as_such(told):
    """Where the numbers behind it were rounded, the page says so; a question nobody answered has no line."""
    finding = Finding("even", measures=[felt("valued", 10, 15)], check="experience", answer="Most of us do.")
    release = with_findings(told(ANA), finding)
    (table, *_) = release.counts
    rounded = attrs.evolve(release, counts=[attrs.evolve(table, check="experience", base=5)])

    assert ["Valued: 10 of 15 said yes.", "Most of us do."] == first(release, "feels")
    assert "We round these numbers, so that they point at no one." == first(rounded, "feels")[1]


def test_how_it_feels_without_the_check(told):
    """Where the check was not asked, that is said."""
    assert ["We did not ask this for this page."] == first(told(ANA), "feels")


def with_findings(release, *findings):
    """A release with findings of its own."""
    return attrs.evolve(release, findings=Findings(findings))


def test_who_decided_and_where(told):
    """How many decisions, how, by whom of those who may be named, and where."""
    at = datetime(2024, 2, 6, 18, tzinfo=UTC)
    spaces = [Space("s1", name="First tea", starts=at), Space("s2", name="The walk", starts=at)]
    decided = [
        Decision("d1", title="One", space="s1", rule="consensus"),
        Decision("d2", title="Two", space="s1", rule="consensus"),
        Decision("d3", title="Three", space="s2", rule="lead decides"),
        Decision("d4", title="Four"),
    ]
    roles = [
        Role("ana", "decision:d1", "decided"),
        Role("ana", "decision:d3", "decided"),
        Role("ana", "decision:d4", "shaped"),
    ]

    assert [
        "This page shows 4 decisions.",
        "How we decided, most often: consensus (2), lead decides (1).",
        "Of those we may name, these decided most often: Ana (2).",
        "3 of them were made where we met, most at: First tea (2), The walk (1).",
        "For one of them no meeting is named.",
    ] == first(told(ANA, *spaces, *decided, *roles), "decided")


def test_one_decision(told):
    """One decision is told as one."""
    space = Space("s1", name="First tea", starts=datetime(2024, 2, 6, 18, tzinfo=UTC))

    assert [
        "This page shows one decision.",
        "How we decided: consent.",
        "Of those we may name, these decided: Ana.",
        "One was made where we met: First tea.",
    ] == first(
        told(
            ANA, space, Decision("d1", title="One", space="s1", rule="consent"), Role("ana", "decision:d1", "decided")
        ),
        "decided",
    )
    assert ["No decision may be shown here."] == first(told(ANA), "decided")


def asked(number, status, ask, theme="", say=""):
    """A finding."""
    return Finding(
        status, say or status, check=f"c{number}", title=f"Question {number}?", ask=ask, theme=theme, answer="So."
    )


def test_three_questions_about_three_things(told):
    """What is uneven comes first, then what is worth a look; one question for each theme first."""
    found = [
        asked(1, "even", "Even?", "a"),
        asked(2, "uneven", "First?", "b"),
        asked(3, "uneven", "Again?", "b"),
        asked(4, "watch", "Second?", "c"),
    ]

    assert ["First?", "Second?", "Even?"] == first(with_findings(told(ANA), *found), "talk")
    assert ["First?", "Again?"] == first(with_findings(told(ANA), *found[1:3]), "talk")
    assert ["What would you like to talk about?"] == first(told(ANA), "talk")


def test_what_we_cannot_tell(told):
    """How many questions have no answer, and of how many because too few people may be counted."""
    even = [asked(n, "even", "") for n in range(5)]
    few = [asked(n, "unknown", "", say="not shown") for n in range(5, 7)]
    other = [asked(9, "unknown", "")]

    assert [
        "We ask 8 questions. We cannot answer 3 of them here.",
        "For 2 of these, too few people may be counted.",
        "You find them under “What we asked”.",
    ] == first(with_findings(told(), *even, *few, *other), "unknown")
    assert ["We asked no questions for this page."] == first(told(), "unknown")
    assert ["There is an answer to each question that we ask."] == first(with_findings(told(), *even), "unknown")
    assert [
        "We ask 2 questions. We cannot answer any of them here.",
        "Most numbers would point at a few of us, so we leave them out.",
    ] == first(with_findings(told(), *few), "unknown")[:2]


def test_who_answers(told, example):
    """Who answers, how to ask, how to see what is held, how to stop, what happens to what is out, where to complain."""
    assert [
        "Third Sector Together Scotland answers for this page.",
        "Ask here: Rowan Mitchell, 0131 496 0000.",
        "You can ask what we hold about you. We show you all of it.",
        "You can stop at any time. Tell any of us, any way you like. You need not say why.",
        "What is already printed cannot be called back. We will tell you who has it.",
        "You can also complain to: Information Commissioner's Office.",
    ] == first(example, "answers")
    assert "You can stop at any time. Tell us, and you need not say why." == first(told(), "answers")[-1]


def test_of_a_day():
    """A page of an earlier day says so."""
    release = coprod.share(testing.example(), coprod.Request("publication", "public", as_of=date(2019, 5, 20)))

    assert "It shows how things were on 20 May 2019." in page_of(release).lead
