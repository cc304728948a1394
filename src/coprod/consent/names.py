"""
Partners' names in free text.

A text that holds a partner's name leaves only when every partner it names is a subject of the row and shares their
identity. A full name is found whatever its case, accents or signs between its words; a single part of a person's name
as it is written or in capitals, so that "grant money" is not taken for Fiona Grant; a person's id as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, Self, TypeAlias

import attrs

__all__ = ["Named", "Register", "words_of"]

WORD = re.compile(r"[^\W_]+")
SHORTEST = 2  # letters that a single part of a name has at least
Words: TypeAlias = tuple[str, ...]


class Named(Protocol):
    """What has a name that is looked for: a partner, or as much of one as is needed."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> str:
        """Person, organisation, group or team."""

    @property
    def name(self) -> str | None:
        """What it is called."""


def words_of(text: str) -> Words:
    """
    Return the words of a text, without accents, invisible signs and wide forms.

    >>> words_of("Siobhán O'Neil-Smith's")
    ('Siobhan', 'O', 'Neil', 'Smith', 's')
    """
    if text.isascii():
        return tuple(WORD.findall(text))
    spread = unicodedata.normalize("NFKD", text)
    kept = (sign for sign in spread if unicodedata.category(sign) not in {"Mn", "Cf"})
    return tuple(WORD.findall("".join(kept)))


@attrs.frozen
class Register:
    """
    The names that are looked for.

    Attributes:
        whole: Full names in lower case, by their first word.
        parts: Parts of persons' names, as written and in capitals.
        ids: Persons' ids that are one word.
        odd: Other ids of persons, each with the pattern that finds it.
    """

    whole: Mapping[str, tuple[tuple[Words, str], ...]]
    parts: Mapping[str, frozenset[str]]
    ids: frozenset[str]
    odd: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, partners: Iterable[Named]) -> Self:
        """Return the names of *partners*."""
        whole: dict[str, set[tuple[Words, str]]] = defaultdict(set)
        parts: dict[str, set[str]] = defaultdict(set)
        ids: set[str] = set()
        for partner in partners:
            words = words_of(partner.name or "")
            if words:
                lower = tuple(word.casefold() for word in words)
                whole[lower[0]].add((lower, partner.id))
            if partner.kind == "person":
                ids |= {partner.id} if not partner.id.isdigit() else set()
                for word in (word for word in words if len(word) >= SHORTEST):
                    parts[word].add(partner.id)
                    parts[word.upper()].add(partner.id)
        return cls(
            {first: tuple(sorted(names)) for first, names in whole.items()},
            {word: frozenset(found) for word, found in parts.items()},
            frozenset(one for one in ids if re.fullmatch(r"\w+", one)),
            tuple(
                (re.compile(rf"(?<!\w){re.escape(one)}(?!\w)"), one)
                for one in sorted(ids)
                if not re.fullmatch(r"\w+", one)
            ),
        )

    def found_in(self, text: str) -> frozenset[str]:
        """
        Return the ids of partners that *text* names.

        >>> from coprod import Partner
        >>> register = Register.of([Partner("p1", kind="person", name="Fiona Grant")])
        >>> sorted(register.found_in("We asked Fiona's sister about the grant."))
        ['p1']
        """
        written = words_of(text)
        found: set[str] = set().union(*(self.parts.get(word, frozenset()) for word in written))
        found |= self.ids.intersection(re.findall(r"\w+", text))
        found |= {one for pattern, one in self.odd if pattern.search(text)}
        return frozenset(found.union(self._whole(tuple(word.casefold() for word in written))))

    def _whole(self, words: Words) -> Iterator[str]:
        for start, word in enumerate(words):
            for name, partner in self.whole.get(word, ()):
                if words[start : start + len(name)] == name:
                    yield partner
