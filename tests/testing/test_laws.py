"""The laws: each holds for what is right, and fails for one thing that is wrong in just this way: a mutant per law."""

import itertools
import logging
import os
import tempfile
from pathlib import Path
from typing import Annotated, ClassVar

import attrs
import pytest
from tests.testing.wrong_checks import CHECKS, INDICES

import coprod
from coprod import ConsentRule, ExportFormat, Level, Project, Reader, Record, Registry, Ruling, level
from coprod.builtin.checks import checks
from coprod.errors import PluginError
from coprod.records import Consent, View
from coprod.schema import About, columns_of, key, subject, to
from coprod.testing import Report, laws, try_laws, uphold
from coprod.testing.trying import Broken, _tried

HEAVY = 15
"""Pairs for a mutant: what it leaks, it leaks often."""


def a_rule(decide, **more):
    """A rule with this function."""
    return ConsentRule(name="mutant", summary="A mutant.", decide=decide, **more)


def a_format(write):
    """A format with this function."""
    return ExportFormat(name="mutant", summary="A mutant.", suffix=".txt", media_type="text/plain", write=write)


# rules that are wrong in one way each


def does_not_answer(state):
    """Forget to answer where nothing is to be said."""
    return Ruling.withhold("it is special") if state.special else None


TIMES = itertools.count()


def counts_its_calls(state):
    """Answer every other time."""
    return Ruling.withhold("not now") if next(TIMES) % 2 else Ruling.no_objection()


def changes_what_it_is_shown(state):
    """Write into the mapping that it is shown."""
    if isinstance(state.characteristics, dict):
        state.characteristics["age band"] = "65+"
    return Ruling.no_objection()


def opens_a_back_door(state):
    """Turn the order of levels about, so that nothing is closed any more."""
    level.RANKS[Level.WITHHOLD] = 0
    return Ruling.no_objection()


def goes_by_what_it_did_not_name(state):
    """Ask for a characteristic that it did not name."""
    return Ruling.withhold("of health") if state.characteristics.get("health") else Ruling.no_objection()


def takes_silence_for_a_yes(state):
    """Close only where an age is on record."""
    age = state.characteristics["age band"]
    return Ruling.no_objection() if age in {None, "25-64"} else Ruling.withhold("they are not grown up")


def says_no_more(state):
    """Object without a word why."""
    return Ruling(Level.COUNT, "") if state.public else Ruling.no_objection()


RULES = {
    "always-answers": a_rule(does_not_answer),
    "answers-the-same-twice": a_rule(counts_its_calls),
    "leaves-what-it-is-shown": a_rule(changes_what_it_is_shown),
    "only-tightens": a_rule(opens_a_back_door),
    "ignores-what-it-did-not-name": a_rule(goes_by_what_it_did_not_name),
    "fails-closed": a_rule(takes_silence_for_a_yes, characteristics={"age band"}),
    "gives-a-reason": a_rule(says_no_more),
}

# formats that are wrong in one way each: they know the project that the release was made of, as a plugin that runs in
# the same process can


NEWEST = []
"""The project that was shared last."""


def about(tell):
    """What there is to tell about the project behind a release."""
    return tell(NEWEST[-1])


@pytest.fixture
def spied(monkeypatch):
    """A plugin that keeps every project that is shared."""
    from coprod.testing import pairs

    before = pairs.share

    def share(project, *more, **options):
        NEWEST.append(project)
        return before(project, *more, **options)

    monkeypatch.setattr(pairs, "share", share)
    yield
    NEWEST.clear()


def writes(tell):
    """A format that writes what *tell* says of the project behind the release."""

    def write(release, sink):
        with sink.open() as file:
            file.write(about(tell).encode())

    return a_format(write)


def rows_of(project, kind):
    """The rows of a kind, as they are kept."""
    return repr(project.stored(kind))


def how_many(project):
    """How many rows there are, withheld or not."""
    return repr({kind.__name__: project.count(kind) for kind in project.kinds if kind is not Consent})


