"""The page as a reader meets it: in a browser, on a telephone, in the dark, with large type, by keyboard, on paper."""

import re
import unicodedata
from collections import Counter
from itertools import pairwise, product

import pytest

pytest.importorskip("playwright", reason="Playwright is not installed")

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 768, 1280)
COLOURS = ("light", "dark", "forced")
A4 = 672  # pixels between the margins: 210 mm less twice 16 mm, at 96 to the inch
SMALLEST = 12  # pixels that a letter of a chart is high, at least
KINDS = ("public", "partners", "easy", "small", "hostile")
THREE = ("early", "easy", "hostile")

BOXES = """() => [...document.querySelectorAll('.picture svg')].map(svg => {
    const box = one => {
        const {left, right, top, bottom} = one.getBoundingClientRect()
        return [left, right, top, bottom]
    }
    const texts = [...svg.querySelectorAll('text')].filter(one => one.textContent)
    const size = Number(texts[0].getAttribute('font-size').replace('px', ''))
    return {svg: box(svg.closest('figure')), texts: texts.map(box), names: texts.map(one => one.textContent),
            size: size * texts[0].getScreenCTM().a}
})"""
TOO_WIDE = """() => [...document.querySelectorAll('main *')].filter(one => {
    const style = getComputedStyle(one)
    const cut = style.overflowX != 'visible' && one.scrollWidth > one.clientWidth + 1 && !(one instanceof SVGElement)
    return cut || one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
}).map(one => one.outerHTML.slice(0, 90))"""
FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one)
    return [one.outerHTML.slice(0, 90), style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2] }"""


def violations(page):
    """What axe-core finds against WCAG 2.2, A and AA."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
    return [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]


def test_what_is_looked_through_has_all_kinds_of_parts(opened, pages):
    """The smaller page that is opened in every setting has what the whole one has: quotes, bars, a timeline, a map."""
    kinds = ["q", "ul.details", "nav a", "table", "figure", ".beside", "th.number, td.number", "svg", "h4"]
    whole, smaller = (opened(pages[name]) for name in ("public", "early"))

    assert [] == [one for one in kinds if whole.locator(one).count() and not smaller.locator(one).count()]
    assert 3 <= smaller.locator("svg").count()


def words_of(text):
    """The words of a text, each as often as it is there; letters that print as one are taken apart."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def letters_of(text):
    """The letters of a text, without what parts words: a word may go over two lines."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize(("width", "colours"), list(product(WIDTHS, COLOURS)))
def test_no_barrier_is_found(opened, pages, width, colours):
    """axe-core finds nothing against WCAG 2.2 A or AA, on any screen, in light, dark and forced colours."""
    page = opened(pages["early"], width=width, colours=colours, bypass_csp=True)

    assert [] == violations(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_is_found_at_large_type(opened, pages, width):
    """The same holds where a reader has doubled the size of text, and the text does grow."""
    page = opened(pages["early"], width=width, text=32, bypass_csp=True)

    assert 2 * 18 == page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert [] == violations(page)


@pytest.mark.parametrize(
    ("name", "width", "colours"),
    [
        ("public", 768, "dark"),
        ("partners", 1280, "light"),
        ("easy", 320, "light"),
        ("small", 320, "dark"),
        ("small", 1280, "forced"),
        ("hostile", 320, "light"),
    ],
)
def test_no_barrier_is_found_on_other_pages(opened, pages, name, width, colours):
    """The same holds for the whole of it, another audience, easy read, a small project, and whatever a name holds."""
    assert [] == violations(opened(pages[name], width=width, colours=colours, bypass_csp=True))


def test_a_barrier_would_be_found(opened, pages, tmp_path):
    """The check can fail: pale text and a page without a language are found."""
    html = (tmp_path / "pale.html", page_of(pages["small"]).replace('lang="en"', "").replace("--ink: #", "--ink: #c"))
    html[0].write_text(re.sub(r"--ink: #\w+", "--ink: #b5b5b5", html[1]), "utf-8")
    found = violations(opened(html[0].as_uri(), bypass_csp=True))

    assert {"color-contrast", "html-has-lang"} == {rule for rule, _ in found}


def page_of(address):
    """The text of a page."""
    from pathlib import Path
    from urllib.parse import urlparse

    return Path(urlparse(address).path).read_text("utf-8")


@pytest.mark.parametrize(("name", "text"), list(product(KINDS, (16, 32))))
def test_nothing_is_wider_than_a_small_screen(opened, pages, name, text):
    """At 320 pixels nobody has to move the page from side to side, at twice the size of text too."""
    page = opened(pages[name], width=320, text=text)

    assert 320 >= page.evaluate("document.documentElement.scrollWidth")


def test_easy_read_is_larger(opened, pages):
    """Easy read has larger type, in tables and under pictures too, and more room between lines."""
    sizes = """() => ['p', 'td', 'figcaption'].map(name => getComputedStyle(document.querySelector(name)).fontSize)
        .map(parseFloat)"""
    plain, easy = (opened(pages[name]).evaluate(sizes) for name in ("public", "easy"))

    assert [True] * 3 == [large >= 1.2 * small for small, large in zip(plain, easy, strict=True)]


def test_the_keyboard_reaches_everything(opened, pages):
    """Tab goes to every link, picture and table, in the order of the page, and each shows that it is there."""
    page = opened(pages["public"], width=320)
    expected = page.evaluate(
        "() => [...document.querySelectorAll('a[href], [tabindex]')].map(one => one.outerHTML.slice(0, 90))"
    )
    found = []
    for _ in expected:
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))

    assert expected == [html for html, _ in found]
    assert [] == [html for html, seen in found if not seen]


