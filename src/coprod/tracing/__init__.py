"""
From a view to what became of it, and from a decision, a plan change or an outcome back to the views behind it.

It follows `Influence`, step by step to the end, in a project or in what a release holds of one.
"""

from coprod.tracing.ends import LooseEnds, loose_ends, unanswered
from coprod.tracing.following import trace
from coprod.tracing.steps import Fact, Link, Step
from coprod.tracing.trace import Trace

__all__ = ["Fact", "Link", "LooseEnds", "Step", "Trace", "loose_ends", "trace", "unanswered"]
