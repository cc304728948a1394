"""
The documentation: every block in it runs, every link leads somewhere, and what it lists is all that there is.

How a page is run, from top to bottom, in a folder of its own with a copy of `examples`:

- `python` blocks share one namespace; a `text` block right after one is what it prints (`...` skips).
- In `console` and `sh` blocks each `$ coprod ...` line is run, and has to exit with 0, or as `# exits N`
  says. The lines under it, if there are any, are what it prints on stdout, or on stderr where it prints
  nothing else.
- `csv` and `toml` blocks with a path after the language are written there; with `append`, at its end.
- Other commands in `console` blocks are for people, and are not run.
- Blocks with `spark` or `postgresql` after the language are run by `tests/spark/test_page.py`, where these are there.
"""

import argparse
import doctest
import html
import re
import runpy
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import coprod
from coprod import settings
from coprod.builtin.checks import checks
from coprod.cli import main
from coprod.cli.command import _parser
from coprod.records import BUILT_IN
from coprod.schema import columns_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
ELSEWHERE = {DOCS / "how-to/bristol.md", DOCS / "how-to/lawfirm.md"}  # needs data from outside; its own test runs it
RUN = [page for page in PAGES if page not in ELSEWHERE]

NEEDING = {"spark", "postgresql"}  # not everybody has them

BLOCK = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
PROMISES = re.compile(
    r"\b(de-?bias\w*|un-?biased|fair(er|ly|ness)?|safe(ly|r|ty)?|anonym\w+|guarantee\w*|secure(ly)?)\b",
    re.IGNORECASE,
)
EXITS = re.compile(r"# exits (?P<code>\d+)$")
MATCHES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

SETUP = """\
python3 -m venv .venv
. .venv/bin/activate
pip install -r requirements-dev.txt
coprod check examples/citizen-led-libraries
coprod report examples/citizen-led-libraries --audience public --purpose publication --out report.html
"""


@attrs.frozen
class Block:
    """A fenced block: its page, the line it begins on, the words after the fence, its text."""

    page: Path
    line: int
    info: tuple[str, ...]
    text: str

    @property
    def language(self) -> str:
        """The first word after the fence."""
        return self.info[0] if self.info else ""

    @property
    def place(self) -> str:
        """Where it is, as an editor wants it."""
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    """The path of a page in the repository."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    """All fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(page, text.count("\n", 0, found.start()) + 2, tuple(found["info"].split()), found["text"])
        for found in BLOCK.finditer(text)
    ]


def prose_of(page: Path) -> str:
    """A page without its code."""
    return CODE.sub(" ", page.read_text("utf-8"))


def anchors_of(page: Path) -> set[str]:
    """What can be linked to in a page, as GitHub names headings."""
    titles = (found["text"].lower() for found in HEADING.finditer(BLOCK.sub("", page.read_text("utf-8"))))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


class Reader:
    """Someone who does what a page says, from top to bottom."""

    def __init__(self, capsys, has=()) -> None:
        self.capsys, self.without = capsys, NEEDING - set(has)
        self.namespace = {"__name__": "__main__"}
        self.printed = ""

    def follow(self, block: Block) -> None:
        """Do what one block says, unless it needs what is not here."""
        if self.without & set(block.info):
            return
        if block.language == "python":
            self.run(block)
        elif block.language in {"console", "sh"}:
            for command, expected in commands_of(block):
                self.call(block, command, expected)
        elif block.language == "text":
            self.compare(block, block.text, self.printed)
        elif len(block.info) > 1:
            self.write(block)

    def run(self, block: Block) -> None:
        """Run Python, with the lines of the page in a traceback."""
        code = compile("\n" * (block.line - 1) + block.text, str(block.page), "exec", dont_inherit=True)
        exec(code, self.namespace)  # noqa: S102  # running the documentation is what this is for
        self.printed = self.capsys.readouterr().out

    def call(self, block: Block, command: str, expected: str) -> None:
        """Run one command, and hold what it prints against the page where the page says it."""
        wanted = EXITS.search(command)
        code = main(shlex.split(command, comments=True)[1:])
        out, err = self.capsys.readouterr()
        assert (int(wanted["code"]) if wanted else 0) == code, f"{block.place}: {command}\n{out}{err}"
        if expected.strip():  # stderr may also tell how far a slow machine has got
            self.compare(block, expected, out or err)

    def compare(self, block: Block, expected: str, printed: str) -> None:
        """Hold what was printed against the page."""
        same = doctest.OutputChecker().check_output(expected, printed, MATCHES)
        assert same, f"{block.place}: expected\n{expected}\nfound\n{printed}"

    def write(self, block: Block) -> None:
        """Write a file that the page shows."""
        path, how = Path(block.info[1]), "a" if "append" in block.info else "w"
        path.parent.mkdir(exist_ok=True)
        with path.open(how, encoding="utf-8") as file:
            file.write(block.text)


def commands_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each `coprod` command of a block, and the lines that stand under it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.replace("\\\n", " ").partition("\n")
        if command.split()[0] == "coprod":
            yield command.strip(), expected


