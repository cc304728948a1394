"""
What is true of every export format.

A format gets a release, which holds what may leave and nothing else. So what it writes of two projects of which the
same may be seen is the same, byte for byte; and it says nothing of them in any other way.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

from coprod.app import read
from coprod.errors import CoprodError
from coprod.formats.spec import ExportFormat
from coprod.formats.writing import write_release
from coprod.testing.laws.law import Draws, hold, law
from coprod.testing.laws.writing import bytes_of, same, watched
from coprod.testing.needs import st
from coprod.testing.pairs import Pair, indistinguishable_pairs

__all__ = [
    "counted_people_cannot_be_told_apart",
    "is_no_project",
    "keeps_small_numbers",
    "leaves_nothing_half_written",
    "notes_on_answers_stay",
    "people_behind_pseudonyms_cannot_be_told_apart",
    "says_nothing_besides",
    "tells_nothing_withheld",
    "writes_nowhere_else",
    "writes_the_same_twice",
]


def pairs(*about: str, asking: bool = False) -> Draws:
    """Return a strategy for pairs that differ in these ways only."""

    def drawn(_: ExportFormat) -> st.SearchStrategy[Pair]:
        checks = _checks() if asking else ()
        return indistinguishable_pairs(about=about, checks=checks)

    return drawn


@functools.cache
def _checks() -> tuple[Any, ...]:
    from coprod.builtin.checks import checks

    return tuple(checks())[:2]


def _same_bytes(form: ExportFormat, pair: Pair) -> None:
    one, other = (bytes_of(form, pair.release(project)) for project in (pair.one, pair.other))
    found = same(one, other)
    hold(not found, f"after other {', '.join(pair.what_changed)}: {found}")


@law("export_formats", pairs("withheld"), on_pairs=True)
def tells_nothing_withheld(form: ExportFormat, pair: Pair) -> None:
    """Whatever is withheld, and however much of it there is, the same bytes are written (N1)."""
    _same_bytes(form, pair)


@law("export_formats", pairs("pseudonyms"), on_pairs=True)
def people_behind_pseudonyms_cannot_be_told_apart(form: ExportFormat, pair: Pair) -> None:
    """Whatever the people behind pseudonyms are called and said in words, the same bytes are written (N2)."""
    _same_bytes(form, pair)


@law("export_formats", pairs("counted"), on_pairs=True)
def counted_people_cannot_be_told_apart(form: ExportFormat, pair: Pair) -> None:
    """Whoever is counted in a number, the same bytes are written (N3)."""
    _same_bytes(form, pair)


@law("export_formats", pairs("counted", asking=True), on_pairs=True)
def keeps_small_numbers(form: ExportFormat, pair: Pair) -> None:
    """Whatever a number is that stands on too few people to be shown, the same bytes are written (N4)."""
    _same_bytes(form, pair)


@law("export_formats", pairs("answers"), on_pairs=True)
def notes_on_answers_stay(form: ExportFormat, pair: Pair) -> None:
    """Whatever is noted about answers that decide the same, the same bytes are written (N5)."""
    _same_bytes(form, pair)


@law("export_formats", pairs("withheld", "answers"), on_pairs=True)
def says_nothing_besides(form: ExportFormat, pair: Pair) -> None:
    """No withheld word is in what is written, logged, warned of, printed, raised, or in the name of a file (N6, N7)."""
    release = pair.release(pair.other)
    for seen in (watched(form, release), watched(form, release, break_after=40)):
        told = [*seen.said, *seen.files, *(data.decode("utf-8", "replace") for data in seen.files.values())]
        for canary in pair.canaries:
            where = next((text for text in told if canary in text), "")
            hold(not where, f"it tells `{canary}`, which nobody may know: {where[:80]!r}")


@law("export_formats", pairs("withheld"), on_pairs=True)
def writes_the_same_twice(form: ExportFormat, pair: Pair) -> None:
    """Written twice, a release gives the same bytes (N8)."""
    release = pair.release(pair.one)
    found = same(bytes_of(form, release), bytes_of(form, release))
    hold(not found, f"the second time, {found}")


@law("export_formats", pairs("withheld"), on_pairs=True)
def writes_nowhere_else(form: ExportFormat, pair: Pair) -> None:
    """Nothing is opened for writing but what is asked for, nobody is called, nothing is started."""
    seen = watched(form, pair.release(pair.one))
    hold(not seen.elsewhere, f"it also wrote to {', '.join(seen.elsewhere[:3])}")
    hold(not seen.left, f"it also left {', '.join(seen.left[:3])}")


@law("export_formats", pairs("withheld"), on_pairs=True)
def leaves_nothing_half_written(form: ExportFormat, pair: Pair) -> None:
    """Where the disk is full, it says so, and no part of a file is left (N7)."""
    release = pair.release(pair.one)
    if not any(bytes_of(form, release).values()):
        return
    seen = watched(form, release, break_after=0)
    hold(seen.error is not None, "the disk was full and it did not say so")
    hold(not [*seen.files, *seen.left], f"it left {[*seen.files, *seen.left]}")


@law("export_formats", pairs("withheld"), on_pairs=True)
def is_no_project(form: ExportFormat, pair: Pair) -> None:
    """What was written cannot be taken for a project and read as one (N11)."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out{form.suffix}"
        write_release(pair.release(pair.one), form, out)
        hold(_refused(out), "what it wrote can be read as a project")


def _refused(out: Path) -> bool:
    try:
        read(out)
    except CoprodError:
        return True
    return False