def all_rows(project):
    """All rows but answers."""
    return repr([project.stored(kind) for kind in project.kinds if kind is not Consent])


def answers(project):
    """What was answered, with all notes."""
    return rows_of(project, Consent)


def logs(release, sink):
    """Log what it cannot keep to itself."""
    logging.getLogger("mutant").debug("writing %s", about(all_rows))
    with sink.open() as file:
        file.write(b"nothing")


def counts_files(release, sink):
    """Number what it writes."""
    with sink.open() as file:
        file.write(f"file {next(TIMES)}".encode())


def keeps_a_copy(release, sink):
    """Keep a copy for itself."""
    copy = Path(tempfile.gettempdir()) / f"mutant-{os.getpid()}"
    copy.write_text(repr(release))
    copy.unlink()
    with sink.open() as file:
        file.write(b"nothing")


def says_all_is_well(release, sink):
    """Swallow every error, so that half a file looks like a whole one."""
    try:
        with sink.open() as file:
            file.write(b"some ")
            file.write(b"more")
    except OSError:
        pass


def writes_a_project(release, sink):
    """Write a file that coprod takes for a project."""
    with tempfile.TemporaryDirectory() as folder, sink.open() as file:
        place = Path(folder) / "it.json"
        coprod.save(Project("It"), place)
        file.write(place.read_bytes())


FORMATS = {
    "tells-nothing-withheld": writes(how_many),
    "people-behind-pseudonyms-cannot-be-told-apart": writes(all_rows),
    "counted-people-cannot-be-told-apart": writes(all_rows),
    "keeps-small-numbers": writes(all_rows),
    "notes-on-answers-stay": writes(answers),
    "says-nothing-besides": a_format(logs),
    "writes-the-same-twice": a_format(counts_files),
    "writes-nowhere-else": a_format(keeps_a_copy),
    "leaves-nothing-half-written": a_format(says_all_is_well),
    "is-no-project": attrs.evolve(a_format(writes_a_project), suffix=".json"),
}

# kinds and readers that are wrong in one way each


@attrs.frozen(kw_only=True)
class Secret(Record):
    """Something of a partner, said to be about nobody of whom it is."""

    about: ClassVar[About] = About("secrets")
    partner: Annotated[str, key, subject, to("Partner")] = attrs.field(kw_only=False)
    words: str | None = None


@attrs.frozen(kw_only=True)
class Loses(Record):
    """A record that forgets."""

    about: ClassVar[About] = About("losses")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    words: Annotated[str | None, ()] = attrs.field(default=None, converter=lambda text: f"{text} more"[:40])


def read_with_a_need(path, page):
    """Read a page, which the reader of a project cannot name."""
    yield from ()


def read_none(path):
    """Crash on a file that is not there."""
    raise RuntimeError(path)


OTHERS = {
    "joins-a-project": Loses,
    "has-options-with-defaults": Reader(name="mutant", summary="A mutant.", read=read_with_a_need),
    "refuses-what-is-not-there": Reader(name="mutant", summary="A mutant.", read=read_none),
}
UNTRIED = {"is-withheld-until-someone-says-yes"}  # default deny is the engine's: its mutant is one of the engine


@pytest.fixture
def levels_in_order(monkeypatch):
    """Whatever a rule does to the order of levels is undone, also before something is decided without the rule."""
    before, ask = dict(level.RANKS), laws.rules.asked_of

    def asked_of(*arguments, **options):
        if not options["rules"]:
            level.RANKS.update(before)
        return ask(*arguments, **options)

    monkeypatch.setattr(laws.rules, "asked_of", asked_of)
    yield
    level.RANKS.update(before)


@pytest.mark.parametrize("law", RULES)
def test_a_wrong_rule_is_caught(law, levels_in_order):
    """A rule that is wrong in this way breaks this law."""
    result = try_only(RULES[law], law)

    assert not result.held
    assert result.why


@pytest.mark.parametrize("law", FORMATS)
def test_a_wrong_format_is_caught(law, spied):
    """A format that tells more than it should in this way breaks this law."""
    result = try_only(FORMATS[law], law)

    assert not result.held
    assert result.why


