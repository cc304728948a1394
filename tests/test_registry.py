"""The registry: who brought what, and what happens when a plugin is missing, broken or in the way."""

import subprocess
import sys

import attrs
import pytest
from tests.installing import bringing_a_format, installer

from coprod import ConsentRule, ExportFormat, Registry, Ruling
from coprod.errors import NotFound, PluginConflict, PluginError, PluginMissing
from coprod.records import BUILT_IN, Partner
from coprod.registry import FAMILIES

RULE = ConsentRule(name="a-rule", summary="A test.", decide=lambda _: Ruling.no_objection())


def a_format(name="a-format"):
    """A format that is never written."""
    return ExportFormat(name=name, summary="A test.", suffix=".txt", media_type="text/plain", write=print)


def hook(name, body):
    """The source of a plugin with one hook."""
    return f"import coprod\n\n@coprod.hookimpl\ndef {name}():\n    {body}\n"


KINDS = """
from typing import Annotated, ClassVar
import attrs, coprod
from coprod import Record
from coprod.schema import About, key, subject, to

@attrs.frozen(kw_only=True)
class {name}(Record):
    about: ClassVar[About] = About("{category}", table="{table}")
    id: Annotated[str, key] = attrs.field(kw_only=False)
    partner: Annotated[str, subject, to("Partner")]

@coprod.hookimpl
def register_record_types():
    yield {name}
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install plugins for the length of a test."""
    return installer(tmp_path, monkeypatch)


def why(*names):
    """What is said when plugins of these names are loaded."""
    with pytest.raises(PluginError) as caught:
        Registry.load(*names)
    return str(caught.value)


# What is built in


def test_built_ins_come_through_the_hooks():
    """Checks, formats, readers and kinds of coprod itself are there, brought by coprod."""
    registry = Registry.load()

    assert {"strengths-on-record", "voice-share", "being-heard"} <= registry.equality_checks.keys()
    assert {"csv", "graphml", "json", "jsonl", "parquet"} <= registry.export_formats.keys()
    assert "polis" in registry.readers
    assert tuple(BUILT_IN) == registry.kinds
    assert "coprod" == registry.export_formats["graphml"].provider.name


def test_names_are_in_order():
    """What is known is listed by name, whatever brought it when."""
    names = list(Registry.load().extended(a_format("zz"), a_format("aa")).export_formats)

    assert sorted(names) == names


def test_nothing_can_be_changed():
    """A registry is what it was when it was made."""
    registry = Registry.load()

    with pytest.raises(TypeError):
        registry.export_formats["x"] = a_format()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        registry.readers = {}


# Given by the caller


def test_extended_has_both():
    """A spec that the caller gives goes beside the others, in a new registry."""
    before = Registry.load()

    after = before.extended(RULE, a_format())

    assert RULE is after.consent_rule("a-rule")
    assert "a-rule" not in before.consent_rules
    assert "the caller" == after.consent_rules["a-rule"].provider.name


def test_a_taken_name_is_refused():
    """Nothing is silently replaced: the message names both who bring it."""
    with pytest.raises(PluginConflict, match=r"coprod .*and the caller both bring an export format called `json`"):
        Registry.load().extended(a_format("json"))


@pytest.mark.parametrize("spec", [42, "graphml", None, Partner("ana", kind="person")])
def test_what_is_no_spec_is_refused(spec):
    """Something else than a spec is an error that shows it."""
    with pytest.raises(PluginError, match="expected"):
        Registry.load().extended(spec)


def test_a_class_in_place_of_a_spec():
    """Forgetting the brackets is told as that."""
    with pytest.raises(PluginError, match="ConsentRule: did you forget"):
        Registry.load().extended(ConsentRule)


# Loading plugins


def test_only_named_plugins_are_imported(install):
    """Installed is not loaded: a plugin that would fail is never touched."""
    install("quiet", "raise RuntimeError('imported')")

    assert "quiet" not in [provider.name for provider in Registry.load().plugins]


@pytest.mark.parametrize("name", ["garden", "coprod-garden", "Coprod_Garden"])
def test_named_by_plugin_or_package(install, name):
    """A project may write the plugin's name, or that of its package."""
    install("garden", bringing_a_format("beds"), version="2.1")

    known = Registry.load(name).export_formats["beds"]

    assert "garden (coprod-garden 2.1)" == str(known.provider)


