"""Settings as TOML and JSON, and back."""

import json
import tomllib
from datetime import date

import pytest
from hypothesis import given

from coprod.errors import InvalidInput
from coprod.formats.settings import settings_from, settings_to, to_toml
from coprod.formats.toml_text import lines_of
from coprod.records import BUILT_IN
from coprod.settings import Agreed, Label, Settings, Thresholds
from coprod.testing import settings as drawn_settings

NAME = {"coprod": 1, "name": "Tea and talk"}


def read(text):
    """Name and settings of a TOML text."""
    return settings_from(tomllib.loads(text), file="coprod.toml", line_of=lines_of(text), kinds=BUILT_IN)


def wrong(more):
    """What is wrong with settings: column, value, expected."""
    with pytest.raises(InvalidInput) as caught:
        settings_from({**NAME, **more}, file="coprod.toml", kinds=BUILT_IN)
    return [(p.column, p.value, p.expected) for p in caught.value.problems]


@given(drawn_settings())
def test_toml_round_trip(settings):
    """What is written as TOML reads as it was, hostile text included."""
    assert ("Tea", settings) == read(to_toml("Tea", settings))


@given(drawn_settings())
def test_json_round_trip(settings):
    """The same through JSON, where a date is a text."""
    data = json.loads(json.dumps(settings_to("Tea", settings), default=date.isoformat))

    assert ("Tea", settings) == settings_from(data, file="x.json", kinds=BUILT_IN)


def test_defaults_are_left_out():
    """Settings that say nothing are two lines."""
    assert NAME == settings_to("Tea and talk", Settings())


def test_one_text_is_a_list_of_one():
    """An audience may be written as one text."""
    _, settings = read('coprod = 1\nname = "x"\n[audiences]\npartners = "partners"\n')

    assert {"partners": ("partners",)} == settings.audiences


@pytest.mark.parametrize(
    "text",
    [
        '[words]\n"view.kind" = ["story"]\n"goal.kind" = { dream = "vision" }',
        '[words]\nview.kind = "story"\ngoal.kind = { dream = "vision" }',
        '[words.view]\nkind = ["story"]\n[words.goal]\nkind = { dream = "vision" }',
    ],
)
def test_own_words(text):
    """A list adds words, a table renames ours; the key may be written in any way that TOML allows."""
    _, settings = read(f'coprod = 1\nname = "x"\n{text}\n')

    assert {"view.kind": {"story": "story"}, "goal.kind": {"dream": "vision"}} == settings.words


