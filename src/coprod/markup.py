"""Text that others wrote, in Markdown: shown as it is, whatever it holds."""

from __future__ import annotations

import html
import re

__all__ = ["markdown", "on_one_line"]


def on_one_line(text: str) -> str:
    r"""
    Return a text with all its spacing as single blanks.

    >>> on_one_line("A bench\n by the door ")
    'A bench by the door'
    """
    return " ".join(text.split())


def markdown(text: str) -> str:
    r"""
    Return a text on one line, shown by Markdown as it is, whatever it holds.

    >>> markdown("<b>*Now*</b>")
    '&lt;b&gt;\\*Now\\*&lt;/b&gt;'
    """
    return re.sub(r"([\\`*_{}\[\]|~])", r"\\\1", html.escape(on_one_line(text), quote=False))