def test_twice_is_once(install):
    """Naming a plugin twice loads it once."""
    install("garden", bringing_a_format("beds"))

    assert 2 == len(Registry.load("garden", "coprod-garden", "garden").plugins)


def test_order_does_not_matter(install):
    """What is known does not depend on the order in which plugins are named."""
    install("one", bringing_a_format("first"))
    install("two", bringing_a_format("second"))

    assert Registry.load("one", "two").export_formats == Registry.load("two", "one").export_formats


def test_a_missing_plugin_is_an_error():
    """It may bring a rule that tightens, so going on without it could let more out."""
    with pytest.raises(PluginMissing, match=r"`nowhere` is not installed\. Install"):
        Registry.load("nowhere")


def test_a_slip_of_the_pen_is_told(install):
    """A name one letter off is answered with the right one."""
    install("garden", bringing_a_format("beds"))

    assert "Did you mean `garden`?" in why("gardn")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        ("import not_there_at_all", "not_there_at_all"),
        ("def broken(:", "SyntaxError"),
        (hook("register_readers", "raise ValueError('later')"), "`register_readers` of garden"),
        (hook("register_readers", "yield 1 / 0"), "ZeroDivisionError"),
        (hook("register_readers", "pass"), "did you forget `yield`"),
        (hook("register_readers", "return 7"), "not iterable"),
        (hook("register_readers", "yield {'name': 'x'}"), "expected a reader: Reader(name=..., ...)"),
        (hook("register_readers", "yield coprod.Reader"), "found the class Reader, expected a reader"),
        (hook("register_readers", "yield coprod.ConsentRule(name='x')"), "TypeError"),
        (hook("register_reader", "yield 1"), "Did you mean `register_readers`?"),
        ("def register_readers():\n    yield 1\n", "lacks the mark `@coprod.hookimpl`"),
        ("x = 1", "none of its functions is marked"),
        ("import coprod\n@coprod.hookimpl\ndef register_readers(project):\n    yield 1\n", "project"),
        (
            "import coprod\n@coprod.hookimpl(wrapper=True)\ndef register_readers():\n    return (yield)\n",
            "is a wrapper",
        ),
        (hook("register_record_types", "yield coprod.Record"), "expected a class on coprod.Record"),
        (
            "import coprod\nclass GardenBed(coprod.Record):\n    x: int\n"
            + hook("register_record_types", "yield GardenBed"),
            "lacks `@attrs.frozen",
        ),
    ],
)
def test_a_broken_plugin_is_an_error_that_says_what_is_wrong(install, source, said):
    """Whatever is wrong with a named plugin, it is an error with its name; half a plugin is never loaded."""
    install("garden", source)

    with pytest.raises(PluginMissing) as caught:
        Registry.load("garden")

    assert said in str(caught.value)
    assert "garden (coprod-garden 1.0)" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_class_as_entry_point(install):
    """An entry point that is a class, not an object of it, is told as that."""
    install("garden", "class Plugin: pass", value="plugin_coprod_garden_garden:Plugin")

    assert "did you forget `()`" in why("garden")


def test_two_plugins_with_one_name_for_a_format(install):
    """Of two that bring the same name neither is taken, and both are named with their versions."""
    install("one", bringing_a_format("beds"), version="1.0")
    install("two", bringing_a_format("beds"), version="2.0")

    with pytest.raises(PluginConflict) as caught:
        Registry.load("one", "two")

    assert "one (coprod-one 1.0)" in str(caught.value)
    assert "two (coprod-two 2.0)" in str(caught.value)
    assert "beds" in Registry.load("one").export_formats


def test_two_packages_with_one_name_for_a_plugin(install):
    """Where a name could mean two packages, neither is guessed."""
    install("garden", bringing_a_format("one"), distribution="coprod-garden")
    install("garden", bringing_a_format("two"), distribution="other-garden")

    with pytest.raises(PluginConflict, match=r"coprod-garden 1\.0.*other-garden 1\.0"):
        Registry.load("garden")
    assert "two" in Registry.load("other-garden").export_formats


# Record kinds of plugins


def test_a_kind_that_carries_the_name(install):
    """A kind of a plugin joins the built-in ones."""
    install("garden", KINDS.format(name="GardenPlot", category="garden:plots", table="garden_plots"))

    registry = Registry.load("garden")

    assert "garden_plots" == registry.record_types["gardenplot"].spec.table()
    assert (*BUILT_IN, registry.record_types["gardenplot"].spec) == registry.kinds


