"""
Numbers that others printed on real networks and conversations, where the data are there.

The values and who printed them are in the README of the data. What networkx computes here without coprod is a check
that the files are the ones those numbers are about.
"""

import csv
import math
from collections import Counter, defaultdict
from functools import cache

import networkx as nx
import pytest
from tests.equality.building import chance
from tests.test_real_data import folder

from coprod import measures
from coprod.measures import graph_correlation, group_informed_consensus, qap

KINDS = ("friends", "advice", "cowork")

POLIS = {
    "15-per-hour-seattle": (339, 54, 2995, 2872, {"0": 99, "1": 39}, 201),
    "london.youth.policing": (26, 36, 640, 638, {"0": 3, "1": 18, "2": 3}, 2),
    "brexit-consensus": (204, 50, 5312, 5303, {"0": 106, "1": 91}, 7),
    "bg2050-volunteers": (126, 371, 14341, 14283, {"0": 100, "1": 8}, 18),
}
"""People who voted, statements, votes cast, latest votes, opinion groups, people in none."""


@cache
def rows_of(*parts):
    """The rows of one file of the data."""
    with (folder(*parts[:-1]) / parts[-1]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lawyers(column=None):
    """The lawyers of the firm, or what stands of each in a column."""
    rows = rows_of("lazega_lawfirm", "ison_lawfirm_nodes.csv")
    return {row["id"]: row[column] for row in rows} if column else [row["id"] for row in rows]


def lawyers_ties(kind):
    """The ties of one kind between lawyers."""
    rows = rows_of("lazega_lawfirm", "ison_lawfirm_edges.csv")
    return [(row["from"], row["to"]) for row in rows if row["type"] == kind]


def friends_advice_cowork(measure):
    """A measure of the three kinds of tie in the law firm, to the seven places that R prints."""
    return tuple(round(measure(lawyers_ties(kind)).value, 7) for kind in KINDS)


def adolescents():
    """The eight adolescents of Coleman, with networkx."""
    graph = nx.Graph()
    graph.add_nodes_from(row["id"] for row in rows_of("coleman_adolescents", "ison_adolescents_nodes.csv"))
    graph.add_edges_from(
        (row["from"], row["to"]) for row in rows_of("coleman_adolescents", "ison_adolescents_edges.csv")
    )
    return graph


def southern_women():
    """The Southern Women and the events that they came to, with networkx."""
    rows = rows_of("southern_women", "ison_southern_women_edges.csv")
    return nx.Graph([(row["from"], row["to"]) for row in rows])


def printed(value):
    """A number as netrics prints it: cut off, not rounded, after four places."""
    return math.floor(value * 10_000) / 10_000


def test_lawfirm_counts():
    """Lazega 2001 by stocnet/manynet: 71 lawyers; 575 ties of friends, 892 of advice, 1,104 of work together."""
    assert (71, (575, 892, 1104)) == (len(lawyers()), tuple(len(lawyers_ties(kind)) for kind in KINDS))


def test_lawfirm_density():
    """R igraph: the densities of friends, advice and cowork."""
    found = friends_advice_cowork(lambda ties: measures.density(ties, lawyers()))

    assert (0.1156942, 0.1794769, 0.2221328) == found


def test_lawfirm_edgewise_reciprocity():
    """R igraph `reciprocity`: the share of ties that are returned."""
    assert (0.6121739, 0.3923767, 0.6847826) == friends_advice_cowork(measures.edgewise_reciprocity)


def test_lawfirm_dyadic_non_null_reciprocity():
    """R igraph `reciprocity(mode = "ratio")`: the share of tied pairs that are tied both ways."""
    assert (0.4411028, 0.2440725, 0.5206612) == friends_advice_cowork(measures.dyadic_non_null_reciprocity)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("status", (0.5521475, 0.3198877, -0.0997882)),
        ("gender", (0.2062634, 0.0867577, -0.0213873)),
        ("office", (0.6005659, 0.4755817, 0.4742778)),
    ],
)
def test_lawfirm_assortativity(column, expected):
    """
    R igraph `assortativity_nominal`: how far each kind of tie stays inside status, gender and office.

    The seventh place of .0867577 is one up from what igraph computes here, .08675764.
    """
    found = [measures.assortativity(lawyers_ties(kind), lawyers(column)).value for kind in KINDS]

    assert pytest.approx(expected, abs=1e-7) == tuple(found)


def test_lawfirm_garlaschelli_loffredo_is_a_correlation():
    """Garlaschelli and Loffredo 2004: rho is the correlation of a relation with itself turned round, here by QAP's."""
    for kind in KINDS:
        ties = lawyers_ties(kind)
        rho = measures.garlaschelli_loffredo(ties, lawyers()).value

        assert pytest.approx(rho, abs=1e-12) == graph_correlation(ties, [(b, a) for a, b in ties], lawyers()).value


def test_lawfirm_friends_are_asked_for_advice():
    """QAP on Lazega 2001: each two kinds of tie go together more than in any of 1,999 draws."""
    for first, second in (("friends", "advice"), ("friends", "cowork"), ("advice", "cowork")):
        correlation, found = qap(lawyers_ties(first), lawyers_ties(second), lawyers(), random=chance())

        assert (True, 1 / 2000) == (0.2 < correlation.value < 0.5, found.p_value)


