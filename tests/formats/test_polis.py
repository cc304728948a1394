"""The reader of Polis conversations: headers, the latest vote, the sign, every problem with its place."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coprod.builtin.readers import POLIS
from coprod.errors import InvalidInput, Problem
from coprod.formats.project_files import read_project, save_project
from coprod.project import Project
from coprod.records import Characteristic, Partner, Response, View
from coprod.testing.texts import HOSTILE, rare

T = 1_500_000_000_000  # 2017-07-14 02:40 UTC
COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"
FILES = {
    "comments.csv": COMMENTS
    + f"{T},Fri,0,1,2,1,1,Open on Sundays\n"
    + f'{T},Fri,1,9,1,0,0,"=two\nlines, ""quoted"""\n'
    + f"{T},Fri,2,1,0,0,-1,Taken out before anybody saw it\n",
    "votes.csv": VOTES
    + f"{T + 5},Fri,0,1,-1\n"
    + f"{T + 9},Fri,0,1,1\n"
    + f"{T + 3},Fri,0,2,1\n"
    + f"{T + 3},Fri,1,1,1\n"
    + f"{T + 4},Fri,1,2,0\n",
    "participants-votes.csv": "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n"
    "1,0,2,2,2,0,1,1\n"
    "2,,0,2,1,0,1,0\n",
    "summary.csv": 'topic,Sundays?\nurl,https://pol.is/x\nvoters,2\nconversation-description,"Shall we,\nor not?"\n',
}


@pytest.fixture
def talk(tmp_path):
    """A folder with a small conversation."""
    return put(tmp_path / "talk", FILES)


