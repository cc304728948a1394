"""What a notebook shows of a finding, of findings, of a release and of a project."""

import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coprod
from coprod import Group, Measure, Partner, Project, Request, View
from coprod.finding import AGREED, Finding, Findings
from coprod.notebook import heading, listed, paragraph, table
from coprod.testing import example

HOSTILE = "</td><script>alert('1')</script><img src=http://x.test/a.png onerror=\"a()\">"
ALLOWED = {
    *("b", "caption", "h3", "li", "p", "rect", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}


class Seen(HTMLParser):
    """What a browser makes of HTML: its tags, its attributes and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.names, self.open, self.texts = [], set(), [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note a tag that opens."""
        self.tags.append((tag, dict(attrs)))
        self.names |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Note a tag that is whole."""
        self.tags.append((tag, dict(attrs)))
        self.names |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        """Hold that tags close in the order that they opened."""
        assert tag == self.open.pop()

    def handle_data(self, data):
        """Note a text."""
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, in order."""
        return " ".join(self.texts)


def seen(thing) -> Seen:
    """What a notebook shows of a thing."""
    return Seen(thing._repr_html_())


def hostile():
    """One of each, with markup wherever a text can be."""
    found = Finding(
        "watch",
        check="x",
        title=HOSTILE,
        answer=HOSTILE,
        ask=HOSTILE,
        source=HOSTILE,
        groups=[Group(HOSTILE, 5, 1, 5, 0.2), Group("a", 5)],
        measures=Measure("rate", 0.2, unit=HOSTILE, n=5, of=HOSTILE),
    )
    project = Project(HOSTILE, [Partner("p", kind="person", name=HOSTILE)])
    settings = attrs.evolve(example().settings, purposes={"p": HOSTILE})
    release = coprod.share(Project(HOSTILE, settings=settings), Request("p", "public"))
    return [found, Findings([found], project=HOSTILE, by=HOSTILE), project, release]


def shared(project: Project):
    """What the public may have of a project."""
    return coprod.share(project, Request(min(project.settings.purposes), "public"))


@pytest.mark.parametrize("thing", hostile(), ids=lambda thing: type(thing).__name__)
def test_what_is_shown_is_text(thing):
    """Markup in a name, a label or an answer is shown as text; there is no script, no address, no event."""
    found = seen(thing)

    assert set() == {tag for tag, _ in found.tags} - ALLOWED
    assert set() == found.names - {"aria-hidden", "fill", "height", "scope", "stroke", "style", "width", "x", "y"}
    assert "<script>alert('1')</script>" in found.text


@given(st.text())
def test_every_text_is_escaped(text):
    """Whatever a text holds, each part shows it as it is and makes no tag of it."""
    for made in (heading(text), paragraph("x", text), listed([text]), table("t", ["a", "b"], [("x", text)])):
        found = Seen(made)

        assert text in "".join(found.texts)
        assert set() == {tag for tag, _ in found.tags} - ALLOWED


def test_a_table_names_its_columns_and_rows():
    """Each column and each row has a header that says what it is the header of, and the table has a caption."""
    found = Seen(table("Shares", ["group", "share"], [("all", "20%"), ("some", "")], [0.2, None]))
    scopes = [attributes["scope"] for tag, attributes in found.tags if tag == "th"]

    assert ["col", "col", "row", "row"] == scopes
    assert 1 == sum(tag == "caption" for tag, _ in found.tags)


@pytest.mark.parametrize(("share", "width"), [(0, "0"), (0.5, "60"), (1, "120"), (2.5, "120"), (-1, "0")])
def test_a_bar_is_as_long_as_its_share(share, width):
    """A bar fills its frame as far as the share goes, and never leaves it."""
    found = Seen(table("Shares", ["group", "share"], [("all", "x")], [share]))

    assert width == [attributes for tag, attributes in found.tags if tag == "rect"][1]["width"]


def test_a_finding_shows_its_numbers():
    """The answer, a table with a bar for each share, and what to talk about."""
    found = seen(coprod.check(example())["being-heard"])

    assert {"table", "h3"} <= {tag for tag, _ in found.tags}


def test_findings_show_each_question_once():
    """A row for each question, with what was found in words."""
    findings = coprod.check(example())
    found = seen(findings)
    rows = [attributes for tag, attributes in found.tags if tag == "th" and attributes["scope"] == "row"]

    assert len(findings) == len(rows)
    assert [] == [one.check for one in findings if one.title not in found.texts]


def test_whom_the_numbers_are_about():
    """Numbers of all people say that they are for those who keep the records; released ones say who agreed."""
    kept = Finding("even", check="x", answer="All of them.")
    released = attrs.evolve(kept, answer=f"All of them.{AGREED}")
    ours = "For those who keep the records."

    assert [True, True, False, False] == [
        ours in seen(one).text for one in (kept, Findings([kept, released]), released, Findings([released]))
    ]
    assert AGREED.strip() in seen(Findings([released])).text


def test_a_project_shows_no_record():
    """It shows how many rows each table has, and nothing of what is in them."""
    at = datetime(2026, 2, 3, 18, tzinfo=UTC)
    people = [Partner(name, kind="person", name=f"Secret {name}", sector="citizen") for name in ("ana", "bo")]
    project = Project("Tea", [*people, View("v1", partner="ana", at=at, kind="idea", text="Secret bench")])

    assert "Tea What is kept table rows partners 2 views 1" == seen(project).text
    assert "Tea Nothing yet." == seen(Project("Tea")).text


def test_a_release_shows_for_whom_and_how_much():
    """It shows audience and purpose and how many rows each table has; tables without rows are left out."""
    release = shared(example())
    found = seen(release)
    rows = [attributes for tag, attributes in found.tags if tag == "th" and attributes["scope"] == "row"]

    assert f"To public, for {release.request.purpose}." in found.texts
    assert sum(release.height(name) > 0 for name in release.tables) == len(rows)


def test_an_empty_release_says_so():
    """Where nothing may leave, that is said, and there is no empty table."""
    project = Project("Tea", [Partner("ana", kind="person")], settings=example().settings)
    found = seen(shared(project))

    assert "Nothing may leave." in found.texts
    assert "table" not in {tag for tag, _ in found.tags}


def test_nothing_found_says_so():
    """Findings without a question have no table."""
    assert "No question was asked." == seen(Findings()).text


def test_the_same_is_shown_the_same():
    """Showing a thing twice gives the same."""
    project = example()
    release = shared(project)

    for thing in (project, release, coprod.check(project)):
        assert thing._repr_html_() == thing._repr_html_()


def test_nobody_pays_who_does_not_show():
    """`import coprod` does not load what only a notebook needs."""
    code = "import coprod, sys; raise SystemExit('coprod.notebook' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