def try_only(spec, name, examples=100):
    """Try one law on one spec."""
    [law] = [one for one in laws.LAWS if one.name == name]
    return _tried(spec, law, "", examples=examples, pairs=HEAVY)


@pytest.mark.parametrize("law", OTHERS)
def test_other_wrong_specs_are_caught(law):
    """A kind or a reader that is wrong in this way breaks this law."""
    assert not try_only(OTHERS[law], law).held


@pytest.mark.parametrize("law", CHECKS)
def test_a_wrong_check_is_caught(law):
    """A check that is wrong in this way breaks this law."""
    assert not try_only(CHECKS[law], law).held


@pytest.mark.parametrize("axiom", INDICES)
def test_a_wrong_index_is_caught(axiom):
    """An index that does not keep an axiom that it claims is found out."""
    assert not try_only(INDICES[axiom], axiom).held


def test_default_deny_is_caught(monkeypatch):
    """Were a kind to leave before anybody agreed to it, the law would say so."""
    from coprod.consent import on_rows

    monkeypatch.setattr(on_rows, "WITHHOLD", 0)

    assert not try_only(Secret, "is-withheld-until-someone-says-yes", examples=30).held


def test_every_law_has_its_mutant():
    """There is no law of which it was not shown that it can fail."""
    assert {law.name for law in laws.LAWS} == {*RULES, *FORMATS, *OTHERS, *CHECKS, *INDICES, *UNTRIED}


def test_every_law_is_a_sentence():
    """A law says in one sentence what is true."""
    assert all(law.says.endswith((".", ").")) and law.tier in {"must", "should"} for law in laws.LAWS)


@pytest.mark.parametrize("rule", [known.spec for known in Registry.load().consent_rules.values()])
def test_our_own_rules_hold(rule):
    """The rules that ship keep every law."""
    try_laws(rule, examples=20).hold()


FINE = a_rule(lambda _: Ruling.no_objection())


def test_a_report_reads_well():
    """A line for each law, and all of them are well."""
    report = try_laws(FINE, examples=5)

    assert isinstance(report, Report)
    assert report.ok
    assert "mutant: always-answers: holds" in str(report).splitlines()


def test_a_broken_law_raises_with_what_was_found():
    """What is wrong is said with the names of spec and law."""
    with pytest.raises(Broken, match=r"mutant: always-answers: FAILS: it answered None"):
        try_laws(RULES["always-answers"], examples=5).hold()


def test_what_only_should_hold_may_fail():
    """A law of the second tier is reported, and does not fail the rule."""
    report = try_laws(RULES["gives-a-reason"], examples=10)

    assert report.ok
    assert "could be better" in str(report)


def test_an_expected_failure():
    """A law that is known not to hold is no failure, as long as it does not hold."""
    report = try_laws(RULES["always-answers"], examples=5, expect_failure={"always-answers": "not finished"})

    assert report.ok
    assert "fails, as expected: not finished" in str(report)


def test_an_expected_failure_that_holds_is_a_failure():
    """An excuse that is no longer needed has to go."""
    report = try_laws(FINE, examples=10, expect_failure={"mutant/always-answers": "not finished"})

    assert not report.ok
    with pytest.raises(Broken, match="holds, and was not to"):
        report.hold()


def test_an_excuse_for_no_law():
    """An excuse has to be for a law that there is."""
    with pytest.raises(KeyError, match="always-answer"):
        try_laws(FINE, expect_failure={"always-answer": "a slip of the pen"})


def test_only_specs_have_laws():
    """Whatever is no spec is refused."""
    with pytest.raises(PluginError):
        try_laws("a rule")


test_laws = uphold(FINE, *checks()[:1], View, examples=10)


def test_uphold_makes_a_case_for_each_law():
    """A test of pytest has a case for each spec and law, named so."""
    [mark] = test_laws.pytestmark

    assert "mutant-always-answers" in mark.kwargs["ids"]
    assert columns_of(View)
