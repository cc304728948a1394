"""
What changed because of what people said: which stories the first screen tells.

A story goes from a view to one thing that came of it. What people were glad of comes before what was only done, that
before what was only planned, and that before what was only decided. Where something went worse, one of the stories
says so: a page that tells only what went well is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from coprod_report.facts import Facts, Row

__all__ = ["MOST", "Story", "chosen", "stories"]

MOST = 3  # stories on the first screen
GLAD, DONE, SHARED, PLANNED, DECIDED, ANSWERED, WORSE = range(7)
TAKEN_UP = ("taken up", "adapted")


@attrs.frozen(kw_only=True)
class Story:
    """
    Something that was said, and one thing that came of it.

    Attributes:
        view: What was said.
        way: References of what came of it, step by step; the last is what the story is about. Empty where all that
            came of it is an answer.
        worth: How much its end tells: `GLAD` the most; `WORSE` is for what went worse.
        most: How many more were glad of it than sorry; of what went worse, the other way round.
        day: The day of its end.
    """

    view: Row
    way: tuple[str, ...]
    worth: int
    most: int = 0
    day: str = ""

    @property
    def end(self) -> str:
        """What the story is about: the reference of its end, or of the view that was answered."""
        return self.way[-1] if self.way else f"view:{self.view['id']}"

    @property
    def order(self) -> tuple[int, int, int, str, str, str]:
        """What puts a story before others: the end that tells more, more people, a shorter way, an earlier day."""
        return self.worth, -self.most, len(self.way), self.day, str(self.view["id"]), self.end


def chosen(facts: Facts) -> list[Story]:
    """Return at most three stories; where something went worse, the last of them says so."""
    found = sorted(stories(facts), key=lambda story: story.order)
    worse = [story for story in found if story.worth == WORSE][:1]
    better = (story for story in found if story.worth != WORSE)
    return [*_different(better, MOST - len(worse), told=worse), *worse]


def stories(facts: Facts) -> Iterator[Story]:
    """Yield every story that the release can tell."""
    for row in facts.rows("views"):
        if not (row["id"] and row["text"]):
            continue
        for end, way in facts.ways(f"view:{row['id']}").items():
            worth = _worth(facts, end)
            if worth is not None and not _before(facts.day(end), row["at"] or ""):
                more = facts.judged(end)[1] - facts.judged(end)[-1]
                most = -more if worth == WORSE else more
                yield Story(view=row, way=way, worth=worth, most=most, day=facts.day(end))
        fate, day, reply = facts.fate(row)
        if fate in TAKEN_UP and reply:
            yield Story(view=row, way=(), worth=ANSWERED, day=day)


def _worth(facts: Facts, ref: str) -> int | None:
    """Return how much an end tells; nothing where it is no change: another view, or what was planned and dropped."""
    row, kind = facts.records[ref], ref.partition(":")[0]
    if kind != "goal":
        return DECIDED if kind == "decision" else None
    more = facts.judged(ref)[1] - facts.judged(ref)[-1]
    happened = bool(row["done"]) or (row["kind"] == "outcome" and not row["agreed"])
    if happened:
        return GLAD if more > 0 else WORSE if more < 0 else DONE
    if row["dropped"]:
        return None
    return SHARED if row["kind"] in {"vision", "aim"} else PLANNED


def _before(day: str, said: str) -> bool:
    """Whether a day or a month was over before something was said: then it cannot have come of it."""
    length = min(len(day), len(said[:10]))
    return day[:length] < said[:length]


def _different(found: Iterable[Story], most: int, *, told: Iterable[Story]) -> list[Story]:
    """Return the first stories of different people about different things; then of people who have one already."""
    kept: list[Story] = []
    again: list[Story] = []
    known = list(told)
    for story in found:
        if _told(story, known):
            continue
        if any(story.view["partner"] and story.view["partner"] == other.view["partner"] for other in known):
            again.append(story)
        else:
            kept.append(story)
            known.append(story)
        if len(kept) == most:
            return kept
    for story in again:
        if len(kept) < most and not _told(story, known):
            kept.append(story)
            known.append(story)
    return sorted(kept, key=lambda story: story.order)


def _told(story: Story, known: Iterable[Story]) -> bool:
    """Whether its view or its end is in a story that is told already."""
    return any(story.view["id"] == other.view["id"] or story.end == other.end for other in known)
