"""Forgetting someone: they are out of the files, stay out, and nothing is ever half done."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coprod import Partner, Project
from coprod.app.forgetting import forget
from coprod.consent.keeping import Keeping
from coprod.consent.ledger import Entry
from coprod.errors import InvalidInput, NotFound
from coprod.formats import erasing
from coprod.formats.project_files import read_project, save_project
from coprod.records import Consent, Membership, Mention, Response, Space, View
from coprod.registry import Registry
from coprod.settings import Held, Settings
from coprod.testing import projects

NOW = datetime(2020, 5, 1, 12, tzinfo=UTC)
FORMS = [("tea", {}), ("tea", {"tables": "parquet"}), ("tea.json", {}), ("tea.xlsx", {})]
FORM_IDS = ["csv", "parquet", "json", "xlsx"]
OWN = {"categories": frozenset({"views"}), "purposes": frozenset({"p"}), "audiences": frozenset({"public"})}

TEA = Project(
    "Tea and talk",
    [
        Partner("anabell7", kind="person", name="Ana Zebell", organisation="hub"),
        Partner("bo", kind="person", name="Bo Crow"),
        Partner("hub", kind="organisation", name="The Hub"),
        Partner("circle", kind="group", name="The circle"),
        Membership("anabell7", "circle"),
        Space("s1", name="First tea"),
        View("v1", partner="anabell7", text="A bench by the door"),
        View("v2", partner="bo", text="Ana Zebell asked for a bench"),
        View("v3", partner="bo", text="The path is dark", through="anabell7"),
        View("v4", partner="bo", text="It is loud"),
        View("v5", partner="bo", text="She is right, anabell7 that is"),
        Response("bo", "view:v1", stance=1),
        Response("bo", "view:v2", stance=1),
        Response("anabell7", "view:v2", stance=1),
        Mention("view:v4", "anabell7", part="is named"),
        Consent("anabell7", status="given", on=date(2020, 1, 1), level="share", **OWN),
        Consent(
            "bo",
            status="given",
            on=date(2020, 1, 1),
            level="share",
            given_by="Zebell, his aunt",
            authority="guardian",
            **OWN,
        ),
    ],
    settings=Settings(about="Ana Zebell had the idea", purposes={"p": "the report"}, held=Held(kept_by=("bo",))),
)
GONE = (b"anabell7", b"Ana Zebell", b"Zebell")


@pytest.fixture(scope="module")
def registry():
    """What is built in."""
    return Registry.load()


def saved(folder, name="tea", **options):
    """The place of a saved project."""
    save_project(TEA, Path(folder) / name, **options)
    return Path(folder) / name


def read(place):
    """The project there, held against those who were forgotten."""
    return read_project(place, barred=Keeping(place).barring())


def contents(place):
    """The bytes of the project's own files, and of what is kept beside them."""
    files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else [place]
    kept = place.parent / ".coprod"
    return {path.name: path.read_bytes() for path in [*files, *(kept.iterdir() if kept.exists() else ())]}


@pytest.mark.parametrize(("name", "options"), FORMS, ids=FORM_IDS)
def test_what_is_left(tmp_path, registry, name, options):
    """The project is as if the partner was erased, and reads as such from then on."""
    place = saved(tmp_path, name, **options)

    done = forget(place, "anabell7", now=NOW, registry=registry)

    assert TEA.erase("anabell7") == read(place)
    assert ("anabell7", date(2020, 5, 1), False) == (done.partner, done.on, done.already)
    assert () == done.releases


@pytest.mark.parametrize(("name", "options"), FORMS, ids=FORM_IDS)
@settings(max_examples=10)  # each writes three projects
@given(project=projects(min_partners=1), data=st.data())
def test_any_project_reads_afterwards(name, options, registry, project, data):
    """Whoever is forgotten, namesakes and hostile text included, the rest reads as it should."""
    partner = data.draw(st.sampled_from([one.id for one in project.records(Partner)]))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        save_project(project, place, **options)

        forget(place, partner, registry=registry)

        assert project.erase(partner) == read(place)
        assert forget(place, partner, registry=registry).already


