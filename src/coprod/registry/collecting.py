"""
What one plugin brings, through pluggy: its hooks found, called once, and everything that they yield checked.

Each plugin has a plugin manager of its own, so that it cannot wrap, block or break another, and so that who
brought what is never in doubt. Whatever goes wrong raises `PluginMissing`, which names the plugin and the
hook: a plugin that brings half of what it should may lack the rule that someone relies on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pluggy

from coprod import hookspecs
from coprod.errors import PluginMissing, did_you_mean
from coprod.registry.family import FAMILIES, Family, Spec
from coprod.registry.installed import Installed, Provider

__all__ = ["collect"]

HOOKS = tuple(family.hook for family in FAMILIES.values())


def collect(plugin: Installed) -> tuple[tuple[Family, Spec], ...]:
    """
    Return the specs that a plugin brings, each with its family.

    Raises:
        PluginMissing: it could not be imported, or brings something else than it should.
    """
    provider = plugin.provider
    manager = _registered(_imported(plugin), provider)
    return tuple((family, spec) for family in FAMILIES.values() for spec in _brought(manager, family, provider))


def _imported(plugin: Installed) -> Any:
    try:
        return plugin.entry.load()
    except Exception as error:
        raise PluginMissing(f"{plugin.provider} could not be loaded: {_said(error)}") from error


def _registered(module: Any, provider: Provider) -> pluggy.PluginManager:
    if isinstance(module, type):
        raise PluginMissing(f"{provider}: its entry point is the class {module.__name__}: did you forget `()`?")
    manager = pluggy.PluginManager("coprod")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(module, name=provider.name)
    except Exception as error:
        raise PluginMissing(f"{provider}: {_said(error)}") from error
    marked = {caller.name for caller in manager.get_hookcallers(module) or ()}
    _all_known(marked, provider)
    _all_marked(module, marked, provider)
    return manager


def _all_known(marked: Iterable[str], provider: Provider) -> None:
    for name in sorted(set(marked) - set(HOOKS)):
        hint = did_you_mean(name, HOOKS) or f"The hooks are {', '.join(HOOKS)}."
        raise PluginMissing(f"{provider}: `{name}` is no hook. {hint}")


def _all_marked(module: Any, marked: set[str], provider: Provider) -> None:
    """Fail where a mark was forgotten: pluggy would leave the function out, and a rule would be missing."""
    for name in HOOKS:
        if name not in marked and callable(getattr(module, name, None)):
            raise PluginMissing(f"{provider}: `{name}` lacks the mark `@coprod.hookimpl`")
    if not marked:
        raise PluginMissing(f"{provider}: none of its functions is marked with `@coprod.hookimpl`")


def _brought(manager: pluggy.PluginManager, family: Family, provider: Provider) -> Iterator[Spec]:
    for implementation in getattr(manager.hook, family.hook).get_hookimpls():
        if implementation.wrapper or implementation.hookwrapper:
            raise PluginMissing(f"`{family.hook}` of {provider} is a wrapper: a hook yields specs, nothing else")
        yield from _yielded(implementation.function, family, provider)


def _yielded(function: Any, family: Family, provider: Provider) -> list[Any]:
    try:
        found = function()
        specs = None if found is None else list(found)  # a generator raises here, not when it is called
    except Exception as error:
        raise PluginMissing(f"`{family.hook}` of {provider} raised {_said(error)}") from error
    if specs is None:
        raise PluginMissing(f"`{family.hook}` of {provider} gives nothing: did you forget `yield` or `return`?")
    problems = [problem for spec in specs if (problem := _problem(spec, family, provider))]
    if problems:
        raise PluginMissing(f"`{family.hook}` of {provider}: {'; '.join(problems)}")
    return specs


def _problem(spec: object, family: Family, provider: Provider) -> str:
    try:
        return family.problem(spec, provider)
    except Exception as error:  # noqa: BLE001  # a record kind's annotations are the plugin's code
        return _said(error)


def _said(error: Exception) -> str:
    """Return an error on one line, with its kind."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
