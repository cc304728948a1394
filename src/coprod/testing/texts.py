"""Text as people paste it, and as an attacker would."""

from __future__ import annotations

from collections.abc import Sequence

from coprod.testing.needs import st

__all__ = ["HOSTILE", "IDS", "NAMES", "STRANGERS", "rare"]

NAMES: Sequence[str] = (
    "Ana Lopez",
    "Ewa Nowak",
    "Seán Ó Briain",
    "=HYPERLINK(A1)",
    'O\'Hara, "Bo"',
    "سلمى",
    "Ana Lopez",  # two people may have one name
    "Bo",
)

STRANGERS: Sequence[str] = ("his mother", "a neighbour; not named", "=SUM(1;2)", "the lollipop man")
"""Words about people who are in no project of ours, so that none of them is also somebody's name."""

IDS: Sequence[str] = ("1", "007", "b c", "d'é\"f", "ø|=1+1", "G,h:i")
"""What tells the ids of one kind apart; an id is two letters and one of these, so that none is a word."""

HOSTILE: Sequence[str] = (
    "a library that opens on Sundays",
    "Ana Lopez said it first",
    "=1+1",
    "@SUM(A1)\t|",
    '"quoted", and\nacross lines\r\n',
    "semi;colons; everywhere",
    "<script>alert('x')</script>&amp;",
    "مكتبة \u202eabc\u202c",
    "e\u0301 is not é, and 🧑🏽‍🤝‍🧑🏽 is one",
    " blanks around ",
    "'0042",
    "_x0041_",
    "null",
    "\ufeffyes",
    "2019-02-28",
    "{{ 7*7 }} ${x} %s \\N \\",
    "long " * 60,
)


def rare() -> st.SearchStrategy[str]:
    """
    Return text of any script that holds something.

    Control characters and lone surrogates are left out, since no project takes them.
    """
    letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    return st.text(letters, min_size=1, max_size=8).filter(str.strip)
