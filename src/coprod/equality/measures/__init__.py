"""
The measures: small pure functions over plain values. Public as `coprod.measures`.

The name of each says which variant it is. Each returns a `Measure`. Where it is not defined, the measure has
no value and says why: it is never 0.
"""

from coprod.equality.measures.brokerage import (
    BROKERAGE_ROLES,
    brokerage_roles,
    brokerage_totals,
)
from coprod.equality.measures.centralization import (
    centralization_of_degrees,
    degree_centralization,
    in_degree_centralization,
    out_degree_centralization,
)
from coprod.equality.measures.concentration import (
    palma,
    presence_adjusted_dominance,
    top_share,
)
from coprod.equality.measures.consensus import group_informed_consensus
from coprod.equality.measures.graphs import (
    articulation_points,
    betweenness_centralization,
    without_partner,
)
from coprod.equality.measures.holes import (
    constraint,
    effective_size,
)
from coprod.equality.measures.inequality import (
    atkinson,
    evenness,
    gini,
    gini_corrected,
)
from coprod.equality.measures.mix import (
    blau,
    iqv,
)
from coprod.equality.measures.qap import (
    graph_correlation,
    qap,
)
from coprod.equality.measures.reciprocity import (
    dyadic_non_null_reciprocity,
    dyadic_reciprocity,
    edgewise_reciprocity,
    garlaschelli_loffredo,
    reciprocity_of_counts,
)
from coprod.equality.measures.shares import (
    FOUR_FIFTHS,
    disparities,
    disparity,
    four_fifths,
    one_flip,
    rate,
    representation_ratio,
    response_rate,
    uptake,
)
from coprod.equality.measures.theil import (
    theil_between,
    theil_between_share,
    theil_l,
    theil_t,
    theil_within,
)
from coprod.equality.measures.ties import (
    assortativity,
    density,
    e_i_expected,
    e_i_expected_of_sizes,
    e_i_index,
    e_i_of_counts,
)
from coprod.equality.measures.trust import (
    trust_gap,
    trust_score,
    value_score,
)
from coprod.equality.measures.undefined import (
    NOT_SHOWN,
    undefined,
)

__all__ = [
    "BROKERAGE_ROLES",
    "FOUR_FIFTHS",
    "NOT_SHOWN",
    "articulation_points",
    "assortativity",
    "atkinson",
    "betweenness_centralization",
    "blau",
    "brokerage_roles",
    "brokerage_totals",
    "centralization_of_degrees",
    "constraint",
    "degree_centralization",
    "density",
    "disparities",
    "disparity",
    "dyadic_non_null_reciprocity",
    "dyadic_reciprocity",
    "e_i_expected",
    "e_i_expected_of_sizes",
    "e_i_index",
    "e_i_of_counts",
    "edgewise_reciprocity",
    "effective_size",
    "evenness",
    "four_fifths",
    "garlaschelli_loffredo",
    "gini",
    "gini_corrected",
    "graph_correlation",
    "group_informed_consensus",
    "in_degree_centralization",
    "iqv",
    "one_flip",
    "out_degree_centralization",
    "palma",
    "presence_adjusted_dominance",
    "qap",
    "rate",
    "reciprocity_of_counts",
    "representation_ratio",
    "response_rate",
    "theil_between",
    "theil_between_share",
    "theil_l",
    "theil_t",
    "theil_within",
    "top_share",
    "trust_gap",
    "trust_score",
    "undefined",
    "uptake",
    "value_score",
    "without_partner",
]
