"""`coprod report`: what `share` would write with the plugin that makes the page."""

import pytest

from coprod.registry import installed

ASKED = ("--audience", "public", "--purpose", "publication")


@pytest.fixture
def page(install):
    """A plugin in the place of `coprod-report`, whose formats say which of them was asked."""
    install("report", PLUGIN, distribution="coprod-report")


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("out", "options", "form"),
    [
        ("report.html", (), "html"),
        ("report", ("--format", "html"), "html"),
        ("report.page", (), "html"),
        ("report.md", (), "markdown"),
        ("REPORT.MD", (), "markdown"),
        ("report.md", ("--format", "html"), "html"),
    ],
)
def test_the_form_is_asked_for_or_told_by_the_name(coprod, project, tmp_path, out, options, form):
    """`--format` says what is written; without it the ending of the file does, and else it is the page itself."""
    ran = coprod("report", project, *ASKED, "--out", tmp_path / out, *options)

    assert 0 == ran.code, ran.err
    assert f"{form} False 1 partners" == (tmp_path / out).read_text("utf-8")


@pytest.mark.usefixtures("page")
def test_a_folder_is_for_the_tables(coprod, project, tmp_path):
    """A name without an ending is a folder, and the tables are files in it."""
    ran = coprod("report", project, *ASKED, "--out", tmp_path / "tables")

    assert 0 == ran.code, ran.err
    assert ["one.csv"] == [path.name for path in (tmp_path / "tables").iterdir()]


@pytest.mark.usefixtures("page")
def test_says_where_it_is_in_one_line(coprod, project, tmp_path):
    """One line names the file."""
    ran = coprod("report", project, *ASKED, "--out", tmp_path / "report.html")

    assert ran.out.startswith(f"{tmp_path / 'report.html'}: 1 partner,")
    assert 1 == len(ran.out.splitlines())


@pytest.mark.usefixtures("page")
def test_is_what_share_writes(coprod, project, tmp_path):
    """The same release under the same id gives the same bytes, whichever command writes it."""
    first = coprod("report", project, *ASKED, "--out", tmp_path / "one.html", "--set", "easy_read=yes")
    known = first.out.rpartition("(release ")[2].rstrip(")\n")

    more = ("--release", known, "--plugin", "report", "--format", "html", "--set", "easy-read=yes")
    coprod("share", project, *ASKED, "--out", tmp_path / "two.html", *more)

    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert "html True" in (tmp_path / "one.html").read_text("utf-8")


@pytest.mark.usefixtures("page")
def test_a_project_may_name_the_plugin_too(coprod, project, tmp_path):
    """What a project enables is not loaded twice."""
    with (project / "coprod.toml").open("a", encoding="utf-8") as file:
        file.write('\n[plugins]\nenable = ["coprod-report"]\n')

    assert 0 == coprod("report", project, *ASKED, "--out", tmp_path / "report.html").code


@pytest.mark.usefixtures("page")
def test_in_a_process_of_its_own(coprod, project, tmp_path):
    """With `--isolate` the plugin is found there as well."""
    coprod("report", project, *ASKED, "--out", tmp_path / "report.html", "--isolate")

    assert "html False 1 partners" == (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.usefixtures("page")
def test_an_unknown_option(coprod, project, tmp_path):
    """An option that the page lacks is wrong usage, and the nearest is named."""
    ran = coprod("report", project, *ASKED, "--out", tmp_path / "report.html", "--set", "easy_red=yes")

    assert 2 == ran.code
    assert "Did you mean `easy_read`?" in ran.err


def test_without_the_plugin_it_says_how_to_get_it(coprod, project, tmp_path, monkeypatch):
    """Where the package is not installed, it is named, nothing is read and nothing is written."""
    monkeypatch.setattr(installed, "installed", lambda: ())

    ran = coprod("report", project, *ASKED, "--out", tmp_path / "report.html")

    assert 1 == ran.code
    assert "the page is made by the plugin `coprod-report`" in ran.err
    assert ran.err.endswith("Try: pip install coprod-report\n")
    assert not (tmp_path / "report.html").exists()
    assert not (project / ".coprod").exists()


PLUGIN = """
import coprod
from coprod import ExportFormat

def writer(name):
    def write(release, sink, *, easy_read: bool = False):
        with sink.open("one.csv" if name == "tables" else "") as file:
            file.write(f"{name} {easy_read} {release.height('partners')} partners".encode())
    return write

@coprod.hookimpl
def register_export_formats():
    for name in ("html", "markdown", "tables"):
        folder = name == "tables"
        yield ExportFormat(
            name=name, summary="A test.", suffix="", media_type="text/plain", write=writer(name), folder=folder
        )
"""