def test_neither_id_nor_name_is_in_the_files(tmp_path, registry):
    """No byte of a file names them, but for words of others, and each of those places is told."""
    place = saved(tmp_path)
    (place / "README.md").write_text("Ana baked.", "utf-8")
    (place / "notes").mkdir()
    (place / "notes" / "monday.txt").write_text("with anabell7", "utf-8")
    (place / "plan.txt").write_text("nobody", "utf-8")

    done = forget(place, "anabell7", registry=registry)

    told = ["view:v2, text", "view:v5, text", "consent:, given_by", "coprod.toml", "README.md", "notes/monday.txt"]
    assert told == list(done.places)
    naming = {name for name, data in contents(place).items() if any(word in data for word in GONE)}
    assert {"views.csv", "consents.csv", "coprod.toml", "monday.txt"} == naming


def test_the_tombstone_names_nobody(tmp_path, registry):
    """What keeps them from coming back holds a day and hashes."""
    place = saved(tmp_path)

    forget(place, "anabell7", now=NOW, registry=registry)

    stone = json.loads((place / ".coprod" / "forgotten.jsonl").read_text("ascii"))
    assert "2020-05-01" == stone["on"]
    assert (64, 64) == (len(stone["id"]), len(stone["name"]))


def test_files_that_nothing_is_taken_out_of_stay(tmp_path, registry):
    """Only tables that change are written; comments, other files and their times stay."""
    place = saved(tmp_path)
    with (place / "coprod.toml").open("a", encoding="utf-8") as file:
        file.write("\n# a comment\n")
    before = contents(place)

    done = forget(place, "anabell7", registry=registry)

    changed = {name for name, data in contents(place).items() if data != before.get(name)}
    assert {name for name in changed if name.endswith(".csv")} == set(done.files)
    assert {"spaces.csv", "coprod.toml"} <= set(before) - changed


def test_a_sheet_keeps_its_columns(tmp_path, registry):
    """A sheet that is written anew has the columns that its file had, in their order, and no others."""
    place = saved(tmp_path)
    (place / "memberships.csv").write_text(
        "\ngroup;hats;partner;role\ncircle;two;bo;\ncircle;;anabell7;chair\n", "utf-8"
    )
    there = read(place)

    forget(place, "anabell7", registry=registry)

    assert b"\xef\xbb\xbfgroup,hats,partner,role\ncircle,two,bo,\n" == (place / "memberships.csv").read_bytes()
    assert there.erase("anabell7") == read(place)


def test_a_table_that_loses_its_last_row_keeps_its_header(tmp_path, registry):
    """An empty sheet is still a sheet to fill in."""
    place = saved(tmp_path)

    forget(place, "anabell7", registry=registry)

    assert b"\xef\xbb\xbfpartner,group,role,since,until,note\n" == (place / "memberships.csv").read_bytes()


def test_releases_that_hold_them_are_listed(tmp_path, registry):
    """Each release is listed once, with the files it was written to and how it names them."""
    place = saved(tmp_path)
    ledger = Keeping(place).ledger
    with ledger.writing() as writer:
        for release, touched in (("r1", {"anabell7": "name"}), ("r2", {"bo": "name"}), ("r3", {"anabell7": "words"})):
            writer.add(Entry(release, "2020-01-01T12:00:00+00:00", "p", ("public",), touched=touched))
        writer.add(Entry("r1", "2020-01-02T12:00:00+00:00", "p", ("public",), touched={"anabell7": "name"}))
    ledger.written("r1", "csv", "out")

    done = forget(place, "anabell7", registry=registry)

    found = [(held.entry.release, held.how, [file.out for file in held.files]) for held in done.releases]
    assert [("r1", "name", ["out"]), ("r3", "words", [])] == found
    assert found == [
        (held.entry.release, held.how, [file.out for file in held.files])
        for held in forget(place, "anabell7", registry=registry).releases
    ]