def put(folder, files):
    """A folder with these files."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def change(folder, name, old, new):
    """Put *new* in place of *old* in a file."""
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


def project_of(folder, **options):
    """The project that the reader makes of a folder."""
    name, settings = POLIS.settings(folder)
    return Project.from_source(name, POLIS.read(folder, **options), settings=settings)


def problems(folder, **options):
    """What is wrong with a folder."""
    with pytest.raises(InvalidInput) as caught:
        project_of(folder, **options)
    return list(caught.value.problems)


def place(problem):
    """Where a problem is and what was found there."""
    return problem.file, problem.row, problem.column, problem.value


def test_people(talk):
    """Everyone who voted is a partner; who only wrote is one too, told apart by sector."""
    found = {(one.id, one.kind, one.sector) for one in project_of(talk).records(Partner)}

    assert {
        ("p1", "person", "participant"),
        ("p2", "person", "participant"),
        ("p9", "person", "author"),
    } == found


def test_statements(talk):
    """A statement is a view with its author, its instant, its words, and how it was moderated."""
    view = project_of(talk).get(View, "c1")

    assert ("p9", '=two\nlines, "quoted"', (("moderated", "0"),)) == (view.partner, view.text, view.extras)
    assert datetime(2017, 7, 14, 2, 40, tzinfo=UTC) == view.at


def test_statements_off_the_ballot(talk):
    """A statement that nobody could vote on is left out, and the project says how many there were."""
    project = project_of(talk)

    assert ["c0", "c1"] == [view.id for view in project.records(View)]
    assert project.settings.about.endswith("before anybody could vote on them (1).")


def test_statements_taken_out_later(talk):
    """A statement that was taken out after people had voted on it is there."""
    change(talk, "comments.csv", "2,1,1,Open", "2,1,-1,Open")

    assert (("moderated", "-1"),) == project_of(talk).get(View, "c0").extras


def test_latest_vote_wins(talk):
    """Of several votes of a person on a statement the latest stands, with the day it was cast in UTC."""
    found = {(one.partner, one.item, one.stance, one.at) for one in project_of(talk).records(Response)}
    day = date(2017, 7, 14)

    assert {
        ("p1", "view:c0", 1, day),
        ("p1", "view:c1", 1, day),
        ("p2", "view:c0", 1, day),
        ("p2", "view:c1", 0, day),
    } == found


def test_latest_is_by_time_and_not_by_line(talk):
    """The order of lines does not matter where times differ."""
    first, *rest = FILES["votes.csv"].splitlines(keepends=True)
    before = project_of(talk)
    put(talk, {"votes.csv": first + "".join(reversed(rest))})

    assert before == project_of(talk)


def test_two_votes_at_once(talk):
    """Of two votes in one millisecond the one further down counts."""
    change(talk, "votes.csv", f"{T + 5},Fri,0,1,-1", f"{T + 9},Fri,0,1,-1")

    assert 1 == stance(project_of(talk), "p1", "view:c0")


def stance(project, partner, item):
    """What a person says of a statement."""
    (found,) = [one.stance for one in project.records(Response) if (one.partner, one.item) == (partner, item)]
    return found


def test_opinion_groups(talk):
    """The published group is a characteristic; who is in none has none, and stays."""
    found = [(one.partner, one.characteristic, one.value) for one in project_of(talk).records(Characteristic)]

    assert [("p1", "opinion group", "0")] == found


def test_name_and_settings(talk):
    """The topic is the name; description and address are kept; times are UTC; unknown columns are listed."""
    name, settings = POLIS.settings(talk)

    assert ("Sundays?", "UTC", {"views": ("moderated",)}) == (name, settings.timezone, settings.extras)
    assert settings.about.startswith("Shall we,\nor not?\n\nhttps://pol.is/x\n\n")


def test_header_with_xid(talk):
    """The header with `xid` is read, and what ties a person to an account elsewhere is left out."""
    header = "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n"
    rows = header + "1,ana@x.org,0,2,2,2,0,1,1\n2,,,0,2,1,0,1,0\n"
    before = project_of(talk)
    put(talk, {"participants-votes.csv": rows})

    assert before == project_of(talk)


def test_header_of_2024(talk):
    """The header without `datetime`, and with seeds and consensus, is read; its columns are kept."""
    counts, more = "agrees,disagrees,moderated", "is-meta,is-seed,group-informed-consensus"
    header = f"timestamp,comment-id,author-id,{counts},{more},comment-body\n"
    put(
        talk,
        {"comments.csv": header + f"{T},0,1,2,1,1,false,true,0.5,Sundays\n{T},1,9,1,0,1,false,false,0.4,Tea\n"},
    )
    expected = {"moderated": "1", "is-meta": "false", "is-seed": "true", "group-informed-consensus": "0.5"}

    assert expected == dict(project_of(talk).get(View, "c0").extras)


def test_columns_of_later_years(talk):
    """A column that nobody knew of is kept, under another name where it could be taken for one of ours."""
    change(talk, "votes.csv", "voter-id,vote\n", "voter-id,vote,important,fate\n")
    text = (talk / "votes.csv").read_text("utf-8")
    header, *rest = text.splitlines()
    put(talk, {"votes.csv": "\n".join([header, *(f"{line},1,sealed" for line in rest)]) + "\n"})
    (one, *_) = project_of(talk).records(Response)

    assert {"important": "1", "polis fate": "sealed"} == dict(one.extras)


def test_saves_and_reads_back(talk, tmp_path):
    """What was imported can be saved, and reads back as it was."""
    save_project(project_of(talk), tmp_path / "out")

    assert project_of(talk) == read_project(tmp_path / "out")


def flipped(text):
    """Votes with the sign that Polis's database has."""
    header, *lines = text.splitlines()
    turn = {"1": "-1", "-1": "1", "0": "0"}
    cells = [line.rpartition(",") for line in lines]
    return "\n".join([header, *(f"{start},{turn[vote]}" for start, _, vote in cells)]) + "\n"


def test_database_sign(talk):
    """Votes with the sign of Polis's database give the same project: the other files tell."""
    before = project_of(talk)
    put(talk, {"votes.csv": flipped(FILES["votes.csv"])})

    assert before == project_of(talk)


def test_sign_from_comments_alone(talk):
    """Where participants-votes.csv holds no votes, the counts of comments.csv tell the sign."""
    put(talk, {"participants-votes.csv": "participant,group-id\n1,0\n2,\n"})
    before = project_of(talk)
    put(talk, {"votes.csv": flipped(FILES["votes.csv"])})

    assert before == project_of(talk)
    assert 1 == stance(before, "p2", "view:c0")


