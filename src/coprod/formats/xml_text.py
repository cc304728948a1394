"""Text as XML has it, in an element and between quotes."""

from __future__ import annotations

import html
import re
import sys

from coprod.engines.text import Style

__all__ = ["IN_XML", "QUOTED", "READABLE", "in_element", "in_quotes", "readable"]

NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # the other way round takes ten times as long
BREAKS = {ord("\t"): "&#9;", ord("\n"): "&#10;"}  # in an attribute of XML they would be read as blanks
SMALLEST = sys.float_info.min


def in_element(text: str) -> str:
    """Return text as it stands in an element."""
    return html.escape(_in_xml(text), quote=False)


def in_quotes(text: str) -> str:
    """Return text as it stands between the quotes of an attribute of XML."""
    return html.escape(_in_xml(text)).translate(BREAKS)


def _in_xml(text: str) -> str:
    """Return text without what XML cannot hold; rows hold none of it, a project's name may."""
    return text if text.isascii() and text.isprintable() else NOT_IN_XML.sub("\ufffd", text)


def readable(value: float) -> str:
    """Return a decimal; igraph refuses a file with one below `SMALLEST`."""
    return repr(value if value >= SMALLEST or value <= -SMALLEST else 0.0)


SIGNS = [*map(chr, range(0x20)), *"&<>\"'", "\ufffe", "\uffff"]
IN_XML = Style({sign: in_element(sign) for sign in SIGNS if in_element(sign) != sign})
READABLE = Style({}, decimal=readable)
QUOTED = Style({sign: in_quotes(sign) for sign in SIGNS})
