"""Each kind of bad input gets one clear sentence with its place, all at once, and nothing is made of it."""

import io
import zipfile

import pytest

from coprod.errors import InvalidInput, Problem
from coprod.formats.project_files import read_project, save_project
from coprod.records import Partner


def problems(path):
    """What is wrong with the project at *path*."""
    with pytest.raises(InvalidInput) as caught:
        read_project(path)
    return list(caught.value.problems)


def place(problem):
    """Where a problem is and what was found there."""
    return (problem.file, problem.row, problem.column, problem.value)


def write(folder, name, data):
    """Put a file of text or bytes into *folder*."""
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def test_nothing_is_wrong_at_first(tea):
    """The small project that the other tests break reads as it is."""
    assert "<Project 'Tea and talk': 2 partners, 1 space, 1 experience, 1 consent>" == repr(read_project(tea))


def test_missing_folder(tmp_path):
    """A path where nothing is."""
    path = tmp_path / "none"

    assert [Problem("a file that exists", file=str(path))] == problems(path)


@pytest.mark.parametrize("name", ["none.json", "none.xlsx"])
def test_missing_file(tmp_path, name):
    """A file that is not there."""
    path = tmp_path / name

    assert [Problem("a file that exists", file=str(path))] == problems(path)


def test_missing_settings(tea):
    """A folder of sheets without `coprod.toml` says which file is missing and how to get one."""
    (tea / "coprod.toml").unlink()

    hint = "`coprod init` writes one."
    expected = Problem("a file with the project's settings", file="coprod.toml", hint=hint)
    assert [expected] == problems(tea)


def test_workbook_in_the_folder(tea):
    """Who gives the folder around a workbook is told to give the workbook."""
    (tea / "coprod.toml").unlink()
    write(tea, "project.xlsx", b"")

    assert "Is the project in `project.xlsx`? Then give that." == problems(tea)[0].hint


@pytest.mark.parametrize("rows", ["", "bo\n"])
def test_missing_required_column(tea, rows):
    """A table without a column that it needs, with rows or without."""
    write(tea, "partners.csv", f"id\nana\n{rows}")
    write(tea, "views.csv", "text\n")

    found = [place(p) for p in problems(tea)]

    assert [("partners.csv", 1, "kind", ""), ("views.csv", 1, "id", "")] == found


def test_unknown_column_close_to_a_known_one(tea):
    """A column one slip away from a known one is not taken for a column of the project's own."""
    write(tea, "partners.csv", "id,kind,sectr\nana,person,citizen\nbo,person,\n")

    found = problems(tea)

    assert [("partners.csv", 1, "sectr", "sectr")] == [place(p) for p in found]
    assert found[0].hint.startswith("Did you mean `sector`?")


def test_unknown_column_like_no_other(tea):
    """A column that is like none of ours is kept as text."""
    write(tea, "partners.csv", "id,kind,shoe size\nana,person,39\nbo,person,\n")

    ana = next(p for p in read_project(tea).records(Partner) if p.id == "ana")

    assert (("shoe size", "39"),) == ana.extras


def test_duplicate_key(tea):
    """An id that is there twice is named with both places."""
    write(tea, "partners.csv", "id,kind\nana,person\nbo,person\nana,group\n")

    found = problems(tea)

    assert [("partners.csv", 4, "id", "ana")] == [place(p) for p in found]
    assert "each id once; it is also in row 2" == found[0].expected


def test_reference_to_nothing(tea):
    """A reference that names nothing."""
    write(tea, "experiences.csv", "partner,space,valued\nanna,s1,5\n")

    found = problems(tea)

    assert [("experiences.csv", 2, "partner", "anna")] == [place(p) for p in found]
    assert "Did you mean `ana`?" == found[0].hint


def test_ambiguous_name(tea):
    """A name that two partners have is no reference."""
    write(tea, "partners.csv", "id,kind,name\nana,person,Jo\nbo,person,Jo\n")
    write(tea, "experiences.csv", "partner,space,valued\nJo,s1,5\n")

    found = problems(tea)

    assert [("experiences.csv", 2, "partner", "Jo")] == [place(p) for p in found]
    assert "one record, and this may mean ana, bo" == found[0].expected


def test_day_that_does_not_exist(tea):
    """The thirtieth of February."""
    write(tea, "partners.csv", "id,kind,joined\nana,person,2019-02-30\nbo,person,\n")

    found = problems(tea)

    assert [("partners.csv", 2, "joined", "2019-02-30")] == [place(p) for p in found]
    assert "There is no 2019-02-30 in the calendar." == found[0].hint


def test_date_in_an_undeclared_form(tea):
    """A date that could be two days names the key that says which."""
    write(tea, "partners.csv", "id,kind,joined\nana,person,03/04/2019\nbo,person,\n")

    found = problems(tea)

    assert [("partners.csv", 2, "joined", "03/04/2019")] == [place(p) for p in found]
    assert 'Or set `dates`, such as `dates = "DD/MM/YYYY"`, in coprod.toml.' == found[0].hint