def test_tables_of_settings():
    """Bands, labels, thresholds and plugins end up in their classes."""
    _, settings = read(
        'coprod = 1\nname = "x"\n[agreed.voice-share]\nlow = 1\non = 2019-01-10\n'
        '[[labels]]\npartner = "f"\ncovers = { sector = "carer" }\n'
        '[thresholds]\npublic = 12\n[plugins]\nenable = ["coprod-scotland"]\n'
    )

    expected = Settings(
        agreed={"voice-share": Agreed(low=1.0, on=date(2019, 1, 10))},
        labels=(Label(partner="f", covers={"sector": "carer"}),),
        thresholds=Thresholds(public=12),
        plugins=("coprod-scotland",),
    )
    assert expected == settings


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"coprod": 2}, ("coprod", "2", "layout 1")),
        ({"coprod": True}, ("coprod", "True", "layout 1")),
        ({"coprod": "coprod-release/1"}, ("coprod", "coprod-release/1", "a project; this is an export")),
        ({"name": " "}, ("name", "", "a name")),
        ({"name": 7}, ("name", "7", "text")),
        ({"about": "a\0"}, ("about", "a\\x00", "text without the control character U+0000")),
        ({"timezone": "Europe"}, ("timezone", "Europe", "a time zone such as Europe/London")),
        ({"timezone": "../x"}, ("timezone", "../x", "a time zone such as Europe/London")),
        ({"dates": "DD/DD/YYYY"}, ("dates", "DD/DD/YYYY", "a form of dates such as DD/MM/YYYY")),
        ({"starts": "2019-02-30"}, ("starts", "2019-02-30", "a date that exists")),
        (
            {"starts": date(2020, 1, 1), "ends": date(2019, 1, 1)},
            ("ends", "2019-01-01", "a day from 2020-01-01 on, when it starts"),
        ),
        ({"public_facts": ["person"]}, ("public_facts", "person", "one of organisation, group, team")),
        ({"held": []}, ("held", "[]", "a table of keys and values")),
        ({"held": {"young_people": "any"}}, ("held.young_people", "any", "one of own, own and parent")),
        (
            {"sectors": {"citizen": "paid"}},
            ("sectors.citizen", "paid", "one of own experience, job, volunteer, elected"),
        ),
        ({"audiences": {"public": ["x"]}}, ("audiences.public", "public", "a name other than `public`")),
        ({"audiences": {"a": [1]}}, ("audiences.a", "1", "text")),
        ({"purposes": {" ": "x"}}, ("purposes. ", " ", "a key that can be read and written")),
        ({"thresholds": {"named": 4}}, ("thresholds.named", "4", "at least 5")),
        ({"thresholds": {"named": "9"}}, ("thresholds.named", "9", "a whole number")),
        ({"agreed": {"x": {"low": 2, "high": 1}}}, ("agreed.x.high", "1.0", "at least 2.0, the low end")),
        ({"agreed": {"x": {"low": float("nan")}}}, ("agreed.x.low", "nan", "a number such as 0.8")),
        ({"labels": [{"covers": {"kind": "group"}}]}, ("labels.1.partner", "", "the key `partner`")),
        (
            {"labels": [{"partner": "a", "covers": {}}]},
            ("labels.1.covers", "", 'whom it covers, such as { sector = "carer" }'),
        ),
        (
            {"extras": {"partners": ["sector"]}},
            ("extras.partners", "sector", "columns that coprod does not know"),
        ),
        (
            {"words": {"view.kind": {"idea": "question"}}},
            ("words.view.kind.idea", "idea", "a word that is not one of ours"),
        ),
        (
            {"words": {"goal.kind": ["a;b"]}},
            ("words.goal.kind.a;b", "a;b", "an id without the character U+003B"),
        ),
        ({"plugins": {"enabled": []}}, ("plugins.enabled", "enabled", "a key that coprod knows")),
    ],
)
def test_each_wrong_value(more, problem):
    """A wrong value is one problem, with the path of its key, the value and what was expected."""
    assert [problem] == wrong(more)


def test_required_keys():
    """The layout and the name have to be there."""
    with pytest.raises(InvalidInput) as caught:
        settings_from({}, file="coprod.toml")

    assert {"the key `coprod`", "the key `name`"} == {p.expected for p in caught.value.problems}


def test_a_statement_that_is_all_wrong():
    """Every part of a statement is checked, each against what the project declares."""
    statement = {
        "says": "",
        "categories": ["veiws"],
        "purposes": ["talks"],
        "audiences": ["*"],
        "level": "withhold",
        "explicit": "yes",
    }

    assert {
        ("permission.3.explicit", "yes", "true or false"),
        ("permission.3.says", "", "the words on the form"),
        ("permission.3.level", "withhold", "one of share, pseudonymise, count"),
        ("permission.3.purposes", "talks", "one of the declared purposes: none"),
        ("permission.3.audiences", "*", "one of the declared audiences: public"),
    } == {found for found in wrong({"permission": {"3": statement}}) if found[1] != "veiws"}


def test_categories_wait_for_the_kinds():
    """Before plugins are loaded, their categories and tables may be named."""
    said = {"says": "x", "categories": ["garden"], "purposes": [], "audiences": [], "level": "count"}

    _, settings = settings_from({**NAME, "permission": {"1": said}, "extras": {"beds": ["x"]}}, file="x")

    assert ("garden",) == settings.permission["1"].categories


def test_problems_have_lines():
    """The line is that of the key, or of the table that lacks it; tables in a list are counted."""
    label = '[[labels]]\npartner = "a"\ncovers = { kind = "group" }\n'
    text = f"coprod = 1\nname = 3\n\n{label}[[labels]]\npartner = 4\n"

    with pytest.raises(InvalidInput) as caught:
        read(text)

    found = [(p.row, p.column) for p in caught.value.problems]
    assert [(2, "name"), (7, "labels.2.covers"), (8, "labels.2.partner")] == found
