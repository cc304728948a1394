"""The plugin as coprod sees it."""

from importlib.metadata import entry_points

import pytest

import coprod
import coprod_scotland
from coprod import Characteristic, Partner, Project, Registry, Request
from coprod.settings import Settings
from coprod.testing import example

CHECKS = ["council-areas", "fairer-scotland", "protected-characteristics", "simd-quintiles"]
installed = pytest.mark.skipif(
    "scotland" not in entry_points(group="coprod").names,
    reason="coprod-scotland is not installed: pip install -e plugins/coprod-scotland",
)


def specs():
    """All that the hooks bring."""
    return [*coprod_scotland.register_consent_rules(), *coprod_scotland.register_equality_checks()]


def test_the_hooks_bring_specs_that_fit():
    """What the hooks yield goes beside the built-ins, and no name is taken."""
    registry = Registry.load().extended(*specs())

    assert "capacity-from-12" in registry.consent_rules
    assert {*CHECKS} < {*registry.equality_checks}


@installed
@pytest.mark.parametrize("name", ["scotland", "coprod-scotland"])
def test_loads_by_name(name):
    """A project may write the plugin's own name or that of its package."""
    registry = Registry.load(name)

    assert "coprod-scotland" == registry.consent_rules["capacity-from-12"].provider.distribution


@installed
def test_nothing_happens_unless_named():
    """Installed is not loaded."""
    assert "capacity-from-12" not in Registry.load().consent_rules


@installed
def test_a_project_that_enables_it_is_asked_its_questions():
    """`enable = ["coprod-scotland"]` adds the checks to those of coprod, and none of them breaks."""
    project = Project(
        "Tea",
        [Partner("ana", kind="person", area="S12000046"), Characteristic("ana", "SIMD", "2")],
        settings=Settings(plugins=("coprod-scotland",)),
    )
    found = {finding.check: finding for finding in coprod.check(project)}

    assert {*CHECKS} < {*found}
    assert [None] * len(CHECKS) == [found[name].error for name in CHECKS]


def test_the_checks_stay_with_the_stewards():
    """A release has nothing of what they count."""
    project = example()
    release = coprod.share(
        project, Request(min(project.settings.purposes), "public"), checks=[*coprod_scotland.register_equality_checks()]
    )

    assert {"Only those who keep the records can see this. This is about the people who agreed to be counted."} == {
        finding.answer for finding in release.findings if finding.check in CHECKS
    }


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.name)
def test_every_question_has_an_answer_for_the_invented_project(spec):
    """On the invented project each check answers, and the rule does not fail."""
    if spec.name in CHECKS:
        from coprod.equality.run import run_check

        assert run_check(spec, example()).error is None
    else:
        assert spec.decide(coprod.ConsentState()) is not None