def test_sign_that_nothing_tells(talk):
    """Where no file tells what 1 means, the reader refuses and says what to set."""
    put(talk, {"participants-votes.csv": "participant,group-id\n1,0\n2,\n"})
    change(talk, "comments.csv", "0,1,2,1,1", "0,1,7,5,1")
    change(talk, "comments.csv", "1,9,1,0,0", "1,9,8,8,0")
    (problem,) = problems(talk)

    assert ("votes.csv", None, "vote", "") == place(problem)
    assert "--set sign=1" in problem.hint


def test_signs_that_differ(talk):
    """Where two files say different things of the sign, the reader refuses and names both places."""
    change(talk, "comments.csv", "0,1,2,1,1", "0,1,1,2,1")
    (problem,) = problems(talk)

    assert ("comments.csv", 2, "agrees", "1") == place(problem)
    assert "participants-votes.csv, row 2" in problem.hint


def test_votes_that_differ(talk):
    """A vote that is neither as in the other file nor its opposite is refused with its place."""
    change(talk, "participants-votes.csv", "2,,0,2,1,0,1,0", "2,,0,2,1,0,0,0")
    (problem,) = problems(talk)

    assert ("participants-votes.csv", 3, "0", "0") == place(problem)


@pytest.mark.parametrize(("sign", "expected"), [("1", 1), ("-1", -1), (-1, -1)])
def test_sign_as_told(talk, sign, expected):
    """Whoever knows what 1 means may say so, and nothing is compared."""
    change(talk, "comments.csv", "0,1,2,1,1", "0,1,1,2,1")

    assert expected == stance(project_of(talk, sign=sign), "p1", "view:c0")


def test_sign_that_is_none(talk):
    """Another word for the sign is a problem that lists what there is."""
    assert [Problem("one of auto, 1, -1", column="sign", value="agree")] == problems(talk, sign="agree")


def test_only_passes(talk):
    """Where everyone passed there is no sign to tell, and no need to."""
    put(
        talk,
        {
            "votes.csv": VOTES + f"{T},Fri,0,1,0\n",
            "participants-votes.csv": "participant,group-id,0\n1,0,0\n",
        },
    )

    assert [0] == [one.stance for one in project_of(talk).records(Response)]


def test_missing_votes(talk):
    """Votes that participants-votes.csv has and votes.csv has not: one of them is not whole."""
    put(talk, {"votes.csv": VOTES + f"{T + 9},Fri,0,1,1\n"})
    found = [one for one in problems(talk) if "no vote" in one.expected]

    assert [("participants-votes.csv", 2, "1", "1")] == [place(one) for one in found]
    assert "2 more" in found[0].hint


@pytest.mark.parametrize("name", FILES)
def test_missing_file(talk, name):
    """A missing file is one problem with its name, not one for each row that it would have had."""
    (talk / name).unlink()

    assert [Problem("a file that exists", file=name)] == problems(talk)


def test_no_folder(tmp_path):
    """A path where no folder is."""
    path = tmp_path / "none"

    assert [Problem("a folder with the files of a Polis conversation", file=str(path))] == problems(path)


@pytest.mark.parametrize(
    ("name", "column"),
    [("comments.csv", "author-id"), ("votes.csv", "voter-id"), ("participants-votes.csv", "group-id")],
)
def test_missing_column(talk, name, column):
    """A missing column is one problem that names it."""
    change(talk, name, f"{column},", f"{column}s,")
    (problem,) = problems(talk)

    assert (name, 1, column, "") == place(problem)
    assert f"Did you mean `{column}s`?" == problem.hint