def test_links_lead_to_their_parts(opened, pages):
    """Each link in the list of contents brings its part of the page into view, by keyboard."""
    page = opened(pages["public"])
    links = page.locator("nav a")

    for at in range(links.count()):
        links.nth(at).press("Enter")
        target = page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
        assert 900 > target


def test_names_in_the_page_are_its_own(opened, pages):
    """No two elements have one id, and what is named by another element is named by one that is there."""
    page = opened(pages["public"])
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(one => one.id)")
    named = page.evaluate(
        "() => [...document.querySelectorAll('[aria-labelledby]')].map(one => one.getAttribute('aria-labelledby'))"
    )

    assert [] == [name for name, times in Counter(ids).items() if times > 1]
    assert set() == set(named) - set(ids)


@pytest.mark.parametrize("name", KINDS)
def test_no_request_leaves_the_page(opened, pages, name):
    """Opening a page asks for the file and nothing else, whatever names and views hold; no script of theirs runs."""
    page = opened(pages[name])

    assert [pages[name]] == page.asked
    assert 0 == page.locator("img, script, iframe, link, object, embed, form").count()


def test_hostile_words_are_shown_as_they_are(opened, pages):
    """Markup in a name, a view, a title is there to be read, in the words of the page and in its map."""
    page = opened(pages["hostile"])
    said = "".join(page.locator("#said q").all_inner_texts())
    names = ["".join(page.locator(one).all_text_contents()) for one in ("table", "figcaption", "svg text")]

    assert "</td><img src=" in said
    assert [True] * 3 == ["<svg onload" in one for one in names]


def test_a_request_would_be_seen(opened, pages, tmp_path):
    """The check can fail: without the policy, a picture from elsewhere is seen to be asked for."""
    place = tmp_path / "picture.html"
    address = "http://stranger.test/a.png"
    place.write_text(page_of(pages["small"]).replace("</main>", f"<img src={address} alt=''></main>"), "utf-8")
    page = opened(place.as_uri(), bypass_csp=True)

    assert [place.as_uri(), address] == page.asked


@pytest.mark.parametrize("name", THREE)
def test_scripts_are_not_needed(opened, pages, name):
    """With scripts off the page says the same."""
    with_scripts, without = (opened(pages[name], java_script_enabled=on).inner_text("main") for on in (True, False))

    assert with_scripts == without


@pytest.mark.parametrize("bypass", [False, True])
def test_what_got_in_would_not_run(opened, pages, tmp_path, bypass):
    """Were markup to get into the page, its policy would stop scripts, styles and pictures; nothing else would."""
    bad = "<style>main{color:rgb(1,2,3)}</style><h2 style='color:rgb(1,2,3)'>x</h2><script>document.title='in'</script>"
    place = tmp_path / "hole.html"
    place.write_text(page_of(pages["small"]).replace("</main>", f"{bad}<img src='a.png' alt=''></main>"), "utf-8")
    page = opened(place.as_uri(), bypass_csp=bypass)
    colours = [page.evaluate(f"getComputedStyle(document.querySelector('{one}')).color") for one in ("main", "[style]")]
    stopped = (place.with_name("a.png").as_uri(), "csp") in page.stopped
    got = ["rgb(1, 2, 3)" in colours, page.title() == "in", not stopped]

    assert [bypass] * 3 == got


