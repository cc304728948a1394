"""A small project for the public: words, decisions and changes carry the page; one sentence explains the rest."""

from coprod_report.as_html import as_html
from coprod_report.as_markdown import as_markdown
from coprod_report.content import page_of
from coprod_report.page import Picture, Table

EXPLAINS = "Most numbers would point at a few of us, so we leave them out."


def test_nearly_every_number_is_held_back(few):
    """With twenty-five people, of whom twelve may be counted, no question has an answer for the public."""
    assert {"unknown"} == {one.status for one in few.findings}
    assert 25 <= len(few.findings)


def test_one_sentence_explains(few):
    """Why there are next to no numbers is said once, on the first screen."""
    page = as_markdown(few)

    assert 1 == page.count(EXPLAINS)
    assert EXPLAINS in page.partition("## You said, we did")[0]


def test_words_decisions_and_changes_carry_it(few):
    """Every view, decision and change that may be shown is told, before the questions without an answer."""
    before, _, after = as_markdown(few).partition("## What we asked")

    for told in ("A curtain for the door", "Who has the key?", "Hang a curtain", "People stay for a second cup"):
        assert told in before
    assert "### Questions without an answer here" in after


def test_no_empty_frames(few):
    """No question without an answer has a chart, a table or a heading of its own."""
    asked = next(one for one in page_of(few).rest if one.name == "asked")

    assert ["no-answer"] == [one.name for one in asked.parts]
    assert [] == [block for block in asked.parts[0].blocks if isinstance(block, Picture | Table)]
    assert "finding-" not in as_html(few)


def test_who_may_not_be_named_is_not(few):
    """No name of the seventeen who did not agree to be named is on the page, in any form."""
    html = as_html(few)

    assert [True] * 8 == [f"Nell {chr(65 + n)}." in html for n in range(8)]
    assert [] == [n for n in range(8, 25) if f"Nell {chr(65 + n)}." in html]


def test_nothing_is_said_in_odd_numbers(few):
    """One thing is told as one, and nothing is "of 0"."""
    page = as_markdown(few)

    assert [] == [said for said in ("1 decisions", "1 strengths", "1 things", "Of 0", "0 of 0", "..") if said in page]
