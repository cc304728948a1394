"""The how-to on the law firm, where the data are there: it can be done, and it is easy to read."""

import re
import sys
import warnings
from collections import Counter

import pytest
from tests.test_docs import BLOCK, DOCS, Reader, blocks_of
from tests.test_real_data import folder

import coprod
from coprod import measures
from coprod.records import Partner, Relationship

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import textstat

PAGE = DOCS / "how-to" / "lawfirm.md"


@pytest.fixture
def followed(tmp_path, monkeypatch, capsys):
    """Someone who did all that the page says, in a folder of their own."""
    monkeypatch.setenv("COPROD_DATA", str(folder("lazega_lawfirm").parent))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    reader = Reader(capsys)
    for block in blocks_of(PAGE):
        reader.follow(block)
    return reader


def test_what_the_page_says_can_be_done(followed, tmp_path):
    """Every block runs and prints what stands there; the folder it makes holds the firm as published."""
    project = coprod.read(tmp_path / "lawfirm")

    assert {"partner": 36, "associate": 35} == Counter(one.sector for one in project.records(Partner))
    assert {"friends": 575, "advice": 892, "cowork": 1104} == Counter(one.kind for one in project.records(Relationship))


def test_what_the_page_says_of_offices_is_so(followed):
    """A number in the text that no block prints: R igraph has .6005659 for friends by office."""
    office = {"l" + row["id"]: row["office"] for row in followed.namespace["rows_of"]("ison_lawfirm_nodes.csv")}
    found = measures.assortativity(followed.namespace["pairs"]["friends"], office).value

    assert f"(assortativity {found:.3f})" in PAGE.read_text("utf-8")


def test_what_the_page_says_of_chance_is_so():
    """By chance, a lawyer's ties go to as many of the other rank as there are among the other 70."""
    shares = [others / 70 for others in (36, 35)]

    assert "{:.0%} and {:.0%}".format(*shares) in " ".join(PAGE.read_text("utf-8").split())


def test_the_page_is_easy_to_read():
    """Its prose is at or below the eighth US grade, as textstat measures it."""
    prose = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*#]", r"\1", BLOCK.sub("", PAGE.read_text("utf-8")))

    assert 8 >= textstat.flesch_kincaid_grade(prose)
