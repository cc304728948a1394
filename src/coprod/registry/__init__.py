"""
Which rules, checks, formats, readers and record kinds there are, and who brought each.

`Registry.load()` collects the built-ins and the plugins that are named, through the same hooks. What is
installed and not named is never imported: what it brings is told from its source.
"""

from coprod.registry.family import FAMILIES, Family, Registered, Spec
from coprod.registry.installed import Provider
from coprod.registry.registry import Registry

__all__ = ["FAMILIES", "Family", "Provider", "Registered", "Registry", "Spec"]
