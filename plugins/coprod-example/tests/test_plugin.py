"""The plugin as coprod sees it."""

from importlib.metadata import entry_points

import pytest

import coprod_example
from coprod import Registry

installed = pytest.mark.skipif(
    "example" not in entry_points(group="coprod").names,
    reason="coprod-example is not installed: pip install -e plugins/coprod-example",
)


def test_the_hooks_bring_specs_that_fit():
    """What the hooks yield goes beside the built-ins, and no name is taken."""
    specs = [
        *coprod_example.register_consent_rules(),
        *coprod_example.register_equality_checks(),
        *coprod_example.register_export_formats(),
    ]

    registry = Registry.load().extended(*specs)

    assert "young-people-counted" in registry.consent_rules
    assert "meeting-times" in registry.equality_checks
    assert "summary" in registry.export_formats


@installed
def test_loads_by_name():
    """A project that writes `enable = ["example"]` gets all of it, from this package."""
    registry = Registry.load("example")

    assert "coprod-example" == registry.consent_rules["young-people-counted"].provider.distribution


@installed
def test_nothing_happens_unless_named():
    """Installed is not loaded."""
    assert "young-people-counted" not in Registry.load().consent_rules
