"""Pages as they are opened: in Debian's Chromium, where it is."""

import shutil
from datetime import date
from pathlib import Path

import attrs
import pytest

import coprod
from coprod import Decision, Partner, Project, Request, Space, View
from coprod.builtin.checks import checks
from coprod_report.as_html import as_html

EXAMPLE = Path(__file__).parents[3] / "examples/citizen-led-libraries"
PUBLIC = Request("publication", "public")
CHECKS = tuple(check.name for check in checks())
FEW = ("strengths-on-record", "experience", "decision-share", "trust-gap")  # answered, and not for two reasons
EARLY = attrs.evolve(PUBLIC, as_of=date(2019, 2, 10))  # less of everything, and still of each kind
ADDRESS = "http://stranger.test/a.png"
HOSTILE = f"</q></td><img src={ADDRESS} onerror='alert(1)'><script>alert(1)</script>" + "<style>p{color:red}</style>"
OTHER = "<svg onload=go()>&amp;\"'"
LONG = "Donaudampfschifffahrt" * 40
SMALL = """\
coprod = 1
name = "Tea at number nine"
sectors = { citizen = "own experience" }
purposes = { publication = "the public report" }

[permission.1]
says = "What I say may be in the public report, with my name."
categories = ["identity", "profile", "views"]
purposes = ["publication"]
audiences = ["public"]
level = "share"
explicit = true
"""


@pytest.fixture(scope="session")
def project():
    """The example."""
    return coprod.read(EXAMPLE)


@pytest.fixture(scope="session")
def release(project):
    """What the public may have of the example, with every check."""
    return shared(project)


def shared(project: Project, request: Request = PUBLIC, checks=CHECKS) -> coprod.Release:
    """What an audience may have of a project, with every check unless there is another word."""
    return coprod.share(project, request, checks=checks)


@pytest.fixture(scope="session")
def pages(project, release, tmp_path_factory):
    """
    Addresses of pages: the example for the public, for partners and in easy read, a small one, a hostile one.

    There is also the example after three months, with a few questions. To look through a page for barriers takes
    seconds, and longer the more is on it; so what is looked through in every setting is that one.
    """
    made = {
        "public": as_html(release),
        "early": as_html(shared(project, EARLY, FEW)),
        "partners": as_html(shared(project, Request("project", "partners"))),
        "easy": as_html(release, easy_read=True),
        "small": as_html(shared(small(tmp_path_factory.mktemp("small")))),
        "hostile": as_html(shared(hostile(project, shared(project, EARLY, ())), EARLY, FEW)),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("coprod_report.as_html.MANY", 3)  # so that it is laid out as a page of thousands of views is
        made["long"] = as_html(shared(project, EARLY, FEW))
    folder = tmp_path_factory.mktemp("pages")
    return {name: written(folder / f"{name}.html", html) for name, html in made.items()}


def written(path: Path, html: str) -> str:
    """Write a page and return its address."""
    path.write_text(html, "utf-8")
    return path.as_uri()


def small(folder: Path) -> Project:
    """Four people, of whom one said something that everybody may read."""
    people = "id,kind,name,sector\nana,person,Ana Bell,citizen\nbo,person,Bo Crow,citizen\ncy,person,,citizen\n"
    views = "id,partner,at,kind,text\nv1,ana,2026-02-03 18:10,idea,A bench by the door\n"
    consents = "who,status,statements,on\nana,given,1,2026-02-03\nbo,refused,1,2026-02-03\n"
    texts = {"coprod.toml": SMALL, "partners.csv": people, "views.csv": views, "consents.csv": consents}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return coprod.read(folder)


def hostile(project: Project, release: coprod.Release) -> Project:
    """The example, with markup and endless words in what the public may read of it."""
    texts = {Partner: ("partners", "name"), View: ("views", "text")}
    texts |= {Space: ("spaces", "name"), Decision: ("decisions", "title")}
    changed = []
    for kind, (table, column) in texts.items():
        known = {row["id"] for row in release.rows(table) if row["id"] and row[column]}
        found = [record for record in project.records(kind) if record.id in known]
        for number, record in enumerate(found[:8]):
            bad = OTHER if kind is Partner else HOSTILE  # a view with a word of a name in it would be held back
            text = f"{bad} {number}" if number % 2 else f"{table.upper()}{LONG}{number}"
            changed.append(attrs.evolve(record, **{column: text}))
    return project.replace(*changed)


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium; without it, or without Playwright, these tests are skipped."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    place = shutil.which("chromium") or shutil.which("chromium-browser")
    if place is None:
        pytest.skip("Chromium is not installed")
    with api.sync_playwright() as playwright:
        # whoever runs tests as root has no sandbox; the pages are our own
        chromium = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser):
    """Return a function that opens a page in a setting, and closes it when the test is done."""
    contexts = []

    def open_page(address, *, width=1280, colours="light", text=16, **more):
        forced = {"forced_colors": "active"} if colours == "forced" else {"color_scheme": colours}
        context = browser.new_context(viewport={"width": width, "height": 900}, **forced, **more)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.stopped = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("requestfailed", lambda request: page.stopped.append((request.url, request.failure)))
        if text != 16:  # what a browser has when nobody chose
            context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