def test_rating_out_of_range(tea):
    """A rating of 7 on a scale that ends at 5."""
    write(tea, "experiences.csv", "partner,space,valued\nana,s1,7\n")

    found = problems(tea)

    assert [("experiences.csv", 2, "valued", "7")] == [place(p) for p in found]
    assert "a whole number from 1 to 5" == found[0].expected


def test_unknown_word(tea):
    """A word that the column does not know."""
    write(tea, "partners.csv", "id,kind\nana,persn\nbo,person\n")

    found = problems(tea)

    assert [("partners.csv", 2, "kind", "persn")] == [place(p) for p in found]
    assert ("one of person, organisation, group, team", "Did you mean `person`?") == (
        found[0].expected,
        found[0].hint,
    )


def test_undeclared_audience(tea):
    """An audience that nothing declares, on the form and in an answer."""
    text = (tea / "coprod.toml").read_text("utf-8").replace('["funder", "public"]', '["founder", "public"]')
    write(tea, "coprod.toml", text)
    write(
        tea,
        "consents.csv",
        "who,status,on,categories,purposes,audiences,level\nana,given,2019-02-02,views,publication,funders,share\n",
    )

    found = problems(tea)

    assert [
        ("coprod.toml", 15, "permission.3.audiences", "founder"),
        ("consents.csv", 2, "audiences", "funders"),
    ] == [place(p) for p in found]
    assert {"Did you mean `funder`?"} == {p.hint for p in found}


def test_changed_statement_under_an_old_key(tea):
    """New words under a key that people have answered: they would have agreed to what they never read."""
    save_project(read_project(tea), tea)
    text = (tea / "coprod.toml").read_text("utf-8")
    write(tea, "coprod.toml", text.replace("My words may be used.", "My words and my name may be used."))

    found = problems(tea)

    column, value = "permission.3", "My words and my name may be used."
    assert [("coprod.toml", 11, column, value)] == [place(p) for p in found]
    assert "Give the new statement a new key, and leave the old one as it was." == found[0].hint


def test_not_utf8(tea):
    """A sheet saved as something else than UTF-8 says how to save it, the line, and the word."""
    write(tea, "partners.csv", "id,kind,name\nana,person,Ana\nbo,person,Andr\u00e9 Roy\n".encode("cp1252"))

    found = [p for p in problems(tea) if p.file == "partners.csv"]

    assert [("partners.csv", 3, "", "bo,person,Andr\ufffd Roy")] == [place(p) for p in found]
    expected = "The byte 0xe9 at position 15 of the line is not UTF-8. Save it again as CSV UTF-8."
    assert ("UTF-8 text", expected) == (found[0].expected, found[0].hint)


def test_utf16(tea):
    """What some spreadsheets call "Unicode text" is told apart."""
    write(tea, "partners.csv", "id,kind\nana,person\n".encode("utf-16"))

    found = [p for p in problems(tea) if p.file == "partners.csv"]

    assert [("partners.csv", 1, "", "UTF-16 text")] == [place(p) for p in found]


@pytest.mark.parametrize(("data", "value"), [(b"", "an empty file"), (b"\n\n", "blank lines only")])
def test_empty_file(tea, data, value):
    """A sheet with nothing in it, not even the names of the columns."""
    write(tea, "experiences.csv", data)

    found = problems(tea)

    expected = Problem("a first line with the names of the columns", file="experiences.csv", value=value)
    assert [expected] == found


def test_nul(tea):
    """A character that nobody can see and no format can carry."""
    write(tea, "partners.csv", "id,kind,name\nana,person,A\0na\nbo,person,\n")

    found = problems(tea)

    assert [("partners.csv", 2, "name", "A\\x00na")] == [place(p) for p in found]
    assert "text without the control character U+0000" == found[0].expected


def test_nul_in_the_header(tea):
    """The same in the name of a column."""
    write(tea, "experiences.csv", "partner,space,valued,n\0te\nana,s1,5,\n")

    found = problems(tea)

    assert [("experiences.csv", 1, "n\\x00te", "n\\x00te")] == [place(p) for p in found]


@pytest.mark.parametrize("quote", ["", '"'])
def test_field_of_50_mb(tea, quote):
    """A cell that goes on for 50 MB, as behind a quote that nobody closed."""
    write(tea, "experiences.csv", f"partner,space,note\nana,s1,{quote}{'x' * 50_000_000}{quote}\n")

    found = problems(tea)

    assert [("experiences.csv", 2, "")] == [place(p)[:3] for p in found]
    assert "a cell of at most 131072 characters" == found[0].expected


