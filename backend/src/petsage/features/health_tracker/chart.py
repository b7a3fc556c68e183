"""Weights as a chart: an SVG that stands by itself, light or dark as its reader's screen is."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import NamedTuple

from petsage.features.health_tracker.trend import Weighing
from petsage.units import Scale

WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 48, 44
LINES = 4

_STYLE = """
.paper { fill: #fffdf9 } .grid { stroke: #e6e0d6 } .text { fill: #5b554b; font: 12px system-ui, sans-serif }
.title { fill: #26221c; font: 600 16px system-ui, sans-serif } .line { fill: none; stroke: #2f7d6b; stroke-width: 2.5 }
.area { fill: #2f7d6b; opacity: .1 } .point { fill: #fffdf9; stroke: #2f7d6b; stroke-width: 2 }
.last { fill: #2f7d6b } .value { fill: #2f7d6b; font: 600 13px system-ui, sans-serif }
@media (prefers-color-scheme: dark) {
.paper { fill: #1b1d1f } .grid { stroke: #34383b } .text { fill: #a9b0b5 } .title { fill: #f2f4f5 }
.line, .point { stroke: #6fd3b8 } .area, .last, .value { fill: #6fd3b8 } .point { fill: #1b1d1f } }
"""


class _Point(NamedTuple):
    """A weight in the unit of the chart, and when it was measured."""

    weight: float
    at: datetime


def weight_chart(name: str, weighings: Sequence[Weighing], scale: Scale, zone: tzinfo) -> str:
    """The chart of a pet's weights in the unit of the scale, over the days of the zone; with none it says so."""
    title = f"{name}'s weight"
    ordered = [
        _Point(scale.of_float(weighing.kg), weighing.at.astimezone(zone))
        for weighing in sorted(weighings, key=lambda weighing: weighing.at)
    ]
    body = _curve(ordered, scale.unit) if ordered else [_text(WIDTH / 2, HEIGHT / 2, "No weights yet", anchor="middle")]
    told = f"{len(ordered)} weighings" + (f", the last of {ordered[-1].weight:g} {scale.unit}" if ordered else "")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">',
            f'<title id="t">{escape(title)}</title><desc id="d">{escape(told)}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="12"/>',
            f'<text class="title" x="{LEFT}" y="28">{escape(title)}</text>',
            *body,
            "</svg>\n",
        ]
    )


def _curve(ordered: Sequence[_Point], unit: str) -> list[str]:
    """The grid with its labels, the line with its points, and the last value."""
    low, high = _bounds([point.weight for point in ordered])
    points = [(_x(point, ordered), _y(point.weight, low, high)) for point in ordered]
    path = " ".join(f"{'M' if not index else 'L'}{x:.1f} {y:.1f}" for index, (x, y) in enumerate(points))
    floor = HEIGHT - BOTTOM
    lines = _grid(low, high, unit)
    if len(points) > 1:
        lines.append(f'<path class="area" d="{path} L{points[-1][0]:.1f} {floor} L{points[0][0]:.1f} {floor} Z"/>')
        lines.append(f'<path class="line" d="{path}" stroke-linejoin="round"/>')
    if len(points) <= 60:
        lines += [f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points]
    x, y = points[-1]
    lines.append(f'<circle class="last" cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    last = f"{ordered[-1].weight:g} {unit}"
    lines.append(f'<text class="value" x="{x:.1f}" y="{y - 12:.1f}" text-anchor="end">{last}</text>')
    lines.append(_text(LEFT, HEIGHT - 16, f"{ordered[0].at:%d %b %Y}"))
    if len(ordered) > 1:
        lines.append(_text(WIDTH - RIGHT, HEIGHT - 16, f"{ordered[-1].at:%d %b %Y}", anchor="end"))
    return lines


def _bounds(weights: Sequence[float]) -> tuple[float, float]:
    """From where to where the scale goes, with some air; never a scale without extent."""
    low, high = min(weights), max(weights)
    air = max((high - low) * 0.15, high * 0.02)
    return max(low - air, 0), high + air


def _grid(low: float, high: float, unit: str) -> list[str]:
    lines = []
    for step in range(LINES + 1):
        weight = low + (high - low) * step / LINES
        y = _y(weight, low, high)
        lines.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(_text(LEFT - 8, y + 4, f"{weight:.1f} {unit}", anchor="end"))
    return lines


def _x(point: _Point, ordered: Sequence[_Point]) -> float:
    whole = (ordered[-1].at - ordered[0].at).total_seconds()
    share = (point.at - ordered[0].at).total_seconds() / whole if whole else 0.5
    return LEFT + (WIDTH - LEFT - RIGHT) * share


def _y(weight: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (weight - low) / (high - low)


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text class="text" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
