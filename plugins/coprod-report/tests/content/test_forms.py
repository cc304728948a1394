"""The page as Markdown and its tables as CSV; and whatever people write stays text in all forms."""

import csv
import io
import re
import tempfile
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest

import coprod
from coprod import Decision, ExportFormat, Finding, Findings, Goal, Influence, Measure, Partner, Space, View
from coprod_report import register_export_formats
from coprod_report.as_html import as_html
from coprod_report.as_markdown import as_markdown
from coprod_report.content import page_of
from coprod_report.page import plain

FORMS = {form.name: form for form in register_export_formats()}
AT = datetime(2024, 2, 6, 18, tzinfo=UTC)
HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    '" style="display:none',
    "]]></svg><a href='javascript:alert(1)'>x</a>",
    "{{ 7 * 7 }}{% for x in y %}",
    "[x](javascript:alert(1)) ![x](http://stranger.test/x.png)",
    "| a | b |\n|---|---|",
    "# Heading",
    "##",
    "---",
    "1. One",
    "- - - [ ] list",
    "`code` *star* _line_ ~gone~",
    "<http://stranger.test>",
    "&lt;script&gt; &amp;#60;",
    '=HYPERLINK("http://stranger.test")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\tcmd",
    "turned \u202e round \u2066 and \u2069 back",
    "W" * 10_000,
    "a: b; c → d «e» “f”",
    "\u00e9\U0001f9f6\u05d0\u0627",
]


@pytest.fixture(scope="module")
def hostile(told):
    """A release in which every text that a person writes is hostile."""
    records = []
    for n, text in enumerate(HOSTILE):
        records += [
            Partner(f"p{n}", kind="person", name=text, sector="citizen"),
            View(f"v{n}", partner=f"p{n}", at=AT, kind="idea", text=text, fate="adapted", replied_at=AT, reply=text),
            Space(f"s{n}", name=text, starts=AT),
            Decision(f"d{n}", title=text, space=f"s{n}", at=AT.date(), rule="consent"),
            Goal(f"g{n}", kind="outcome", text=text, done=date(2024, 3, 1)),
            coprod.Relationship(f"p{n}", f"p{(n + 1) % len(HOSTILE)}", kind=text),
            coprod.Strength(f"p{n}", text),
            Influence(f"view:v{n}", f"decision:d{n}"),
            Influence(f"decision:d{n}", f"goal:g{n}"),
        ]
    groups = [coprod.Group(text, 20, 8, 20, 0.4) for text in HOSTILE]
    measures = [Measure("rate", 0.4, unit=text, n=20, low=0.3, high=0.5, of=text) for text in HOSTILE]
    finding = Finding("watch", groups=groups, measures=measures, check="c1", title=HOSTILE[0], answer=HOSTILE[1])
    release = told(*records, name=HOSTILE[0], about=HOSTILE[1])
    return attrs.evolve(
        release, findings=Findings([attrs.evolve(finding, ask=HOSTILE[2], source=HOSTILE[3], theme="t")])
    )


@pytest.fixture(scope="module")
def page(hostile):
    """The page of it."""
    return as_html(hostile)


