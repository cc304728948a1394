"""`coprod trace`: the way of a view, and what is left open, for people and as JSON."""

import json

import pytest

MORE = {
    "decisions": "id,title,at,rule\nd1,A bench for the door,2019-03-01,consent\nd2,Paint it,2019-03-02,\n",
    "goals": "id,kind,text,agreed,done\ng1,activity,Build a bench,2019-03-01,\ng2,outcome,Folk sit down,,2019-06-01\n",
    "influences": "source,target,how\nview:v1,decision:d1,word for word\ndecision:d1,goal:g1,\n",
    "roles": "partner,item,role\ncy,decision:d1,decided\n",
}


@pytest.fixture
def traced(project):
    """The project in which Ana's bench was decided on."""
    for name, text in MORE.items():
        (project / f"{name}.csv").write_text(text, "utf-8")
    return project


def test_prints_the_way_of_a_view(coprod, traced):
    """What is behind it, the view itself and what came of it, and nobody's name."""
    ran = coprod("trace", traced, "view:v1")

    assert (0, "") == (ran.code, ran.err)
    assert (
        """\
Tea and talk
Nothing on record is behind it. It led to 1 decision and 1 goal. No answer in words is on record.

  2019-02-03 view:v1 (view, idea): A bench by the door
    said at: First tea (space:s1)

Behind it
  Nothing on record.

What came of it
  2019-03-01 decision:d1 (decision): A bench for the door
    from view:v1: word for word
    decided by: consent
    roles: decided (1)
  2019-03-01 goal:g1 (goal, activity): Build a bench
    from decision:d1
"""
        == ran.out
    )


def test_names_when_asked(coprod, traced):
    """With `--names` stewards see who said it; a partner without a name is called by the id."""
    (traced / "partners.csv").write_text((traced / "partners.csv").read_text("utf-8").replace("Bo Crow", ""), "utf-8")

    assert "    said by: Ana Bell (ana)\n" in coprod("trace", traced, "goal:g1", "--names").out
    assert "    said by: bo\n" in coprod("trace", traced, "view:v2", "--names").out
    assert "Bell" not in coprod("trace", traced, "goal:g1").out


def test_what_is_left_open(coprod, traced):
    """Without REF: views that nobody answered, and what was decided, planned or came about without a view."""
    ran = coprod("trace", traced)

    assert (0, "") == (ran.code, ran.err)
    assert (
        """\
Tea and talk

Views that nobody answered: 2
  2019-02-03 view:v1: A bench by the door
  2019-02-03 view:v2: The path is dark

Decisions with no view behind them: 1
  2019-03-02 decision:d2: Paint it

Goals with no view behind them: 0
  None.

Outcomes with no view behind them: 1
  2019-06-01 goal:g2: Folk sit down
"""
        == ran.out
    )


def test_as_of(coprod, traced):
    """On a day before the decision nothing had come of it."""
    ran = coprod("trace", traced, "view:v1", "--as-of", "2019-02-10")

    assert "Tea and talk as of 2019-02-10" == ran.out.splitlines()[0]
    assert "Nothing on record came of it." in ran.out
    assert "decision:d2" not in coprod("trace", traced, "--as-of", "2019-02-10").out


def test_json(coprod, traced, tmp_path):
    """`--json -` prints JSON alone; `--json FILE` writes it beside what is printed."""
    ran = coprod("trace", traced, "view:v1", "--json", "-", "--names")
    beside = coprod("trace", traced, "--json", tmp_path / "open.json")

    steps = json.loads(ran.out)["steps"]
    assert [("view:v1", 0), ("decision:d1", 1), ("goal:g1", 2)] == [(step["ref"], step["depth"]) for step in steps]
    assert "Bell" not in ran.out
    assert beside.out.startswith("Tea and talk\n")
    assert ["view:v1", "view:v2"] == json.loads((tmp_path / "open.json").read_text("utf-8"))["unanswered"]


def test_what_is_not_there(coprod, traced):
    """A reference to nothing is one line on stderr that names the nearest; an id alone will do."""
    ran = coprod("trace", traced, "view:v11")

    assert (1, "") == (ran.code, ran.out)
    assert "no view, space, decision or goal here is called `view:v11`. Did you mean `view:v1`?\n" == ran.err
    assert coprod("trace", traced, "view:v1").out == coprod("trace", traced, "v1").out


@pytest.mark.parametrize(
    "wrong",
    [
        ("view:v1", "--audience", "public"),
        ("view:v1", "--purpose", "publication"),
        ("view:v1", "--audience", "public", "--purpose", "publication", "--names"),
        ("--audience", "public", "--purpose", "publication"),
    ],
)
def test_wrong_usage(coprod, traced, wrong):
    """An audience goes with a purpose and with REF, and without names."""
    ran = coprod("trace", traced, *wrong)

    assert (2, "") == (ran.code, ran.out)
    assert ran.err.startswith("coprod trace: ")


def test_for_a_room(coprod, traced):
    """With an audience it goes through a release: Ana agreed to her words, Bo to nothing, and it is in the ledger."""
    to = ("--audience", "public", "--purpose", "publication")
    shown, kept, never = (coprod("trace", traced, ref, *to) for ref in ("view:v1", "view:v2", "view:v9"))

    assert 0 == shown.code
    assert "A bench by the door" in shown.out
    assert "decided (1)" not in shown.out
    assert (1, "", 1, "") == (kept.code, kept.out, never.code, never.out)
    assert kept.err.replace("v2", "v9") == never.err
    assert 3 == len((traced / ".coprod" / "ledger.jsonl").read_text("utf-8").splitlines())


def test_a_control_character_in_words(coprod, traced):
    """What somebody wrote cannot steer the terminal, nor begin a line of its own."""
    (traced / "views.csv").write_text('id,kind,text\nv1,idea,"A\nbench\t now"\n', "utf-8")

    assert "view:v1 (view, idea): A bench now" in coprod("trace", traced, "view:v1").out