def test_column_twice(talk):
    """A column that is there twice."""
    change(talk, "votes.csv", "timestamp,datetime", "timestamp,timestamp")

    assert [("votes.csv", 1, "timestamp", "timestamp")] == [place(one) for one in problems(talk)]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("votes.csv", "Fri,0,1,-1", "Fri,0,1,2", ("votes.csv", 2, "vote", "2")),
        ("votes.csv", "Fri,0,1,-1", "Fri,0,1,", ("votes.csv", 2, "vote", "")),
        ("votes.csv", "Fri,0,1,-1", "Fri,77,1,-1", ("votes.csv", 2, "comment-id", "77")),
        ("votes.csv", "Fri,0,1,-1", "Fri,0,ana,-1", ("votes.csv", 2, "voter-id", "ana")),
        ("votes.csv", f"{T + 5},", f"{T // 1000},", ("votes.csv", 2, "timestamp", str(T // 1000))),
        ("votes.csv", "Fri,0,1,-1", "Fri,0,1,-1,x", ("votes.csv", 2, "", "6 cells")),
        ("votes.csv", "Fri,0,1,-1", "Fri,0,1", ("votes.csv", 2, "", "4 cells")),
        ("comments.csv", "Fri,0,1,2", "Fri,0,,2", ("comments.csv", 2, "author-id", "")),
        ("comments.csv", f"{T},Fri,1", "soon,Fri,1", ("comments.csv", 3, "timestamp", "soon")),
        ("comments.csv", "2,1,1,Open", "2,1,1,Open\x00", ("comments.csv", 2, "text", "Open\\x00 on Sundays")),
        ("participants-votes.csv", "1,0,1,0", "1,0,1,yes", ("participants-votes.csv", 3, "1", "yes")),
        ("participants-votes.csv", "2,,0", "two,,0", ("participants-votes.csv", 3, "participant", "two")),
    ],
)
def test_bad_cells(talk, name, old, new, expected):
    """A cell or a row that is not as it should be is a problem with its file, its line and its column."""
    change(talk, name, old, new)

    assert expected in [place(one) for one in problems(talk)]


def test_lines_after_a_body_of_several(talk):
    """The line of a problem is the real one, also after a body that spans lines."""
    change(talk, "comments.csv", f"{T},Fri,2,1,0,0,-1", "soon,Fri,2,1,0,0,1")

    assert [("comments.csv", 5, "timestamp", "soon")] == [place(one) for one in problems(talk)]


def test_statement_twice(talk):
    """Two statements of one number are a problem, with the line of both."""
    change(talk, "comments.csv", "Fri,1,9", "Fri,0,9")
    found = [one for one in problems(talk) if one.column == "id"]

    assert [("comments.csv", 3, "id", "c0")] == [place(one) for one in found]
    assert "row 2" in found[0].expected


def test_person_twice(talk):
    """A person who is listed twice is a problem."""
    change(talk, "participants-votes.csv", "\n2,,", "\n1,,")

    assert ("participants-votes.csv", 3, "id", "p1") in [place(one) for one in problems(talk)]


def test_all_problems_at_once(talk):
    """Problems of all files are told together."""
    (talk / "summary.csv").unlink()
    change(talk, "comments.csv", f"{T},Fri,1", "soon,Fri,1")
    change(talk, "votes.csv", "Fri,0,1,-1", "Fri,0,1,2")
    change(talk, "participants-votes.csv", "1,0,2,2,2,0,1,1", "1,0,2,2,2,0,1")

    assert set(FILES) == {one.file for one in problems(talk)}


@pytest.mark.parametrize("name", FILES)
def test_not_utf8(talk, name):
    """Bytes that are not UTF-8 are a problem with the line."""
    (talk / name).write_bytes((talk / name).read_bytes() + b"\xe9")

    assert [name] == [one.file for one in problems(talk)]


@pytest.mark.parametrize("name", FILES)
def test_open_quote(talk, name):
    """A quote that is never closed is a problem of its file."""
    (talk / name).write_bytes((talk / name).read_bytes() + b'"')

    assert [name] == [one.file for one in problems(talk)]


def test_empty_files(talk):
    """Empty files are problems, one for each column that is missing."""
    put(talk, dict.fromkeys(FILES, ""))

    assert {"comments.csv": 5, "votes.csv": 4, "participants-votes.csv": 2} == Counter(o.file for o in problems(talk))


@given(st.lists(st.sampled_from(HOSTILE) | rare(), min_size=1, max_size=4))
def test_any_words(tmp_path_factory, bodies):
    """Whatever a statement says is read as it was said."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([T, "Fri", at, 1, 0, 0, 1, body] for at, body in enumerate(bodies))
    files = {**FILES, "comments.csv": COMMENTS + out.getvalue(), "votes.csv": VOTES}
    files["participants-votes.csv"] = "participant,group-id\n1,0\n"
    project = project_of(put(tmp_path_factory.mktemp("talk"), files))
    said = {view.id: view.text for view in project.records(View)}

    assert {f"c{at}": body.replace("\r\n", "\n") for at, body in enumerate(bodies)} == said