def bomb(**entries):
    """A zip file with entries of zeros, each of so many megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in entries.items():
            archive.writestr(f"xl/worksheets/{name}.xml", b"\0" * (size << 20))
    return out.getvalue()


def test_workbook_that_is_a_zip_bomb(tmp_path):
    """A small workbook that would unpack to something enormous is refused before it is unpacked."""
    write(tmp_path, "project.xlsx", bomb(sheet1=20))

    found = problems(tmp_path / "project.xlsx")

    expected = "a workbook with entries that grow at most 400 times"
    assert [("project.xlsx", None, "", "xl/worksheets/sheet1.xml")] == [place(p) for p in found]
    assert expected == found[0].expected


def test_workbook_of_many_small_bombs(tmp_path, monkeypatch):
    """Entries that are each small enough are counted together, as they unpack."""
    monkeypatch.setattr("coprod.formats.archives.LARGEST", 5 << 20)
    write(tmp_path, "project.xlsx", bomb(sheet1=2, sheet2=2, sheet3=2))

    assert ["a workbook with at most 5242880 bytes when unpacked"] == [
        p.expected for p in problems(tmp_path / "project.xlsx")
    ]


def test_typo_in_a_key_of_the_settings(tea):
    """A key that coprod does not know says where it is and which key was probably meant."""
    text = (tea / "coprod.toml").read_text("utf-8")
    write(tea, "coprod.toml", text.replace("timezone", "timezon").replace("level", "levle"))

    found = problems(tea)

    assert [
        ("coprod.toml", 3, "timezon", "timezon"),
        ("coprod.toml", 16, "permission.3.levle", "levle"),
    ] == [place(p) for p in found]
    assert ["Did you mean `timezone`?", "Did you mean `level`?"] == [p.hint for p in found]


def test_typo_in_the_name_of_a_table_of_settings(tea):
    """What stands under a misspelt key is read as what was meant, so one slip is one problem."""
    text = (tea / "coprod.toml").read_text("utf-8")
    write(tea, "coprod.toml", text.replace("[permission.3]", "[permision.3]"))

    assert [("coprod.toml", 11, "permision", "permision")] == [place(p) for p in problems(tea)]


@pytest.mark.parametrize("name", ["partners.csv", "coprod.toml"])
def test_symlink_loop(tea, name):
    """A link that leads back to itself."""
    (tea / name).unlink()
    (tea / name).symlink_to(tea / name)

    found = [p for p in problems(tea) if p.file == name]

    assert [Problem("a file, not a link that leads back to itself", file=name)] == found


@pytest.mark.parametrize("name", ["loop", "loop.json", "loop.xlsx"])
def test_project_that_is_a_symlink_loop(tmp_path, name):
    """The same for the project itself."""
    (tmp_path / name).symlink_to(tmp_path / name)

    assert ["a file, not a link that leads back to itself"] == [p.expected for p in problems(tmp_path / name)]


def test_all_problems_at_once(tea):
    """Settings, shape, cells and references: whoever corrects a project gets the whole list."""
    text = (tea / "coprod.toml").read_text("utf-8")
    write(tea, "coprod.toml", text.replace("[purposes]", "[purpose]"))
    write(tea, "partners.csv", "id,kind,joined\nana,persn,2019-02-30\nbo,person\n")
    write(tea, "experiences.csv", "partner,space,valued\nana,s2,7\n")
    write(tea, "rolls.csv", "partner,item,role\n")
    write(tea, "views.csv", b"")

    assert [
        ("coprod.toml", 8, "purpose", "purpose"),
        ("rolls.csv", None, "", "rolls.csv"),
        ("partners.csv", 2, "kind", "persn"),
        ("partners.csv", 2, "joined", "2019-02-30"),
        ("partners.csv", 3, "", "2 cells"),
        ("views.csv", None, "", "an empty file"),
        ("experiences.csv", 2, "valued", "7"),
        ("experiences.csv", 2, "space", "s2"),
    ] == [place(p) for p in problems(tea)]


def test_settings_that_say_how_cells_are_read(tea):
    """Where a broken setting would make every cell wrong, cells wait until it is mended."""
    text = (tea / "coprod.toml").read_text("utf-8")
    write(tea, "coprod.toml", 'dates = "DD/MM/YY"\n' + text)
    write(tea, "partners.csv", "id,kind,joined\nana,person,03/04/19\nbo,person,04/04/19\n")
    write(tea, "views.csv", b"")

    assert [
        ("coprod.toml", 1, "dates", "DD/MM/YY"),
        ("views.csv", None, "", "an empty file"),
    ] == [place(p) for p in problems(tea)]


def test_nothing_is_written(tea):
    """Reading leaves a folder as it was, whatever is in it."""
    write(tea, "partners.csv", "id,kind\nana,persn\n")
    before = sorted(path.name for path in tea.rglob("*"))

    problems(tea)

    assert before == sorted(path.name for path in tea.rglob("*"))


@pytest.mark.parametrize("zone", ["Europe/Lundon", "../../etc"])
def test_time_zone_that_does_not_exist(tea, zone):
    """A slip in the time zone is one problem: no cell is read by a zone that nobody knows."""
    text = (tea / "coprod.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("timezone")]
    (tea / "coprod.toml").write_text("\n".join([lines[0], f'timezone = "{zone}"', *lines[1:]]), "utf-8")

    (problem,) = problems(tea)

    assert ("coprod.toml", 2, "timezone", zone) == place(problem)
    assert "a time zone such as Europe/London" == problem.expected
