"""Hypothesis, or a clear word on how to get it."""

from __future__ import annotations

try:
    from hypothesis import strategies as st
except ImportError as error:
    message = 'the strategies of coprod.testing need Hypothesis: pip install "coprod[testing]"'
    raise ImportError(message) from error

__all__ = ["st"]
