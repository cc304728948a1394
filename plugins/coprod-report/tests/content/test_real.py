"""Pages of what others wrote: the four Polis conversations; and of the example, for each audience."""

import os
from datetime import date
from pathlib import Path

import pytest

import coprod
from coprod import Partner, Project, Request, Response, View
from coprod_report.as_html import as_html
from coprod_report.as_markdown import as_markdown

ROOT = Path(__file__).parents[4]
DATA = Path(os.environ.get("COPROD_DATA", ROOT.parent / "shared" / "data"))
DAY = date(2020, 1, 1)
POLIS = ("15-per-hour-seattle", "bg2050-volunteers", "brexit-consensus", "london.youth.policing")
AUDIENCES = [("public", "publication"), ("funder", "reporting"), ("partners", "project"), ("university", "research")]


@pytest.mark.parametrize("name", POLIS)
def test_a_polis_conversation(name, form):
    """Had everybody said yes, each statement would be on the page, with how many agree."""
    folder = DATA / "polis" / name
    if not folder.exists():
        pytest.skip(f"needs polis/{name} of the shared data; set COPROD_DATA to where it is")
    project = coprod.read(folder, reader="polis")
    release = coprod.share(agreed(project, form), Request("publication", "public"))

    page = as_markdown(release)
    assert project.count(View) == page.count("\n- Someone said: “")
    assert f"Here are {project.count(View)} things that people said" in page
    assert "- What others think of it: agree (" in page
    assert as_html(release).count("<q>") == project.count(View)


def agreed(project, settings):
    """The same conversation, in which everybody said yes to their words being public."""
    people = project.records(Partner)
    answers = [coprod.Consent(one.ref, status="given", statements=frozenset("12"), on=DAY) for one in people]
    records = [*people, *project.records(View), *project.records(Response), *answers]
    return Project(project.name, records, settings=settings)


@pytest.mark.parametrize(("audience", "purpose"), AUDIENCES)
def test_the_example_for_each_audience(audience, purpose):
    """Each audience of the example gets a page of its own, which says for whom it is and who answers."""
    folder = ROOT / "examples" / "citizen-led-libraries"
    if not folder.exists():
        pytest.skip("the example is in coprod's own checkout")
    project = coprod.read(folder)
    release = coprod.share(project, Request(purpose, audience))

    html = as_html(release)
    words = {"public": "everyone", "partners": "the partners"}.get(audience) or project.settings.audiences[audience][0]
    assert f"This page is for {words}." in html
    assert "Third Sector Together Scotland answers for this page." in html
