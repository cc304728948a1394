"""The command that compares: growth, what is not run and why, and what it prints."""

import json

import attrs
import pytest


def outcome(seconds, *, gib=0.2):
    """An outcome that took so many seconds and so much memory."""
    from contest import Outcome
    from measuring import GIB, Cost

    return Outcome({"x": 1.0}, Cost(seconds, seconds, 0, int(gib * GIB)))


def test_the_slope_is_the_power_that_time_grows_by():
    """Ten times the rows in ten times the time is 1, in a hundred times the time 2; of one size there is none."""
    from contest import slope

    assert pytest.approx(1) == slope({10: outcome(1), 100: outcome(10), 1000: outcome(100)})
    assert pytest.approx(2) == slope({10: outcome(1), 100: outcome(100)})
    assert slope({10: outcome(1)}) is None


def test_what_would_take_too_long_is_not_run_and_says_how_long():
    """What takes ten seconds for a thousand takes a hundred for ten thousand; with a limit of sixty it is not run."""
    from contest import Contestant, Limits, Outcome, why_not

    one = Contestant("one", lambda _: Outcome())
    limits = Limits(seconds=60, gib=4)
    assert "" == why_not(one, {}, 1_000, limits)
    assert "" == why_not(one, {1_000: outcome(5)}, 10_000, limits)
    assert "not run: it would take about 100 s" == why_not(one, {1_000: outcome(10)}, 10_000, limits)
    assert why_not(one, {1_000: outcome(1, gib=1)}, 10_000, limits).startswith("not run: it would take about 9 GiB")
    assert why_not(attrs.evolve(one, needs="no_such_module"), {}, 1_000, limits).endswith("is not installed")
    stopped = {1_000: Outcome(why="stopped after 60 s")}
    assert "not run: stopped after 60 s before" == why_not(one, stopped, 10_000, limits)


def test_answers_are_compared_by_name_to_nine_places():
    """Another number and an unknown name are told; who answers less is compared on what they answer."""
    from contest import agree, differences

    ours = {"gini": 0.5, "theil": 0.25}
    assert [] == list(differences(ours, {"gini": 0.5 + 1e-12}))
    assert ["gini: 0.5 and 0.6", "palma: None and 1.0"] == list(differences(ours, {"gini": 0.6, "palma": 1.0}))
    assert ["no answer"] == list(differences(ours, {}))
    found = {"coprod": outcome(1), "peer": attrs.evolve(outcome(1), answer={"x": 2.0}), "floor": outcome(1)}
    assert {"peer": "x: 1.0 and 2.0"} == agree(found.items())


def test_sizes_may_be_written_short():
    """100k is a hundred thousand, 10M ten million."""
    from scale import size_of

    assert [100_000, 10_000_000, 2_500] == [size_of(text) for text in ("100k", "10M", "2500")]


def test_budgets_are_judged_from_a_million_ties_on():
    """A ratio holds or not at a million; below, and where a size was not run, nothing is judged."""
    from budgets import verdicts
    from scale import JOBS

    def found(size, ours, theirs):
        return {"e-i": {"coprod-polars": {size: outcome(ours)}, "polars": {size: outcome(theirs)}}}

    def holds(size, ours, theirs):
        judged = verdicts({"e-i": JOBS["e-i"]}, found(size, ours, theirs))
        return next(one.holds for one in judged if "beside polars" in one.what)

    assert [True, False, None] == [holds(1_000_000, 3, 2), holds(1_000_000, 4, 2), holds(10_000, 4, 2)]


def test_the_command_prints_a_table_and_writes_json(tmp_path, capsys, monkeypatch):
    """One job on a small programme, each contestant in a process of its own."""
    import scale

    file = tmp_path / "scale.json"
    monkeypatch.setattr(
        "sys.argv",
        ["scale.py", "--sizes", "1k", "--jobs", "reciprocity", "--only", "polars", "floor", "--json", str(file)],
    )
    assert 0 == scale.main()
    shown, told = capsys.readouterr().out, json.loads(file.read_text("utf-8"))
    assert "Reciprocity: does giving go both ways?" in shown
    assert {("polars", 1_000), ("floor", 1_000)} == {(one["contestant"], one["ties"]) for one in told["measured"]}
    assert told["machine"]["processors"]
