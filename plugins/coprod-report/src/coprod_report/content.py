"""From a release to a page, whatever the page is then written in."""

from __future__ import annotations

from coprod import Release
from coprod_report.around import strengths, ties
from coprod_report.asked import few_answers, findings_table, measures_table, what_we_asked
from coprod_report.course import came_of_it, decisions, timeline
from coprod_report.facts import Facts
from coprod_report.first import about_table, first_screen, lead
from coprod_report.page import Page
from coprod_report.said import views_table, you_said
from coprod_report.text import Words

__all__ = ["page_of"]

TOLD = (you_said, came_of_it, decisions, timeline)  # in words
DATA = (about_table, findings_table, measures_table, views_table)


def page_of(release: Release, *, easy_read: bool = False) -> Page:
    """
    Return the page that a release makes; what there is nothing of is not on it.

    Args:
        release: What may leave.
        easy_read: Whether to use shorter sentences and larger type.
    """
    facts, words = Facts(release), Words(easy=easy_read)
    few = few_answers(release.findings)  # then words come first, and the little that was counted after them
    after = (*TOLD, what_we_asked) if few else (what_we_asked, *TOLD)
    return Page(
        title=words.say("title", project=release.project),
        lead=lead(facts, words),
        first=first_screen(facts, words),
        rest=[section for make in (*after, ties, strengths) if (section := make(facts, words))],
        data=[table for make in DATA if (table := make(facts, words)).rows],
        easy=easy_read,
    )
