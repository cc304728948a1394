"""A check in plain Python: do we meet when people can come?"""

from coprod import Context, EqualityCheck, Finding, Group, Measure, Space, Study
from coprod.finding import Band

__all__ = ["MEETING_TIMES", "find", "is_late"]

EVENING = 17  # the hour from which people with a day job can come
SATURDAY = 5


def is_late(space: Space) -> bool:
    """Whether a gathering starts in the evening or at a weekend."""
    return space.starts is not None and (space.starts.hour >= EVENING or space.starts.weekday() >= SATURDAY)


def find(study: Study, context: Context) -> Finding:
    """Return how many gatherings are in office hours and how many are not."""
    timed = [space for space in study.project.records(Space) if space.starts is not None]
    late = [space for space in timed if is_late(space)]
    if not timed:
        nothing = Measure("late", None, unit="gatherings", n=0, reason="no gathering has a time on record")
        return Finding("unknown", measures=nothing)
    share = Measure("late", len(late) / len(timed), unit="share of gatherings", n=len(timed))
    counts = {"evening or weekend": len(late), "office hours": len(timed) - len(late)}
    return Finding(
        context.status(share),  # as the band says: the partners' own, or else the one below
        measures=share,
        groups=[Group(name, count=n, total=len(timed), share=n / len(timed)) for name, n in counts.items()],
        evidence=[space.ref for space in late],
    )


SAYS = "{late:percent} of our {late.n} gatherings were in the evening or at a weekend."

MEETING_TIMES = EqualityCheck(
    name="meeting-times",
    title="Do we meet when people can come?",
    question="How many of our gatherings are in the evening or at a weekend?",
    source="coprod's tutorial; the hours are made up, so change them to yours",
    reads=(Space,),
    sentences={
        "even": SAYS,
        "watch": SAYS,
        "uneven": SAYS,
        "unknown": "No gathering has a time on record.",
    },
    ask="When could those come who have not come yet?",
    find=find,
    band=Band(low=0.25, high=0.75, source="coprod's tutorial; agree your own as [agreed.meeting-times]"),
)