@pytest.mark.parametrize("name", KINDS)
def test_the_first_screen_has_words_alone(opened, pages, name):
    """There is no chart, map, table or link before the list of contents."""
    page = opened(pages[name])

    assert 0 < page.locator(".first section").count()
    assert 0 == page.locator(".first :is(svg, figure, table, a, [role], [tabindex])").count()


@pytest.mark.parametrize(("name", "width"), list(product(("public", "partners", "hostile"), (320, 1280))))
def test_the_text_of_charts_can_be_read(opened, pages, name, width):
    """No label is cut off by an edge of its chart, none lies on another, and the letters are large enough."""
    for chart in opened(pages[name], width=width).evaluate(BOXES):
        left, right, *_ = chart["svg"]
        boxes = sorted(zip(chart["texts"], chart["names"], strict=True), key=lambda one: one[0][2])

        assert [] == [name for (start, end, *_), name in boxes if start < left - 1 or end > right + 1]
        assert [] == [(one[1], two[1]) for one, two in product(boxes, boxes) if one is not two and meet(one[0], two[0])]
        assert SMALLEST <= chart["size"]


def meet(one, two):
    """Whether two boxes lie on each other by more than a pixel."""
    return min(one[1], two[1]) - max(one[0], two[0]) > 1 and min(one[3], two[3]) - max(one[2], two[2]) > 4


@pytest.mark.parametrize("colours", COLOURS)
def test_charts_have_the_colours_of_the_page(opened, pages, colours):
    """The text of charts has the colour of all text, and their marks no colour that the page does not have."""
    page = opened(pages["public"], colours=colours)
    ink = page.evaluate("getComputedStyle(document.body).color")
    texts = page.evaluate("() => [...document.querySelectorAll('svg text')].map(one => getComputedStyle(one).fill)")
    used = page.evaluate("""() => [...document.querySelectorAll('svg :is(path, line, rect, text)')]
        .flatMap(one => [one.getAttribute('fill'), one.getAttribute('stroke')])""")

    assert {ink} == set(texts)
    assert set() == set(used) - {
        None,
        "none",
        "transparent",
        *(f"var(--{one})" for one in ("ink", "mark", "soft", "paper")),
    }


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_wider_than_paper(opened, pages, name):
    """Printed on A4, everything is between the margins, and nothing is hidden that would have to be moved into view."""
    page = opened(pages[name], width=A4)
    page.emulate_media(media="print")

    assert [] == page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("name", THREE)
def test_paper_has_every_word(opened, pages, name, tmp_path):
    """The PDF that a browser prints is A4, and it has every word of the page."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = opened(pages[name])
    place = tmp_path / "page.pdf"
    page.pdf(path=place, prefer_css_page_size=True)
    printed = pypdf.PdfReader(place)
    text = "".join(one.extract_text() for one in printed.pages)

    sizes = {
        (round(float(one.mediabox.width) / 72 * 25.4), round(float(one.mediabox.height) / 72 * 25.4))
        for one in printed.pages
    }
    assert {(210, 297)} == sizes
    assert [] == [word for word in words_of(page.inner_text("main")) if word not in letters_of(text)]


def test_paper_has_what_a_screen_has_not_laid_out_yet(opened, pages, tmp_path):
    """Of a page with very many views, too, every word is printed: those that the screen leaves for later as well."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page, whole = opened(pages["long"]), opened(pages["early"]).inner_text("main")
    place = tmp_path / "page.pdf"
    page.pdf(path=place, prefer_css_page_size=True)
    text = "".join(one.extract_text() for one in pypdf.PdfReader(place).pages)

    assert page.inner_text("main") != whole
    assert [] == [word for word in words_of(whole) if word not in letters_of(text)]


def test_headings_are_in_steps(opened, pages):
    """One title stands above all, and no heading skips a level: whoever listens can go from one to the next."""
    levels = opened(pages["public"]).evaluate(
        "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => Number(one.tagName[1]))"
    )

    assert 1 == levels[0]
    assert [] == [two for one, two in pairwise(levels) if two > one + 1 or two == 1]
