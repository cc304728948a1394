"""
Whoever asks learns nothing of what may not leave: not from bytes, names, order, numbers, errors, nor from memory.

A pair of projects of which the same may be seen is drawn, and tried on every format at once. `HYPOTHESIS_PROFILE=deep`
tries 20,000 pairs; `COPROD_SEED=1 COPROD_PAIRS=10000` and `COPROD_SEED=2 ...` share them among two processes.
"""

import gc
import hashlib
import logging
import os
import pickle
import re
import subprocess
import sys
import traceback
import types
from collections import Counter
from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from tests.consent.building import NOW, SETTINGS, yes
from tests.exported import text_in

import coprod_example
from coprod import Consent, ExportFormat, Partner, Project, Registry, Relationship, Request, Strength, View, app
from coprod.app.arguments import today_of
from coprod.consent.decide import asked_of, decide
from coprod.level import Level
from coprod.release import Release
from coprod.schema import columns_of
from coprod.testing import indistinguishable_pairs
from coprod.testing.draft import CANARY
from coprod.testing.laws.writing import bytes_of, same, watched

PLUGIN = [
    *coprod_example.register_consent_rules(),
    *coprod_example.register_equality_checks(),
    *coprod_example.register_export_formats(),
]
REGISTRY = Registry.load().extended(*PLUGIN)
FORMATS = [known.spec for known in REGISTRY.export_formats.values()]
RULES = [known.spec for known in REGISTRY.consent_rules.values()]
CHECKS = [known.spec for known in REGISTRY.equality_checks.values()]

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev")
MANY = int(os.environ.get("COPROD_PAIRS", {"dev": 100, "ci": 1_000, "deep": 20_000}[PROFILE]))
FEW = max(15, MANY // 20)
FEWER = max(10, MANY // 50)  # each asks all checks of several projects
SEED = int(os.environ.get("COPROD_SEED", "0"))
QUIET = {
    "database": None,
    "deadline": None,
    "derandomize": PROFILE == "ci",
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate],  # to shrink a pair takes long: say so where one is found
}
PAIRS = indistinguishable_pairs(rules=RULES)
pytestmark = pytest.mark.usefixtures("untraced")


def tried(strategy, *, examples=FEW):
    """Give a test so many of what a strategy draws; another seed draws others."""

    def made(test):
        drawn = settings(max_examples=examples, **QUIET)(given(strategy)(test))
        return seed(SEED)(drawn) if SEED else drawn

    return made


@tried(PAIRS, examples=MANY)
def test_the_same_bytes_whatever_may_not_leave(pair):
    """Of two projects of which the same may be seen, every format writes the same bytes (N1, N2, N3, N5, N8)."""
    one, other = pair.releases()

    for form in FORMATS:
        assert "" == same(bytes_of(form, one), bytes_of(form, other)), (form.name, pair.what_changed)
    assert one.counts == other.counts


@tried(indistinguishable_pairs(rules=RULES, checks=CHECKS), examples=FEWER)
def test_the_same_findings_whatever_may_not_leave(pair):
    """What checks find, and every number that leaves, is the same too, and so is which of them are blank (N3, N4)."""
    one, other = pair.releases()

    assert one.counts == other.counts, pair.what_changed
    assert [found.to_dict() for found in one.findings] == [found.to_dict() for found in other.findings]
    for form in FORMATS:
        assert "" == same(bytes_of(form, one), bytes_of(form, other)), (form.name, pair.what_changed)


@tried(PAIRS)
def test_nobody_learns_by_how_it_fails(pair):
    """Where the disk is full, the error is the same, and no part of a file is left (N7)."""
    one, other = pair.releases()

    for form in FORMATS:
        failed = [watched(form, release, break_after=300) for release in (one, other)]
        assert failed[0].said == failed[1].said
        assert all(not seen.left and (not seen.error or not seen.files) for seen in failed)


@tried(PAIRS)
def test_no_word_of_what_is_withheld(pair):
    """No withheld word is written, logged, warned of, printed or raised, nor is one in a file's name (N6, N7)."""
    release = pair.release(pair.other)

    for form in FORMATS:
        seen = watched(form, release)
        said = [*seen.said, *seen.files, *(text_in(*file) for file in seen.files.items())]
        assert [] == [text for text in said if CANARY in text]
        assert [] == [*seen.elsewhere, *seen.left]


def reachable(start):
    """Everything that hangs on an object, but classes, modules and functions, which are the program's own."""
    found, waiting = {}, [start]
    while waiting:
        one = waiting.pop()
        if id(one) in found or isinstance(
            one, type | types.ModuleType | types.FunctionType | types.BuiltinFunctionType
        ):
            continue
        found[id(one)] = one
        waiting.extend(gc.get_referents(one))
    return list(found.values())


PLAIN = (str, int, float, bool, bytes, type(None), tuple, frozenset, dict, list, Level, types.MappingProxyType)


@tried(PAIRS)
def test_a_release_holds_nothing_else(pair):
    """From a release only plain values can be reached, and what they say of themselves (V5)."""
    found = reachable(pair.release(pair.other))

    assert not [one for one in found if isinstance(one, Project | Partner | Consent)]
    odd = {type(one).__module__ for one in found if not isinstance(one, PLAIN)}
    assert odd <= {"coprod.release", "coprod.request", "coprod.imprint", "coprod.finding", "coprod.counts", "datetime"}
    assert not [one for one in found if isinstance(one, str) and CANARY in one]


def dump_everything(release, sink):
    """Write whatever can be got out of a release, as somebody would who wants to know."""
    found = [repr(release), str(release), repr(attrs.asdict(release, recurse=False)), repr(dir(release))]
    found += [repr(pickle.dumps([release.rows(table) for table in release.tables]))]
    found += [repr(one) for one in reachable(release)]
    found += [repr(release.frame(table).to_dict(as_series=False)) for table in release.tables]
    found += [repr(release.graph().nodes(data=True)), repr(list(release.graph().edges(data=True)))]
    try:
        release.rows("a table that is not there")
    except Exception as error:  # noqa: BLE001  # it is looked at, whatever it is
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        found.append("".join(told.format()))
    with sink.open() as file:
        file.write("\n".join(found).encode("utf-8", "replace"))


DUMP = ExportFormat(name="dump", summary="All of it.", suffix=".txt", media_type="text/plain", write=dump_everything)


@tried(PAIRS)
def test_whoever_dumps_everything_finds_nothing(pair):
    """A format that writes all that it can reach writes no withheld word (N6)."""
    [written] = bytes_of(DUMP, pair.release(pair.other)).values()

    assert CANARY not in written.decode("utf-8", "replace")


@tried(PAIRS)
def test_sharing_says_nothing(pair):
    """While it is decided what may leave, nothing is logged, and nothing printed (N7)."""
    heard = []
    handler = logging.Handler()
    handler.emit = heard.append
    logging.getLogger().addHandler(handler)
    try:
        pair.release(pair.other)
    finally:
        logging.getLogger().removeHandler(handler)

    assert [] == heard


def pseudonyms(release, project):
    """What stands in place of a partner in a release."""
    known = {partner.id for partner in project.records(Partner)}
    found = set()
    for kind in release.kinds:
        columns = [
            c.name for c in columns_of(kind).values() if c.refs == ("partner",) and not c.many and not c.or_words
        ]
        columns += ["id"] if kind is Partner else []
        found |= {row[name] for row in release.rows(kind) for name in columns if row[name] is not None}
    return found - known


@tried(PAIRS)
def test_pseudonyms_link_nothing(pair):
    """Pseudonyms of two releases have nothing in common, those of one release made again are the same (N9)."""
    one, again, other = (pair.release(pair.one, release_id=name) for name in ("r1", "r1", "r2"))

    found = pseudonyms(one, pair.one)
    assert found == pseudonyms(again, pair.one)
    assert not found & pseudonyms(other, pair.one)
    for partner in pair.one.records(Partner):
        for text in filter(None, (partner.id, partner.name)):
            hashes = {getattr(hashlib, name)(text.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
            assert not {one for one in found for digest in hashes if one in digest}


def decided(pair, project):
    """What was decided of a project for what a pair is asked for."""
    asked = asked_of(project, pair.request, today=today_of(project, pair.now), rules=pair.rules)
    return decide(project, asked)


@tried(PAIRS)
def test_all_that_is_shared_is_there_once(pair):
    """Whatever may be shared, with all who are in it, leaves; and nothing leaves twice (V4)."""
    if pair.request.as_of is not None:
        return
    release = pair.release(pair.one)
    for kind, rows in decided(pair, pair.one).items():
        open_ = [row for row in rows if row.there == 0 and not any(row.identity)]
        may = [row for row in rows if row.there <= 1]
        simple = not any(c.required and c.refs and c.refs != ("partner",) for c in columns_of(kind).values())
        assert len(release.rows(kind)) <= len(may)
        if simple:
            assert len(open_) <= len(release.rows(kind))
        if "id" in columns_of(kind):
            assert max(Counter(row["id"] for row in release.rows(kind)).values(), default=1) == 1


def atoms(release, project):
    """The cells of a release that are in the project as they are, each as often as it occurs."""
    known = {
        (kind, name, str(value))
        for kind in project.kinds
        for row in project.stored(kind)
        for name, value in zip(columns_of(kind), row, strict=True)
    }
    found = Counter((kind, n, str(v)) for kind in release.kinds for row in release.rows(kind) for n, v in row.items())
    return Counter({cell: times for cell, times in found.items() if cell in known and cell[2] != "None"})


@tried(st.tuples(PAIRS, st.integers(0, 10)))
def test_a_withdrawal_takes_away_only(drawn):
    """After somebody withdrew, nothing is there that was not there before (V3)."""
    pair, number = drawn
    people = pair.one.records(Partner)
    if not people:
        return
    who = people[number % len(people)].id
    later = pair.one.add(Consent(f"partner:{who}", status="withdrawn", on=today_of(pair.one, pair.now)))

    before, after = (atoms(pair.release(project), pair.one) for project in (pair.one, later))

    assert not after - before


@tried(indistinguishable_pairs(rules=RULES, about=["withheld"]))
def test_what_is_withheld_may_as_well_not_be_there(pair):
    """With whatever is withheld left out, the same is released: withholding again changes nothing (V1)."""
    one, other = pair.releases()

    assert [one.rows(kind) for kind in one.kinds] == [other.rows(kind) for kind in other.kinds]


SPEAKERS = ("ana", "bo", "cem", "dee", "eve")


def quoted(*order):
    """A project in which five people, called so, each said the same five things, without their names under them."""
    people = [Partner(who, kind="person", name=who.title()) for who in order]
    said = [View(f"v{n}", partner=who, kind="idea", text=f"thing {n}") for n, who in enumerate(order)]
    answers = [yes(f"partner:{who}", "words") for who in order]
    return Project("Tea", [*people, *said, *answers], settings=SETTINGS)


def released_bytes(project, audience="funder"):
    """What each format writes of a project."""
    request = Request("publication", audience)
    release = app.share(project, request, now=NOW, registry=Registry.load(), secret=b"s", release_id="r1")
    return [bytes_of(form, release) for form in FORMATS]


def test_order_does_not_tell_who_spoke():
    """Quotes that nobody signed stand in no order that has to do with who said them."""
    assert released_bytes(quoted(*SPEAKERS)) == released_bytes(quoted(*reversed(SPEAKERS)))


def test_ids_do_not_tell_how_many_came_before():
    """Nothing that leaves is numbered by what does not leave."""
    shared = quoted("dee", "eve")
    before = [Partner(f"a{n}", kind="person", name=f"Quill{n}") for n in range(7)]
    more = [*before, *(Strength(one.id, "tea") for one in before), Relationship("a1", "dee", kind="knows")]

    assert released_bytes(shared) == released_bytes(shared.add(*more))


def test_a_look_back_does_not_tell_when_somebody_joined():
    """What is shown of an earlier day does not depend on a day that is withheld."""

    def then(joined):
        answer = Consent(
            "partner:ana",
            status="given",
            on=NOW.date(),
            level="share",
            explicit=True,
            categories={"views", "identity"},
            purposes={"publication"},
            audiences={"funder"},
        )
        said = View("v1", partner="ana", kind="idea", text="More tea")
        project = Project("Tea", [Partner("ana", kind="person", joined=joined), said, answer], settings=SETTINGS)
        request = Request("publication", "funder", as_of=date(2019, 2, 1))
        return app.share(project, request, now=NOW, secret=b"s", release_id="r1").rows(View)

    assert then(date(2019, 1, 5)) == then(date(2019, 3, 5))


def test_numbers_do_not_tell_whose_staff_somebody_is():
    """The number of people is the same, whoever employs one of them, as long as nobody may know who does."""

    def numbers(organisation):
        people = [Partner(f"p{n}", kind="person", name=f"Quill{n}") for n in range(12)]
        people.append(Partner("ana", kind="person", name="Ana", organisation=organisation))
        firm = Partner("firm", kind="organisation", name="Firm")
        answers = [yes(f"partner:{one.id}", "share") for one in people]
        project = Project("Tea", [*people, firm, *answers], settings=SETTINGS)
        return app.share(project, Request("publication", "funder"), now=NOW, secret=b"s", release_id="r1").counts

    assert numbers(None) == numbers("firm")


CHILD = """
import hashlib, sys, tempfile
from datetime import UTC, datetime
from pathlib import Path
import coprod
from coprod.testing import example
now = datetime(2019, 9, 1, tzinfo=UTC)
for audience in ("public", "funder"):
    release = coprod.share(
        example(), coprod.Request("publication", audience), now=now, secret=b"s", release_id="r", checks=["voice-share"]
    )
    for name in ("csv", "graphml", "json", "jsonl", "parquet"):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            coprod.export(release, name, out)
            files = [out] if out.is_file() else sorted(out.iterdir())
            print(audience, name, hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest())
"""


def digests(**environment):
    """What a process of its own writes of the example, as hashes."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return re.findall(r"\w{64}", done.stdout)


def test_the_same_bytes_on_every_machine():
    """Neither the seed of hashes, nor the time zone, nor the locale of the machine changes a byte (N8)."""
    one = digests(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    other = digests(PYTHONHASHSEED="7", TZ="Pacific/Kiritimati", LC_ALL="de_DE.UTF-8")

    assert 10 == len(one)
    assert one == other


@pytest.mark.parametrize("what", ["withheld", "pseudonyms", "counted", "answers"])
def test_pairs_differ_in_every_way(what):
    """Each way in which projects may differ is tried, and often."""
    found = Counter()

    @settings(max_examples=60, **QUIET)
    @given(indistinguishable_pairs(rules=RULES, about=[what]))
    def look(pair):
        found.update(pair.what_changed)
        found.update(["differ"] if pair.one != pair.other else [])

    look()
    assert found["differ"] >= 10, found


def test_there_is_a_release():
    """What is tried here is what is released."""
    assert isinstance(app.share(quoted("ana"), Request("publication", "funder"), now=NOW), Release)
