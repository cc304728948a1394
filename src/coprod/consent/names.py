"""
Partners' names in free text.

A text that holds a partner's name as a whole word leaves only when every partner it names is a subject of the row and
shares their identity. A full name is found whatever its case; a single part of a person's name, and their id, only as
it is written, so that "grant money" is not taken for Fiona Grant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Self, TypeAlias

import attrs

from coprod.records import Partner

__all__ = ["Register"]

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
SHORTEST = 3  # letters that a single part of a name has at least
Words: TypeAlias = tuple[str, ...]


@attrs.frozen
class Register:
    """
    The names that are looked for, by their first word.

    Attributes:
        whole: Full names, in lower case.
        parts: Parts of persons' names, and their ids, as written.
    """

    whole: Mapping[str, tuple[tuple[Words, str], ...]]
    parts: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, partners: Iterable[Partner]) -> Self:
        """Return the names of *partners*."""
        whole: dict[str, set[tuple[Words, str]]] = defaultdict(set)
        parts: dict[str, set[str]] = defaultdict(set)
        for partner in partners:
            words = tuple(WORD.findall(partner.name.casefold())) if partner.name else ()
            if words:
                whole[words[0]].add((words, partner.id))
            for word in _parts(partner):
                parts[word].add(partner.id)
        return cls(
            {first: tuple(sorted(names)) for first, names in whole.items()},
            {word: frozenset(ids) for word, ids in parts.items()},
        )

    def found_in(self, text: str) -> frozenset[str]:
        """
        Return the ids of partners that *text* names.

        >>> register = Register.of([Partner("p1", kind="person", name="Fiona Grant")])
        >>> sorted(register.found_in("We asked Fiona about the grant."))
        ['p1']
        """
        written = WORD.findall(text)
        found = set().union(*(self.parts.get(word, frozenset()) for word in written))
        return frozenset(found.union(self._whole(tuple(word.casefold() for word in written))))

    def _whole(self, words: Words) -> Iterator[str]:
        for start, word in enumerate(words):
            for name, partner in self.whole.get(word, ()):
                if words[start : start + len(name)] == name:
                    yield partner


def _parts(partner: Partner) -> Iterator[str]:
    """Yield what alone may point at a person: each longer part of their name, and their id."""
    if partner.kind == "person":
        yield from (word for word in WORD.findall(partner.name or "") if len(word) >= SHORTEST)
        if WORD.fullmatch(partner.id) and len(partner.id) >= SHORTEST and not partner.id.isdigit():
            yield partner.id