@pytest.fixture
def reader(tmp_path, monkeypatch, capsys):
    """Someone in a folder of their own, with the examples and nothing else."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns(".coprod"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return Reader(capsys)


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_what_a_page_says_can_be_done(page, reader):
    """Every block of the page runs, in order, and prints what the page says it prints."""
    for block in blocks_of(page):
        reader.follow(block)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_is_closed_and_named(page):
    """Each fence has its end, and each block says what it is."""
    fences = [line for line in page.read_text("utf-8").splitlines() if line.lstrip().startswith("```")]

    assert 2 * len(blocks_of(page)) == len(fences)
    assert [] == [block.place for block in blocks_of(page) if not block.info]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_toml_is_toml(page):
    """Every `toml` block can be read."""
    for block in blocks_of(page):
        if block.language == "toml":
            assert tomllib.loads(block.text), block.place


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page):
    """Each relative link names a file or folder that is there, and a heading that is in it."""
    broken = []
    for found in LINK.finditer(BLOCK.sub("", page.read_text("utf-8"))):
        where, _, anchor = found["to"].partition("#")
        if "://" in where:
            continue
        target = (page.parent / where).resolve() if where else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(found["to"])

    assert [] == broken


def test_every_page_is_in_the_index():
    """`docs/README.md` and `docs/decisions/README.md` link to every page."""
    indexes = [DOCS / "README.md", DOCS / "decisions/README.md"]
    linked = {
        (index.parent / found["to"].partition("#")[0]).resolve()
        for index in indexes
        for found in LINK.finditer(index.read_text("utf-8"))
    }

    assert set() == set(DOCS.rglob("*.md")) - linked - set(indexes)


def test_readme_begins_with_the_two_commands():
    """Its first `bash` block sets up and does the main job, its second passes the tests; CI runs both."""
    found = [block for block in blocks_of(ROOT / "README.md") if block.language == "bash"]

    assert [SETUP, "pytest\n"] == [block.text for block in found][:2]


def test_the_main_job_can_be_done(reader):
    """The `coprod` commands of README's first block do what they should, where `coprod` is installed."""
    for line in SETUP.replace("\\\n", " ").splitlines():
        if line.startswith("coprod "):
            assert 0 == main(shlex.split(line)[1:]), line

    assert Path("report.html").stat().st_size > 0


def test_the_first_report_says_what_the_tutorial_says(reader):
    """What the tutorial quotes from the page is on the page, and whoever said no is not."""
    place = DOCS / "tutorial/first-report.md"
    for block in blocks_of(place):
        reader.follow(block)
    page = html.unescape(re.sub(r"</?q>|<[^>]+>", read_as, Path("report.html").read_text("utf-8")))
    quoted = re.findall(r"^> (.+)$", place.read_text("utf-8"), re.MULTILINE)

    assert 3 == len(quoted)
    assert [] == [text for text in quoted if text not in page]
    assert [] == [name for name in ("Di Eld", "Cy Dunn", "Sundays") if name in page]


def read_as(tag: re.Match) -> str:
    """How a tag reads: quotation marks for a quote, nothing for all else."""
    return {"<q>": "“", "</q>": "”"}.get(tag.group(), "")


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "words.md"], ids=name_of)
def test_no_page_promises(page):
    """No sentence promises what a mechanism cannot keep; the page on words lists such words as code."""
    asked = {"safe"} if page.name == "checks.md" else set()  # what people are asked: "did you feel safe?"

    assert [] == [word for found in PROMISES.finditer(prose_of(page)) if (word := found.group()) not in asked]


def text_of(place: str) -> str:
    """The text of a page, with its lines joined."""
    return " ".join((DOCS / place).read_text("utf-8").split())


def test_every_command_and_option_is_explained():
    """`command-line.md` names each command, each argument and each option."""
    text = text_of("reference/command-line.md")
    commands = next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    options = {
        name
        for command in commands.values()
        for action in command._actions
        for name in ([action.option_strings[-1]] if action.option_strings else [action.metavar])
    }

    assert [] == [name for name in commands if f"`coprod {name}" not in text]
    assert [] == sorted(name for name in options if name not in text)


def test_every_key_is_explained():
    """`files.md` names each key of coprod.toml."""
    text = text_of("reference/files.md")
    classes = [getattr(settings, name) for name in settings.__all__]
    keys = {field.name for one in classes if attrs.has(one) for field in attrs.fields(one)}

    assert [] == sorted(key for key in keys if f"`{key}`" not in text)


@pytest.mark.parametrize("kind", BUILT_IN)
def test_every_column_is_listed(kind):
    """`record-kinds.md` lists the columns of each kind, in order, with what each must be."""
    section = (DOCS / "reference/record-kinds.md").read_text("utf-8").partition(f"\n## {kind.__name__}\n")[2]
    listed = re.findall(r"`(\w+)`(#?)(?:\\(\*))?", section.partition("\nColumns: ")[2].partition("\n\n")[0])
    known = [column for column in columns_of(kind).values() if column.name not in {"note", "extras"}]

    assert [(c.name, "#" * c.key, "*" * c.required) for c in known] == listed
    assert f"File: `{kind.table()}`" in section.partition("\n## ")[0]


def test_every_public_name_is_listed():
    """`python-api.md` names all that `coprod` gives."""
    text = text_of("reference/python-api.md")

    assert [] == [name for name in coprod.__all__ if not re.search(rf"`{name}\b", text)]


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.name)
def test_every_check_is_explained(check):
    """`checks.md` gives the title, the question, the source and the question to talk about, as they are."""
    section = (DOCS / "reference/checks.md").read_text("utf-8").partition(f"\n## {check.name}\n")[2]
    words = " ".join(section.partition("\n## ")[0].split())

    said = (check.title, check.question, check.source, check.ask)
    assert [] == [text for text in said if text not in words]


def test_the_page_of_checks_is_written_anew():
    """`checks.md` says what the checks declare; `python docs/reference/write_checks.py` brings it up to date."""
    place = DOCS / "reference/write_checks.py"
    text = (DOCS / "reference/checks.md").read_text("utf-8")

    assert runpy.run_path(str(place))["written"](text) == text
