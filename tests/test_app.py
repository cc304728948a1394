"""The verbs, end to end."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import attrs
import pytest
from tests.consent.building import NOW, SETTINGS, no, released, yes

import coprod
from coprod import ExportFormat, Level, Partner, Project, Release, Request, Settings, View, app
from coprod.errors import HeldBack, NotFound, WriteFailed
from coprod.formats.spec import Sink
from coprod.settings import Held

PEOPLE = [Partner(f"p{n}", kind="person", sector="citizen" if n % 2 else "health") for n in range(40)]
COUNTED = attrs.evolve(SETTINGS, sectors={"citizen": "own experience", "health": "job"})


def shout(release: Release, sink: Sink, *, times: int = 1) -> None:
    """Write how many tables there are, as often as asked."""
    with sink.open() as out:
        out.write(f"{len(release.tables)}\n".encode() * times)


def broken(_: Release, sink: Sink) -> None:
    """Begin, and fail."""
    with sink.open() as out:
        out.write(b"half")
    raise RuntimeError("no more ink")


def several(_: Release, sink: Sink) -> None:
    """Write two files."""
    for name in ("a.txt", "b.txt"):
        with sink.open(name) as out:
            out.write(name.encode())


def form(write: object, **more: object) -> ExportFormat:
    """Return a format that writes so."""
    return ExportFormat(
        name="test",
        summary="A format of a test.",
        suffix=".txt",
        media_type="text/plain",
        write=write,
        **more,
    )  # type: ignore[arg-type]  # a test's own


def test_a_format_writes_a_file(tmp_path: Path) -> None:
    """With its options, and over what was there before."""
    out = tmp_path / "x.txt"
    out.write_text("old")
    app.export(released(), form(shout), out, times=2)
    assert 2 == len(out.read_text().splitlines())
    assert ["x.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    """Nothing half-written, nothing lost, no trace beside it."""
    out = tmp_path / "x.txt"
    out.write_text("old")
    with pytest.raises(RuntimeError):
        app.export(released(), form(broken), out)
    assert ("old", ["x.txt"]) == (out.read_text(), [path.name for path in tmp_path.iterdir()])


def test_a_folder_is_written_whole(tmp_path: Path) -> None:
    """Into a new or an empty folder, never over a full one."""
    out = tmp_path / "out"
    out.mkdir()
    app.export(released(), form(several, folder=True), out)
    assert ["a.txt", "b.txt"] == sorted(path.name for path in out.iterdir())
    with pytest.raises(WriteFailed, match="not overwritten"):
        app.export(released(), form(several, folder=True), out)


def test_an_open_file_stays_open(tmp_path: Path) -> None:
    """The caller closes what the caller opened; a folder cannot go into it."""
    out: BinaryIO = io.BytesIO()
    app.export(released(), form(shout), out)
    assert not out.closed
    with pytest.raises(ValueError, match="needs a path"):
        app.export(released(), form(several, folder=True), out)
    with pytest.raises(WriteFailed, match="cannot be written"):
        app.export(released(), form(shout), tmp_path / "no" / "such" / "folder.txt")


def test_a_sink_names_plain_files(tmp_path: Path) -> None:
    """A format cannot write elsewhere."""

    def sneaky(_: Release, sink: Sink) -> None:
        sink.open("../elsewhere.txt")

    with pytest.raises(ValueError, match="plain files"):
        app.export(released(), form(sneaky, folder=True), tmp_path / "out")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request("publication", "pubic"), "no audience `pubic`. Did you mean `public`"),
        (Request("publicaton", "public"), "no purpose `publicaton`. Did you mean `publication`"),
        (Request("zzz", "public"), "It declares: project, publication"),
    ],
)
def test_what_is_not_declared_is_not_guessed(request_: Request, said: str) -> None:
    """An undeclared purpose or audience is an error with a suggestion."""
    with pytest.raises(NotFound, match=said):
        released(request=request_)


def test_after_the_last_day_nothing_leaves() -> None:
    """Records that were to be kept until a day do not leave after it."""
    settings = attrs.evolve(SETTINGS, held=Held(keep_until=date(2019, 12, 31)))
    with pytest.raises(HeldBack, match="until 2019-12-31"):
        released(settings=settings)
    on_the_day = datetime(2019, 12, 31, 23, tzinfo=UTC)
    assert "test" == released(settings=settings, now=on_the_day).project


def test_a_named_audience_must_be_there() -> None:
    """A request for nobody is no request."""
    with pytest.raises(ValueError, match="audiences"):
        Request("publication", [])


def test_a_request_knows_whether_everybody_asks() -> None:
    """The public among several audiences makes it public."""
    assert (True, False) == (Request("p", ["public", "funder"]).public, Request("p", "funder").public)
    assert Level.COUNT == Request("p", "public", level="count").level  # type: ignore[arg-type]  # converted


def test_findings_of_a_release_are_of_those_who_agreed() -> None:
    """Who may not be counted is not: the public hears of twenty people of each group, or of none."""
    answers = [yes(partner.id, "count") for partner in PEOPLE]
    views = [View(f"v{n}", partner=f"p{n}") for n in range(0, 40, 2)]
    views += [View(f"w{n}", partner=f"p{n}") for n in range(1, 21, 2)]

    def share_of(*more: object) -> str:
        return released(*PEOPLE, *views, *more, checks=["voice-share"], settings=COUNTED).findings[0].status  # type: ignore[arg-type]  # records

    assert ("uneven", "unknown") == (share_of(*answers), share_of())


def test_a_coarser_grouping_is_used_where_groups_are_small() -> None:
    """Chosen from the sizes of groups alone."""
    few = [attrs.evolve(partner, sector="health" if n < 3 else "citizen") for n, partner in enumerate(PEOPLE)]
    answers = [yes(partner.id, "count") for partner in few]
    release = released(*few, *answers, checks=["voice-share"], by="sector", settings=COUNTED)
    assert "everyone" == release.findings.by


def test_checks_are_asked_by_name_or_as_given() -> None:
    """All that are known where none are named; an unknown one is an error."""
    project = Project("p", PEOPLE)
    every = app.check(project)
    (one,) = app.check(project, only=["cut-off"])
    assert one.check in {finding.check for finding in every}
    with pytest.raises(NotFound, match="cut-off"):
        app.check(project, only=["cut-of"])


def test_a_check_may_look_back() -> None:
    """The project as it was at the end of a day."""
    project = Project("p", [attrs.evolve(partner, joined=date(2020, 1, 1)) for partner in PEOPLE])
    assert "unknown" == app.check(project, only=["cut-off"], as_of=date(2019, 1, 1))[0].status


def test_one_check_gives_one_answer_on_both_engines() -> None:
    """The seam: the same finding from Polars and from DuckDB relations."""
    project = Project("p", [*PEOPLE, *[View(f"v{n}", partner=f"p{n}") for n in range(0, 40, 2)]], settings=COUNTED)
    assert app.check(project).to_dict() == app.check(project.on("duckdb")).to_dict()


def test_withdrawing_needs_two_words(tmp_path: Path) -> None:
    """P19: a folder and an id; the next release does without them."""
    project = Project("p", [PEOPLE[0], yes("p0", "share")], settings=SETTINGS)
    app.save(project, tmp_path / "p")
    assert ["p0"] == [
        row["id"]
        for row in app.share(app.read(tmp_path / "p"), Request("publication", "public"), now=NOW).rows("partners")
    ]
    coprod.withdraw(tmp_path / "p", "p0", now=NOW)
    assert () == app.share(app.read(tmp_path / "p"), Request("publication", "public"), now=NOW).rows("partners")
    with pytest.raises(NotFound):
        coprod.withdraw(tmp_path / "p", "p1", now=NOW)


def test_read_and_save_are_inverse(tmp_path: Path) -> None:
    """What is saved is read again."""
    project = Project("p", [*PEOPLE, yes("p0", "share"), no("p1")], settings=COUNTED)
    app.save(project, tmp_path / "p")
    assert project == app.read(tmp_path / "p")


def test_a_reader_reads_someone_elses_files(tmp_path: Path) -> None:
    """With its own settings, or none; rows are checked as coprod's own are."""
    source = tmp_path / "people.txt"
    source.write_text("ana\nbo\n")

    def lines(path: Path) -> object:
        return (coprod.Row(kind=Partner, values={"id": line, "kind": "person"}) for line in path.read_text().split())

    known = coprod.Registry.load()
    plain = coprod.Reader(name="lines", summary="A reader of a test.", read=lines)  # type: ignore[arg-type]  # an iterator
    settled = coprod.Reader(
        name="settled",
        summary="Another.",
        read=lines,
        settings=lambda path: (path.name, Settings(area="here")),  # type: ignore[arg-type]  # an iterator
    )
    registry = known.extended(plain, settled)
    read = [app.read(source, reader=name, registry=registry) for name in ("lines", "settled")]
    assert [("people", ""), ("people.txt", "here")] == [(project.name, project.settings.area) for project in read]
    assert [2, 2] == [project.count(Partner) for project in read]
