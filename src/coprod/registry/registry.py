"""The registry: everything that is known by name, and who brought it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Self, TypeVar

import attrs

from coprod.consent.rule import ConsentRule
from coprod.equality.check import EqualityCheck
from coprod.errors import NotFound, PluginConflict, PluginError, PluginMissing, did_you_mean
from coprod.formats.spec import ExportFormat, Reader
from coprod.records import Record
from coprod.registry.collecting import collect
from coprod.registry.family import FAMILIES, Family, Registered, Spec, family_of
from coprod.registry.installed import BUILT_IN, Installed, Provider, brings, installed, named

__all__ = ["Registry"]

T = TypeVar("T")
Known = Mapping[str, Registered[T]]

NOTHING: Mapping[str, Any] = MappingProxyType({})
CALLER = Provider("the caller")


def _by_name(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(mapping.items())))


def _as_brought(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


@attrs.frozen(kw_only=True)
class Registry:
    """
    What is known: the built-ins, and the plugins that were named. Immutable; the caller owns it.

    Attributes:
        consent_rules: Consent rules by name, each with who brought it.
        equality_checks: Equality checks by name, in the order of a report, coprod's own first.
        export_formats: Export formats by name.
        readers: Readers by name.
        record_types: Record kinds by the name that references use, coprod's own first.
        plugins: The plugins that were loaded.
        failures: Why a plugin could not be loaded, by its name; empty unless failures were asked for.

    >>> "graphml" in Registry.load().export_formats
    True
    """

    consent_rules: Known[ConsentRule] = attrs.field(default=NOTHING, converter=_by_name)
    equality_checks: Known[EqualityCheck] = attrs.field(default=NOTHING, converter=_as_brought)
    export_formats: Known[ExportFormat] = attrs.field(default=NOTHING, converter=_by_name)
    readers: Known[Reader] = attrs.field(default=NOTHING, converter=_by_name)
    record_types: Known[type[Record]] = attrs.field(default=NOTHING, converter=_as_brought)
    plugins: tuple[Provider, ...] = ()
    failures: Mapping[str, str] = attrs.field(default=NOTHING, converter=_by_name)

    @classmethod
    def load(cls, *plugins: str, required: bool = True) -> Self:
        """
        Return the built-ins and the installed plugins of these names; nothing else is imported.

        Args:
            plugins: Names of plugins, or of the packages that they come in.
            required: Whether a plugin that cannot be had is an error. It may bring a consent rule, so it is
                one wherever anything is shared; only a list of plugins wants to go on.

        Raises:
            PluginMissing: a named plugin is not installed, or did not load.
            PluginConflict: two bring something of the same name.
        """
        registry = _with(cls(), BUILT_IN, _shipped())
        for name in dict.fromkeys(plugins):
            try:
                registry = _with_all(registry, named(name))
            except PluginError as error:
                if required:
                    raise
                failures = {**registry.failures, name: str(error)}
                registry = attrs.evolve(registry, failures=failures)
        return registry

    def extended(self, *specs: Spec) -> Self:
        """
        Return a new registry with these specs too.

        Raises:
            PluginConflict: a name is taken.
            PluginError: something is not a spec.
        """
        found = [(family_of(spec), spec) for spec in specs]
        problems = [problem for family, spec in found if (problem := family.problem(spec, CALLER))]
        if problems:
            raise PluginError("; ".join(problems))
        return _and(self, CALLER, found)

    @property
    def kinds(self) -> tuple[type[Record], ...]:
        """The record kinds, coprod's own first."""
        return tuple(known.spec for known in self.record_types.values())

    def consent_rule(self, name: str) -> ConsentRule:
        """
        Return a consent rule.

        Raises:
            PluginMissing: no rule has this name; without it more would leave, so this is not just `NotFound`.
        """
        if name not in self.consent_rules:
            raise PluginMissing(_missing(self, "consent_rules", name))
        return self.consent_rules[name].spec

    def equality_check(self, name: str) -> EqualityCheck:
        """Return an equality check; raise `NotFound` where none has this name."""
        return self._known(self.equality_checks, "equality_checks", name)

    def export_format(self, name: str) -> ExportFormat:
        """Return an export format; raise `NotFound` where none has this name."""
        return self._known(self.export_formats, "export_formats", name)

    def reader(self, name: str) -> Reader:
        """Return a reader; raise `NotFound` where none has this name."""
        return self._known(self.readers, "readers", name)

    def _known(self, known: Known[T], family: str, name: str) -> T:
        if name not in known:
            raise NotFound(_missing(self, family, name))
        return known[name].spec

    def listing(self) -> list[dict[str, Any]]:
        """
        Return the list of plugins: coprod itself, then each that is installed or was named.

        Each has its name, distribution, version, status, why, and the names that it brings, by family. The
        status is `active`; `failed`, and why; or `blocked`: nothing names it, so it was not imported, and
        what it brings is told from its source.
        """
        from coprod.registry.listing import listing

        return listing(self)


R = TypeVar("R", bound=Registry)


@cache
def _shipped() -> tuple[tuple[Family, Spec], ...]:
    """Return what comes with coprod, asked for once: nothing of it changes."""
    return collect(BUILT_IN)


def _with_all(registry: R, plugins: Iterable[Installed]) -> R:
    for plugin in plugins:
        if plugin.provider not in registry.plugins:
            registry = _with(registry, plugin, collect(plugin))
    return registry


def _with(registry: R, plugin: Installed, specs: Iterable[tuple[Family, Spec]]) -> R:
    made = _and(registry, plugin.provider, specs)
    return attrs.evolve(made, plugins=(*registry.plugins, plugin.provider))


def _and(registry: R, provider: Provider, specs: Iterable[tuple[Family, Spec]]) -> R:
    known: dict[str, Any] = {name: dict(getattr(registry, name)) for name in FAMILIES}
    for family, spec in specs:
        _put(known[family.name], family, Registered(spec, provider))
    return attrs.evolve(registry, **known)


def _put(known: dict[str, Registered[Any]], family: Family, new: Registered[Any]) -> None:
    """Put a spec under its name; of two with one name, neither is the right one to take."""
    name, spec = family.called(new.spec), new.spec
    old = known.get(name)
    what = f"{family.one} called `{name}`"
    if old is None and family.type is Record:  # a record kind has the name of its table, too
        old = next((other for other in known.values() if other.spec.table() == spec.table()), None)
        what = f"a table called `{spec.table()}`"
    if old is not None:
        raise PluginConflict(f"{old.provider} and {new.provider} both bring {what}: load one of them only")
    known[name] = new


def _missing(registry: Registry, family: str, name: str) -> str:
    """Return the sentence that nothing has this name, and where it could be."""
    there = getattr(registry, family)
    hint = _elsewhere(registry, family, name) or did_you_mean(name, there)
    return f"{FAMILIES[family].one} called `{name}` is not known. " + (
        hint or f"There are: {', '.join(there) or 'none'}."
    )


def _elsewhere(registry: Registry, family: str, name: str) -> str:
    for plugin in installed():
        if plugin.provider not in registry.plugins and name in brings(plugin).get(family, ()):
            how = f'enable = ["{plugin.provider.name}"]'
            return f"{plugin.provider} is installed and has it: under [plugins] in coprod.toml, write {how}."
    return ""
