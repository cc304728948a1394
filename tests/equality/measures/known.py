"""Networks whose numbers a source gives, and networks as chance draws them."""

from itertools import combinations, permutations

from hypothesis import strategies as st

# O12: the Knoke and Kuklinski bureaucracies, rows send
KNOKI = "0100101010 1011101110 0101111001 1100101000 1111001111 0010001010 0101100000 1101101010 0100101000 1110101000"
KNOKI_PARTNERS = "0123456789"
KNOKI_TIES = [(str(i), str(j)) for i, row in enumerate(KNOKI.split()) for j, cell in enumerate(row) if cell == "1"]

# O13: White's kinship network (Freeman 1978), as in netseg: five women, five men, 22 ties
KINSHIP = "M-S M-SD M-BD M-F M-B M-BS M-SS S-SD S-BD S-F S-SS BW-BD SD-F BD-F BD-B F-B F-BS F-SS B-BS B-SS SH-BS SH-SS"
KINSHIP_TIES = [tuple(tie.split("-")) for tie in KINSHIP.split()]
KINSHIP_GROUPS = dict.fromkeys(("M", "S", "BW", "SD", "BD"), "f") | dict.fromkeys(("F", "B", "SH", "BS", "SS"), "m")

LETTERS = "abcdefgh"


@st.composite
def directed(draw, least=0):
    """The ties of a directed network of up to eight partners, at least *least* of them, and the partners."""
    partners = LETTERS[: draw(st.integers(least, 8))]
    possible = list(permutations(partners, 2))
    return sorted(draw(st.sets(st.sampled_from(possible)))) if possible else [], partners


@st.composite
def undirected(draw, least=0):
    """The ties of an undirected network, each pair once, and the partners."""
    partners = LETTERS[: draw(st.integers(least, 8))]
    possible = list(combinations(partners, 2))
    return sorted(draw(st.sets(st.sampled_from(possible)))) if possible else [], partners


@st.composite
def labelled(draw, networks):
    """The ties of such a network, and the group of every partner."""
    ties, partners = draw(networks)
    return ties, {who: draw(st.sampled_from("xyz")) for who in partners}
