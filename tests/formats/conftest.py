"""A small project on disk, which tests break in one place each."""

import textwrap

import pytest

TOML = textwrap.dedent("""\
    coprod = 1
    name = "Tea and talk"
    timezone = "Europe/London"

    [audiences]
    funder = ["The fund"]

    [purposes]
    publication = "the report"

    [permission.3]
    says = "My words may be used."
    categories = ["views"]
    purposes = ["publication"]
    audiences = ["funder", "public"]
    level = "share"
""")
TABLES = {
    "partners.csv": "id,kind,name,joined\nana,person,Ana,2019-01-10\nbo,person,Bo,2019-01-11\n",
    "spaces.csv": "id,name,starts\ns1,First tea,2019-02-01 10:00\n",
    "experiences.csv": "partner,space,valued\nana,s1,5\n",
    "consents.csv": "who,status,statements,on\nana,given,3,2019-02-02\n",
}


@pytest.fixture
def tea(tmp_path):
    """A folder with a small project that has no problem."""
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "coprod.toml").write_text(TOML, "utf-8")
    for name, text in TABLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder
