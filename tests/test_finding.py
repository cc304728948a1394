"""Measures, groups, bands, sentences and findings."""

from datetime import date

import attrs
import pytest

from coprod.errors import NotFound
from coprod.finding import Band, Finding, Findings, Group, Measure, places, render

HOSTILE = "<script>alert(1)</script> | *bold* `x`\n## no"


def measure(value=0.5, name="rate", **more):
    """A measure of which a test names only what matters."""
    return Measure(name, value, **{"unit": "share", "n": 4, **more})


def finding(**more):
    """A finding with everything in it."""
    return Finding(
        "watch",
        measures=measure(low=0.1, high=0.9),
        groups=[Group("carer", 4, 2, 4, 0.5)],
        p_value=0.04,
        smallest_p=0.01,
        **{
            "check": "voice-share",
            "title": "Does everyone have a say?",
            "question": "Does it?",
            "answer": "Half do.",
            "ask": "What would help?",
            "source": "someone",
            "band": Band(low=0.8, source="the four-fifths rule"),
            "p_adjusted": 0.08,
            **more,
        },
    )


@pytest.mark.parametrize("given", [{"value": None}, {"value": 1.0, "reason": "no"}])
def test_a_value_or_a_reason(given):
    """A measure has a value or a reason, never both and never neither."""
    with pytest.raises(ValueError, match="a value or the reason"):
        Measure("gini", unit="", n=0, **given)


@pytest.mark.parametrize("bad", [{"value": float("nan")}, {"high": float("inf")}])
def test_no_number_is_no_value(bad):
    """NaN and infinity are reasons, not values."""
    with pytest.raises(ValueError, match="is not a number"):
        measure(**bad)


@pytest.mark.parametrize(
    ("expected", "value", "spec"),
    [
        ("3", 3, ""),
        ("3", 3.0, ""),
        ("0.33", 1 / 3, ""),
        ("0.3", 1 / 3, ".1f"),
        ("33%", 1 / 3, "percent"),
        ("13%", 0.125, "percent"),
        ("0%", 0, "percent"),
        ("less than 1%", 0.001, "percent"),
        ("more than 99%", 0.999, "percent"),
        ("100%", 1, "percent"),
    ],
)
def test_how_a_number_is_said(expected, value, spec):
    """Whole numbers without a point, shares in per cent; all and nothing only where they are true."""
    assert expected == format(measure(value), spec)


def test_an_undefined_measure_is_not_known():
    """In a sentence, a measure without a value is "not known", whatever the format."""
    nothing = measure(None, reason="no slips")

    assert ["not known"] * 2 == [format(nothing, ""), format(nothing, "percent")]


def test_rendering():
    """Places are filled by measures, by their parts, by those of a group, and by words."""
    measures = [measure(), measure(0.25, of="carer", low=0.1)]
    sentence = "{{{least}}} {rate:percent} of {rate.n}, {rate[least]:percent} {rate[least].of} {rate[least].low:.1f}"

    assert "{carer} 50% of 4, 25% carer 0.1" == render(sentence, measures, {"least": "carer"})


def test_words_hold_no_places():
    """A label is put in as it is, even if it looks like a place."""
    assert "{rate} x" == render("{least} x", [], {"least": "{rate}"})


@pytest.mark.parametrize("sentence", ["{gini}", "{rate[most]}", "{rate[least]}", "{rate.value}"])
def test_a_place_that_nothing_fills(sentence):
    """A place without a measure or a word is an error that names it."""
    with pytest.raises(NotFound):
        render(sentence, [measure()], {"least": "carer"})


@pytest.mark.parametrize("sentence", ["{}", "{rate!r}", "{rate.value}", "{rate.n.real}", "{0[x][y]}", "{rate"])
def test_a_place_that_cannot_be(sentence):
    """Only names, words in brackets and a few parts are places: no path into objects."""
    with pytest.raises(ValueError):  # noqa: PT011  # also that of the format string itself
        places(sentence)


def test_status_is_one_of_four():
    """A status that nobody knows is an error."""
    with pytest.raises(ValueError, match="status"):
        Finding("bad")


def test_what_an_author_gives():
    """The sentence is that of the status unless said otherwise; one measure or several will do."""
    assert ("even", "even") == (Finding("even").status, Finding("even").say)
    assert "few" == Finding("even", "few").say
    assert Finding("even", measures=measure()) == Finding("even", measures=[measure()])


def test_status_in_words():
    """People do not read our words for a status."""
    words = [Finding(status).status_in_words for status in ("even", "uneven", "watch", "unknown")]

    assert ["even", "uneven", "worth a look", "we cannot tell"] == words


def test_saying_keeps_the_numbers():
    """The same numbers can be said with another status and sentence."""
    found = Finding("unknown", measures=measure(), words={"a": "b"})

    assert attrs.evolve(found, status="watch", say="few", words={"a": "b", "c": "d"}) == found.saying(
        "watch", "few", c="d"
    )
    assert "even" == found.saying("even").say


def test_looking_up_a_measure():
    """By name, and by group or kind; the one of no group comes first."""
    found = Finding("even", measures=[measure(0.1, of="carer"), measure(0.2), measure(0.3, name="gini", of="x")])

    assert [0.2, 0.1, 0.3] == [
        m.value for m in (found.measure("rate"), found.measure("rate", "carer"), found.measure("gini"))
    ]
    with pytest.raises(NotFound, match="Did you mean `gini`"):
        found.measure("ginni")
    with pytest.raises(NotFound, match="of `job`"):
        found.measure("rate", "job")


