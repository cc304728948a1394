"""Checks and indices that are wrong in one way each: a mutant for each law that they break."""

import itertools
from collections import Counter

import coprod
from coprod import Finding, Group, GroupTable, Measure, PersonTable
from coprod.equality.measures import gini, gini_corrected, theil_between, theil_t, theil_within
from coprod.records import Attendance, Partner, Space, View
from coprod.testing import Index

TIMES = itertools.count()
LATEST = []
"""What was counted last, which no judge may look at."""

SENTENCES = {"even": "It is even.", "watch": "Look at {who}.", "unknown": "We cannot tell."}


def a_check(find=None, **more):
    """A check of one function, or of two."""
    texts = dict.fromkeys(("title", "question", "source", "ask"), "a mutant")
    return coprod.EqualityCheck(
        **{"name": "mutant", "reads": (Partner,), "sentences": SENTENCES, "find": find} | texts | more
    )


def measured(number, status="watch", **more):
    """A finding of one number."""
    return Finding(status, measures=Measure("late", number, unit="times", n=1), words={"who": "them"}, **more)


def noted(study, context):
    """Find something else each time."""
    return measured(next(TIMES))


def by_name(study, context):
    """Go by how ids are sorted."""
    return measured(sum(len(one) for one in study.group_of))


def by_engine(study, context):
    """Go by where the tables live."""
    return measured(study.project.frame(Partner).implementation.is_duckdb())


def tidies_up(study, context):
    """Forget the views once they were looked at."""
    study.project._tables.pop(View, None)
    return Finding("unknown")


def remembers(study):
    """Count, and keep what was counted."""
    table = GroupTable.of("people", ("group",), [((g,), n, n) for g, n in Counter(study.group_of.values()).items()])
    LATEST.append(table)
    yield table


def recalls(tables, context):
    """Judge what was counted last, whatever the tables say."""
    return measured(len(LATEST[-1].cells))


def counts_single_people(study):
    """Count single people alone."""
    yield PersonTable("people", ("who",), [(who,) for who in study.group_of])


def needs_single_people(tables, context):
    """Judge single people, and fall over where there are none."""
    return measured(len(tables.person("people").rows))


def looks_elsewhere(study, context):
    """Read what it did not name."""
    return measured(sum(view.kind is not None for view in study.project.records(View)))


def keeps_sizes(study, context):
    """Show a figure of a group, and not how large it is."""
    return measured(1, groups=[Group(group, None, 1) for group in set(study.group_of.values())])


def praises(study, context):
    """Call everything even, whatever is on record."""
    return Finding("even")


def singles_out(study, context):
    """Speak of the smallest group."""
    sizes = Counter(study.group_of.values())
    groups = [Group(group, n, n) for group, n in sorted(sizes.items())]
    least = min(sizes, key=lambda group: (sizes[group], group), default="nobody")
    return Finding("watch", groups=groups, words={"who": least})


def points(study, context):
    """Say who it was."""
    return Finding("watch", words={"who": max(study.group_of, default="nobody")})


def over_deeds(study, context):
    """Go over views, so that whoever said nothing is nowhere."""
    sizes = Counter(study.group_of.get(view.partner, "no name") for view in study.project.records(View))
    return Finding("unknown", groups=[Group(group, n, n) for group, n in sizes.items()])


def raises(study, context):
    """Fail where there is nothing."""
    return measured(1 / study.project.count(Partner))


CHECKS = {
    "finds-the-same-twice": a_check(noted),
    "finds-the-same-whatever-people-are-called": a_check(by_name),
    "finds-the-same-on-another-engine": a_check(by_engine),
    "changes-nothing": a_check(tidies_up),
    "judges-by-its-tables-alone": a_check(count=remembers, judge=recalls),
    "copes-with-group-tables-alone": a_check(count=counts_single_people, judge=needs_single_people),
    "reads-only-what-it-names": a_check(looks_elsewhere, reads={View: ("id",), Space: ("id",), Attendance: ("came",)}),
    "says-how-many-people": a_check(keeps_sizes),
    "never-calls-nothing-even": a_check(praises),
    "speaks-of-no-group-of-one-or-two": a_check(singles_out),
    "names-nobody": a_check(points),
    "counts-the-silent": a_check(over_deeds),
    "answers-always": a_check(raises),
}


def by_place(values):
    """Weigh each by where it stands."""
    return Measure("it", sum(at * value for at, value in enumerate(values)) / sum(values), unit="1", n=len(values))


def spread(values):
    """The distance from the mean, in the unit that is counted in."""
    mean = sum(values) / len(values)
    return Measure("it", sum(abs(value - mean) for value in values) / len(values), unit="1", n=len(values))


def ends_only(values):
    """The share of the one with the most, less an even share: what happens below does not matter."""
    return Measure("it", max(values) / sum(values) - 1 / len(values), unit="1", n=len(values))


def always_one(values):
    """Never 0."""
    return Measure("it", 1.0, unit="1", n=len(values))


def nothing_is_even(values):
    """Call nothing even."""
    return gini(values) if sum(values) else Measure("it", 0.0, unit="1", n=len(values))


def half(values, groups):
    """Half of what lies within."""
    return Measure("it", (theil_within(values, groups).value or 0) / 2, unit="1", n=len(values))


def index(measure, *claims, **parts):
    """An index that claims too much."""
    return Index(name="mutant", measure=measure, claims=claims, **parts)


INDICES = {
    "anonymity": index(by_place, "anonymity"),
    "replication": index(gini_corrected, "replication"),
    "scale": index(spread, "scale"),
    "transfer": index(ends_only, "transfer"),
    "normalisation": index(always_one, "normalisation"),
    "decomposability": index(theil_t, "decomposability", between=theil_between, within=half),
    "undefined-for-nothing": index(nothing_is_even, "undefined-for-nothing"),
}