class Seen(HTMLParser):
    """Elements, attributes and texts of a page."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.texts, self.open = set(), [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.open.append(tag)

    def handle_endtag(self, tag):
        """Leave an element."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        """Keep a text; what is in the style is none."""
        if "style" not in self.open:
            self.texts.append(" ".join(data.split()))


def test_in_html_it_stays_text(page):
    """No text becomes an element, an attribute or an address; all of them are there to be read."""
    seen = Seen(page)

    assert set() == seen.tags & {"script", "img", "iframe", "object", "form", "input", "link", "base"}
    assert [] == [one for one in seen.attributes if one[1].startswith("on")]
    addresses = [value for _, name, value in seen.attributes if name in {"href", "src", "xlink:href", "action"}]
    assert [] == [one for one in addresses if not one.startswith("#")]
    text = "\n".join(seen.texts)
    assert [] == [one[:40] for one in HOSTILE if plain(one) not in text]


def test_the_page_asks_for_nothing(page):
    """It forbids scripts and all that comes from elsewhere; its one style is named by its digest."""
    policies = [value for tag, name, value in Seen(page).attributes if (tag, name) == ("meta", "content")]

    assert 1 == sum("default-src 'none'" in one and "script-src" not in one for one in policies)


def test_nothing_turns_the_page_round(page, hostile):
    """Characters that change the direction of what stands around them are in no form of the page."""
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")

    others = (text_of(FORMS[name], hostile) for name in ("markdown", "tables"))
    assert [] == [text[:40] for text in (page, *others) if turning.search(text)]


def written(form: ExportFormat, release, folder, **options):
    """What a format writes, by the names of the files."""
    out = folder / f"out{form.suffix}"
    coprod.export(release, form, out, **options)
    files = sorted(out.iterdir()) if out.is_dir() else [out]
    return {path.name: path.read_bytes() for path in files}


def text_of(form, release):
    """All that a format writes, as text."""
    with tempfile.TemporaryDirectory() as folder:
        return b"\n".join(written(form, release, Path(folder)).values()).decode()


def test_in_markdown_it_stays_text(hostile):
    """No text becomes markup: links, pictures, headings, tables and elements are escaped."""
    page = as_markdown(hostile)

    assert [] == re.findall(r"<[a-zA-Z/!]", page)
    assert [] == re.findall(r"(?<!\\)\[", page)
    assert [] == re.findall(r"(?<!\\)`", page)
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {3, 4, 5, 6, 7} >= {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    lines = [re.sub(r"^(#+ | *- )", "", line) for line in page.splitlines()]
    assert [] == [line for line in lines if re.match(r"([-+#>=]+|\d+[.)])(\s|$)", line)]


def test_no_cell_is_run(hostile, tmp_path):
    """In the tables, what a spreadsheet would run gets a mark that makes it text."""
    files = written(FORMS["tables"], hostile, tmp_path)
    cells = [cell for data in files.values() for row in rows(data) for cell in row]

    assert [] == [cell[:20] for cell in cells if cell.startswith(("=", "+", "@", "\t", "-")) and not number(cell)]
    assert '\'=HYPERLINK("http://stranger.test")' in cells


def number(cell):
    """Whether a cell is a number."""
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def rows(data):
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_number_below_nothing_stays_a_number(told, tmp_path):
    """What is less than nothing is not taken for a formula."""
    finding = Finding("even", measures=[Measure("gap", -0.25, unit="gap", n=9)], check="c1")
    release = attrs.evolve(told(), findings=Findings([finding]))
    files = written(FORMS["tables"], release, tmp_path)

    assert "-0.25" == rows(files["measures.csv"])[1][3]


def test_the_tables_are_those_of_the_page(example, tmp_path):
    """Each table of the page is a file, with what the page has as lists beside them."""
    files = written(FORMS["tables"], example, tmp_path)
    tables = {f"{table.name}.csv": table for table in page_of(example).tables()}

    assert sorted(tables) == sorted(files)
    assert {"about.csv", "findings.csv", "measures.csv", "views.csv", "timeline.csv", "ties.csv"} <= files.keys()
    assert all([list(table.head)] == rows(files[name])[:1] for name, table in tables.items())
    assert all(len(table.rows) + 1 == len(rows(files[name])) for name, table in tables.items())


@pytest.mark.parametrize("name", FORMS)
def test_easy_read_is_an_option_of_every_form(name, few, tmp_path):
    """With `easy_read` each form has the shorter sentences."""
    (tmp_path / "easy").mkdir()
    usual, easy = written(FORMS[name], few, tmp_path), written(FORMS[name], few, tmp_path / "easy", easy_read=True)

    assert any(b"We left out the rest." in data for data in easy.values())
    assert not any(b"We left out the rest." in data for data in usual.values())


@pytest.mark.parametrize("name", FORMS)
def test_nothing_says_who_made_it(name, few, tmp_path):
    """No form has the name of a program, a version, a path or the hour in it."""
    text = b"\n".join(written(FORMS[name], few, tmp_path).values()).decode().lower()

    found = ("generator", "vega", "coprod", "python", str(tmp_path).lower(), datetime.now(tz=UTC).strftime("%Y-%m-%d"))
    assert [] == [word for word in found if word in text]


@pytest.mark.parametrize("name", FORMS)
def test_the_same_release_gives_the_same_bytes(name, few, tmp_path):
    """Written twice, it is the same."""
    (tmp_path / "again").mkdir()

    assert written(FORMS[name], few, tmp_path) == written(FORMS[name], few, tmp_path / "again")


def test_the_markdown_is_the_page(few):
    """Titles, lists, words in quotation marks, tables with their captions."""
    page = as_markdown(few)

    assert page.startswith("# What we did together: The warm hall\n\nFrom 15 January 2024 on.\n\n")
    assert "- Nell A. said: “A curtain for the door”\n    - We decided: Hang a curtain (6 May 2024)\n" in page
    assert "| Hang a curtain | 6 May 2024 | The cold evening | consensus | Nell A. |" in page


@pytest.mark.parametrize("name", FORMS)
def test_in_a_process_of_its_own_it_is_the_same(name, few, tmp_path):
    """A process that gets the release alone writes the same bytes: the page knows nothing beside it."""
    out = tmp_path / f"alone{FORMS[name].suffix}"
    coprod.export(few, name, out, isolate=True, plugins=["coprod-report"])

    usual = written(FORMS[name], few, tmp_path)
    found = {path.name: path.read_bytes() for path in (out.iterdir() if out.is_dir() else [out])}
    assert sorted(usual.values()) == sorted(found.values())
