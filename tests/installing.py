"""Plugins that tests install: a package on the path with its metadata, as pip leaves it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Install = Callable[..., None]


def installer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a function that installs a plugin for the length of one test."""

    def install(name: str, source: str, *, distribution: str = "", version: str = "1.0", value: str = "") -> None:
        distribution = distribution or f"coprod-{name}"
        module = f"plugin_{distribution.replace('-', '_')}_{name.replace('-', '_')}"
        site = folder / distribution
        site.mkdir(parents=True, exist_ok=True)
        (site / f"{module}.py").write_text(source, "utf-8")
        info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", "utf-8")
        with (info / "entry_points.txt").open("a", encoding="utf-8") as file:
            if not file.tell():
                file.write("[coprod]\n")
            file.write(f"{name} = {value or module}\n")
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, module, raising=False)

    return install


FORMAT = """
import coprod
from coprod import ExportFormat

@coprod.hookimpl
def register_export_formats():
    yield ExportFormat(name="{name}", summary="A test.", suffix=".txt", media_type="text/plain", write=print)
"""


def bringing_a_format(name: str) -> str:
    """Return the source of a plugin that brings one format of this name."""
    return FORMAT.format(name=name)