def test_json_of_a_finding():
    """Exactly what section 8 of the design says, and plain values only."""
    assert {
        "check": "voice-share",
        "title": "Does everyone have a say?",
        "question": "Does it?",
        "status": "watch",
        "answer": "Half do.",
        "ask": "What would help?",
        "p_value": 0.04,
        "p_adjusted": 0.08,
        "smallest_p": 0.01,
        "band": "from 0.8, a convention: the four-fifths rule",
        "source": "someone",
        "measures": [
            {
                "name": "rate",
                "value": 0.5,
                "unit": "share",
                "n": 4,
                "of": "",
                "reason": "",
                "low": 0.1,
                "high": 0.9,
            }
        ],
        "groups": [{"group": "carer", "n": 4, "count": 2, "total": 4, "share": 0.5}],
    } == finding().to_dict()
    assert finding(band=None).to_dict()["band"] is None


def test_json_of_findings():
    """A report has its project, its day and its grouping."""
    report = Findings([finding()], project="Tea", as_of=date(2019, 6, 1), by="here_as")

    assert {
        "project": "Tea",
        "as_of": "2019-06-01",
        "by": "here_as",
        "findings": [finding().to_dict()],
    } == report.to_dict()
    assert Findings().to_dict()["as_of"] is None


def test_findings_are_a_sequence():
    """By place, by slice and by the name of a check."""
    one, two = finding(), finding(check="being-heard")
    report = Findings([one, two], project="Tea")

    assert (2, one, two) == (len(report), report[0], report["being-heard"])
    assert Findings([two], project="Tea") == report[1:]
    assert [one, two] == list(report)
    with pytest.raises(NotFound, match="Did you mean `being-heard`"):
        report["being-herd"]


def test_repr_of_findings():
    """A look at a report shows each check with its status."""
    assert "<Findings of 'Tea': voice-share: worth a look>" == repr(Findings([finding()], project="Tea"))
    assert "<Findings of '': none>" == repr(Findings())


@pytest.mark.parametrize(
    ("expected", "band"),
    [
        ("from 0.8 to 1.2, a convention: trials", Band(low=0.8, high=1.2, source="trials")),
        (
            "to 0.3, agreed by the partners on 2019-01-10 (decision d3)",
            Band(high=0.3, agreed=True, on=date(2019, 1, 10), decision="d3"),
        ),
        ("from 1, agreed by the partners", Band(low=1, agreed=True)),
    ],
)
def test_a_band_says_whose_it_is(expected, band):
    """A finding names the band that was applied, and who says so."""
    assert expected == str(band)


@pytest.mark.parametrize(("expected", "value"), [("uneven", 0.79), ("even", 0.8), ("even", 1.2), ("uneven", 1.21)])
def test_a_band_holds_its_ends(expected, value):
    """Both ends of a band are inside it."""
    assert expected == Band(low=0.8, high=1.2).status(measure(value))


def test_a_band_cannot_judge_what_is_not_there():
    """A measure without a value is unknown, whatever the band."""
    assert "unknown" == Band().status(measure(None, reason="no slips"))
    assert "even" == Band().status(measure())


def test_markdown():
    """A report as Markdown: the status in words, the table, the numbers, the question to talk about."""
    text = Findings([finding()], project="Tea", as_of=date(2019, 6, 1), by="here_as").to_markdown()

    assert text.startswith("# Tea\n\nBy here\\_as as of 2019-06-01.\n")
    assert "**Worth a look.** Half do." in text
    assert "| carer | 4 | 2 | 4 | 50% |" in text
    assert "- rate: 0.5 (share; n = 4), from 0.1 to 0.9" in text
    assert "- p = 0.04, 0.08 with all checks taken together; the smallest so few could give is 0.01" in text
    assert "*To talk about:* What would help?" in text


def test_what_is_not_there_is_not_shown():
    """Without numbers there is no table and no list; without a title the name of the check stands in."""
    bare = Finding(
        "unknown",
        check="x",
        answer="Nothing yet.",
        groups=[Group("job")],
        measures=measure(None, reason="none"),
    )
    text = bare.to_markdown()

    assert text.startswith("## x\n")
    assert "| job |  |  |  |  |" in text
    assert "- rate: not defined: none" in text
    assert "To talk about" not in text
    assert "## y\n\n**Even.** \n" == Finding("even", check="y").to_markdown()
    assert "- p = 0.5\n" in Finding("even", p_value=0.5).to_markdown()


def test_hostile_labels():
    """Whatever a label holds, Markdown shows it as text and HTML escapes it."""
    found = finding(title=HOSTILE, answer=HOSTILE, source=HOSTILE)
    report = Findings([attrs.evolve(found, groups=[Group(HOSTILE, 1)])], project=HOSTILE)

    assert "<script" not in report.to_markdown()
    assert "\n## no" not in report.to_markdown()
    assert "<script" not in report._repr_html_()
    assert "&lt;script&gt;" in report._repr_html_()


def test_html_without_groups():
    """A finding without groups has no table."""
    assert "<table>" not in Finding("even", check="x")._repr_html_()
