"""The hooks: each is documented with an example that works, and there are no others."""

import inspect
import re

import pluggy
import pytest
from tests.installing import installer

from coprod import hookspecs
from coprod.registry import FAMILIES, Registry

EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)
HOOKS = [family.hook for family in FAMILIES.values()]


def specified():
    """The names that pluggy takes for hooks."""
    manager = pluggy.PluginManager("coprod")
    manager.add_hookspecs(hookspecs)
    return {name for name in vars(manager.hook) if not name.startswith("_")}


def test_every_hook_has_a_family():
    """What can be hooked is what the registry collects."""
    assert set(HOOKS) == specified()


def test_every_hook_is_public():
    """The hooks and the mark are all that the page offers."""
    assert sorted(["hookimpl", *HOOKS]) == sorted(hookspecs.__all__)


@pytest.mark.parametrize("hook", HOOKS)
def test_hooks_take_nothing(hook):
    """A hook without arguments cannot change under a plugin."""
    function = getattr(hookspecs, hook)

    assert {} == dict(inspect.signature(function).parameters)
    with pytest.raises(NotImplementedError):
        function()


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_the_example_of_each_hook_is_a_plugin(family, tmp_path, monkeypatch):
    """The example in a hook's docstring is a complete plugin: it loads and brings one spec."""
    source = EXAMPLE.search(inspect.getdoc(getattr(hookspecs, family.hook)))[1]
    installer(tmp_path, monkeypatch)("garden", source)

    registry = Registry.load("garden")

    brought = [
        name for name, known in getattr(registry, family.name).items() if "coprod-garden" == known.provider.distribution
    ]
    assert 1 == len(brought)