@pytest.mark.parametrize(
    ("name", "category", "table", "said"),
    [
        ("Plot", "garden:plots", "garden_plots", "call it GardenPlot"),
        ("GardenPlot", "garden:plots", "plots", "call it garden_plots"),
        ("GardenPlot", "views", "garden_plots", "expected `garden:views`"),
        ("GardenPlot", "gardens:plots", "garden_plots", "expected `garden:gardens:plots`"),
    ],
)
def test_a_kind_without_the_name(install, name, category, table, said):
    """A yes that someone gave to `views` cannot cover what a plugin brings under that word."""
    install("garden", KINDS.format(name=name, category=category, table=table))

    assert said in why("garden")


# Asking for what is not there


@pytest.mark.parametrize(
    ("family", "ask", "said"),
    [
        ("export_formats", lambda r: r.export_format("grafml"), "Did you mean `graphml`?"),
        ("readers", lambda r: r.reader("pollis"), "Did you mean `polis`?"),
        ("equality_checks", lambda r: r.equality_check("voice-shares"), "Did you mean `voice-share`?"),
        ("export_formats", lambda r: r.export_format("zzz"), "There are: "),
    ],
)
def test_an_unknown_name(family, ask, said):
    """A name that nothing has is answered with the nearest, or with all there are."""
    with pytest.raises(NotFound) as caught:
        ask(Registry.load())

    assert FAMILIES[family].one in str(caught.value)
    assert said in str(caught.value)


def test_a_missing_rule_is_a_missing_plugin():
    """A rule that is asked for by name and not there is an error, and not just something not found."""
    with pytest.raises(PluginMissing, match="`no-such-rule` is not known"):
        Registry.load().consent_rule("no-such-rule")


def test_what_an_unlisted_plugin_has(install):
    """A format that an installed plugin has is told with how to enable it, without importing the plugin."""
    install("garden", bringing_a_format("beds") + "\nraise RuntimeError('imported')\n")

    with pytest.raises(NotFound) as caught:
        Registry.load().export_format("beds")

    assert "garden (coprod-garden 1.0) is installed and has it" in str(caught.value)
    assert 'enable = ["garden"]' in str(caught.value)


# The list


def line(registry, name):
    """The line of one plugin."""
    return next(line for line in registry.listing() if name == line["name"])


def test_the_list_begins_with_coprod():
    """The first line is coprod itself, with all that it brings."""
    first = Registry.load().listing()[0]

    assert ("coprod", "active", "") == (first["name"], first["status"], first["why"])
    assert "polis" in first["readers"]
    assert [*FAMILIES] == [key for key in first if isinstance(first[key], list)]


def test_an_active_plugin_in_the_list(install):
    """A loaded plugin is listed with its package, version and what it brings."""
    install("garden", bringing_a_format("beds"), version="3.2")

    found = line(Registry.load("garden"), "garden")

    assert ("coprod-garden", "3.2", "active") == (found["distribution"], found["version"], found["status"])
    assert ["beds"] == found["export_formats"]


def test_a_blocked_plugin_in_the_list(install):
    """A plugin that nothing names is listed with what it would bring, and is not imported."""
    install("garden", bringing_a_format("beds") + "\nraise RuntimeError('imported')\n")

    found = line(Registry.load(), "garden")

    assert ("blocked", ["beds"]) == (found["status"], found["export_formats"])
    assert 'enable = ["garden"]' in found["why"]


def test_a_failed_plugin_in_the_list(install):
    """A list can be made where something failed, and says what."""
    install("garden", "raise RuntimeError('no luck')")
    registry = Registry.load("garden", "nowhere", required=False)

    assert {"garden", "nowhere"} == set(registry.failures)
    assert "no luck" in line(registry, "garden")["why"]
    assert ["failed", "failed"] == [line(registry, name)["status"] for name in ("garden", "nowhere")]


def test_sources_that_cannot_be_read_bring_nothing(install):
    """A plugin whose source is no Python, or not there, is listed all the same."""
    install("broken", "def (")
    install("gone", "", value="not_there_at_all")

    assert [[], []] == [line(Registry.load(), name)["export_formats"] for name in ("broken", "gone")]


def test_loading_without_plugins_is_light():
    """The registry of the built-ins loads no engine and no graph library."""
    code = (
        "import sys; from coprod.registry import Registry; Registry.load();"
        "print([m for m in ('polars', 'networkx', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
