"""Real data, where it is there: Polis conversations and the civic network of Bristol."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from coprod import check, read, save
from coprod.records import Attendance, Characteristic, Membership, Partner, Response, Space, View

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("COPROD_DATA", ROOT.parent / "shared" / "data"))
RECIPE = ROOT / "docs" / "how-to" / "bristol.md"
OPINION_GROUP = "characteristic:opinion group"

POLIS = {
    "15-per-hour-seattle": (339, 54, 2872, {"0": 99, "1": 39}, 201),
    "london.youth.policing": (26, 36, 638, {"0": 3, "1": 18, "2": 3}, 2),
    "brexit-consensus": (204, 50, 5303, {"0": 106, "1": 91}, 7),
    "bg2050-volunteers": (126, 371, 14283, {"0": 100, "1": 8}, 18),
}
"""People who voted, statements, latest votes, opinion groups, people in none: as published with the data."""


def folder(*parts):
    """A folder of the data, or a skip that says what is missing."""
    path = DATA.joinpath(*parts)
    if not path.is_dir():
        pytest.skip(f"needs {'/'.join(parts)} of the shared data; set COPROD_DATA to where it is")
    return path


@pytest.mark.parametrize("name", POLIS)
def test_polis_counts(name):
    """Each conversation imports without a problem, and has the published numbers."""
    project = read(folder("polis", name), reader="polis")
    voters = {one.id for one in project.records(Partner) if one.sector == "participant"}
    groups = project.records(Characteristic)
    votes = project.count(Response)

    assert POLIS[name] == (
        len(voters),
        project.count(View),
        votes,
        dict(Counter(one.value for one in groups)),
        len(voters - {one.partner for one in groups}),
    )


@pytest.mark.parametrize("name", POLIS)
def test_polis_reads_back(name, tmp_path):
    """A conversation that was saved as a project reads back as the same project."""
    project = read(folder("polis", name), reader="polis")
    save(project, tmp_path / "out")

    assert project == read(tmp_path / "out")


def test_polis_consensus():
    """Polis's own group-informed consensus follows from the imported votes, groups and sign."""
    project = read(folder("polis", "bg2050-volunteers"), reader="polis")
    group_of = {one.partner: one.value for one in project.records(Characteristic)}
    votes = Counter((one.item, group_of.get(one.partner), one.stance) for one in project.records(Response))

    def consensus(item):
        product = 1.0
        for group in sorted(set(group_of.values())):
            agree, *other = (votes[item, group, stance] for stance in (1, 0, -1))
            product *= (agree + 1) / (agree + sum(other) + 2)
        return product

    published = {one.ref: float(dict(one.extras)["group-informed-consensus"]) for one in project.records(View)}

    assert 371 == len(published)
    assert published == pytest.approx({item: consensus(item) for item in published}, abs=1e-9)


@pytest.mark.parametrize("name", POLIS)
def test_polis_is_checked(name):
    """The checks run on each conversation by opinion group, and none breaks."""
    findings = check(read(folder("polis", name), reader="polis"), by=OPINION_GROUP)

    assert findings
    assert [] == [(finding.check, finding.error) for finding in findings if finding.error]


def recipe():
    """The one block of code of the recipe."""
    (block,) = re.findall(r"^```python\n(.*?)^```$", RECIPE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return block


def test_recipe_is_short():
    """The recipe for a network takes at most 40 lines."""
    assert len(recipe().splitlines()) <= 40


def test_bristol(monkeypatch):
    """The recipe makes a project of the network of Bristol, with the published nodes and ties by level."""
    monkeypatch.setenv("COPROD_DATA", str(folder("bristol_civic").parent))
    made = {}
    exec(compile(recipe(), str(RECIPE), "exec"), made)  # noqa: S102  # our own page
    project, graph = made["project"], made["graph"]
    kinds = Counter(one.kind for one in project.records(Partner))
    kind_of = {one.ref: one.kind for one in (*project.records(Partner), *project.records(Space))}
    ties = Counter((kind_of[a], kind_of[b]) for a, b in graph.edges())

    assert ({"person": 150, "organisation": 97}, 17) == (kinds, project.count(Space))
    assert (264, 1496) == (graph.number_of_nodes(), graph.number_of_edges())
    assert {("person", "organisation"): 304, ("person", "event"): 939, ("organisation", "event"): 253} == ties
    assert (304, 939 + 253) == (project.count(Membership), project.count(Attendance))
