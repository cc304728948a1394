"""What the peers answer is what coprod answers, so that their times can be compared."""

import shutil
from importlib.util import find_spec

import polars as pl
import pytest


def agreed(name, folder):
    """Let everybody who is installed answer, and return who answers otherwise than the first."""
    from contest import FLOOR, agree
    from scale import JOBS

    job = JOBS[name]
    job.prepare(folder)
    there = [key for key, one in job.all().items() if not one.needs or find_spec(one.needs)]
    found = [(key, job.run(key, folder)) for key in there]
    assert all(outcome.answer for _, outcome in found)
    assert FLOOR == there[-1]
    return agree(found)


@pytest.mark.parametrize("name", ["e-i", "reciprocity", "voice", "heard"])
def test_all_contestants_answer_alike(programme_folder, name):
    """On ten thousand relationships every contestant gives the numbers of the first, to nine places."""
    assert {} == agreed(name, programme_folder)


@pytest.mark.parametrize("name", ["parquet", "csv", "consent", "graphml"])
def test_all_contestants_do_the_same(small_folder, name):
    """On a thousand relationships they read the same rows, decide the same and write as many lines."""
    assert {} == agreed(name, small_folder)


def test_the_whole_check_answers_every_check_that_has_no_limit(small_folder):
    """No check raises on a programme, and most of them have numbers; that engines agree is tested beside the checks."""
    import job_checks

    answer = job_checks.JOB.run("coprod-polars", small_folder).answer
    assert len({name.partition(":")[0] for name in answer}) > 15


WRONG = {
    "kind": ("partners", pl.lit("persson")),
    "target": ("relationships", pl.lit("p9999999")),
    "openness": ("relationships", pl.lit(5, dtype=pl.Int64)),
    "item": ("responses", pl.lit("view:v99999999")),
    "title": ("decisions", pl.lit(None, dtype=pl.String)),
    "text": ("views", pl.lit("a \x07 bell")),
}


@pytest.mark.parametrize("column", WRONG)
def test_the_hand_written_validation_sees_what_coprod_sees(small_folder, tmp_path, column):
    """A word, a reference, a rating, an empty cell, a control character: one wrong cell is one problem for both."""
    from contest import differences
    from job_reading import PARQUET

    table, value = WRONG[column]
    folder = tmp_path / "programme"
    shutil.copytree(small_folder, folder)
    rows = pl.read_parquet(folder / f"{table}.parquet").with_row_index()
    spoiled = rows.with_columns(pl.when(pl.col("index") == 0).then(value).otherwise(pl.col(column)).alias(column))
    spoiled.drop("index").write_parquet(folder / f"{table}.parquet")
    ours, theirs = (PARQUET.run(key, folder).answer for key in ("coprod", "polars"))
    assert {"problems": 1} == ours
    assert [] == list(differences(ours, theirs))


def test_every_peer_writes_the_same_graph(small_folder, tmp_path):
    """Read back by networkx, the files hold the same nodes and edges with the same attributes."""
    nx = pytest.importorskip("networkx")
    import job_graphml

    graphs = []
    for name, prepare in {
        "coprod": job_graphml.by_coprod,
        "polars": job_graphml.by_polars,
        "sql": job_graphml.by_sql,
        "networkx": job_graphml.by_networkx,
    }.items():
        prepare(small_folder)(tmp_path / name)
        graph = nx.read_graphml(tmp_path / name, force_multigraph=True)
        edges = sorted((one, two, sorted(data.items())) for one, two, data in graph.edges(data=True))
        graphs.append((sorted((node, sorted(data.items())) for node, data in graph.nodes(data=True)), edges))
    assert all(graph == graphs[0] for graph in graphs[1:])