def test_coleman_betweenness_centralization():
    """The tests of netrics: .3401."""
    assert 0.3401 == printed(measures.betweenness_centralization(adolescents()).value)


def test_coleman_degree_centralization():
    """
    The tests of netrics: .2142.

    That is 12 / 56, R igraph's default, where a tie with oneself could be; without such ties, as here, it is 12 / 42.
    """
    graph = adolescents()
    found = measures.degree_centralization(graph.edges(), list(graph)).value
    n = len(graph)

    assert (12 / 42, 0.2142) == (pytest.approx(found), printed(found * (n - 2) / n))


def test_coleman_closeness_centralization_of_the_file():
    """The tests of netrics: .3195; coprod has no such measure, so this shows that the file is theirs."""
    closeness = nx.closeness_centrality(adolescents())
    n, most = len(closeness), max(closeness.values())

    assert 0.3195 == printed(sum(most - c for c in closeness.values()) / ((n - 1) * (n - 2) / (2 * n - 3)))


def test_coleman_eigenvector_centralization_of_the_file():
    """The tests of netrics: .5479, as above."""
    centrality = nx.eigenvector_centrality(adolescents(), max_iter=1000)
    most = max(centrality.values())

    assert 0.5479 == printed(sum(1 - c / most for c in centrality.values()) / (len(centrality) - 2))


def test_southern_women_degrees():
    """The tests of netrics: the first five of the 18 women came to 8, 7, 8, 7 and 4 of the 14 events."""
    rows = rows_of("southern_women", "ison_southern_women_nodes.csv")
    women = [row["id"] for row in rows if row["type"] == "False"]
    graph = southern_women()

    assert ([8, 7, 8, 7, 4], 18, 14) == ([graph.degree(one) for one in women[:5]], len(women), len(rows) - len(women))
    assert 89 == graph.number_of_edges()


def test_southern_women_distances_of_the_file():
    """R igraph: diameter 4, mean distance 2.306452; coprod has no such measures."""
    graph = southern_women()

    assert (4, 2.306452) == (nx.diameter(graph), round(nx.average_shortest_path_length(graph), 6))


def test_southern_women_gini():
    """How evenly 89 attendances are spread, by hand: the sum of all differences over 2 n^2 times the mean."""
    graph = southern_women()
    came = [graph.degree(str(woman)) for woman in range(1, 19)]
    by_hand = sum(abs(a - b) for a in came for b in came) / (2 * 18 * 89)

    assert pytest.approx(by_hand) == measures.gini(came).value


def test_bristol_nodes_and_ties_by_level():
    """The docs of migraph, R igraph: 150 people, 97 organisations, 17 events; 304, 939 and 253 ties between them."""
    level = {row["id"]: row["lvl"] for row in rows_of("bristol_civic", "mpn_bristol_nodes.csv")}
    ties = rows_of("bristol_civic", "mpn_bristol_edges.csv")
    between = Counter("".join(sorted((level[row["from"]], level[row["to"]]))) for row in ties)

    assert ({"1": 150, "2": 97, "3": 17}, 1496) == (Counter(level.values()), len(ties))
    assert {"12": 304, "13": 939, "23": 253} == between


KNOWN = {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}


@cache
def opinions(name):
    """The published opinion group of each person, and their latest vote on each statement they saw."""
    rows = rows_of("polis", name, "participants-votes.csv")
    groups = {row["participant"]: row["group-id"].removesuffix(".0") for row in rows}
    votes = {
        row["participant"]: {
            statement: int(float(vote)) for statement, vote in row.items() if vote and statement not in KNOWN
        }
        for row in rows
    }
    return groups, votes


@pytest.mark.parametrize("name", POLIS)
def test_polis_counts_of_the_files(name):
    """
    The README of the data: people, statements, votes cast, latest votes, opinion groups, people in none.

    Statements are those that people could vote on: in london.youth.policing moderators took three of 39 out before.
    """
    groups, votes = opinions(name)
    sizes = Counter(groups.values())

    assert POLIS[name] == (
        len({row["voter-id"] for row in rows_of("polis", name, "votes.csv")}),
        len(rows_of("polis", name, "participants-votes.csv")[0].keys() - KNOWN),
        len(rows_of("polis", name, "votes.csv")),
        sum(map(len, votes.values())),
        {group: size for group, size in sizes.items() if group},
        sizes[""],
    )


def test_polis_group_informed_consensus():
    """compdemocracy/openData: Polis's own group-informed consensus of all 371 statements of bg2050, to 1e-9."""
    groups, votes = opinions("bg2050-volunteers")
    counted = defaultdict(lambda: {group: [0, 0, 0] for group in ("0", "1")})
    for person, of_person in votes.items():
        for statement, vote in of_person.items():
            if groups[person]:
                counted[statement][groups[person]][(1, -1, 0).index(vote)] += 1
    published = {
        row["comment-id"]: float(row["group-informed-consensus"])
        for row in rows_of("polis", "bg2050-volunteers", "comments.csv")
    }

    assert 371 == len(published)
    assert published == pytest.approx(
        {s: group_informed_consensus(counted[s], of=s).value for s in published}, abs=1e-9
    )
