"""The format: one page of Markdown."""

import pytest

import coprod
from coprod import Project, Request, Space
from coprod.testing import example
from coprod_example.form import SUMMARY, plain

CANARY = "Zebedee Quill"


@pytest.fixture
def written(tmp_path):
    """Return a function that releases a project to the public and gives the page."""

    def write(project, **options):
        purpose = min(project.settings.purposes, default="publication")
        release = coprod.share(project, Request(purpose, "public"))
        out = tmp_path / "page.md"
        coprod.export(release, SUMMARY, out, **options)
        return out.read_text("utf-8")

    return write


def test_says_what_it_is(written):
    """The page opens with the project, the audience and the purpose."""
    project = example()

    page = written(project)

    assert f"# {plain(project.name)}" == page.splitlines()[0]
    assert "For public; purpose:" in page


def test_holds_nobody_who_did_not_agree(written):
    """Of someone who agreed to nothing, the page has nothing."""
    from coprod import Partner

    project = example().add(Partner("zebedee", kind="person", name=CANARY))

    page = written(project)

    assert "ebedee" not in page


def test_names_cannot_write_markdown(written):
    """A name that looks like Markdown or HTML stays a name."""
    named = example()
    project = Project("<script>[x](y)", [Space("s", name="Tea")], settings=named.settings)

    page = written(project)

    assert r"# \<script\>\[x\](y)" == page.splitlines()[0]
