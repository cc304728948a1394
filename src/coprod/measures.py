"""
The measures of equality: small pure functions over plain values.

The name of each says which variant it is. Each returns a `Measure`. Where it is not defined, the measure has
no value and says why: it is never 0.
"""

from coprod.equality.measures import (
    FOUR_FIFTHS,
    NOT_SHOWN,
    density,
    disparities,
    disparity,
    e_i_expected,
    e_i_expected_of_sizes,
    e_i_index,
    e_i_of_counts,
    four_fifths,
    gini,
    gini_corrected,
    one_flip,
    rate,
    representation_ratio,
    response_rate,
    theil_between,
    theil_between_share,
    theil_t,
    theil_within,
    undefined,
    uptake,
)

__all__ = [
    "FOUR_FIFTHS",
    "NOT_SHOWN",
    "density",
    "disparities",
    "disparity",
    "e_i_expected",
    "e_i_expected_of_sizes",
    "e_i_index",
    "e_i_of_counts",
    "four_fifths",
    "gini",
    "gini_corrected",
    "one_flip",
    "rate",
    "representation_ratio",
    "response_rate",
    "theil_between",
    "theil_between_share",
    "theil_t",
    "theil_within",
    "undefined",
    "uptake",
]
