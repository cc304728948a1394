"""
Which plugins are installed: told from the metadata of packages, without importing any of them.

What an installed plugin brings is read from its source as text, so that `coprod plugins` can list it, and a
project that asks for something which it does not load can be told where it is.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from coprod import __version__
from coprod.errors import PluginConflict, PluginMissing, did_you_mean

__all__ = ["BUILT_IN", "GROUP", "Installed", "Provider", "brings", "installed", "named"]

GROUP = "coprod"  # the group of entry points that plugins are found in
SPECS = {
    "ConsentRule": "consent_rules",
    "EqualityCheck": "equality_checks",
    "ExportFormat": "export_formats",
    "Reader": "readers",
}
FILES = 200  # how many source files of a plugin are looked at


@attrs.frozen
class Provider:
    """
    Who brought a spec.

    Attributes:
        name: Name of the plugin, as `coprod.toml` writes it.
        distribution: The package that it came in; empty where the caller gave the spec.
        version: Version of the package.
    """

    name: str
    distribution: str = ""
    version: str = ""

    def __str__(self) -> str:
        """Return the plugin with its package and version."""
        package = f"{self.distribution} {self.version}".strip()
        return f"{self.name} ({package})" if package else self.name


@attrs.frozen
class Installed:
    """
    A plugin that is installed, and perhaps not loaded.

    Attributes:
        provider: Its name, package and version.
        entry: Where its hooks are.
    """

    provider: Provider
    entry: importlib.metadata.EntryPoint

    def answers_to(self, name: str) -> bool:
        """Whether a project that writes *name* means this plugin: by its own name, or by its package's."""
        return name == self.provider.name or _canonical(name) == _canonical(self.provider.distribution)


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


BUILT_IN = Installed(
    Provider("coprod", "coprod", __version__),
    importlib.metadata.EntryPoint("coprod", "coprod.builtin", GROUP),
)
"""What ships with coprod: it comes in through the same hooks as everything else."""


def installed() -> tuple[Installed, ...]:
    """Return every installed plugin by name; nothing of it is imported."""
    found = importlib.metadata.entry_points(group=GROUP)
    plugins = [Installed(_provider(entry), entry) for entry in found]
    return tuple(sorted(plugins, key=lambda p: (p.provider.name, p.provider.distribution)))


def _provider(entry: importlib.metadata.EntryPoint) -> Provider:
    package = entry.dist
    return Provider(entry.name, package.name, package.version) if package else Provider(entry.name)


def named(name: str) -> tuple[Installed, ...]:
    """
    Return the installed plugins that *name* means: one, or all of a package that brings several.

    Raises:
        PluginMissing: none is installed.
        PluginConflict: two packages bring a plugin of this name.
    """
    known = installed()
    found = tuple(plugin for plugin in known if plugin.answers_to(name))
    if not found:
        names = (n for p in known for n in (p.provider.name, p.provider.distribution))
        hint = did_you_mean(name, names) or "Install the package that brings it, with pip."
        raise PluginMissing(f"the plugin `{name}` is not installed. {hint}")
    if len({plugin.provider.distribution for plugin in found}) > 1:
        both = " and ".join(str(plugin.provider) for plugin in found)
        raise PluginConflict(f"`{name}` may mean {both}: uninstall one of them")
    return found


def brings(plugin: Installed) -> Mapping[str, tuple[str, ...]]:
    """
    Return the names that a plugin brings, by family, as its source says; nothing is imported.

    A name that is put together at run time is not seen.
    """
    found: dict[str, set[str]] = {}
    for path in _sources(plugin):
        try:
            tree = ast.parse(path.read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        for family, name in _specs(tree):
            found.setdefault(family, set()).add(name)
    return {family: tuple(sorted(names)) for family, names in found.items()}


def _sources(plugin: Installed) -> list[Path]:
    top = plugin.entry.module.partition(".")[0]
    try:
        spec = importlib.util.find_spec(top)  # finds a package without importing it
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    if spec.submodule_search_locations is None:
        return [Path(spec.origin)] if spec.origin else []
    folders = map(Path, spec.submodule_search_locations)
    return [path for folder in folders for path in sorted(folder.rglob("*.py"))][:FILES]


def _specs(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            family = SPECS.get(_last(node.func), "")
            names = (_text(keyword.value) for keyword in node.keywords if keyword.arg == "name")
            yield from ((family, name) for name in names if family and name)
        elif isinstance(node, ast.ClassDef) and "Record" in map(_last, node.bases):
            yield "record_types", node.name.lower()


def _last(node: ast.expr) -> str:
    """Return the last part of a name such as `coprod.Record`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
