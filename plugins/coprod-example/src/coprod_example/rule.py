"""A rule: what young people said is shown to the public as numbers only."""

from coprod import ConsentRule, ConsentState, Level, Ruling

__all__ = ["YOUNG_PEOPLE_COUNTED", "decide"]

AGE = "age band"
YOUNG = "under 16"


def decide(state: ConsentState) -> Ruling:
    """Return how openly this may leave, as far as this rule is concerned."""
    if not state.public or state.subject != "person":
        return Ruling.no_objection()
    age = state.characteristics.get(AGE)
    if age is None:  # nobody asked, and someone who was not asked may be young
        return Ruling.tighten(Level.COUNT, "it is not on record how old they are")
    if age == YOUNG:
        return Ruling.tighten(Level.COUNT, "they are under 16")
    return Ruling.no_objection()


YOUNG_PEOPLE_COUNTED = ConsentRule(
    name="young-people-counted",
    summary="The public sees what young people said as numbers only.",
    decide=decide,
    categories=frozenset({"views"}),
    characteristics=frozenset({AGE}),
)
