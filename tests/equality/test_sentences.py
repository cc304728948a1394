"""What checks say to people: easy to read, kind, and about nobody."""

import re
import warnings

import attrs
import pytest

from coprod.builtin.checks import checks
from coprod.equality.check import OWN_SENTENCES
from coprod.equality.page import section
from coprod.finding import IN_WORDS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import textstat

GRADE = 8
LISTED = (
    "token",
    "isolate",
    "dominate",
    "silent",
    "fail",
    "weak",
    "manipulat",
    "therapy",
    "debias",
    "unbiased",
    "fair",
)
SPOKEN = [
    *((check.name, name, sentence) for check in checks() for name, sentence in check.sentences.items()),
    *(("coprod", name, sentence) for name, sentence in OWN_SENTENCES.items()),
]
ASKED = [(check.name, what, getattr(check, what)) for check in checks() for what in ("title", "question", "ask")]
ALL = [*SPOKEN, *ASKED]
IDS = [f"{check}-{name}" for check, name, _ in ALL]
EXAMPLES = {"percent": "40%", ".0%": "40%"}


def filled(sentence):
    """The sentence as it is said, every place filled with something plain."""

    def word(place):
        name, _, spec = place[1].partition(":")
        return EXAMPLES.get(spec, "12" if "." in name or "[" in name or spec else "carer")

    return re.sub(r"\{([^}]*)\}", word, sentence)


@pytest.mark.parametrize(("check", "name", "sentence"), ALL, ids=IDS)
def test_reads_at_grade_eight(check, name, sentence):
    """Every sentence is at or below the eighth US grade, as textstat measures it (Flesch and Kincaid)."""
    assert GRADE >= textstat.flesch_kincaid_grade(filled(sentence)), filled(sentence)


@pytest.mark.parametrize(("check", "name", "sentence"), ALL, ids=IDS)
def test_uses_no_listed_word(check, name, sentence):
    """No sentence labels people, or promises what a count cannot."""
    assert [] == [word for word in LISTED if re.search(rf"\b{word}", sentence, re.IGNORECASE)]


def test_the_words_for_a_status_are_plain():
    """How a status is said is easy to read too."""
    assert ["even", "uneven", "worth a look", "we cannot tell"] == list(IN_WORDS.values())


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.name)
def test_every_check_explains_itself(check):
    """A check says how it counts, when it cannot tell, which columns it reads and where it belongs."""
    assert [] == [name for name in ("formula", "undefined", "theme", "source") if not getattr(check, name)]
    assert all(names for names in check.reads.values())
    assert all(column in section(check) for names in check.reads.values() for column in names)


def test_a_check_that_says_little_has_a_page_too():
    """What a check does not declare is not on its page."""
    little = attrs.evolve(checks()[0], theme="", formula="", undefined="", band=None)

    assert [] == [part for part in ("Belongs to", "Counts", "Cannot tell", "Called even") if part in section(little)]
