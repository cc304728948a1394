"""
The measures of equality: small pure functions over plain values.

The name of each says which variant it is. Each returns a `Measure`. Where it is not defined, the measure has
no value and says why: it is never 0.
"""

from coprod.equality import measures as _measures
from coprod.equality.measures import *  # noqa: F403  # the list of them stands there, once

__all__ = _measures.__all__  # as above
