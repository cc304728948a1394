"""`coprod show`: what is in a project."""


def test_says_what_there_is(coprod, project):
    """The name, how much of what, and from when to when."""
    ran = coprod("show", project)

    lines = ran.out.splitlines()
    assert (0, "") == (ran.code, ran.err)
    assert ["Tea and talk", "Invented neighbours who meet.", "Runs from 2019-01-01."] == lines[:3]
    assert ["partners", "4"] in [line.split() for line in lines]
    assert ["views", "2", "on", "2019-02-03"] in [line.split() for line in lines]


def test_names_nobody(coprod, project):
    """It is not a list of people."""
    assert "Ana" not in coprod("show", project).out


def test_an_empty_project(coprod, tmp_path):
    """A project without a row says so."""
    (tmp_path / "coprod.toml").write_text('coprod = 1\nname = "New"\n', "utf-8")

    assert "Nothing is on record yet." in coprod("show", tmp_path).out


def test_a_plugin_that_is_not_there(coprod, project):
    """A project that names a plugin which is not installed is not read without it."""
    with (project / "coprod.toml").open("a", encoding="utf-8") as file:
        file.write('\n[plugins]\nenable = ["nowhere"]\n')

    ran = coprod("show", project)

    assert (1, "") == (ran.code, ran.out)
    assert "`nowhere` is not installed" in ran.err
