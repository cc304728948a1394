"""What the page looks like, as far as its style sheet says it: no browser is needed to know that text can be read."""

import re
from importlib.resources import files

import pytest

STYLE = (files("coprod_report") / "templates/style.css").read_text("utf-8")
COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6});")
ROOTS = re.compile(r":root \{(?P<inside>[^}]*)\}")
LEAST = {"ink": 7, "mark": 4.5, "soft": 3}  # text for long reading, links, lines that tell something


def palettes():
    """The colours of each setting: in light, in the dark, on paper; forced colours are the reader's own."""
    found = (dict(COLOUR.findall(one["inside"])) for one in ROOTS.finditer(STYLE))
    return dict(zip(("light", "dark", "paper"), filter(None, found), strict=True))


def light_of(colour):
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    """Contrast of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted(map(light_of, (one, two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("one", "two", "expected"), [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_counted_as_wcag_counts_it(one, two, expected):
    """Black on white is 21 to 1, and the grey that just misses 4.5 to 1 does."""
    assert expected == round(contrast(one, two), 2)


@pytest.mark.parametrize("setting", ["light", "dark", "paper"])
@pytest.mark.parametrize("name", LEAST)
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_colours_stand_out(setting, name, ground):
    """Text, links and what charts are drawn with stand out from what they are on, by light alone: greyscale will do."""
    colours = palettes()[setting]

    assert LEAST[name] <= contrast(colours[name], colours[ground])


def test_nothing_is_fetched_for_the_look():
    """The style sheet asks for no file, no font and no picture."""
    assert [] == re.findall(r"url\(|@import|@font-face|src:", STYLE)
