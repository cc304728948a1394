"""
Every sentence, heading and label of the page, in one place, so that it can be read through, graded and translated.

A place such as `{project}` is filled with what the release says. A name that ends in `, one` or `, none` is said of one
and of nothing. `EASY` has what easy read says in other words; where it has nothing, `PLAIN` holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter

import attrs

__all__ = ["EASY", "PLAIN", "Words"]

PLAIN: Mapping[str, str] = {
    # what stands before all else
    "title": "What we did together: {project}",
    "period": "From {starts} to {ends}.",
    "since": "From {starts} on.",
    "as of": "It shows how things were on {day}.",
    "for": "This page is for {audiences}. We made it for {purpose}.",
    "held": "It holds only what people agreed to share with you.",
    "counted": "Its numbers are about the {number} people who agreed to be counted.",
    "counted, about": "Its numbers are about the people who agreed to be counted, some {number} of us.",
    "counted, unknown": "Its numbers are about the people who agreed to be counted.",
    # who we are
    "who": "Who we are",
    "who, says": "{says}.",
    "who, sectors": "We come from: {sectors}.",
    "who, nothing": "This page may not say who we are.",
    # what changed because of what people said
    "changed": "What changed because of what people said",
    "changed, none": "This page may not link a change to what someone said.",
    "step, view": "Then someone said: {what}",
    "step, decision": "We decided: {what}",
    "step, plan": "We put in our plan: {what}",
    "step, change": "This came of it: {what}",
    "step, worse": "This came of it, and it went wrong for some: {what}",
    "with day": "{what} ({day})",
    "judged": "People here call it: {judged}.",
    "for the better": "for the better ({number})",
    "for the worse": "for the worse ({number})",
    "no change": "neither ({number})",
    # what nobody had planned
    "unplanned": "What nobody had planned",
    "unplanned, none": "There is nothing of that kind to show here.",
    "unplanned, more": "There are {number} more, under “What came of it”.",
    "unplanned, more, one": "There is one more, under “What came of it”.",
    # how it feels
    "feels": "Valued, listened to, part of it, safe: then and now",
    "feels, not asked": "We did not ask this for this page.",
    "feels, rounded": "We round these numbers, so that they point at no one.",
    "felt, valued": "Valued",
    "felt, listened": "Listened to",
    "felt, contributed": "Part of it",
    "felt, safe": "Safe",
    "felt": "{what}: {yes} of {all} said yes.",
    "felt, then": "{what}: at first {yes_then} of {all_then} said yes. Last time {yes} of {all} did.",
    # who decided, and where
    "decided": "Who decided, and where",
    "decided, number": "This page shows {number} decisions.",
    "decided, number, one": "This page shows one decision.",
    "decided, number, none": "No decision may be shown here.",
    "decided, how": "How we decided, most often: {rules}.",
    "decided, how, one": "How we decided: {rules}.",
    "decided, who": "Of those we may name, these decided most often: {names}.",
    "decided, who, one": "Of those we may name, these decided: {names}.",
    "decided, where": "{number} of them were made where we met, most at: {places}.",
    "decided, where, one": "One was made where we met: {places}.",
    "decided, elsewhere": "For {number} of them no meeting is named.",
    "decided, elsewhere, one": "For one of them no meeting is named.",
    # what we cannot tell
    "unknown": "What we cannot tell",
    "unknown, all": "We ask {all} questions. We cannot answer {number} of them here.",
    "unknown, each": "We ask {all} questions. We cannot answer any of them here.",
    "unknown, few": "For {number} of these, too few people may be counted.",
    "unknown, few, one": "For one of these, too few people may be counted.",
    "unknown, none": "There is an answer to each question that we ask.",
    "unknown, nothing asked": "We asked no questions for this page.",
    "unknown, list": "You find them under “What we asked”.",
    "small": "Most numbers would point at a few of us, so we leave them out.",
    # what to talk about
    "talk": "What to talk about next",
    "talk, none": "What would you like to talk about?",
    # who answers for this page
    "answers": "Who answers for this page",
    "answers, who": "These answer for this page: {controllers}.",
    "answers, who, one": "{controllers} answers for this page.",
    "answers, contact": "Ask here: {contact}.",
    "answers, nobody": "Ask whoever gave you this page.",
    "answers, mine": "You can ask what we hold about you. We show you all of it.",
    "answers, stop": "You can stop at any time. {how}",
    "answers, stop, tell": "You can stop at any time. Tell us, and you need not say why.",
    "answers, complain": "You can also complain to: {complaints}.",
    # what we asked
    "asked": "What we asked",
    "asked, other": "Other questions",
    "asked, no answer": "Questions without an answer here",
    "asked, status": "{status}. {answer}",
    "asked, chart": "A bar for each group. {bars}.",
    "asked, table": "Numbers by group: {title}",
    "asked, measures": "All numbers",
    "asked, sure": "How sure we are: {title}",
    "asked, chance": "Chance alone would do as much {times} times in 100.",
    "asked, rarely": "Chance alone would do as much less than once in 100 times.",
    "asked, together": "We count all of us as one group.",
    "asked, by": "We compare people by {by}.",
    "asked, talk": "To talk about: {ask}",
    "asked, source": "Where this comes from: {source}",
    "by here_as": "how they are here",
    "by sector": "where they come from",
    "by kind": "what kind of partner they are",
    "by area": "where they live",
    "by team": "team",
    "band, between": "We call it even from {low} to {high}.",
    "band, from": "We call it even from {low} on.",
    "band, to": "We call it even up to {high}.",
    "band, agreed": "We agreed on this together.",
    "band, decided": "We agreed on this together: {decision}.",
    "band, convention": "Others draw the line there: {source}.",
    # you said, we did
    "said": "You said, we did",
    "said, number": "Here are {number} things that people said, in their own words.",
    "said, number, one": "Here is one thing that someone said, in their own words.",
    "said, answered": "What came of what you said",
    "said, waiting": "No answer to these is on this page",
    "said, other": "This was said, too",
    "said, by": "{name} said:",
    "said, someone": "Someone said:",
    "said, day": "When: {day}",
    "said, place": "Where: {place}",
    "said, day and place": "When and where: {day}, {place}",
    "said, through": "Passed on by: {name}",
    "said, too": "Said it, too: {names}",
    "said, discussed": "We talked about it at: {place}",
    "said, fate": "What became of it: {fate}",
    "said, fate, day": "What became of it: {fate} ({day})",
    "said, reply": "The answer: {reply}",
    "said, led": "It led to: {what}",
    "said, others": "What others think of it: {stances}",
    "agree": "agree ({number})",
    "disagree": "do not agree ({number})",
    "neither": "neither ({number})",
    "comment": "{names} on this: {text}",
    "undated": "No day is known",
    # what came of it
    "came": "What came of it",
    "came, table": "What came, planned or not",
    "came, measured": "What was measured",
    # who decided what
    "decisions": "Who decided what",
    "decisions, table": "What we decided",
    # what happened when
    "timeline": "What happened when",
    "timeline, says": "A line through time with a mark for each event, from {first} to {last}.",
    "timeline, table": "All events",
    "gathering": "We met",
    "decision": "We decided",
    "agreed": "Put in the plan",
    "changed in the plan": "Changed in the plan",
    "in place of": "{what} (in place of: {before})",
    "done": "Done",
    "unforeseen": "Came, and was not planned",
    "dropped": "Dropped from the plan",
    # the map
    "map": "Who is here, and who knows and helps whom",
    "map, says": "A map with a dot for each partner and a line for each tie. The most ties: {most}.",
    "map, only": "We show only the partners and the ties that may be shown.",
    "map, nobody tied": "We show only the partners that may be shown. No tie between them may be shown.",
    "map, unnamed": "{number} partners are here without a name.",
    "map, unnamed, one": "One partner is here without a name.",
    "map, large": "We are too many for a map, so here is a list.",
    "map, partners": "Partners on this page",
    "map, table": "Ties on this page",
    # strengths
    "strengths": "What people bring, and what was used",
    "strengths, number": "This page shows {number} strengths. Others made use of {used} of them.",
    "strengths, number, one": "This page shows one strength.",
    "strengths, table": "Strengths",
    "someone": "someone",
    # columns of tables
    "column, answer": "Answer",
    "column, better": "For the better",
    "column, comments": "What people say of it",
    "column, count": "Count",
    "column, day": "Day",
    "column, deciders": "Who decided, of those we may name",
    "column, decision": "Decision",
    "column, event": "What",
    "column, fate": "What became of it",
    "column, from": "From",
    "column, group": "Group",
    "column, high": "At most",
    "column, indicator": "What was measured",
    "column, kind": "Kind",
    "column, led": "What it led to",
    "column, low": "At least",
    "column, measure": "What is counted",
    "column, n": "Out of how many",
    "column, neither": "Neither",
    "column, of": "Of",
    "column, of whom": "Of whom",
    "column, offered": "Who brings it",
    "column, others": "What others think of it",
    "column, outcome": "What came",
    "column, page": "About these tables",
    "column, partner": "Partner",
    "column, people": "People",
    "column, place": "Where",
    "column, planned": "Planned",
    "column, question": "Question",
    "column, reason": "Why it is not known",
    "column, reply": "The answer",
    "column, rule": "How",
    "column, sector": "Comes from",
    "column, share": "Share",
    "column, source": "Where this comes from",
    "column, status": "In short",
    "column, strength": "Strength",
    "column, talk": "To talk about",
    "column, theme": "About",
    "column, tie": "Tie",
    "column, to": "To",
    "column, used": "Times used",
    "column, value": "Number",
    "column, view": "What was said",
    "column, who": "Who said it",
    "column, worse": "For the worse",
    # small words, and how numbers and days are said
    "yes": "yes",
    "no": "no",
    "of": "{what}, {of}",
    "times": "{what} ({number})",
    "and": ", ",
    "then": "; then: ",
    "next": "; ",
    "percent": "{number}%",
    "percent, some": "less than 1%",
    "percent, nearly": "more than 99%",
    "contents": "On this page",
    "months": "January February March April May June July August September October November December",
    "date": "{day} {month} {year}",
    "month": "{month} {year}",
}

EASY: Mapping[str, str] = {
    "for": "This page is for {audiences}. It is for {purpose}.",
    "held": "People chose what you see here. We left out the rest.",
    "counted": "The numbers are about {number} people. They said we may count them.",
    "counted, about": "The numbers are about some {number} people. They said we may count them.",
    "counted, unknown": "The numbers are about people who said we may count them.",
    "changed": "What changed because people spoke up",
    "step, worse": "This came of it. It went wrong for some: {what}",
    "feels, rounded": "We round these numbers. So they point at no one.",
    "felt, then": "{what}: at first {yes_then} of {all_then} said yes. Last time it was {yes} of {all}.",
    "decided, who, one": "We may not name all of us. These decided: {names}.",
    "decided, where": "{number} were made where we met. Most at: {places}.",
    "decided, who": "We may not name all of us. These decided most often: {names}.",
    "unknown, few": "For {number} of these we are too few to count.",
    "unknown, few, one": "For one of these we are too few to count.",
    "small": "Most numbers would point at a few of us. So we leave them out.",
    "answers, mine": "You can ask what we hold about you. We will show you.",
    "answers, stop, tell": "You can stop at any time. Just tell us. You need not say why.",
    "asked, rarely": "Chance alone would hardly ever do as much.",
    "said, number": "Here are {number} things that people said.",
    "said, number, one": "Here is one thing that someone said.",
    "timeline, says": "Each mark is an event. The first was on {first}. The last was on {last}.",
    "map, says": "Each dot is a partner. Each line is a tie. The most ties: {most}.",
    "map, only": "We show only what we may show.",
    "map, nobody tied": "We show only what we may show. That is no ties.",
    "map, large": "We are too many for a map. So here is a list.",
    "strengths, number": "You see {number} strengths. Others used {used} of them.",
}


ENDS = (".", "!", "?", "…")


@attrs.frozen
class Words:
    """
    The texts of one page.

    Attributes:
        easy: Whether they are those of easy read.
    """

    easy: bool = False

    def known(self, name: str) -> str:
        """Return a text as it stands here, with its places open; empty where there is none of this name."""
        text = PLAIN.get(name, "")
        return EASY.get(name, text) if self.easy else text

    def say(self, name: str, /, **places: object) -> str:
        """
        Return a text with its places filled; where what fills one ends a sentence, no full stop follows.

        >>> Words().say("said, by", name="Ana"), Words().say("answers, contact", contact="the desk, 3 Mill St.")
        ('Ana said:', 'Ask here: the desk, 3 Mill St.')
        """
        if name not in PLAIN:
            raise KeyError(name)
        said = ""
        for text, place, _, _ in Formatter().parse(self.known(name)):
            said += text.removeprefix(".") if said.endswith(ENDS) else text
            said += "" if place is None else str(places[place])
        return said

    def number(self, name: str, number: int, /, **places: object) -> str:
        """
        Return a text about a number, as it is said of one or of nothing where that differs.

        >>> Words().number("decided, number", 1), Words().number("decided, number", 12)
        ('This page shows one decision.', 'This page shows 12 decisions.')
        """
        special = name + {0: ", none", 1: ", one"}.get(number, "")
        return self.say(special if special in PLAIN else name, number=number, **places)

    def join(self, name: str, parts: Iterable[str]) -> str:
        """
        Return several texts as one.

        >>> Words().join("and", ["tea", "talk"])
        'tea, talk'
        """
        return self.known(name).join(parts)

    def percent(self, share: float) -> str:
        """
        Return a share in per cent; all and nothing are said only where they are true.

        >>> Words().percent(0.4), Words().percent(0.999)
        ('40%', 'more than 99%')
        """
        if 0 < share < 0.005:
            return self.say("percent, some")
        if 0.995 <= share < 1:
            return self.say("percent, nearly")
        return self.say("percent", number=int(share * 100 + 0.5))

    def day(self, day: date | str) -> str:
        """
        Return a day, or a month, as people say it.

        >>> Words().day("2019-04-18"), Words().day("2019-04")
        ('18 April 2019', 'April 2019')
        """
        year, month, *rest = str(day).split("-")
        name = self.known("months").split()[int(month) - 1]
        if not rest:
            return self.say("month", month=name, year=year)
        return self.say("date", day=int(rest[0]), month=name, year=year)
