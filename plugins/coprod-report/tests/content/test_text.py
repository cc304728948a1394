"""Every text of the page: in one place, easy to read, and without promises."""

import re
import warnings
from html.parser import HTMLParser
from string import Formatter

import pytest

from coprod_report import text as texts
from coprod_report.as_html import as_html
from coprod_report.content import page_of
from coprod_report.page import Items, Para, Picture, Table, plain
from coprod_report.text import EASY, PLAIN, Words

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import textstat

GRADE = 7
MOST_WORDS = 12  # in a sentence of easy read
LISTED = (
    *("token", "isolate", "dominate", "silent", "fail", "weak", "manipulat", "therapy"),
    *("debias", "unbiased", "fair", "safe", "anonym", "guarantee", "secure"),
)
WORDS = {
    "day": "8 May",
    "starts": "8 May 2024",
    "ends": "9 June 2025",
    "number": "12",
    "all": "29",
    "all_then": "15",
    "yes": "12",
    "yes_then": "9",
    "used": "4",
    "times": "9",
    "value": "40%",
    "low": "30%",
    "high": "50%",
    "year": "2024",
    "month": "May",
    "purpose": "the report",
    "says": "We meet over tea",
    "how": "Tell us.",
    "answer": "All of us came.",
    "status": "Even",
    "ask": "Who will come?",
    "stances": "agree (2)",
    "judged": "for the better (4)",
    "fate": "taken up",
}


def filled(template: str) -> str:
    """A text as it is said, every place filled with something plain."""
    parts = Formatter().parse(template)
    return "".join(said + ("" if place is None else WORDS.get(place, "tea")) for said, place, _, _ in parts)


@pytest.mark.parametrize("easy", [False, True], ids=["plain", "easy"])
def test_reads_at_grade_seven(easy):
    """Every text of three words or more is at or below the seventh US grade, by textstat (Flesch and Kincaid)."""
    said = [filled(Words(easy=easy).known(name)) for name in PLAIN if name != "months"]
    found = [one for one in said if len(one.split()) > 2]

    assert len(found) > 80
    assert [] == [one for one in found if textstat.flesch_kincaid_grade(one) > GRADE]


def test_easy_read_has_short_sentences():
    """In easy read a sentence has twelve words at most."""
    said = [filled(Words(easy=True).known(name)) for name in PLAIN if name != "months"]
    sentences = [sentence for one in said for sentence in re.split(r"(?<=[.?!])\s", one)]

    assert [] == [one for one in sentences if len(one.split()) > MOST_WORDS]


def test_uses_no_listed_word():
    """No text labels people, or promises what nobody can keep; "safe" is what people were asked about."""
    said = {name: f"{text} {EASY.get(name, '')}" for name, text in PLAIN.items()}
    asked = {"feels", "felt, safe"}

    found = {
        (name, word) for name, one in said.items() for word in LISTED if re.search(rf"\b{word}", one, re.IGNORECASE)
    }
    assert {(name, "safe") for name in asked} == found


def test_easy_read_says_the_same_things():
    """Easy read has other words for what plain words say, about the same places."""

    def places(template):
        return sorted(place for _, place, _, _ in Formatter().parse(template) if place)

    assert [] == [name for name in EASY if name not in PLAIN]
    assert [] == [name for name, said in EASY.items() if set(places(said)) - set(places(PLAIN[name]))]


def test_what_is_said_of_one_is_said_of_many():
    """A text about one thing or about none stands beside the text about many."""
    special = [name for name in PLAIN if name.endswith((", one", ", none")) and "{number}" not in PLAIN[name]]
    alone = {"changed, none", "unplanned, none", "unknown, none", "talk, none"}  # said instead of a list

    assert [] == [name for name in special if name not in alone and name.rpartition(", ")[0] not in PLAIN]


@pytest.mark.parametrize("easy", [False, True], ids=["plain", "easy"])
@pytest.mark.parametrize("kind", ["example", "for_the_funder", "few"])
def test_the_first_screen_reads_at_grade_seven(kind, easy, request):
    """All of it together, what the project says of itself and the answers of the checks included."""
    page = page_of(request.getfixturevalue(kind), easy_read=easy)
    said = [*page.lead, *(one for section in page.first for one in (section.title, *texts_of(section)))]

    assert GRADE >= textstat.flesch_kincaid_grade(
        " ".join(one if one.endswith((".", "?")) else f"{one}." for one in said)
    )


