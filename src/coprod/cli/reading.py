"""How a command gets its project, and the registry with all that the project and `--plugin` name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coprod.cli.terminal import progress
from coprod.errors import InvalidInput

if TYPE_CHECKING:
    from coprod.project import Project
    from coprod.registry import Registry

__all__ = ["read_project"]


def read_project(path: str, plugins: Sequence[str]) -> tuple[Project, Registry]:
    """Return the project at *path*, and a registry with its plugins and those that `--plugin` adds."""
    from coprod import app
    from coprod.formats.project_files import read_settings
    from coprod.registry import Registry

    with progress(f"Reading {path}"):
        try:
            _, settings = read_settings(path)
        except InvalidInput:
            app.read(path, registry=Registry.load(*plugins))  # raises with the problems of the tables, too
            raise
        registry = Registry.load(*settings.plugins, *plugins)
        return app.read(path, registry=registry), registry
