"""The list of plugins: what is loaded, what failed and why, and what is installed and waits to be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coprod.registry.family import FAMILIES
from coprod.registry.installed import Installed, Provider, brings, installed

if TYPE_CHECKING:
    from coprod.registry.registry import Registry

__all__ = ["listing"]

Line = dict[str, Any]


def listing(registry: Registry) -> list[Line]:
    """Return one line for coprod, then one for each plugin that is installed or was named."""
    active = [_active(registry, provider) for provider in registry.plugins]
    others = [plugin for plugin in installed() if plugin.provider not in registry.plugins]
    somewhere = {name for name in registry.failures for plugin in others if plugin.answers_to(name)}
    nowhere = registry.failures.keys() - somewhere
    missing = [_line(Provider(name), "failed", registry.failures[name], {}) for name in nowhere]
    plugins = [*active[1:], *(_waiting(registry, plugin) for plugin in others), *missing]
    return [*active[:1], *sorted(plugins, key=lambda line: (line["name"], line["distribution"]))]


def _active(registry: Registry, provider: Provider) -> Line:
    names = {
        family: [name for name, known in getattr(registry, family).items() if known.provider == provider]
        for family in FAMILIES
    }
    return _line(provider, "active", "", names)


def _waiting(registry: Registry, plugin: Installed) -> Line:
    for name, why in registry.failures.items():
        if plugin.answers_to(name):
            return _line(plugin.provider, "failed", why, {})
    why = f'not loaded: under [plugins] in coprod.toml, write enable = ["{plugin.provider.name}"]'
    return _line(plugin.provider, "blocked", why, brings(plugin))


def _line(provider: Provider, status: str, why: str, names: Mapping[str, Sequence[str]]) -> Line:
    return {
        "name": provider.name,
        "distribution": provider.distribution,
        "version": provider.version,
        "status": status,
        "why": why,
        **{family: list(names.get(family, ())) for family in FAMILIES},
    }
