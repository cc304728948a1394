"""A page of 5,000 views: whole, small enough to send, and each view under its month."""

from coprod_report.as_html import as_html
from coprod_report.as_markdown import as_markdown

MEGABYTE = 1024 * 1024


def test_stays_small_and_whole(many):
    """The page has every view once, under five megabytes."""
    html = as_html(many)

    assert len(html.encode()) < 5 * MEGABYTE
    assert 5000 == sum(f"Thought {n}:" in html for n in range(5000))
    assert 5000 + 3 == html.count("would be warmer with a curtain")  # three are told on the first screen, too


def test_as_markdown_too(many):
    """The same as Markdown."""
    assert 5000 + 3 == as_markdown(many).count("would be warmer with a curtain")
