"""
Charts as Vega-Lite, drawn to SVG without a browser.

A chart is narrow, and every label has a line of its own over what it names: so it can be read on a telephone, and no
long name is cut by an edge or runs into another. Colours are those of the page, so that a chart follows light, dark
and forced colours. There is one colour for marks: no meaning hangs on it, and greyscale loses nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from coprod_report.text import PLAIN

__all__ = ["bars", "dots", "drawn", "events"]

Spec = dict[str, Any]
INK, MARK, SOFT, PAPER = "var(--ink)", "var(--mark)", "var(--soft)", "var(--paper)"
WIDTH = 310  # all units are of the drawing: the page makes it as wide as there is room
SIZE = 14  # of letters; on the narrowest screen they are 12 pixels high still
ROW = 48  # a label, and what it names under it
LIMIT = 260  # of a label: the letters of a screen may be a fifth wider than those that we measure with
CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": INK,
        "tickColor": INK,
        "gridColor": SOFT,
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": SIZE},
}
MONTHS = [name[:3] for name in PLAIN["months"].split()]
SHORT, LONG = 60, 1500  # days: a span up to the first is told by day and month, one over the second by year


def _spec(values: Iterable[Mapping[str, Any]], **rest: Any) -> Spec:
    return {"data": {"values": list(values)}, "width": WIDTH, "config": CONFIG, **rest}


def _across(**more: Any) -> Spec:
    """Return a place in units of the drawing, from the left."""
    return {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, WIDTH], "nice": False}, **more}


def _down(height: float) -> Spec:
    """Return a place in units of the drawing, from the top."""
    scale = {"domain": [0, height], "range": [0, height], "nice": False}
    return {"field": "y", "type": "quantitative", "axis": None, "scale": scale}


def _text(field: str, *, y: Spec, x: Spec, limit: int = LIMIT, **mark: Any) -> Spec:
    look = {"type": "text", "align": "left", "baseline": "middle", "limit": limit, **mark}
    return {"mark": look, "encoding": {"x": x, "y": y, "text": {"field": field, "type": "nominal"}}}


def bars(shares: Sequence[tuple[str, float]], title: str) -> Spec:
    """Return a bar for each group under its name, in a frame that is the whole, with its share written beside it."""
    height, most = ROW * len(shares), max(1.0, *(share for _, share in shares))
    values = [
        {"group": group, "share": share, "most": most, "says": f"{share:.0%}", "y": ROW * at + 34}
        for at, (group, share) in enumerate(shares)
    ]
    scale = {"domain": [0, most], "range": [0, WIDTH - 50], "nice": False}
    axis = {"format": "%", "title": title, "titleAnchor": "start", "values": [0, most / 2, most], "grid": False}
    x = {"field": "share", "type": "quantitative", "scale": scale, "axis": {**axis, "domain": False}}
    y = _down(height)
    look = {"type": "bar", "orient": "horizontal", "size": 18}
    whole = {"mark": {**look, "fill": None, "stroke": SOFT}, "encoding": {"x": {**x, "field": "most"}, "y": y}}
    bar = {"mark": {**look, "color": MARK}, "encoding": {"x": x, "y": y}}
    said = _text("says", x={**x, "field": "most"}, y=y, dx=6, fontWeight="bold")
    return _spec(values, layer=[whole, bar, said, _text("group", x={"value": 0}, y=y, dy=-21)], height=height)


NAMES, STEP = 190, 24  # how wide names may be, and how far one is from the next


def dots(names: Iterable[str], ties: Sequence[tuple[str, str, int]]) -> Spec:
    """
    Return a map: a dot beside each name, and an arc for each tie, thicker where there are more.

    Names stand in a column, so none can hide another, however many there are. They keep the order that they come in:
    nobody is ranked.
    """
    places = {name: STEP * (at + 0.5) for at, name in enumerate(names)}
    number = {name: sum(name in tie[:2] for tie in ties) for name in places}
    known = [{"name": name, "x": NAMES + 12, "y": y, "ties": number[name]} for name, y in places.items()]
    height = STEP * len(places)
    steps = [
        {"tie": at, "times": times, "step": step, "x": x, "y": y}
        for at, (a, b, times) in enumerate(ties)
        for step, (x, y) in enumerate(_arc(places[a], places[b], height))
    ]
    wide = {"domain": [1, max([2, *(times for *_, times in ties)])], "range": [1.2, 4]}
    line = {
        "x": _across(),
        "y": _down(height),
        "detail": {"field": "tie"},
        "order": {"field": "step"},
        "strokeWidth": {"field": "times", "type": "quantitative", "legend": None, "scale": wide},
    }
    large = {"field": "ties", "type": "quantitative", "legend": None, "scale": {"range": [30, 160]}}
    dot = {"x": _across(), "y": _down(height), "size": large}
    return _spec(
        known,
        height=height,
        layer=[
            {"data": {"values": steps}, "mark": {"type": "line", "color": SOFT}, "encoding": line},
            {"mark": {"type": "point", "filled": True, "color": MARK, "opacity": 1}, "encoding": dot},
            _text("name", x={"value": NAMES}, y=_down(height), limit=NAMES - 32, align="right"),
        ],
    )


def _arc(top: float, bottom: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield the points of half an ellipse from one dot to another; the farther apart, the wider."""
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    reach = 12 + (WIDTH - NAMES - 30) * math.sqrt(abs(bottom - top) / height)
    for step in range(25):
        turn = math.pi * step / 24
        yield round(NAMES + 12 + reach * math.sin(turn), 1), round(middle - half * math.cos(turn), 1)


def events(found: Sequence[tuple[str, str]]) -> Spec:
    """Return a line through time for each kind of event, under its name, with a mark for each event."""
    kinds = list(dict.fromkeys(kind for _, kind in found))
    rows = [{"name": kind, "y": ROW * at + 34} for at, kind in enumerate(kinds)]
    values = [{"day": day, "y": ROW * kinds.index(kind) + 34} for day, kind in found]
    height = ROW * len(kinds)
    x = {"field": "day", "type": "temporal", "scale": {"type": "utc", "nice": True}, "axis": _days(found)}
    y = _down(height)
    mark = {"type": "point", "filled": True, "color": MARK, "size": 90, "opacity": 1, "stroke": PAPER}
    return _spec(
        values,
        height=height,
        layer=[
            {"data": {"values": rows}, "mark": {"type": "rule", "color": SOFT}, "encoding": {"y": y}},
            {"mark": mark, "encoding": {"x": x, "y": y}},
            {"data": {"values": rows}, **_text("name", x={"value": 0}, y=y, dy=-20)},
        ],
    )


def _days(found: Sequence[tuple[str, str]]) -> Spec:
    """Return how days are written, with the names of months that the page has."""
    days = [date.fromisoformat(f"{day}-01"[:10]) for day, _ in found]
    span = (max(days) - min(days)).days
    month, year = f"{json.dumps(MONTHS)}[utcmonth(datum.value)]", "utcyear(datum.value)"
    short = f"utcdate(datum.value) + ' ' + {month}"
    says = short if span <= SHORT else year if span > LONG else f"{month} + ' ' + {year}"
    return {"title": None, "labelExpr": says, "tickCount": 4, "grid": False, "labelFlush": True, "labelOverlap": True}


def drawn(spec: Mapping[str, Any]) -> str:
    """Return a chart as SVG, for the eye alone: whoever listens gets the words and the table beside it."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(dict(spec))
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