def test_nobody_of_that_id(tmp_path, registry):
    """An id that no partner has changes nothing."""
    place = saved(tmp_path)
    before = contents(place)

    with pytest.raises(NotFound, match="Did you mean `anabell7`"):
        forget(place, "anabell", registry=registry)
    assert before == {name: data for name, data in contents(place).items() if name in before}
    assert None is Keeping(place).barring()


def test_a_broken_project(tmp_path, registry):
    """What is broken is told, and nothing is changed."""
    place = saved(tmp_path)
    (place / "views.csv").write_text("id,partner\nv1,nobody\n", "utf-8")
    before = contents(place)

    with pytest.raises(InvalidInput, match=r"views\.csv, row 2"):
        forget(place, "anabell7", registry=registry)
    assert before == {name: data for name, data in contents(place).items() if name in before}


def test_a_broken_ledger(tmp_path, registry):
    """Where the releases that hold them cannot be told, nothing is changed."""
    place = saved(tmp_path)
    kept = place / ".coprod"
    kept.mkdir(exist_ok=True)
    (kept / "ledger.jsonl").write_text("broken\n", "ascii")
    before = (place / "partners.csv").read_bytes()

    with pytest.raises(InvalidInput, match=r"ledger\.jsonl, row 1"):
        forget(place, "anabell7", registry=registry)
    assert before == (place / "partners.csv").read_bytes()


def test_nobody_comes_back(tmp_path, registry):
    """Rows that name them again are problems, at reading and at saving; forgetting takes them out again."""
    place = saved(tmp_path)
    forget(place, "anabell7", now=NOW, registry=registry)
    barred = Keeping(place).barring()

    with pytest.raises(InvalidInput, match=r"who was forgotten, on 2020-05-01") as caught:
        save_project(TEA, place, barred=barred)
    assert {"partners", "memberships", "views", "responses", "mentions", "consents"} == {
        problem.file for problem in caught.value.problems
    }
    save_project(TEA, place)
    with pytest.raises(InvalidInput, match=r"partners\.csv, row 2, column id: found `anabell7`") as caught:
        read(place)
    assert all("was forgotten" in problem.expected for problem in caught.value.problems)
    assert not forget(place, "anabell7", registry=registry).already
    assert TEA.erase("anabell7") == read(place)


def test_a_namesake_stays(tmp_path, registry):
    """Where somebody of the same name stays, only the id is remembered."""
    place = tmp_path / "tea"
    twins = [Partner(one, kind="person", name="Ana Bell") for one in ("a1", "a2")]
    save_project(Project("Tea", twins), place)

    forget(place, "a1", registry=registry)

    assert twins[1:] == list(read(place).records(Partner))


def test_a_workbook_with_another_sheet(tmp_path, registry, monkeypatch):
    """A sheet that coprod does not know would be lost, so the workbook is left as it is."""
    place = saved(tmp_path, "tea.xlsx")
    before = place.read_bytes()
    monkeypatch.setattr(erasing, "sheet_names", lambda _: ["coprod", "partners", "Photos"])

    with pytest.raises(InvalidInput, match=r"tea\.xlsx, sheet Photos: .*would be lost"):
        forget(place, "anabell7", registry=registry)
    assert before == place.read_bytes()


@pytest.mark.parametrize("name", ["tea", "tea.json"])
def test_a_file_that_was_changed_meanwhile(tmp_path, registry, monkeypatch, name):
    """What someone else wrote since the project was read is not written over."""
    place = saved(tmp_path, name)
    table = place / "views.csv" if place.is_dir() else place
    digests = erasing.digests
    monkeypatch.setattr(erasing, "digests", lambda path: digests(path) | {table.name: "another"})
    if not place.is_dir():
        calls = iter([{}, digests(place)])
        monkeypatch.setattr(erasing, "digests", lambda _: next(calls))
    before = table.read_bytes()

    with pytest.raises(InvalidInput, match="someone changed it since"):
        forget(place, "anabell7", registry=registry)
    assert before == table.read_bytes()


