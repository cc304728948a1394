"""The five families of specs: which hook brings each, what each is, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeAlias, TypeVar

import attrs

from coprod.consent.rule import ConsentRule
from coprod.equality.check import EqualityCheck
from coprod.errors import PluginError
from coprod.formats.spec import ExportFormat, Reader
from coprod.records import Record
from coprod.registry.installed import Provider
from coprod.registry.kinds import kind_problem
from coprod.schema import kind_name

__all__ = ["FAMILIES", "Family", "Registered", "Spec", "family_of"]

Spec: TypeAlias = ConsentRule | EqualityCheck | ExportFormat | Reader | type[Record]
S = TypeVar("S")


@attrs.frozen
class Registered(Generic[S]):
    """
    A spec, and who brought it.

    Attributes:
        spec: The rule, check, format, reader or record kind.
        provider: The plugin that brought it, with its distribution and version.
    """

    spec: S
    provider: Provider


@attrs.frozen(kw_only=True)
class Family:
    """
    One family of specs.

    Attributes:
        name: Its name in the registry, such as `export_formats`.
        hook: The hook that brings it.
        one: One of it, in words.
        type: What each must be: an instance of this class; for record kinds, a subclass of it.
    """

    name: str
    hook: str
    one: str
    type: type

    def problem(self, spec: object, provider: Provider) -> str:
        """Return why *spec*, which *provider* brings, is not one of this family, or an empty text."""
        if self.type is Record:
            return kind_problem(spec, provider)
        if isinstance(spec, self.type):
            return ""
        if isinstance(spec, type) and issubclass(spec, self.type):
            return f"found the class {spec.__name__}, expected {self.one}: did you forget `({ARGUMENTS})`?"
        return f"found {spec!r}, expected {self.one}: {self.type.__name__}({ARGUMENTS})"

    def called(self, spec: Spec) -> str:
        """Return the name of a spec: a record kind goes by the name that references use."""
        return kind_name(spec) if isinstance(spec, type) else spec.name


ARGUMENTS = "name=..., ..."

FAMILIES: Mapping[str, Family] = {
    family.name: family
    for family in (
        Family(name="consent_rules", hook="register_consent_rules", one="a consent rule", type=ConsentRule),
        Family(
            name="equality_checks",
            hook="register_equality_checks",
            one="an equality check",
            type=EqualityCheck,
        ),
        Family(name="export_formats", hook="register_export_formats", one="an export format", type=ExportFormat),
        Family(name="readers", hook="register_readers", one="a reader", type=Reader),
        Family(name="record_types", hook="register_record_types", one="a record kind", type=Record),
    )
}
"""Every family, by its name in the registry."""


def family_of(spec: object) -> Family:
    """
    Return the family that *spec* belongs to.

    Raises:
        PluginError: it belongs to none.
    """
    for family in FAMILIES.values():
        if isinstance(spec, type) and issubclass(spec, family.type):
            if family.type is Record:
                return family
            raise PluginError(f"found the class {spec.__name__}: did you forget `({ARGUMENTS})`?")
        if isinstance(spec, family.type):
            return family
    wanted = ", ".join(family.one for family in FAMILIES.values())
    raise PluginError(f"found {spec!r}, expected one of: {wanted}")
