"""What is true of every record kind, and of every reader."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import attrs

from coprod.app import share
from coprod.errors import CoprodError
from coprod.formats.spec import Reader
from coprod.project import Project
from coprod.records import BUILT_IN, Consent, Record
from coprod.registry import Registry
from coprod.request import Request
from coprod.schema import columns_of
from coprod.testing.laws.law import hold, law
from coprod.testing.needs import st
from coprod.testing.strategies import projects, records

__all__ = [
    "has_options_with_defaults",
    "is_withheld_until_someone_says_yes",
    "joins_a_project",
    "refuses_what_is_not_there",
]


def with_others(kind: type[Record]) -> st.SearchStrategy[Any]:
    """Return projects that hold rows of *kind* beside others, no answer of anybody, and nothing that is public."""
    return projects(kinds=[*BUILT_IN, kind], min_partners=2).map(_without_answers)


def _without_answers(project: Project) -> Project:
    kinds = [kind for kind in project.kinds if kind is not Consent]
    held = attrs.evolve(project.settings.held, keep_until=None)
    settings = attrs.evolve(project.settings, public_facts=(), held=held)
    return Project.made_of(project.name, settings, {kind: project.table(kind) for kind in kinds})


def alone(kind: type[Record]) -> st.SearchStrategy[Any]:
    """Return records of *kind*."""
    return records(kind)


@law("record_types", with_others, shrinks=False)
def is_withheld_until_someone_says_yes(kind: type[Record], project: Project) -> None:
    """Where nobody has said yes to anything, no row of a kind leaves that is about someone (P1)."""
    if kind.about.nobody:
        return
    request = Request(min(project.settings.purposes), "public")
    found = share(project, request, registry=Registry.load()).rows(kind)
    hold(not found, f"this left: {found[:1]}")


@law("record_types", alone)
def joins_a_project(kind: type[Record], record: Record) -> None:
    """What a record holds is what it is made of again: nothing is lost in its columns."""
    again = kind(**{name: getattr(record, name) for name in columns_of(kind)})
    hold(again == record, f"{record!r} became {again!r}")


def nothing(_: Reader) -> st.SearchStrategy[Any]:
    """Return nothing: a reader's own files are its author's to draw."""
    return st.none()


@law("readers", nothing)
def has_options_with_defaults(reader: Reader, _: None) -> None:
    """All that a reader wants beside a path is an option: by keyword, and with a default."""
    wanted = list(inspect.signature(reader.read).parameters.values())[1:]
    lacking = [one.name for one in wanted if one.kind is not one.KEYWORD_ONLY or one.default is one.empty]
    hold(not lacking, f"`{', '.join(lacking)}` is no keyword with a default")


@law("readers", nothing, tier="should")
def refuses_what_is_not_there(reader: Reader, _: None) -> None:
    """Where there is no file, a reader says so as a problem, and not as a crash."""
    try:
        list(reader.read(Path("there is no such file")))
    except (CoprodError, OSError):
        return