CRASHES = """
import os, shutil, sys
from datetime import UTC, datetime
from pathlib import Path
from coprod.app.forgetting import forget
from coprod.consent.keeping import Keeping
from coprod.errors import InvalidInput
from coprod.formats.project_files import read_project
from coprod.registry import Registry

root, name = Path(sys.argv[1]), sys.argv[2]
registry = Registry.load()
now = datetime(2020, 5, 1, tzinfo=UTC)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def run(place, crash=0):
    left = [crash]
    def hook(event, arguments):
        writes = event in {"os.rename", "os.mkdir", "os.remove", "os.rmdir"} or (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        )
        if writes and str(root) in str(arguments[0]):
            left[0] -= 1
            if not left[0]:
                os._exit(9)
    pid = os.fork()
    if not pid:
        try:
            sys.addaudithook(hook)
            forget(place, "anabell7", now=now, registry=registry)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def files(place):
    found = place.rglob("*") if place.is_dir() else [place]
    return {p.name: p.read_bytes() for p in found if p.is_file() and ".coprod" not in p.parts and p.name[0] != "."}

def fresh(n):
    shutil.copytree(root / "template", root / str(n))
    return root / str(n) / name

def seen(place):
    try:
        return read_project(place, barred=Keeping(place).barring())
    except InvalidInput:
        return None

whole, gone = read_project(root / "template" / name), fresh(0)
assert run(gone) == 0
wanted = read_project(gone)
n = 1
while True:
    place = fresh(n)
    code = run(place, n)
    assert code in {0, 9}, (n, code)
    between = seen(place)
    assert between is None or between in (whole, wanted), n
    assert run(place) == 0, n
    assert files(place) == files(gone), n
    assert not list(place.glob(".coprod/forgetting*")), n
    shutil.rmtree(place.parent)
    if code == 0:
        break
    n += 1
print(n)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="crashes are made with fork")
@pytest.mark.parametrize("name", ["tea", "tea.json"])
def test_a_crash_at_any_step(tmp_path, name):
    """Wherever it is interrupted, nothing half done is read, and doing it again gives the same files."""
    place = saved(tmp_path / "template", name)
    _ = Keeping(place).secret

    ran = subprocess.run(
        [sys.executable, "-c", CRASHES, str(tmp_path), name], capture_output=True, text=True, check=False, timeout=300
    )

    assert (0, "") == (ran.returncode, ran.stderr)
    assert int(ran.stdout) > (15 if name == "tea" else 5)


def test_an_interrupted_folder_is_not_read(tmp_path, registry):
    """While some files are written and others are not, reading and saving say what to do."""
    place = saved(tmp_path)
    laid_out = place / ".coprod" / "forgetting"
    laid_out.mkdir(parents=True)
    (laid_out / "plan.json").write_text("{}", "ascii")

    for verb in (lambda: read(place), lambda: save_project(TEA, place)):
        with pytest.raises(InvalidInput, match=r"no forgetting was interrupted.*Run `coprod forget` again"):
            verb()
    forget(place, "anabell7", registry=registry)
    assert TEA.erase("anabell7") == read(place)


@pytest.mark.parametrize("text", ["no plan", "[]", '{"views.csv":7}'])
def test_a_plan_that_cannot_be_read(tmp_path, registry, text):
    """What was laid out and cannot be read is told, and nothing is done by it."""
    place = saved(tmp_path)
    laid_out = place / ".coprod" / "forgetting"
    laid_out.mkdir(parents=True)
    (laid_out / "plan.json").write_text(text, "ascii")

    with pytest.raises(InvalidInput, match=r"plan\.json: expected the plan as coprod wrote it"):
        forget(place, "anabell7", registry=registry)


def test_a_file_that_was_changed_after_a_crash(tmp_path, registry, monkeypatch):
    """A change made between a crash and its end is not written over."""
    place = saved(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "finish", lambda _: None)
        forget(place, "anabell7", registry=registry)
    table = place / "views.csv"
    table.write_bytes(table.read_bytes() + b"\n")

    with pytest.raises(InvalidInput, match=r"views\.csv: .*someone changed it since"):
        forget(place, "anabell7", registry=registry)
    shutil.rmtree(place / ".coprod" / "forgetting")
    forget(place, "anabell7", registry=registry)
    assert TEA.erase("anabell7") == read(place)