def texts_of(section):
    """Every text of a section and of its parts."""
    for block in section.blocks:
        if isinstance(block, Para):
            yield block.text
        elif isinstance(block, Items):
            yield from (said for item in block.items for said in (item.text, item.words, *item.details) if said)
        elif isinstance(block, Picture):
            yield block.says
            yield from cells_of(block.table)
        elif isinstance(block, Table):
            yield from cells_of(block)
    for part in section.parts:
        yield part.title
        yield from texts_of(part)


def cells_of(table):
    """Every text of a table."""
    yield table.caption
    yield from table.head
    yield from (cell for row in table.rows for cell in row)


@pytest.mark.parametrize("easy", [False, True], ids=["plain", "easy"])
@pytest.mark.parametrize("kind", ["example", "for_the_funder", "few"])
def test_every_sentence_comes_from_there_or_from_the_release(kind, easy, request, monkeypatch):
    """With every text marked, what is left without a mark is what the release holds, or a number."""
    release = request.getfixturevalue(kind)
    marked = {name: said if name == "months" else f"«{said}»" for name, said in PLAIN.items()}
    monkeypatch.setattr(texts, "PLAIN", marked)
    monkeypatch.setattr(texts, "EASY", {name: f"«{said}»" for name, said in EASY.items()})
    page = page_of(release, easy_read=easy)

    said = [page.title, *page.lead]
    for section in (*page.first, *page.rest):
        said += [section.title, *texts_of(section)]
    for table in page.data:
        said += cells_of(table)

    known = set(held(release))
    assert len(said) > 100
    assert [] == [one for one in said if without_marks(one) - known and not number(one)]


@pytest.mark.parametrize("easy", [False, True], ids=["plain", "easy"])
def test_the_template_has_no_words_of_its_own(few, easy, monkeypatch):
    """In HTML, too: texts and labels are marked, or from the release; charts say what the tables beside them say."""
    monkeypatch.setattr(texts, "PLAIN", {n: said if n == "months" else f"«{said}»" for n, said in PLAIN.items()})
    monkeypatch.setattr(texts, "EASY", {name: f"«{said}»" for name, said in EASY.items()})
    read = Read()
    read.feed(as_html(few, easy_read=easy))

    known = set(held(few))
    assert len(read.said) > 100
    assert [] == [one for one in read.said if without_marks(one) - known and not number(one)]


class Read(HTMLParser):
    """What is read of a page: its texts, and the labels of what has none; charts and the style left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.said, self.deep = [], 0

    def handle_starttag(self, tag, attrs):
        """Keep the labels of an element."""
        self.deep += tag in {"svg", "style"}
        self.said += (
            []
            if self.deep
            else [value for name, value in attrs if name in {"aria-label", "alt", "title", "aria-description"}]
        )

    def handle_endtag(self, tag):
        """Leave an element."""
        self.deep -= tag in {"svg", "style"}

    def handle_data(self, data):
        """Keep a text."""
        if data.strip() and not self.deep:
            self.said.append(" ".join(data.split()))


def without_marks(said):
    """The texts that stand outside marks."""
    depth, left = 0, ""
    for letter in said:
        depth += (letter == "«") - (letter == "»")
        left += "«" if depth or letter == "»" else letter
    return {one.strip() for one in left.split("«")} - {""}


def number(said):
    """Whether a text is a number, or nothing."""
    return re.fullmatch(r"-?[\d.]*", said) is not None


def held(release):
    """Every text that a release holds."""
    for table in release.tables:
        for row in release.rows(table):
            yield from (plain(value) for value in row.values() if isinstance(value, str))
    for one in release.findings:
        theme = f"{one.theme[:1].upper()}{one.theme[1:]}"
        yield from (one.title, one.theme, theme, one.sentence, one.ask, one.source, one.status_in_words)
        yield from (said for measure in one.measures for said in (measure.unit, measure.of, measure.reason))
        yield from (group.group for group in one.groups)
    yield release.about.already_out


def test_a_text_that_is_not_there():
    """Asking for a text that nobody wrote is an error, not an empty line."""
    with pytest.raises(KeyError):
        Words().say("no such text")
