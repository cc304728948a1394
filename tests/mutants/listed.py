"""The mutants and the attacks as they stand in the files beside this one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs

__all__ = ["ATTACKS", "ROOT", "Attack", "Mutant", "attacks", "changed", "mutants"]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ATTACKS = HERE / "attacks.toml"


@attrs.frozen(kw_only=True)
class Mutant:
    """
    A leak that is put in on purpose.

    Attributes:
        name: The leak in words.
        attacks: The numbers of the attacks that it lets through.
        file: The file that is changed, from the root of the repository.
        old: Text that stands in the file exactly once.
        new: What is put in its place.
        killed_by: The test that has to fail, as pytest names it.
    """

    name: str
    attacks: tuple[int, ...] = attrs.field(converter=tuple)
    file: str
    old: str
    new: str
    killed_by: str


@attrs.frozen(kw_only=True)
class Attack:
    """
    A way to get at what was not given.

    Attributes:
        number: Its number, which mutants name.
        says: What is tried.
        without: Why no mutant stands for it; empty where one does.
    """

    number: int
    says: str
    without: str = ""


def mutants() -> list[Mutant]:
    """Return all mutants, file by file."""
    files = [path for path in sorted(HERE.glob("*.toml")) if path != ATTACKS]
    return [Mutant(**one) for path in files for one in tomllib.loads(path.read_text("utf-8"))["mutant"]]


def attacks() -> list[Attack]:
    """Return the list of attacks."""
    return [Attack(**one) for one in tomllib.loads(ATTACKS.read_text("utf-8"))["attack"]]


def changed(mutant: Mutant) -> str:
    """
    Return the source of a mutant's file with the leak in it.

    Raises:
        ValueError: the text that is to be replaced is not there, or more than once.
        SyntaxError: what comes out is not Python.
    """
    text = (ROOT / mutant.file).read_text("utf-8")
    found = text.count(mutant.old)
    if found != 1:
        raise ValueError(f"{mutant.file} holds this text {found} times, not once: {mutant.old!r}")
    source = text.replace(mutant.old, mutant.new)
    compile(source, mutant.file, "exec", dont_inherit=True)
    return source
